"""How long somebody is at a stage, and what is said of it."""

from datetime import date, timedelta

import hypothesis
import pytest

from nolimits.kernel import clock
from nolimits.kernel.db import db
from nolimits.volunteers import pipeline
from nolimits.volunteers.ageing import TARGETS, TIMED, Ageing, ageing, target
from nolimits.volunteers.pipeline import Wanted
from nolimits.volunteers.readiness import STAGES, Gate, Stage, Turn, missing, stage
from tests.factories.dbs import started
from tests.factories.people import coordinator, support_mentor
from tests.factories.volunteers import VolunteerFactory
from tests.volunteers.test_engine import TODAY, ready


@hypothesis.settings(max_examples=20)
@hypothesis.given(ready)
def test_the_time_at_a_stage_is_counted_from_the_day_after_the_last_other_one(facts):
    def at(day):
        return stage(frozenset(one.gate for one in missing(facts, day)))

    now, day = at(TODAY), TODAY
    while day > facts.applied.from_on and at(day - timedelta(days=1)) == now:
        day -= timedelta(days=1)

    found = ageing(facts, TODAY)
    assert (found.stage, found.since, found.days) == (now, day, (TODAY - day).days)


def test_every_stage_on_the_way_has_a_target_and_what_is_past_it_is_said_in_words():
    assert set(TIMED) == {one for one, _ in STAGES} - {Stage.LEFT, Stage.ON_HOLD} | {Stage.APPLIED}
    assert target(Stage.CHECKS, TARGETS[0][0] - timedelta(days=1)) is None

    said = {
        days: Ageing(Stage.CHECKS, TODAY, days, target(Stage.CHECKS, TODAY))
        for days in (21, 22, 28, 29)
    }
    assert [one.tag for one in said.values()] == ["", "Slow", "Slow", "Over target"]
    assert said[29].words == "29 days, of 28 at most"
    assert [one.is_over for one in said.values()] == [False, False, False, True]


@pytest.fixture
def three(app, held_clock):
    """Somebody who applied long ago, another today, and one who is ready."""
    now = held_clock.now
    held_clock.move_to(date(2026, 10, 1))
    slow = VolunteerFactory(name="Zoe Slow")
    held_clock.move_to(now)
    return slow, VolunteerFactory(name="Ada New"), VolunteerFactory(name="Bo Ready", ready=True)


def test_the_list_says_how_long_and_shows_first_or_alone_who_takes_too_long(three, sign_in):
    visitor = sign_in(coordinator())

    def rows(query):
        return visitor.visit(f"/volunteers?{query}").table("Volunteers")

    assert [row["Name"] for row in rows("pace=over")] == ["Zoe Slow"]
    assert "50 days, of 4 at most" in rows("pace=over")[0]["At this stage"]
    assert "Over target" in rows("pace=over")[0]["At this stage"]
    assert [row["Name"] for row in rows("sort=longest")] == ["Zoe Slow", "Ada New", "Bo Ready"]
    assert rows("sort=applied")[0]["Name"] == "Zoe Slow"


def test_what_waits_is_counted_by_gate_and_by_whose_turn_it_is_and_leads_to_those_people(
    three, sign_in
):
    slow, _, _ = three
    by = coordinator()
    started(slow.person, by)
    visitor = sign_in(by)

    table = visitor.visit("/today").table("What volunteers wait for")

    counts = {row["Gate"]: row for row in table}
    assert counts["DBS check"]["Us"].startswith("1 ")
    assert counts["DBS check"]["Others"].startswith("1 ")
    assert counts["Agreement"]["Them"].startswith("2 ")
    assert counts["Two references"]["Others"].startswith("2 ")
    assert "Clearance" not in counts, "it waits for all the others"
    for turn, names in (("us", ["Ada New"]), ("third", ["Zoe Slow"]), ("them", [])):
        page = visitor.visit(f"/volunteers?missing=dbs&turn={turn}")
        found = [row["Name"] for row in page.table("Volunteers")] if names else []
        assert found == names
        assert names or "Nobody fits" in page.text


def test_what_is_counted_is_what_the_list_shows_for_every_gate_and_turn(three):
    by, today = coordinator(), clock.today()
    VolunteerFactory(ready=True, without=("dbs", "clearance"))
    VolunteerFactory(ready=True, without="not_on_hold")
    VolunteerFactory(ready=True, without="clearance")

    stages, counted = pipeline.summary(by, today)

    assert counted[Gate.NOT_ON_HOLD][Turn.US] == counted[Gate.CLEARANCE][Turn.US] == 1
    for gate, turns in counted.items():
        for turn, number in turns.items():
            wanted = pipeline.volunteers(by, today, Wanted(missing=gate.value, turn=turn.value))
            assert len(db.session.scalars(wanted).all()) == number, (gate, turn)
    for at, number in stages.items():
        there = pipeline.volunteers(by, today, Wanted(stage=at.value))
        assert len(db.session.scalars(there).all()) == number, at


def test_whose_turn_it_is_tells_nothing_to_a_support_mentor(three, sign_in):
    """Whoever is told that a certificate is to be decided learns that there is one to decide."""
    mentor = support_mentor()
    VolunteerFactory(name="Cy Mine", support_mentor=mentor)
    visitor = sign_in(mentor)

    for turn in Turn:
        page = visitor.visit(f"/volunteers?missing=dbs&turn={turn.value}")
        assert [row["Name"] for row in page.table("Volunteers")] == ["Cy Mine"]
    assert "Turn" not in page.text


def test_nobody_is_shown_whose_turn_it_is_in_their_own_checks(three):
    slow, _, _ = three
    wanted = pipeline.volunteers(slow.person, clock.today(), Wanted(turn="them"))

    assert slow not in db.session.scalars(wanted).all()
