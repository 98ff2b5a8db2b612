"""A believable invented council, made only through the operations that people use."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from nolimits.kernel import clock
from nolimits.kernel.db import repeatable_references, transaction

if TYPE_CHECKING:
    from nolimits.funds.models import Fund
    from nolimits.people.models import Area, Directorate, Person
    from nolimits.strategy.models import Action
    from nolimits.training.models import TrainingProgramme
    from nolimits.volunteers.models import Volunteer
    from nolimits.young_people.models import YoungPerson

ORDER = (
    "people",
    "strategy",
    "funds",
    "training",
    "dbs",
    "young_people",
    "pledges",
    "asks",
    "volunteers",
    "giving",
    "matching",
    "support_mentors",
    "activities",
    "expenses",
    "partners",
    "services",
    "grants",
    "awards",
    "campaigns",
    "reads",
    "reports",
    "safeguarding",
    "privacy",
    "complaints",
    "proving",
)


@dataclass
class Council:
    """What the parts of the seed hand on to one another."""

    today: date
    dice: random.Random
    areas: list["Area"] = field(default_factory=list)
    directorates: list["Directorate"] = field(default_factory=list)
    staff: list["Person"] = field(default_factory=list)
    councillors: list["Person"] = field(default_factory=list)
    coordinators: list["Person"] = field(default_factory=list)
    finance_officers: list["Person"] = field(default_factory=list)
    safeguarding_leads: list["Person"] = field(default_factory=list)
    administrators: list["Person"] = field(default_factory=list)
    board_readers: list["Person"] = field(default_factory=list)
    panel_members: list["Person"] = field(default_factory=list)
    support_mentors: list["Person"] = field(default_factory=list)
    workers: list["Person"] = field(default_factory=list)
    actions: dict[str, "Action"] = field(default_factory=dict)
    council_fund: "Fund | None" = None
    foundation_fund: "Fund | None" = None
    training: "TrainingProgramme | None" = None
    young_people: list["YoungPerson"] = field(default_factory=list)
    volunteers: list["Volunteer"] = field(default_factory=list)

    def ago(self, **span: int) -> date:
        """The day that long before today: days, weeks."""
        return self.today - timedelta(**span)


def demo(tell: Callable[[str], None] = lambda room: None) -> None:
    """Fill an empty database with the demonstration council, the same each day it is made."""
    council = Council(today=clock.today(), dice=random.Random(1989))
    with repeatable_references(1989):
        for room in ORDER:
            if find_spec(f"nolimits.seed.{room}"):
                tell(room)
                # Its operations join one transaction, and read nothing again: half the time.
                transaction(import_module(f"nolimits.seed.{room}").fill)(council)
