"""Adults who must not be matched with a young person: named, and named no more."""

from nolimits.kernel import audit, clock, mail
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import change, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Person
from nolimits.young_people import apart, queries
from nolimits.young_people.models import AdultTie, Event, Tie, YoungPerson


@transaction
def add_tie(young_person: YoungPerson, person: Person, tie: Tie, *, by: Actor) -> AdultTie:
    """Say that an adult must not be matched with them, and why.

    One who is related or is not this person reads nothing of them from now on; a worker neither.
    """
    require(by, Permission.SUPPORT_YOUNG_PERSON, young_person)
    if person.id == young_person.person_id:
        raise Refused("That is the young person's own account", "person")
    row = AdultTie(person=person, tie=tie, from_on=clock.today())
    with refusing("This is recorded already", "person"):
        young_person.ties.append(row)
    if row.keeps_apart and person.id == young_person.worker_id:
        change(young_person, where=YoungPerson.worker_id == person.id, worker_accepted_on=None)
    if row.keeps_apart and person.id in _near(young_person):
        _tell_of_ties(young_person, by, Role.COORDINATOR, Role.SAFEGUARDING_LEAD)
    audit.record(Event.EXCLUSION_ADDED, young_person, by=by, person_id=person.id, tie=tie.value)
    return row


@transaction
def end_tie(tie: AdultTie, *, by: Actor) -> None:
    """A tie holds no more from today; that it held stays known."""
    require(by, Permission.SUPPORT_YOUNG_PERSON, tie.young_person)
    if tie.person_id == by.id:
        raise Refused("This is about you, so somebody else has to end it")
    if tie.tie is Tie.WORKS_WITH and tie.person_id == tie.young_person.worker_id:
        raise Refused("They are still the young person's worker")
    _tell_of_ties(tie.young_person, by, Role.SAFEGUARDING_LEAD)  # while it keeps them from it
    change(tie, where=AdultTie.until_on.is_(None), until_on=clock.today())
    audit.record(Event.EXCLUSION_ENDED, tie.young_person, by=by, person_id=tie.person_id)


def _near(young_person: YoungPerson) -> set[int | None]:
    """Who works with them, and who means to meet them, or stands or covers behind whoever does."""
    volunteers = [one.volunteer for one in young_person.matches if not one.ended_on]
    close = ((one.person_id, one.support_mentor_id, one.covering_id) for one in volunteers)
    return {young_person.worker_id, *(number for ids in close for number in ids)}


def _tell_of_ties(young_person: YoungPerson, by: Actor, *roles: Role) -> None:
    """Have whoever writes to them and some others look at who is kept apart from them now."""
    told = {*queries.written_to(young_person), *apart.may_know(young_person, *roles)}
    for person in sorted(told, key=lambda one: one.id):
        if person.id != by.id:
            mail.queue(person, "ties_changed", young_person=young_person)
