"""The five councils' published strategies come in with all that they state, and nothing more."""

import pytest

from nolimits.kernel.actors import SYSTEM
from nolimits.strategy import operations, queries
from nolimits.strategy.document import SHIPPED, written
from nolimits.strategy.models import Audience
from nolimits.strategy.reader import load
from tests.strategy.converter import convert, quoted


@pytest.fixture
def councils(app):
    """Every council's strategy, brought in."""
    data = quoted()
    return {one.key: one for one in operations.import_strategies(convert(data), by=SYSTEM)}


def test_all_five_come_in(councils):
    counted = {one.strategy.key: one[1:6] for one in queries.summaries()}

    assert counted == {
        "stockton": (7, 49, 16, 15, 8),
        "tower_hamlets": (0, 12, 0, 3, 0),
        "telford": (4, 13, 0, 4, 0),
        "southwark": (6, 7, 0, 2, 0),
        "middlesbrough": (0, 3, 0, 2, 0),
    }


def test_stockton_has_what_its_annex_shows(councils):
    stockton = councils["stockton"]
    asked = {who: sum(one.audience == who for one in stockton.asks) for who in Audience}

    assert sum((one.source_ref or "").startswith("Annex 1") for one in stockton.actions) == 34
    assert asked == {"council": 2, "services": 6, "councillors": 6, "individuals": 1}
    assert "corporate_parenting/no-limits" in queries.by_keys()


def test_the_shipped_file_names_the_same_annex_actions_by_the_same_keys(councils):
    published = {
        (one.key, one.text)
        for one in councils["stockton"].actions
        if (one.source_ref or "").startswith("Annex 1")
    }
    (shipped,) = load(SHIPPED)["strategies"]

    assert published == {
        (action["key"], action["text"])
        for one in shipped["priorities"]
        for action in one["actions"]
    }


def test_what_a_report_leaves_out_stays_out(councils):
    assert councils["stockton"].period is None
    assert councils["southwark"].report_every_months is None
    assert {one.description for one in councils["telford"].priorities} == {None}
    assert {one.owner for one in councils["stockton"].actions} == {None}
    assert next(one.due for one in councils["stockton"].actions if one.due) == "July 2023"


def test_the_principles_are_the_acts(councils):
    data = quoted()["statutory_principles"]["principles"]

    assert [one.text for one in queries.principles()] == [one["text"] for one in data]
    assert [one["text"] for one in load(SHIPPED)["principles"]] == [one["text"] for one in data]


def test_all_five_go_out_and_come_in_again(councils):
    strategies = [queries.whole(key) for key in councils]
    out = written(strategies, queries.principles())
    operations.import_strategies(out, by=SYSTEM)

    assert written([queries.whole(key) for key in councils], queries.principles()) == out
