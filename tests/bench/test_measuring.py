"""The measurements of a council's volunteers, at a size at which they say nothing of speed."""

import json

import pytest

from nolimits.bench import by_hand, volunteers
from nolimits.bench.addresses import pages
from nolimits.bench.served import Served
from nolimits.kernel import clock
from nolimits.seed import size
from nolimits.volunteers.queries import readiness


@pytest.fixture
def council(app):
    size.fill(30, 4, 2)
    return Served(app)


def test_readiness_pages_and_nights_are_measured_each_against_its_goal(council, capsys):
    volunteers.measured(council, council, only="/catch-ups", rounds=1).tell(True)
    told = json.loads(capsys.readouterr().out)

    assert told["bench"] == "volunteers"
    assert all(set(one) == {"name", "value", "goal", "met"} for one in told["ratios"])
    names = [one["name"] for one in told["ratios"]]
    assert "all gates of 30 volunteers, times one hand-written statement" in names
    assert "/catch-ups (list), times a constant page" in names
    assert "/catch-ups/<key> (record), times a constant page" in names
    assert "job gates_that_run_out, statements for a volunteer more" in names
    assert "Nobody could open 0 of the pages: " in told["notes"]


def test_the_statement_by_hand_knows_each_gate(council):
    today = clock.today()

    assert by_hand.gates(today) == readiness(today)
    assert len(set(readiness(today).values())) > 3


def test_pages_are_found_in_the_route_map_but_those_of_the_other_halves(council):
    found = set(pages(council))

    assert {"reports.today", "volunteers.remind", "expenses.claims", "asks.answers"} <= found
    assert not {one for one in found if one.startswith(("giving.", "sign_in.", "reads."))}
