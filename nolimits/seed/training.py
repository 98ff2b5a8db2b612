"""The invented council's training: two runs of two days, one to come, and a handbook."""

from datetime import date, time, timedelta

from nolimits.handbook import operations as handbooks
from nolimits.handbook import queries as handbook_queries
from nolimits.handbook.models import Audience, Handbook
from nolimits.kernel import clock
from nolimits.kernel.db import db
from nolimits.people.models import Person
from nolimits.seed import Council, handbook
from nolimits.training import booking, operations, queries
from nolimits.training.models import TrainingDay, TrainingProgramme
from nolimits.training.operations import Session

RUNS = (310, 112, -19)  # first days, so many days ago; the second day is a week later
PLACES = 16


def fill(council: Council) -> None:
    """The programme and its days, then who among the support mentors came, passed and read.

    The handbook is renewed once volunteers have read its first version.
    """
    runner = council.coordinators[0]
    with clock.standing_at(council.ago(days=380)):
        council.training = operations.add_programme(
            "Getting ready to be a mentor", 2, True, 24, True, by=runner
        )
    with clock.standing_at(council.ago(days=365)):
        first = publish(handbook.FIRST, by=runner)
    runs = [_run(council, council.training, council.ago(days=ago)) for ago in RUNS]
    for mentor in council.support_mentors:
        with clock.standing_at(council.ago(days=340)):
            handbooks.acknowledge_handbook(first, by=mentor)
    early, late = council.support_mentors[:-1], council.support_mentors[-1]
    _attend(runs[0][0], council.support_mentors, runner)
    _attend(runs[0][1], early, runner)
    _attend(runs[1][1], [late], runner)
    _pass(council.training, early, runs[0][1], runner)
    _pass(council.training, [late], runs[1][1], runner)


def publish(
    text: str, changes: str = "", title: str = "The No Limits handbook", *, by: Person
) -> Handbook:
    """Write the next version of the handbook, and let it go out."""
    everyone = Audience.EVERYONE
    wording = handbooks.Wording(title, text, changes)
    handbooks.write_draft(everyone, wording, handbook_queries.stand(everyone), by=by)
    return handbooks.publish_handbook(everyone, handbook_queries.stand(everyone), by=by)


def renew_handbook(council: Council) -> None:
    """A second version, which the support mentors but one have read."""
    with clock.standing_at(council.ago(days=30)):
        second = publish(handbook.SECOND, handbook.CHANGES, by=council.coordinators[0])
    for mentor in council.support_mentors[:-1]:
        with clock.standing_at(council.ago(days=24)):
            handbooks.acknowledge_handbook(second, by=mentor)


def book_next_run(council: Council, people: list[Person]) -> None:
    """Those who have no pass yet keep a place on the days that they still need."""
    if council.training is None:
        return
    passes = db.session.scalars(
        queries.passes_of_programme(council.coordinators[0], council.training)
    ).all()
    passed = {one.person_id for one in passes if one.expires_on > council.today}
    coming = queries.days_with_counts(programme=council.training, from_on=council.today)
    missing = {one.person_id: one.missing for one in queries.progress(council.training)}
    for number, person in enumerate(one for one in people if one.id not in passed):
        with clock.standing_at(council.ago(days=1 + number % 9)):
            for one in coming:
                if one.day.number in missing.get(person.id, (1, 2)) and number < PLACES - 2:
                    booking.book_place(one.day, person, by=person)


def a_day(number: int, held_on: date) -> Session:
    """A whole day in a room of the council's."""
    return Session(number, held_on, time(9, 30), time(16), PLACES, "Invented House, room 2")


def _run(council: Council, programme: TrainingProgramme, first: date) -> list[TrainingDay]:
    days = [a_day(number, first + timedelta(weeks=number - 1)) for number in (1, 2)]
    with clock.standing_at(min(council.today, first - timedelta(days=40))):
        return operations.plan_run(programme, days, by=council.coordinators[0]).training_days


def _attend(day: TrainingDay, people: list[Person], runner: Person) -> None:
    with clock.standing_at(day.held_on):
        operations.take_register(day, dict.fromkeys(people, operations.PRESENT), by=runner)


def _pass(
    programme: TrainingProgramme, people: list[Person], last: TrainingDay, runner: Person
) -> None:
    with clock.standing_at(last.held_on + timedelta(days=1)):
        for person in people:
            operations.pass_training(programme, person, by=runner)
