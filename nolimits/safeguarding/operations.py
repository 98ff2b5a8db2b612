"""What is done about a concern: raised by anybody, handled by a lead from whom it is not kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from nolimits.checks.models import Event as CheckEvent
from nolimits.checks.models import ReferenceRequest
from nolimits.kernel import audit, clock, drafts, jobs, mail
from nolimits.kernel.actors import SYSTEM, Actor, Role
from nolimits.kernel.db import change, db, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Person
from nolimits.people.queries import holders
from nolimits.safeguarding import queries
from nolimits.safeguarding.kinds import (
    ConcernState,
    Danger,
    Place,
    Source,
    Why,
    Worry,
)
from nolimits.safeguarding.models import (
    Addendum,
    Concern,
    ContactStop,
    Event,
    KeptFrom,
    OverdueNotice,
)
from nolimits.young_people.models import Event as YoungPersonEvent
from nolimits.young_people.models import YoungPerson

MEANWHILE = "Somebody else has just said so. Look at the concern again"


@dataclass(frozen=True)
class Said:
    """What somebody says who is worried; nothing of it has to be said."""

    worry: Worry = Worry.UNSURE
    words: str | None = None
    heard: str | None = None
    opinion: str | None = None
    who: str | None = None
    happened: str | None = None
    contact: str | None = None
    place: Place | None = None
    danger: Danger | None = None
    came_from: str | None = None
    request: ReferenceRequest | None = None
    young_person: YoungPerson | None = None
    adult: Person | None = None
    not_for: Sequence[Person] = ()
    stop_contact: bool | None = None  # a young person is asked; anybody else's allegation does it


@transaction
def raise_concern(said: Said, *, by: Actor, source: Source = Source.COLLEAGUE) -> Concern:
    """Tell the safeguarding leads of a worry, with whatever is known; none of its subjects."""
    require(by, Permission.RAISE_CONCERN)
    texts = ("words", "heard", "opinion", "who", "happened", "contact")
    concern = Concern(
        raised_at=clock.now(),
        raised_by_id=by.id,
        source=source,
        worry=said.worry,
        young_person=said.young_person,
        came_from=said.came_from,
        request_id=said.request.id if said.request else None,
        place=said.place,
        stop_contact=said.stop_contact,
        danger=said.danger,
        **{name: getattr(said, name) or None for name in texts},
    )
    db.session.add(concern)
    _keep_from_whom_it_is_about(concern, said)
    drafts.discard(by=by, journey=queries.DRAFT)
    audit.record(Event.RAISED, concern, by=by)
    for person in _to_stop(concern, said):
        _stop_contact(concern, person)
    _tell(concern)
    return concern


@transaction
def add_to(concern: Concern, words: str, *, by: Actor, not_for: Sequence[Person] = ()) -> Addendum:
    """Write down more; what was said before stays as it was. A lead named in it is out at once."""
    may = Permission.SEE_CONCERN if concern.raised_by_id != by.id else Permission.ADD_TO_CONCERN
    require(by, may, concern)
    addendum = Addendum(at=clock.now(), added_by_id=by.id, words=words)
    concern.addenda.append(addendum)
    _keep_from_more(concern, words, not_for, by)
    audit.record(Event.ADDED_TO, concern, by=by)
    _tell(concern, but=by)
    return addendum


# --- From whom it is kept, and who meets nobody meanwhile ---------------------------------------


@transaction
def name_adult(concern: Concern, person: Person, *, by: Actor) -> None:
    """Say whom a concern is about: from now on it is kept from them, whoever they are."""
    require(by, Permission.HANDLE_CONCERN, concern)
    _keep_from(concern, person.id, Why.NAMED)
    audit.record(Event.KEPT_FROM, concern, by=by)


@transaction
def stand_back(concern: Concern, *, by: Actor) -> None:
    """Leave a concern to other leads, being too close to somebody in it."""
    require(by, Permission.HANDLE_CONCERN, concern)
    if [one.id for one in queries.takers(concern)] == [by.id]:
        raise Refused("There is no other lead to take it. An administrator can give the role")
    if by.id is not None:
        _keep_from(concern, by.id, Why.TOO_CLOSE)
    audit.record(Event.KEPT_FROM, concern, by=by)
    _tell(concern)


@transaction
def let_in(concern: Concern, person: Person, *, by: Actor) -> None:
    """Let a lead read a concern that only mentions them."""
    require(by, Permission.HANDLE_CONCERN, concern)
    kept = next((one for one in concern.kept if one.person_id == person.id), None)
    if kept is None or kept.why is not Why.MENTIONED:
        raise Refused("It is kept from them for another reason, which stays")
    change(kept, where=KeptFrom.until_at.is_(None), until_at=clock.now())
    audit.record(Event.LET_IN, concern, by=by)


@transaction
def stop_contact(concern: Concern, person: Person, *, by: Actor) -> None:
    """Have an adult meet no young person for now; nobody is told why (R-SAF-4)."""
    require(by, Permission.HANDLE_CONCERN, concern)
    if person not in concern.named:
        raise Refused("First say that the concern is about them")
    _stop_contact(concern, person)


@transaction
def free_contact(concern: Concern, person: Person, *, by: Actor) -> None:
    """Let an adult meet young people again; nothing starts again by itself."""
    require(by, Permission.HANDLE_CONCERN, concern)
    stop = next((one for one in concern.stops if one.person is person and not one.until_at), None)
    if stop is None:
        raise Refused("They are not kept from meeting because of this concern")
    change(
        stop,
        where=ContactStop.until_at.is_(None),
        until_at=clock.now(),
        freed_by_id=by.id,
    )
    audit.record(Event.CONTACT_FREED, stop, by=by)


def _stop_contact(concern: Concern, person: Person) -> None:
    stop = ContactStop(concern=concern, person=person, from_at=clock.now())
    with refusing("They meet nobody already, because of this concern"):
        db.session.add(stop)
    # Nobody's name stands at it, as at a gate that time closed.
    audit.record(Event.CONTACT_STOPPED, stop, by=SYSTEM)


# --- By itself ----------------------------------------------------------------------------------


@jobs.every_minute("concerns_overdue")
def _notice_overdue() -> int:
    """Tell the leads of what is overdue, once a day while it is; the number of concerns."""
    found = queries.overdue(clock.now())
    for one in found:
        notice_overdue(one.concern, one.number, by=SYSTEM)
    return len(found)


@transaction
def notice_overdue(concern: Concern, number: int, *, by: Actor) -> None:
    """Tell every lead who may know that something is overdue; the same notice only once."""
    require(by, Permission.NOTICE_OVERDUE)
    with refusing("They have been told of this already"):
        db.session.add(OverdueNotice(concern_id=concern.id, number=number, at=clock.now()))
    audit.record(Event.OVERDUE, concern, by=by)
    _tell(concern)


@transaction
def notice_leaving(person: Person, *, by: Actor) -> None:
    """Tell the leads that somebody stops volunteering about whom an allegation is open."""
    require(by, Permission.NOTICE_OVERDUE)
    for concern in queries.allegations_about(person.id):
        audit.record(Event.STOPPED_VOLUNTEERING, concern, by=by)
        _tell(concern)


@audit.heard(YoungPersonEvent.WORKER_CHANGED)
def _on_worker_changed(young_person: YoungPerson, *, by: Actor) -> None:
    """What somebody told past their worker is told past whoever is their worker next, too."""
    for concern in queries.told_by(young_person):
        if young_person.worker_id not in concern.kept_from_ids:
            _keep_from(concern, young_person.worker_id, Why.RELATED)
            if concern.state is not ConcernState.CLOSED and not queries.takers(concern):
                _tell(concern)


@audit.heard(YoungPersonEvent.EXCLUSION_ADDED)
def _on_tie_added(young_person: YoungPerson, *, by: Actor) -> None:
    """Whoever is kept apart from a young person reads no concern about them from now on."""
    for concern in queries.all_about(young_person):
        if more := young_person.kept_apart_ids - concern.kept_from_ids:
            for person_id in more:
                _keep_from(concern, person_id, Why.RELATED)
            if concern.state is not ConcernState.CLOSED and not queries.takers(concern):
                _tell(concern)


@audit.heard(CheckEvent.REFERENCE_RECEIVED)
def _on_reference_received(reference: ReferenceRequest, *, by: Actor) -> None:
    """A referee's worry is a concern about whoever applied."""
    answers = reference.answers or {}
    if answers.get("worries") != "yes":
        return
    said = Said(
        worry=Worry.ADULT,
        words="A referee knows of a reason why they should not be alone with a child. Ring them.",
        contact=f"{reference.referee_name}, {answers.get('phone') or 'no number'}",
        adult=reference.person,
        request=reference,
        stop_contact=False,  # they meet nobody yet, and cannot before this is looked at
    )
    raise_concern(said, by=SYSTEM, source=Source.REFEREE)


# --- What all of them share ---------------------------------------------------------------------


def _to_stop(concern: Concern, said: Said) -> list[Person]:
    """Who meets nobody from now on: whom an allegation is about, and a young person's mentors.

    A young person says so themself, and then it holds whomever the rest is about.
    """
    adult = [said.adult] if said.adult and said.worry is Worry.ADULT else []
    if concern.source is not Source.YOUNG_PERSON:
        return adult if said.stop_contact is not False else []
    mentors = queries.mentors_of(said.young_person) if said.young_person else []
    return list(dict.fromkeys([*adult, *mentors])) if said.stop_contact else []


def _keep_from_whom_it_is_about(concern: Concern, said: Said) -> None:
    """Keep it from the adult, from leads who are close or mentioned, and from whom it was asked."""
    leads = [one for one in holders(Role.SAFEGUARDING_LEAD) if one.id != concern.raised_by_id]
    close = queries.close_to(said.young_person, themself=concern.source is Source.YOUNG_PERSON)
    reasons = dict.fromkeys(close, Why.RELATED)
    reasons |= {one.id: Why.ASKED for one in said.not_for}
    if said.adult:
        reasons[said.adult.id] = Why.NAMED
    texts = (said.words, said.heard, said.opinion, said.who, said.happened)
    free = [one for one in leads if one.id not in reasons]
    reasons |= {one.id: Why.MENTIONED for one in queries.mentioned(texts, free)}
    for person_id, why in reasons.items():
        concern.kept.append(KeptFrom(person_id=person_id, why=why, from_at=clock.now()))


def _keep_from_more(concern: Concern, words: str, not_for: Sequence[Person], by: Actor) -> None:
    """Keep it also from leads who are named in what is added, and from whom that is asked."""
    known = {one.person_id: one.why for one in concern.kept if one.until_at is None}
    own = (by.id, concern.raised_by_id)
    free = [one for one in queries.takers(concern) if one.id not in own]
    reasons = {one.id: Why.MENTIONED for one in queries.mentioned([words], free)}
    reasons |= {one.id: Why.ASKED for one in not_for}
    for person_id, why in reasons.items():
        if known.get(person_id, Why.MENTIONED) is Why.MENTIONED:
            _keep_from(concern, person_id, why)


def _keep_from(concern: Concern, person_id: int, why: Why) -> None:
    known = next((one for one in concern.kept if one.person_id == person_id), None)
    if known:
        change(known, where=KeptFrom.person_id == person_id, why=why, until_at=None)
        return
    with refusing(MEANWHILE):
        concern.kept.append(KeptFrom(person_id=person_id, why=why, from_at=clock.now()))


def _tell(concern: Concern, but: Actor | None = None) -> None:
    """Have the leads look; where none may, those who can find one learn that much and no more."""
    told, letter = queries.takers(concern), "something_needs_you"
    if not told:
        told, letter = queries.finders_of_a_lead(concern), "something_needs_you_now"
    for person in told:
        if but is None or person.id != but.id:
            mail.queue(person, letter)
