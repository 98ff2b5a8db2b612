"""Invented matches, brought as far as `state` by the people who would do each step."""

from datetime import timedelta
from typing import Any

import factory
import sqlalchemy as sa

from nolimits.kernel import clock
from nolimits.kernel.db import db
from nolimits.kernel.errors import Refused
from nolimits.matching import operations
from nolimits.matching.models import EndReason, Match, MatchState, Whose
from nolimits.people.models import Interest, Person
from nolimits.volunteers import queries
from nolimits.volunteers.models import Volunteer
from nolimits.young_people.models import YoungPerson
from tests.factories.made import Made
from tests.factories.people import coordinator
from tests.factories.volunteers import AFTER, VolunteerFactory, pass_gates
from tests.factories.young_people import YoungPersonFactory

FREE = ["monday evening", "saturday morning"]


def ready_volunteer(**given: Any) -> Volunteer:
    """A volunteer who could meet a young person of YoungPersonFactory today."""
    interests = [Interest.MUSIC, Interest.COOKING]
    values = {"ready": True, "availability": FREE, "interests": interests, **given}
    made: Volunteer = VolunteerFactory(**values)
    return made


def made_ready(person: Person) -> Volunteer:
    """The volunteer whom a person is, taken through every gate."""
    volunteer = queries.volunteer_of(person.id)
    if volunteer is None:
        return ready_volunteer(person=person)
    missing = {one.gate for one in queries.missing_gates(volunteer, on=clock.today())}
    if missing:
        pass_gates(volunteer, missing | AFTER)
    return volunteer


def match_of(who: Person | YoungPerson) -> Match | None:
    """The match that somebody has, as its volunteer or as its young person."""
    statement = sa.select(Match).where(Match.ended_on.is_(None))
    if isinstance(who, YoungPerson):
        return db.session.scalars(statement.filter_by(young_person_id=who.id)).first()
    theirs = statement.join(Match.volunteer).where(Volunteer.person_id == who.id)
    return db.session.scalars(theirs).first()


class MatchFactory(Made):
    """A match at any state, between those given or new people."""

    class Meta:
        model = Match

    volunteer = factory.LazyFunction(ready_volunteer)
    young_person = factory.LazyAttribute(
        lambda match: YoungPersonFactory(account=True, area=match.volunteer.area)
    )
    state = MatchState.ACTIVE
    by = factory.LazyFunction(coordinator)
    second = factory.LazyFunction(coordinator)

    @classmethod
    def _create(
        cls,
        model_class: type[Match],
        *args: Any,
        volunteer: Volunteer,
        young_person: Any,
        state: MatchState,
        by: Person,
        second: Person,
    ) -> Match:
        match = operations.suggest(volunteer, young_person, by=by)
        for step in STEPS:
            if match.state is state:
                return match
            step(match, by, second)
        if state is not match.state:
            ENDS[state](match, by)
        return match


def volunteer_agrees(match: Match, by: Person, second: Person) -> None:
    """The volunteer says yes."""
    operations.volunteer_agree(match, by=match.volunteer.person)


def young_person_agrees(match: Match, by: Person, second: Person) -> None:
    """The young person says yes; through their worker when they have no account."""
    answers = match.young_person.person or match.young_person.worker
    operations.young_person_agree(match, by=answers)


def everyone_is_asked(match: Match, by: Person, second: Person) -> None:
    """The worker and the carer say yes, and somebody else confirms."""
    operations.record_yes(match, Whose.WORKER, by=match.young_person.worker)
    operations.record_yes(match, Whose.CARER, by=match.young_person.worker)
    operations.confirm_checks(match, by=second)


STEPS: tuple[Any, ...] = (
    lambda match, by, second: operations.propose(match, by=by),
    volunteer_agrees,
    young_person_agrees,
    everyone_is_asked,
    lambda match, by, second: operations.arrange_introduction(match, clock.today(), by=by),
    lambda match, by, second: operations.start_trial(match, by=by),
    lambda match, by, second: operations.start(match, by=by),
)


def end(match: Match, by: Person) -> None:
    """Ended as planned, the young person told the day before."""
    operations.plan_end(match, by=by)
    operations.close(match, EndReason.GOALS_MET, clock.today() - timedelta(days=1), by=by)


ENDS: dict[MatchState, Any] = {
    MatchState.ON_HOLD: lambda match, by: operations.hold(match, "A pause", by=by),
    MatchState.ENDING: lambda match, by: operations.plan_end(match, by=by),
    MatchState.CLOSED: end,
}


def refused(call: Any) -> str:
    """What an operation says when it refuses."""
    try:
        call()
    except Refused as refusal:
        return refusal.message
    raise AssertionError("it was not refused")
