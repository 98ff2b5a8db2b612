"""What is done about a DBS check: it is applied for, its certificate seen, and decided on."""

from datetime import date

from nolimits.checks.refusals import has_applied, not_in_future, not_their_referee
from nolimits.dbs import queries
from nolimits.dbs.disclosures import against_deciding
from nolimits.dbs.kinds import (
    CLOSES,
    SERVING_WORKFORCES,
    DbsDecision,
    Fee,
    Shown,
    Terms,
    VolunteerRole,
    Workforce,
)
from nolimits.dbs.models import DbsRecord, Event
from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import change, db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Person


@transaction
def start_dbs(
    person: Person, role: VolunteerRole, workforce: Workforce, terms: Terms, *, by: Actor
) -> DbsRecord:
    """Apply for a DBS check at the level that a role asks, and at no other (R-DBS-2)."""
    require(by, Permission.RECORD_CHECK, person)
    has_applied(person)
    if queries.is_barred(person):
        raise Refused("Nobody can check them again. Talk to a safeguarding lead")
    version = queries.open_version(role)
    if version is None:
        raise Refused("Nobody has approved yet what this role asks, so nobody is checked for it")
    if workforce not in SERVING_WORKFORCES[version.workforce]:
        raise Refused("The role asks for work with somebody else", "workforce")
    if version.paid and terms.fee is Fee.VOLUNTEER:
        raise Refused("The role is paid, and a volunteer's check cannot serve it", "unpaid")
    check = DbsRecord(
        person_id=person.id,
        level=version.level,
        workforce=workforce,
        fee=terms.fee,
        applied_on=clock.today(),
    )
    with refusing("A DBS check is under way already"):
        db.session.add(check)
    audit.record(Event.DBS_STARTED, check, by=by, person=person.id)
    return check


@transaction
def see_certificate(
    check: DbsRecord, number: str, issued_on: date, shown: Shown, *, by: Actor
) -> None:
    """Write down the certificate that somebody brought: its number and day, nothing it says."""
    require(by, Permission.RECORD_CHECK, check)
    number = number.replace(" ", "")
    if not (len(number) == 12 and number.isascii() and number.isdigit()):
        raise Refused("A certificate number has 12 figures", "number")
    if shown != Shown.ORIGINAL_IN_PERSON:
        raise Refused("Only the original counts, seen in person: no copy and no video", "shown")
    not_in_future(issued_on, "issued_on")
    change(
        check,
        where=DbsRecord.seen_on.is_(None),
        number=number,
        issued_on=issued_on,
        seen_on=clock.today(),
        seen_by_id=by.id,
    )
    audit.record(Event.DBS_CERTIFICATE_SEEN, check, by=by, person=check.person_id)


@transaction
def decide_dbs(check: DbsRecord, decision: DbsDecision, *, by: Actor) -> None:
    """Decide on a certificate that was seen; a risk assessment waits for a second decider."""
    require(by, Permission.DECIDE_DBS, check)
    lock(check)  # nobody writes meanwhile that something is on it, or that they met them
    if check.issued_on is None:
        raise Refused("See the certificate first")
    not_their_referee(by, check.person_id)
    if why := against_deciding(check, decision, by):
        raise Refused(why, "decision")
    clear = decision != DbsDecision.NOT_SUITABLE
    change(
        check,
        where=DbsRecord.decision.is_(None),
        decision=decision,
        decided_on=clock.today(),
        decided_by_id=by.id,
        recheck_on=_recheck_on(check, check.issued_on) if clear else None,
    )
    audit.record(Event.DBS_DECIDED, check, by=by, person=check.person_id)


def _recheck_on(check: DbsRecord, issued_on: date) -> date:
    """When it is to be looked at anew: at once where the Update Service had news of it."""
    told = check.subscription
    news = told.answered_on if told and told.last_answer in CLOSES else None
    return news or queries.recheck_on(issued_on)


@transaction
def second_dbs(check: DbsRecord, *, by: Actor) -> None:
    """Agree, as the second decider, that the risks of a certificate were weighed (R-DBS-17)."""
    require(by, Permission.DECIDE_DBS, check)
    if not check.needs_second:
        raise Refused("This check waits for nobody")
    if check.decided_by_id == by.id:
        raise Refused("Somebody else must agree to what you decided")
    not_their_referee(by, check.person_id)
    if check.disclosure and check.disclosure.met_by_id == by.id:
        raise Refused("Whoever met them does not decide. Somebody else must")
    change(
        check,
        where=DbsRecord.seconded_on.is_(None),
        seconded_on=clock.today(),
        seconded_by_id=by.id,
    )
    audit.record(Event.DBS_SECONDED, check, by=by, person=check.person_id)
