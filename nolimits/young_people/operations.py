"""What is done with and for a young person before, beside and after a match."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from nolimits.kernel import audit, clock, mail
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import change, db, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, can, require
from nolimits.people.models import SLOTS, Area, Interest, Person
from nolimits.young_people import queries, stages
from nolimits.young_people.models import (
    OLDEST,
    YOUNGEST,
    AdultTie,
    CareBasis,
    CarePeriod,
    Consent,
    ConsentGiver,
    ConsentScope,
    Event,
    Tie,
    YoungPerson,
    YoungPersonIdentity,
)
from nolimits.young_people.models import YoungPersonState as S
from nolimits.young_people.names import mentions
from nolimits.young_people.stages import STATES

SAY_YES_FIRST = "First say yes to “Be part of No Limits”: you find it below, on this page"


@transaction
def refer(
    given_name: str,
    family_name: str,
    born_on: date,
    area: Area,
    basis: CareBasis,
    *,
    by: Actor,
    worker: Person | None = None,
    cared_for_since: date | None = None,
) -> YoungPerson:
    """Put a young person forward: a code, and a name that few may read."""
    require(by, Permission.REFER_YOUNG_PERSON)
    today = clock.today()
    worker = worker or db.session.get(Person, by.id)
    if worker is None or Role.STAFF not in worker.roles:
        raise Refused("Their worker must be a member of staff", "worker")
    if worker.id != by.id:
        require(by, Permission.NAME_WORKER)
    young_person = YoungPerson(
        worker=worker,
        worker_accepted_on=_accepted_on(by),
        referred_by_id=by.id,
        referred_on=today,
        born_on=born_on,
        area=area,
        state=S.REFERRED,
        identity=YoungPersonIdentity(given_name=given_name, family_name=family_name),
        care_periods=[CarePeriod(basis=basis, from_on=cared_for_since or today)],
        ties=[AdultTie(person=worker, tie=Tie.WORKS_WITH, from_on=today)],
    )
    if born_on > today or not YOUNGEST <= young_person.age <= OLDEST:
        raise Refused(f"The scheme is for people from {YOUNGEST} to {OLDEST} years old", "born_on")
    db.session.add(young_person)
    audit.record(Event.REFERRED, young_person, by=by, worker_id=worker.id)
    if worker.id != by.id:
        mail.queue(worker, "young_person_referred", young_person=young_person)
    return young_person


def _accepted_on(by: Actor) -> date | None:
    """A worker whom a coordinator names is accepted today; anybody else's word waits."""
    return clock.today() if can(by, Permission.NAME_WORKER) else None


@transaction
def record_care_period(
    young_person: YoungPerson, basis: CareBasis | None, from_on: date, *, by: Actor
) -> None:
    """Say on what basis they are cared for from a day (None: no more); the time before ends."""
    require(by, Permission.SUPPORT_YOUNG_PERSON, young_person)
    if from_on > clock.today():
        raise Refused("Record this once it is so: the day cannot be in the future", "from_on")
    for before in young_person.care_periods:
        if before.until_on is None and before.from_on <= from_on:
            before.until_on = from_on
    if basis is not None:
        young_person.care_periods.append(CarePeriod(basis=basis, from_on=from_on))
    audit.record(Event.CARE_PERIOD_RECORDED, young_person, by=by, basis=basis and basis.value)
    _notice_consents(young_person, by)


@transaction
def seek_consent(young_person: YoungPerson, *, by: Actor) -> None:
    """Start asking: the young person first, and whoever else may decide."""
    require(by, Permission.SUPPORT_YOUNG_PERSON, young_person)
    STATES.take(young_person, "seek_consent", by=by)


@transaction
def give_consent(
    young_person: YoungPerson, scope: ConsentScope, giver: ConsentGiver, *, by: Actor
) -> Consent:
    """Record one yes; a young person with an account gives their own, and nobody else does."""
    require(by, Permission.RECORD_CONSENT, young_person)
    if young_person.person_id == by.id and giver is not ConsentGiver.YOUNG_PERSON:
        raise Refused("You can only say yes for yourself", "giver")
    if giver is ConsentGiver.YOUNG_PERSON and young_person.person_id not in (None, by.id):
        raise Refused("They have a page of their own, and say yes there themselves", "giver")
    consent = Consent(scope=scope, giver=giver, given_on=clock.today(), recorded_by_id=by.id)
    with refusing("This consent has been given already", "scope"):
        young_person.consents.append(consent)
    audit.record(Event.CONSENT_GIVEN, young_person, by=by, scope=scope.value, giver=giver.value)
    return consent


@transaction
def withdraw_consent(
    young_person: YoungPerson, scope: ConsentScope, giver: ConsentGiver, *, by: Actor
) -> None:
    """Take a yes back from today; whatever rested on it stops in the same moment."""
    require(by, Permission.RECORD_CONSENT, young_person)
    if young_person.person_id == by.id and giver is not ConsentGiver.YOUNG_PERSON:
        raise Refused("You can only change your mind for yourself", "giver")
    consent = queries.open_consent(young_person, scope, giver)
    if consent is None:
        raise Refused("There is no such consent to withdraw", "scope")
    change(consent, where=Consent.withdrawn_on.is_(None), withdrawn_on=clock.today())
    _notice_consents(young_person, by)
    audit.record(Event.CONSENT_WITHDRAWN, young_person, by=by, scope=scope.value, giver=giver.value)


def _notice_consents(young_person: YoungPerson, by: Actor) -> None:
    """Somebody whose consents are no longer complete does not wait in the pool."""
    db.session.flush()
    db.session.refresh(young_person)
    if stages.consents_complete(young_person) and "lose_consent" in STATES.possible(young_person):
        STATES.take(young_person, "lose_consent", by=by)


@transaction
def take_preferences(
    young_person: YoungPerson,
    interests: Sequence[str],
    availability: Sequence[str],
    wants: str | None,
    *,
    by: Actor,
) -> None:
    """Keep what they like, when they are free and what they hope for, in their words."""
    require(by, Permission.CHANGE_YOUNG_PERSON, young_person)
    if not set(interests) <= {one.value for one in Interest}:
        raise Refused("Choose from the list", "interests")
    if not availability or not set(availability) <= set(SLOTS):
        raise Refused("Choose at least one time when they are free", "availability")
    whose = "your" if young_person.person_id == by.id else "their"
    if why := stages.agreed_themselves(young_person):
        raise Refused(SAY_YES_FIRST if whose == "your" else why)
    if mentions(young_person, wants or "", by):
        raise Refused(f"Leave {whose} name out: a volunteer may read this", "wants")
    kept: dict[str, Any] = {
        "interests": [one.value for one in Interest if one.value in interests],
        "availability": [slot for slot in SLOTS if slot in availability],
        "wants": wants or None,
        "preferences_on": clock.today(),
    }
    if young_person.state is S.CONSENT_SOUGHT:
        STATES.take(young_person, "take_preferences", by=by, **kept)
        return
    change(young_person, where=YoungPerson.state == young_person.state, **kept)
    audit.record(Event.PREFERENCES_TAKEN, young_person, by=by)


@transaction
def accept_worker(young_person: YoungPerson, *, by: Actor) -> None:
    """Say that whoever is named as their worker is; from now on the worker sees them."""
    require(by, Permission.ACCEPT_WORKER, young_person)
    if Role.STAFF not in young_person.worker.roles:
        raise Refused("They are no member of staff now: name another worker")
    if young_person.worker_id in young_person.kept_apart_ids:
        raise Refused("They are kept apart from this young person: name another worker")
    unseen = YoungPerson.worker_accepted_on.is_(None)
    same = YoungPerson.worker_id == young_person.worker_id
    change(young_person, where=sa.and_(unseen, same), worker_accepted_on=clock.today())
    audit.record(Event.WORKER_ACCEPTED, young_person, by=by, worker_id=young_person.worker_id)
    if young_person.worker_id != by.id:
        mail.queue(young_person.worker, "young_person_handed_over", young_person=young_person)


@transaction
def change_worker(young_person: YoungPerson, worker: Person, *, by: Actor) -> None:
    """Hand them over: another member of staff is their worker, and who was sees them no more.

    Who comes next sees them once a coordinator has accepted it, which a coordinator's word is.
    """
    require(by, Permission.SUPPORT_YOUNG_PERSON, young_person)
    before = young_person.worker_id
    if Role.STAFF not in worker.roles:
        raise Refused("Their worker must be a member of staff", "email")
    if worker.id == before:
        raise Refused("They are the worker already", "email")
    if worker.id in young_person.kept_apart_ids:
        raise Refused("They are kept apart from this young person", "email")
    today, accepted_on = clock.today(), _accepted_on(by)
    values = {"worker_id": worker.id, "worker_accepted_on": accepted_on}
    change(young_person, where=YoungPerson.worker_id == before, **values)
    audit.record(Event.WORKER_CHANGED, young_person, by=by, worker_id=worker.id, before=before)
    if (worker.id, Tie.WORKS_WITH) not in queries.open_ties(young_person):
        young_person.ties.append(AdultTie(person=worker, tie=Tie.WORKS_WITH, from_on=today))
        audit.record(Event.EXCLUSION_ADDED, young_person, by=by, person_id=worker.id)
    if accepted_on and worker.id != by.id:
        mail.queue(worker, "young_person_handed_over", young_person=young_person)


@transaction
def mark_ready(young_person: YoungPerson, *, by: Actor) -> None:
    """Put them in the pool of those who wait for a mentor."""
    require(by, Permission.SUPPORT_YOUNG_PERSON, young_person)
    STATES.take(young_person, "ready", by=by, ready_on=clock.today())


@transaction
def mark_matched(young_person: YoungPerson, *, by: Actor) -> None:
    """They said yes to somebody, so they wait no more."""
    require(by, Permission.CHANGE_YOUNG_PERSON, young_person)
    STATES.take(young_person, "match", by=by)


@transaction
def return_to_pool(young_person: YoungPerson, *, by: Actor, since: date | None = None) -> None:
    """Their match is over: they wait again, since an earlier day where they never met."""
    require(by, Permission.CHANGE_YOUNG_PERSON, young_person)
    db.session.refresh(young_person)
    name = "pause" if STATES.refusals(young_person, "return") else "return"
    STATES.take(young_person, name, by=by, ready_on=since or clock.today())


@transaction
def pause(young_person: YoungPerson, *, by: Actor) -> None:
    """Leave them in peace for a while."""
    require(by, Permission.CHANGE_YOUNG_PERSON, young_person)
    STATES.take(young_person, "pause", by=by)


@transaction
def resume(young_person: YoungPerson, *, by: Actor) -> None:
    """Go on after a pause: into the pool where all is there, else ask again first."""
    require(by, Permission.SUPPORT_YOUNG_PERSON, young_person)
    again = STATES.refusals(young_person, "ready")
    ready_on = None if again else clock.today()
    STATES.take(young_person, "ask_again" if again else "ready", by=by, ready_on=ready_on)


@transaction
def end(young_person: YoungPerson, *, by: Actor) -> None:
    """They take part no more; what was stays known."""
    require(by, Permission.SUPPORT_YOUNG_PERSON, young_person)
    STATES.take(young_person, "end", by=by, ended_on=clock.today())
