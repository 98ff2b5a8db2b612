"""A record moves only along the arrows that were declared, with all that an arrow demands."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest

from nolimits.kernel import states
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.errors import Overtaken, Refused
from nolimits.kernel.states import States, step, words


class State(StrEnum):
    """The life of a lamp."""

    NEW = "new"
    ON_HOLD = "on_hold"
    LIT = "lit"


class Event(StrEnum):
    """What happens to it."""

    HELD = "lamp_held"
    LIT = "lamp_lit"


@dataclass
class Lamp:
    """A record that needs no table: what the database does with it is replaced."""

    state: Any = State.NEW
    oil: bool = False
    wick: bool = False


LIFE = States(
    {
        "hold": step(State.NEW, to=State.ON_HOLD, event=Event.HELD),
        "light": step(
            State.NEW,
            State.ON_HOLD,
            to=State.LIT,
            event=Event.LIT,
            guards=(
                lambda lamp: None if lamp.oil else "It has no oil",
                lambda lamp: None if lamp.wick else "It has no wick",
            ),
        ),
    }
)


@pytest.fixture
def written(monkeypatch):
    """The changes and audit entries that steps wrote."""
    rows = []

    def change(record, *, where, state, **facts):
        if not where:
            raise Overtaken("Somebody was first")
        rows.append(("change", state, facts))
        record.state = state

    def record(event, about, *, by, **detail):
        rows.append(("audit", event, detail))

    monkeypatch.setattr(states, "change", change)
    monkeypatch.setattr(states.audit, "record", record)
    monkeypatch.setattr(Lamp, "state", State.NEW)
    return rows


def test_a_state_is_said_in_words():
    assert words(State.ON_HOLD) == "on hold"


def test_what_is_possible_follows_from_the_state():
    assert LIFE.possible(Lamp()) == ["hold", "light"]
    assert LIFE.possible(Lamp(State.ON_HOLD)) == ["light"]
    assert LIFE.possible(Lamp(State.LIT)) == []


def test_every_reason_against_a_step_is_told_at_once(written):
    with pytest.raises(Refused, match=r"^It has no oil; It has no wick$"):
        LIFE.take(Lamp(), "light", by=SYSTEM)

    assert written == []


def test_no_step_is_taken_from_a_state_that_does_not_lead_there(written):
    with pytest.raises(Refused, match="This is lit, so it cannot become on hold"):
        LIFE.take(Lamp(State.LIT), "hold", by=SYSTEM)

    assert written == []


def test_a_step_writes_its_state_its_facts_and_its_entry(written):
    LIFE.take(Lamp(oil=True, wick=True), "light", by=SYSTEM, reason="It is dark", lit_by="Dana")

    assert written == [
        ("change", State.LIT, {"lit_by": "Dana"}),
        ("audit", Event.LIT, {"state": "lit", "reason": "It is dark", "before": "new"}),
    ]


def test_a_step_is_lost_to_whoever_was_first(written, monkeypatch):
    monkeypatch.setattr(Lamp, "state", State.ON_HOLD)  # what the database holds by now

    with pytest.raises(Overtaken):
        LIFE.take(Lamp(), "hold", by=SYSTEM)

    assert written == []
