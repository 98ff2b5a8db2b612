"""Invented volunteers at any stage, made through the operations that people use.

VolunteerFactory()                          applied, and no more
VolunteerFactory(ready=True)                every gate passed today
VolunteerFactory(ready=True, without="dbs") every gate but this one: cleared, then it was lost
"""

from typing import Any

import factory
import sqlalchemy as sa

from nolimits.backgrounds import operations as backgrounds
from nolimits.handbook import operations as handbooks
from nolimits.handbook import queries as handbooks_queries
from nolimits.handbook.models import Audience
from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import db, transaction
from nolimits.people import operations as people
from nolimits.people import queries as people_queries
from nolimits.people.models import Area, Interest, Person, SuspensionReason
from nolimits.training import operations as training
from nolimits.training.models import TrainingDay, TrainingPass, TrainingProgramme
from nolimits.volunteers import operations, queries, supporting
from nolimits.volunteers.models import Clearance, LeavingReason, Volunteer
from nolimits.volunteers.operations import Application
from nolimits.volunteers.readiness import Gate
from tests.factories import checks
from tests.factories.backgrounds import tell_background
from tests.factories.dbs import checked
from tests.factories.handbook import HandbookFactory
from tests.factories.made import Made
from tests.factories.people import PersonFactory
from tests.factories.training import ProgrammeFactory, TrainingDayFactory


class AreaFactory(Made):
    """A part of an invented borough, a kilometre from the one before, and never far."""

    class Meta:
        model = Area

    name = factory.Sequence(lambda n: f"Invented Town {n + 1}")
    easting = factory.Sequence(lambda n: 440000 + 1000 * (n % 12))
    northing = 519000

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Area:
        return people.add_area(**kwargs, by=SYSTEM)


class VolunteerFactory(Made):
    """Somebody who applied; `ready=True` takes them through every gate, `without=` leaves some out.

    `without` is a gate's name or several; `support_mentor=` chooses who stands behind them.
    """

    class Meta:
        model = Volunteer

    class Params:
        name = factory.Sequence(lambda n: f"Vol Untired {n + 1}")

    person = factory.SubFactory(PersonFactory, name=factory.SelfAttribute("..name"))
    area = factory.LazyFunction(lambda: an_area())
    motivation = "Somebody had time for me once."
    interests = factory.LazyFunction(lambda: [Interest.COOKING, Interest.FILMS])
    availability = factory.LazyFunction(lambda: ["saturday morning", "sunday afternoon"])
    profile = "I cook, badly, and laugh about it."
    capacity = 1
    ready = False
    without: Any = ()
    support_mentor: Any = None

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Volunteer:
        ready, without = kwargs.pop("ready"), kwargs.pop("without")
        mentor, person = kwargs.pop("support_mentor"), kwargs.pop("person")
        without = {Gate(one) for one in ([without] if isinstance(without, str) else without)}
        if not person.roles & {Role.STAFF, Role.COUNCILLOR}:
            people.grant_role(person, Role.STAFF, by=SYSTEM)
        referees = (checks.referee(1), checks.referee(2))
        volunteer = operations.apply(Application(**kwargs, referees=referees), by=person)
        if ready:
            pass_gates(volunteer, set(Gate) - without, mentor)
        elif mentor:
            supporting.assign_support_mentor(volunteer, mentor, by=somebody(Role.COORDINATOR)[0])
        return volunteer


AFTER = {Gate.ACCOUNT, Gate.NOT_ON_HOLD, Gate.NOT_LEFT}
"""The gates that are passed from the first day, and closed by what comes later."""


def pass_gates(volunteer: Volunteer, gates: set[Gate], mentor: Person | None = None) -> None:
    """Take a volunteer through some gates, in their order."""
    person = volunteer.person
    first, second = somebody(Role.COORDINATOR, 2, but=person)
    steps = {
        Gate.SELF_DISCLOSURE: lambda: backgrounds.disclose({}, by=person),
        Gate.OVERSEAS: lambda: tell_background(person),
        Gate.IDENTITY: lambda: checks.see_identity(person, first),
        Gate.INTERVIEW: lambda: checks.interview(person, first, second),
        Gate.REFERENCES: lambda: checks.accept_all(person, first),
        Gate.DBS: lambda: checked(person, first),
        Gate.TRAINING: lambda: train(person, first),
        Gate.HANDBOOK: lambda: read(person, first),
        Gate.AGREEMENT: lambda: operations.sign_agreement(volunteer, by=person),
        Gate.SUPPORT_MENTOR: lambda: supporting.assign_support_mentor(
            volunteer, mentor or somebody(Role.SUPPORT_MENTOR, but=person)[0], by=first
        ),
        Gate.CLEARANCE: lambda: clear(volunteer, gates, second),
    }
    for gate, step in steps.items():
        if gate in gates:
            step()
    if Gate.ACCOUNT not in gates:
        people.suspend(person, SuspensionReason.OTHER, by=SYSTEM)
    if Gate.NOT_ON_HOLD not in gates:
        operations.put_on_hold(volunteer, "A new baby", by=first)
    if Gate.NOT_LEFT not in gates:
        operations.leave(volunteer, LeavingReason.OWN_CHOICE, by=first)


def clear(volunteer: Volunteer, gates: set[Gate], by: Person) -> None:
    """Clear them; where a gate is left out, as if it had been lost since they were cleared."""
    if gates | AFTER == set(Gate):
        operations.clear_volunteer(volunteer, by=by)
    else:
        _was_cleared(volunteer, by)


@transaction
def _was_cleared(volunteer: Volunteer, by: Person) -> None:
    db.session.add(
        Clearance(volunteer_id=volunteer.id, cleared_by_id=by.id, cleared_on=clock.today())
    )


def read(person: Person, by: Person) -> None:
    """Say that they read the handbook, and the guidance of their role, as they are now."""
    handbook = handbooks_queries.current_handbook() or HandbookFactory(by=by)
    guidance = handbooks_queries.current_handbook(Audience.MENTOR)
    for text in filter(None, (handbook, guidance)):
        handbooks.acknowledge_handbook(text, by=person)


def train(person: Person, by: Person) -> None:
    """Be there on every day of every programme that readiness asks for, and pass what is new."""
    programmes = db.session.scalars(sa.select(TrainingProgramme).filter_by(for_readiness=True))
    passed = set(
        db.session.scalars(sa.select(TrainingPass.programme_id).filter_by(person_id=person.id))
    )
    for programme in list(programmes) or [ProgrammeFactory(by=by)]:
        if programme.id in passed:
            continue
        for number in range(1, programme.days + 1):
            training.record_attendance(_day(programme, number, by), person, by=by)
        training.pass_training(programme, person, by=by)


def _day(programme: TrainingProgramme, number: int, by: Person) -> TrainingDay:
    today = sa.select(TrainingDay).filter_by(
        programme_id=programme.id, number=number, held_on=clock.today()
    )
    return db.session.scalars(today).first() or TrainingDayFactory(
        programme=programme, number=number, by=by
    )


def volunteer_of(person: Person) -> Volunteer:
    """The volunteer whom a person is, who applies where they have not."""
    return queries.volunteer_of(person.id) or VolunteerFactory(person=person)


def an_area() -> Area:
    """Some area."""
    return db.session.scalars(sa.select(Area).order_by(Area.id)).first() or AreaFactory()


def somebody(role: Role, count: int = 1, but: Person | None = None) -> list[Person]:
    """People of a role: those there are, and new ones where there are too few."""
    found = [one for one in people_queries.holders(role) if one != but][:count]
    return found + [PersonFactory(role=role) for _ in range(count - len(found))]
