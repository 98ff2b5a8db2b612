"""Training in work time, with the line manager's agreement; no answer ever takes a place away."""

from collections.abc import Sequence

import sqlalchemy as sa

from nolimits.kernel import audit, clock, crypto, jobs, mail
from nolimits.kernel.actors import SYSTEM, Actor
from nolimits.kernel.db import change, db, lock, transaction
from nolimits.kernel.errors import Overtaken, Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Person
from nolimits.training import places as lines
from nolimits.training.kinds import ASK_ANEW_AFTER, Agreed, Answer, Event
from nolimits.training.models import ManagerAgreement, TrainingDay, TrainingPlace

UNNAMED = (Agreed.NOT_ASKED, Agreed.WAITING, Agreed.UNANSWERED)
TO_ASK_AGAIN = (Agreed.NO, Agreed.ANOTHER_DAY, Agreed.UNANSWERED)
WORDS = {
    Agreed.NOT_NEEDED: "",
    Agreed.NOT_ASKED: "Their manager is not asked yet",
    Agreed.WAITING: "Their manager has not answered yet",
    Agreed.UNANSWERED: "Their manager did not answer",
    Agreed.YES: "Their manager agreed",
    Agreed.NO: "Their manager said no",
    Agreed.ANOTHER_DAY: "Their manager asks for another day",
}
ENDED = "This link no longer works. We may have sent you a newer one"


def ask_for(places: Sequence[TrainingPlace], *, by: Actor) -> None:
    """Ask the manager whom the staff list names, where one must agree: part of an operation.

    Without one in the list, the volunteer says who it is.
    """
    asked = [one for one in places if one.agreed is not Agreed.NOT_NEEDED]
    if asked and (email := listed_manager(asked[0].person)):
        _ask(asked, email, by)


@transaction
def ask_listed(person: Person, *, by: Actor) -> None:
    """Ask the manager whom the staff list has named since somebody booked."""
    require(by, Permission.BOOK_TRAINING, person)
    lock(person)
    ask_for([one for one in lines.coming_places(person) if _asks(one, (Agreed.NOT_ASKED,))], by=by)


def ask_anew(day: TrainingDay, *, by: Actor) -> None:
    """Ask of a day that was moved: what was agreed was agreed for other hours."""
    db.session.flush()
    for place in lines.places_on(day):
        before = place.agreement
        if place.agreed is Agreed.NOT_NEEDED or before is None:
            continue
        _ask([place], listed_manager(place.person) or before.email, by)


def listed_manager(person: Person) -> str:
    """The manager's address in the staff list; empty where it is missing, or the person's own."""
    listed = (person.manager_email or "").strip().lower()
    return "" if _mailbox(listed) == _mailbox(person.email or "") else listed


def to_name(person: Person) -> list[TrainingPlace]:
    """The places to come for which somebody has still to say, or may put right, who agrees."""
    if listed_manager(person):
        return []
    return [one for one in lines.coming_places(person) if _asks(one, UNNAMED)]


def _asks(place: TrainingPlace, states: Sequence[Agreed]) -> bool:
    return place.agreed in states and not place.training_day.begun


def is_stuck(place: TrainingPlace) -> bool:
    """Whether nobody but the person can take it further."""
    return _asks(place, (Agreed.NOT_ASKED, *TO_ASK_AGAIN))


def in_words(day: TrainingDay) -> dict[Person, str]:
    """What a register says of the managers of those who have a place."""
    said = {one.person: WORDS[one.agreed] for one in lines.places_on(day)}
    return {person: words for person, words in said.items() if words}


@transaction
def name_manager(person: Person, email: str, *, by: Actor) -> ManagerAgreement:
    """Say who one's manager is, where the staff list does not; they are asked at once."""
    require(by, Permission.BOOK_TRAINING, person)
    lock(person)
    email, own = email.strip().lower(), person.email or ""
    domain = own.rpartition("@")[2]
    if not (places := to_name(person)):
        raise Refused("No manager needs to be asked now", "email")
    if _mailbox(email) in (_mailbox(own), _mailbox(person.new_email or "")):
        raise Refused("This is your own address. Enter your manager's", "email")
    if not domain or email.rpartition("@")[2] != domain:
        raise Refused(f"Enter a work address that ends in @{domain}, as yours does", "email")
    return _ask(places, email, by)


def _mailbox(email: str) -> str:
    """Where mail to an address goes: what stands behind a plus is the reader's own mark."""
    local, at, domain = email.lower().partition("@")
    return local.partition("+")[0] + at + domain


@transaction
def ask_again(place: TrainingPlace, *, by: Actor) -> ManagerAgreement:
    """Ask anew after a no, or after no answer, once the two have talked."""
    require(by, Permission.BOOK_TRAINING, place)
    lock(place.person)
    db.session.refresh(place)
    if place.given_up_on or place.agreement is None or not _asks(place, TO_ASK_AGAIN):
        raise Refused("There is nothing to ask your manager again")
    before = place.agreement
    kept = [one for one in before.places if one.training_day in before.days and not one.given_up_on]
    return _ask(kept, listed_manager(place.person) or before.email, by)


def _ask(places: Sequence[TrainingPlace], email: str, by: Actor) -> ManagerAgreement:
    """One letter for some places; an older link that asked for them opens nothing any more."""
    person, token = places[0].person, crypto.new_token()
    agreement = ManagerAgreement(
        person=person,
        email=email,
        token_print=crypto.fingerprint(token),
        asked_on=clock.today(),
        places=list(places),
    )
    db.session.add(agreement)
    audit.record(Event.MANAGER_ASKED, agreement, by=by, person=person.id)
    _write(agreement, "training_manager_asked", token)
    return agreement


def _write(agreement: ManagerAgreement, letter: str, token: str) -> None:
    mail.queue(agreement, letter, person=agreement.person, days=agreement.days, token=token)


@transaction
def answer_as_manager(token: str, answer: Answer, reason: str, *, by: Actor) -> ManagerAgreement:
    """Say, as a manager, whether somebody may go in work time; the link is the only key, once."""
    require(by, Permission.ANSWER_AS_MANAGER)
    agreement = ManagerAgreement.by_token(token)
    if agreement is None or agreement.answered_on or agreement.is_over:
        raise Refused(ENDED)
    if by.id == agreement.person_id:
        raise Refused("You are signed in as the person whom this is about. Sign out first")
    if answer is not Answer.YES and not reason:
        raise Refused("Say why, or which day would do", "reason")
    change(
        agreement,
        where=sa.and_(
            ManagerAgreement.answered_on.is_(None),
            ManagerAgreement.token_print == crypto.fingerprint(token),
        ),
        answered_on=clock.today(),
        answer=answer,
        reason=reason or None,
    )
    audit.record(
        Event.MANAGER_ANSWERED, agreement, by=by, person=agreement.person_id, answer=answer.value
    )
    mail.queue(agreement.person, "training_manager_answered")
    return agreement


@transaction
def chase_manager(agreement: ManagerAgreement, *, by: Actor) -> None:
    """Write to a manager once more, with a new link in place of the old one."""
    require(by, Permission.BOOK_TRAINING, agreement)
    token = crypto.new_token()
    change(
        agreement,
        where=sa.and_(ManagerAgreement.answered_on.is_(None), ManagerAgreement.chased_on.is_(None)),
        chased_on=clock.today(),
        token_print=crypto.fingerprint(token),
    )
    audit.record(Event.MANAGER_CHASED, agreement, by=by, person=agreement.person_id)
    _write(agreement, "training_manager_chased", token)


@jobs.nightly("managers_to_chase", hour=7)
def _chase_managers() -> int:
    """Early, so that a letter stands on top when a working day begins; how many letters."""
    chased = 0
    for agreement in lines.unanswered(clock.today() - ASK_ANEW_AFTER):
        try:
            if agreement.days:
                chase_manager(agreement, by=SYSTEM)
                chased += 1
        except Overtaken:  # they answered while others were written to
            continue
    return chased


@jobs.nightly("managers_to_ask", hour=7)
def _ask_listed() -> int:
    """Ask the managers whom the staff list names by now; for how many people."""
    people = lines.never_asked()
    for person in people:
        ask_listed(person, by=SYSTEM)
    return len(people)
