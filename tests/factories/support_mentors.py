"""Invented catch-ups of support mentors with their volunteers."""

from datetime import date, timedelta
from typing import Any

import factory

from nolimits.kernel import clock
from nolimits.kernel.db import db
from nolimits.people.models import Person
from nolimits.support_mentors import operations
from nolimits.support_mentors.models import CatchUp
from nolimits.volunteers import covering, supporting
from nolimits.volunteers.models import Volunteer
from tests.factories.made import Made
from tests.factories.people import coordinator, support_mentor
from tests.factories.volunteers import VolunteerFactory


class CatchUpFactory(Made):
    """One that the support mentor of a volunteer wrote down."""

    class Meta:
        model = CatchUp

    volunteer = factory.LazyFunction(lambda: VolunteerFactory(support_mentor=support_mentor()))
    held_on: date = factory.LazyFunction(clock.today)
    words = "It goes well, and the bus is late."

    @classmethod
    def _create(cls, model_class: type[CatchUp], *args: Any, **kwargs: Any) -> CatchUp:
        behind = db.session.get_one(Person, kwargs["volunteer"].support_mentor_id)
        return operations.hold_catch_up(**kwargs, by=behind)


def covered(volunteer: Volunteer, by: Person | None = None, days: int = 7) -> Person:
    """Who covers from today for the support mentor of a volunteer."""
    cover, away = by or support_mentor(), volunteer.supports[-1].mentor
    back = clock.today() + timedelta(days=days)
    covering.arrange_cover(away, cover, clock.today(), back, by=coordinator())
    return cover


def caught_up(person: Person) -> CatchUp:
    """A catch-up that a support mentor held; another's where somebody is none."""
    theirs = {"volunteer": supported(person)} if "support_mentor" in person.roles else {}
    made: CatchUp = CatchUpFactory(**theirs)
    return made


def supported(person: Person) -> Volunteer:
    """A volunteer behind whom a support mentor stands, who said how many they can support."""
    supporting.say_capacity(person, supporting.MOST, by=person)
    volunteer: Volunteer = VolunteerFactory(support_mentor=person)
    return volunteer
