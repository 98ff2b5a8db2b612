"""The Update Service: who joined it, may we ask it, and what follows from what it says (R-DBS-13).

News closes the gate by making the recheck due at once. It rejects nobody: the decision stays, and
somebody sees a new certificate first. What is not known changes nothing.
"""

from datetime import date

import sqlalchemy as sa

from nolimits.dbs import queries
from nolimits.dbs.disclosures import end_standing
from nolimits.dbs.kinds import DbsDecision, DbsLevel, StatusAnswer, VolunteerRole
from nolimits.dbs.models import DbsRecord, Event, UpdateSubscription
from nolimits.dbs.update_service import Fault, Question, Unknown, UpdateService
from nolimits.kernel import audit, clock, jobs, mail
from nolimits.kernel.actors import SYSTEM, Actor
from nolimits.kernel.db import change, db, lock, transaction
from nolimits.kernel.errors import Overtaken, Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.settings import settings
from nolimits.people.models import Person


@transaction
def tell_of_update_service(check: DbsRecord, joined: bool, agreed: bool, *, by: Actor) -> None:
    """Say whether somebody joined the Update Service, and whether we may ask it about them."""
    require(by, Permission.TELL_OF_UPDATE_SERVICE, check)
    if why := against_joining(check):
        raise Refused(why)
    told, today = _subscription(check), clock.today()
    told.joined_on = (told.joined_on or today) if joined else None
    told.agreed_on = (told.agreed_on or today) if agreed else None
    audit.record(Event.UPDATE_SERVICE_TOLD, check, by=by, person=check.person_id)


@transaction
def remind_to_join(check: DbsRecord, days: int, *, by: Actor) -> None:
    """Tell somebody, once, that so many days of the thirty to join are over (R-DBS-12)."""
    require(by, Permission.TELL_OF_UPDATE_SERVICE, check)
    told, subscription = _subscription(check), UpdateSubscription
    unsaid = sa.or_(subscription.reminded_days.is_(None), subscription.reminded_days < days)
    change(told, where=unsaid & subscription.joined_on.is_(None), reminded_days=days)
    audit.record(Event.JOINING_REMINDED, check, by=by, person=check.person_id, days=days)
    mail.queue(check.person, "join_update_service", until=check.join_until)


@jobs.nightly("who_can_join_the_update_service", hour=7)
def _remind() -> int:
    """Write to those who have seven days, three weeks or four behind them; to how many."""
    told = 0
    for check, days in queries.to_remind(clock.today()):
        try:
            remind_to_join(check, days, by=SYSTEM)
        except Overtaken:  # they joined while the others were written to
            continue
        told += 1
    return told


@transaction
def ask_status(check: DbsRecord, surname: str, born_on: date, *, by: Actor) -> Question:
    """Ask about a certificate, with its holder's leave; that it was asked is kept."""
    require(by, Permission.RECORD_CHECK, check)
    if why := against_asking(check):
        raise Refused(why)
    audit.record(Event.STATUS_ASKED, check, by=by, person=check.person_id)
    return Question(
        check.number or "",
        surname.strip(),
        born_on,
        settings().brand.council_name,
        db.session.get_one(Person, by.id).name,
    )


@transaction
def record_status(check: DbsRecord, answer: StatusAnswer, *, by: Actor) -> None:
    """Keep what the service answered; of whom it has news meets nobody before it is seen anew."""
    require(by, Permission.RECORD_CHECK, check)
    told = _subscription(check)
    if not _holds(check, answer):
        end_standing(check.person_id)
    elif told.last_answer is StatusAnswer.NO_MATCH_FOUND and check.recheck_on and check.issued_on:
        # Whoever was not found by a slip of the pen is found again, and nothing else is new.
        check.recheck_on = queries.recheck_on(check.issued_on)
    told.answer, told.answered_on, told.asked_by_id = answer.value, clock.today(), by.id
    db.session.flush()
    audit.record(Event.STATUS_ANSWERED, check, by=by, person=check.person_id)


@transaction
def note_unknown(check: DbsRecord, fault: Fault, *, by: Actor) -> None:
    """Keep that the service said nothing that counts, and why."""
    require(by, Permission.RECORD_CHECK, check)
    audit.record(Event.STATUS_UNKNOWN, check, by=by, fault=fault.value, person=check.person_id)


def check_status(check: DbsRecord, surname: str, born_on: date, *, by: Actor) -> StatusAnswer:
    """Ask the Update Service now, between two operations, and keep what it says."""
    question = ask_status(check, surname, born_on, by=by)
    try:
        answer = UpdateService(settings().dbs_service).ask(question)
    except Unknown as unknown:
        note_unknown(check, unknown.fault, by=by)
        raise Refused(
            "The Update Service gave no answer that counts. Nothing has changed. Try again later"
        ) from None
    record_status(check, answer, by=by)
    return answer


def against_joining(check: DbsRecord) -> str:
    """Why there is nothing to say of the Update Service."""
    if check.level is DbsLevel.BASIC:
        return "The Update Service knows standard and enhanced certificates only"
    return "" if check.seen_on else "The original certificate has to be seen first"


def against_asking(check: DbsRecord) -> str:
    """Why the service may not be asked about a certificate."""
    told, newest = check.subscription, queries.latest_dbs(check.person)
    if not settings().dbs_service:
        return "The Update Service is not set up here. Look it up yourself, on its own page"
    if why := against_joining(check):
        return why
    if told is None or told.joined_on is None or told.agreed_on is None:
        return "They have not said that they joined, and that we may ask"
    if check.removed:
        return "The number has been removed. Ask to see the certificate again"
    if newest is None or newest.id != check.id:
        return "There is a newer check"
    if not queries.is_asked(check, VolunteerRole.MENTOR):
        return "This certificate is not of the level, the work or the fee that the role asks"
    return ""


def _holds(check: DbsRecord, answer: StatusAnswer) -> bool:
    """Whether a certificate still is what was decided on.

    One with something on it was weighed by two people, or nobody has decided on it.
    """
    if answer is StatusAnswer.NON_BLANK_NO_NEW_INFO:
        weighed = check.decision is DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT
        return weighed and check.seconded_on is not None
    return answer is StatusAnswer.BLANK_NO_NEW_INFO


def _subscription(check: DbsRecord) -> UpdateSubscription:
    """What is known of the Update Service and a check, which nobody else writes meanwhile."""
    lock(check)
    if check.subscription is None:
        check.subscription = UpdateSubscription()
        db.session.flush()
    return check.subscription
