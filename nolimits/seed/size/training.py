"""Generated training: a run for every 25 volunteers, its registers, and runs that are to come."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

import sqlalchemy as sa

from nolimits.kernel import clock
from nolimits.kernel.db import db, transaction
from nolimits.seed.size import Officers
from nolimits.seed.size.rows import ids, next_id, reference, write
from nolimits.training.kinds import Mark
from nolimits.training.models import (
    Attendance,
    TrainingDay,
    TrainingPass,
    TrainingPlace,
    TrainingProgramme,
    TrainingRun,
    TrainingWait,
)

TOGETHER = 25  # who were trained in one run
DAYS = 2
TO_COME = 20  # of so many runs, one is still to come


@transaction
def fill(people: Sequence[int], officers: Officers) -> None:
    """Runs with the places and the registers of people; whoever has no pass missed a day."""
    (programme,) = ids(TrainingProgramme)
    been = -(-len(people) // TOGETHER)
    runs = range(been + max(1, been // TO_COME))
    first_run, first_day = next_id(TrainingRun), next_id(TrainingDay)
    write(
        TrainingRun,
        runs,
        lambda run: {
            "id": first_run + run,
            "reference": reference("TR", first_run + run),
            "programme_id": programme,
        },
    )
    write(
        TrainingDay,
        range(len(runs) * DAYS),
        lambda day: {
            **_day(day, been, officers),
            "id": first_day + day,
            "reference": reference("TD", first_day + day),
            "programme_id": programme,
            "run_id": first_run + day // DAYS,
        },
    )
    _registers(people, first_day, officers)
    _to_come(people, first_run + been, first_day + been * DAYS, len(runs) - been)


def _day(day: int, been: int, officers: Officers) -> dict[str, Any]:
    """A day of a run: over a year for those that have been, the rest in the weeks to come."""
    run, number = divmod(day, DAYS)
    today = clock.today()
    on = today + timedelta(days=7 + run - been) if run >= been else _been_on(run)
    return {
        "number": number + 1,
        "held_on": on + timedelta(days=number),
        "starts_at": time(9, 30),
        "ends_at": time(16),
        "places": 30,
        "trainer_id": officers.mentor.id,
    }


def _been_on(run: int) -> date:
    return clock.today() - timedelta(days=210 + run % 300)


def _registers(people: Sequence[int], first_day: int, officers: Officers) -> None:
    """Places and registers of what has been; the last day only of those who passed."""
    passed = set(db.session.scalars(sa.select(TrainingPass.person_id)))
    seats = [
        (person, first_day + place // TOGETHER * DAYS + number, _been_on(place // TOGETHER))
        for place, person in enumerate(people)
        for number in range(DAYS)
        if number == 0 or person in passed
    ]
    first = next_id(TrainingPlace)
    write(
        TrainingPlace,
        range(len(seats)),
        lambda place: {
            "reference": reference("TP", first + place),
            "training_day_id": seats[place][1],
            "person_id": seats[place][0],
            "booked_on": seats[place][2] - timedelta(days=30),
        },
    )
    write(
        Attendance,
        range(len(seats)),
        lambda place: {
            "training_day_id": seats[place][1],
            "person_id": seats[place][0],
            "recorded_by_id": officers.mentor.id,
            "mark": Mark.PRESENT,
            "recorded_on": seats[place][2],
        },
    )


def _to_come(people: Sequence[int], first_run: int, first_day: int, runs: int) -> None:
    """Ten people have a place on each run to come, and five wait for the first."""
    today, seated = clock.today(), people[: runs * 10]
    first = next_id(TrainingPlace)
    write(
        TrainingPlace,
        range(len(seated) * DAYS),
        lambda place: {
            "reference": reference("TP", first + place),
            "training_day_id": first_day + place // DAYS // 10 * DAYS + place % DAYS,
            "person_id": seated[place // DAYS],
            "booked_on": today - timedelta(days=5),
        },
    )
    waiting = people[-5:]
    write(
        TrainingWait,
        range(len(waiting)),
        lambda place: {
            "reference": reference("TW", place + 1),
            "run_id": first_run,
            "person_id": waiting[place],
            "since": clock.now() - timedelta(days=3),
        },
    )
