"""Who takes part in the journeys, with what is there before they begin."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from nolimits.kernel.actors import Role
from nolimits.kernel.db import db
from nolimits.people.models import Area, Person
from nolimits.people.queries import by_email
from nolimits.training.models import TrainingDay, TrainingProgramme
from nolimits.volunteers import queries
from nolimits.volunteers.models import Volunteer
from tests import databases
from tests.factories.handbook import HandbookFactory
from tests.factories.people import (
    PersonFactory,
    coordinator,
    councillor,
    finance_officer,
    safeguarding_lead,
    support_mentor,
)
from tests.factories.training import ProgrammeFactory
from tests.factories.young_people import AreaFactory


def _with_pay(name: str, number: str) -> Person:
    made: Person = PersonFactory(name=name, role=Role.STAFF, employee_number=number)
    return made


@dataclass
class Cast:
    """People in their duties, the borough, the training and the handbook."""

    coordinator: Person = field(default_factory=lambda: coordinator(name="Cora Coordinates"))
    other_coordinator: Person = field(default_factory=lambda: coordinator(name="Otto Coordinates"))
    finance: Person = field(default_factory=lambda: finance_officer(name="Fay Finance"))
    other_finance: Person = field(default_factory=lambda: finance_officer(name="Finn Finance"))
    safeguarding_lead: Person = field(default_factory=lambda: safeguarding_lead(name="Sol Safe"))
    support_mentor: Person = field(default_factory=lambda: support_mentor(name="Sue Supports"))
    worker: Person = field(default_factory=lambda: _with_pay("Wyn Worker", "100002"))
    dana: Person = field(default_factory=lambda: _with_pay("Dana Invented", "100001"))
    chris: Person = field(default_factory=lambda: councillor(name="Chris Councillor"))
    area: Area = field(default_factory=AreaFactory)
    programme: TrainingProgramme = field(default_factory=ProgrammeFactory)
    handbook: object = field(default_factory=HandbookFactory)
    COMET = "comet@young.example"  # where the young person whom the worker refers reads mail

    def comet(self) -> Person:
        """That young person's account."""
        databases.settle()
        found = by_email(self.COMET)
        assert found is not None
        return found

    def days(self) -> list[TrainingDay]:
        """The training days that were planned on a page."""
        databases.settle()
        planned = sa.select(TrainingDay).order_by(TrainingDay.number)
        return list(db.session.scalars(planned))

    def volunteer_of(self, person: Person) -> Volunteer:
        """The volunteer whom a person became on a page."""
        databases.settle()
        volunteer = queries.volunteer_of(person.id)
        assert volunteer is not None
        return volunteer
