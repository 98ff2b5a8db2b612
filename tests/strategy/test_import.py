"""Strategies come in whole or not at all, and what serves an action goes on serving it."""

import pytest
import sqlalchemy as sa

from nolimits.funds import operations as funds
from nolimits.funds.models import EntryKind
from nolimits.funds.operations import Line
from nolimits.kernel import audit
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotAllowed
from nolimits.strategy import operations, queries
from nolimits.strategy.document import SHIPPED, written
from nolimits.strategy.models import Action, Strategy
from nolimits.strategy.reader import Broken, load
from tests.factories.funds import FundFactory
from tests.factories.people import administrator, coordinator
from tests.factories.strategy import action_row, document, make_strategy, strategy_row


def bring_in(*rows, **more):
    return operations.import_strategies(document(*rows, **more), by=SYSTEM)


def faults(*rows, **more):
    with pytest.raises(Broken) as broken:
        bring_in(*rows, **more)
    return [str(fault) for fault in broken.value.faults]


def serve(action):
    """Have money serve an action."""
    fund = FundFactory(pence=10000)
    line = Line(fund, 100, action)
    return funds.post(EntryKind.GRANT_AWARDED, [line], fund, narrative="A grant", by=SYSTEM)


def test_the_shipped_strategy_is_the_councils_own(app):
    operations.import_strategies(load(SHIPPED), by=SYSTEM)
    (own,) = queries.summaries()

    assert own.strategy.id == queries.own_id()
    assert own[1:] == (7, 34, 16, 15, 8, 5)
    assert "corporate_parenting/no-limits" in queries.by_keys()
    assert [principle.letter for principle in queries.principles()] == list("abcdefg")


def test_what_is_unstated_stays_unstated(app):
    strategy = make_strategy(findings=[{"body": "Ofsted", "text": "More homes are needed"}])

    assert (strategy.period, strategy.status, strategy.source) == (None, None, None)
    assert strategy.report_every_months is None
    assert strategy.findings[0].source_ref is None
    assert {(one.owner, one.due) for one in strategy.actions} == {(None, None)}


def test_an_administrator_may_import_and_a_coordinator_may_not(app):
    operations.import_strategies(document(), by=administrator())

    with pytest.raises(NotAllowed):
        operations.import_strategies(document(), by=coordinator())


def test_an_import_is_written_down(app):
    strategy = make_strategy()

    assert [entry.event for entry in audit.timeline(strategy)] == ["strategy_imported"]


def test_nothing_comes_in_when_one_strategy_of_many_is_wrong(app):
    said = faults(strategy_row(), strategy_row(council=None))

    assert said == ["strategies[1].council: is missing"]
    assert queries.summaries() == []


def test_every_fault_is_told_with_its_place(app):
    priority = {"key": "Homes", "name": "Homes", "actions": [{"key": "homes/more", "text": " "}]}
    said = faults(
        strategy_row(priorities=[priority], report_every_months="six", sauce="Annex 1"),
        principles=[{"letter": "a", "text": "x" * 2001}],
    )

    assert said == [
        "principles[0].text: must be 2,000 characters or fewer, and has 2,001",
        "strategies[0].report_every_months: must be a whole number, without quotes",
        "strategies[0].priorities[0].key: must be small letters, figures, - and _",
        "strategies[0].priorities[0].actions[0].text: is empty; "
        "leave it out where nothing is stated",
        "strategies[0].sauce: there is no such field; did you mean source?",
    ]


def test_a_key_is_given_once(app):
    row = strategy_row(actions=[action_row("homes/more")])

    assert faults(row) == [
        'strategies[0].actions[0].key: "homes/more" is the key of '
        "strategies[0].priorities[0].actions[0] already"
    ]


def test_of_the_principles_all_seven_come_or_none(app):
    assert faults(principles=[{"letter": "a", "text": "to listen"}]) == [
        "principles: must be all seven, lettered a to g, each once"
    ]


@pytest.mark.parametrize("dates", [{"begins": "2023-13"}, {"begins": 2023}, {"begins": "summer"}])
def test_a_date_is_a_year_a_month_or_a_day(app, dates):
    (said,) = faults(strategy_row(milestones=[{"key": "start", "text": "Start", **dates}]))

    assert said.startswith("strategies[0].milestones[0].begins: must be a year, month or day")


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ("2018", "must not come before begins"),
        ("2019-05", "must be written as exactly as begins: a year, a month or a day"),
    ],
)
def test_an_end_fits_its_beginning(app, ends, words):
    step = {"key": "start", "text": "Start", "begins": "2019", "ends": ends}

    assert faults(strategy_row(milestones=[step])) == [f"strategies[0].milestones[0].ends: {words}"]


@pytest.mark.parametrize(
    ("dates", "when"),
    [
        ({"begins": "2019"}, "2019"),
        ({"begins": "2019", "ends": "2021"}, "2019 to 2021"),
        ({"begins": "2022-06"}, "June 2022"),
        ({"begins": "2022-06", "ends": "2022-06"}, "June 2022"),
        ({"begins": "2023-07-04"}, "4 July 2023"),
    ],
)
def test_a_milestone_is_shown_as_exactly_as_it_is_known(app, dates, when):
    strategy = make_strategy(milestones=[{"key": "start", "text": "Start", **dates}])

    assert strategy.milestones[0].when == when


def test_imported_again_an_action_is_the_same_one_with_its_new_words_and_place(app):
    before = make_strategy(key="madeup").actions[1]
    moved = {"key": "new", "name": "New", "actions": [action_row("homes/safer", owner="The Mayor")]}
    bring_in(strategy_row(key="madeup", priorities=[moved]))
    (after,) = queries.actions_of("madeup")

    assert (after.id, after.reference) == (before.id, before.reference)
    assert (after.priority.key, after.owner, after.position) == ("new", "The Mayor", 0)


def test_imported_again_nothing_is_left_of_what_is_no_longer_said(app):
    make_strategy(
        key="madeup",
        asks={"services": [{"text": "Help"}], "council": [{"text": "Adopt it"}]},
        milestones=[{"key": "a", "text": "A", "begins": "2019"}],
    )
    (strategy,) = bring_in(strategy_row(key="madeup", priorities=[], milestones=[]))

    assert written([strategy], [])["strategies"] == [
        {"key": "madeup", "council": strategy.council, "title": "Plan for growing up"}
    ]
    assert db.session.scalar(sa.select(sa.func.count(Action.id))) == 0


def test_keys_may_change_places(app):
    rows = [action_row("one"), action_row("two")]
    make_strategy(key="madeup", priorities=[], actions=rows)
    bring_in(strategy_row(key="madeup", priorities=[], actions=rows[::-1]))

    assert [one.key for one in queries.actions_of("madeup")] == ["two", "one"]


def test_an_action_that_is_served_is_never_taken_away(app):
    served = make_strategy(key="madeup").actions[0]
    serve(served)
    said = faults(strategy_row(), strategy_row(key="madeup", priorities=[], title="Another"))

    assert said == [
        'strategies[1].actions: "homes/more" is not in the file, but is served (posting): keep it'
    ]
    assert Strategy.by_key("madeup").title == "Plan for growing up"
    assert len(queries.summaries()) == 1


def test_an_action_that_is_served_keeps_what_serves_it(app):
    served = make_strategy(key="madeup").actions[0]
    serve(served)
    kept = [action_row("homes/more", due="Soon")]
    bring_in(strategy_row(key="madeup", priorities=[], actions=kept))

    assert [one.due for one in queries.actions_of("madeup")] == ["Soon"]
    assert queries.what_serves([served]) == {served.id: ["posting"]}


@pytest.mark.committed
def test_two_who_import_at_once_leave_one_strategy(app, together):
    data = document(strategy_row(key="madeup"))
    together([lambda: operations.import_strategies(data, by=SYSTEM)] * 2)

    assert [one[1:4] for one in queries.summaries()] == [(2, 3, 1)]


@pytest.mark.committed
def test_two_who_import_again_at_once_bring_nothing_in_twice(app, together):
    make_strategy(key="madeup")
    more = [{"text": f"Measure {number}"} for number in range(20)]
    data = document(strategy_row(key="madeup", measures=more))
    answers = together([lambda: operations.import_strategies(data, by=SYSTEM)] * 3)

    assert not any(isinstance(answer, Exception) for answer in answers)
    assert [one[1:4] for one in queries.summaries()] == [(2, 3, 21)]
