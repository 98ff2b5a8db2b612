"""Properties of readiness: unknown is not clear, and one gate missing is enough."""

from dataclasses import replace
from datetime import date, timedelta

import hypothesis
import pytest
from hypothesis import strategies as st

from nolimits.volunteers.readiness import (
    HANDBOOK_GRACE,
    WORDS,
    Facts,
    Gate,
    Said,
    Span,
    Stage,
    lapses,
    missing,
    next_lapse,
    stage,
)

TODAY = date(2026, 11, 20)
before = st.integers(0, 400).map(lambda days: TODAY - timedelta(days=days))
after = st.none() | st.integers(1, 400).map(lambda days: TODAY + timedelta(days=days))
holding = st.builds(Span, before, after)
over = before.map(lambda end: Span(end - timedelta(days=50), end))
one_or_more = st.tuples(holding) | st.tuples(over, holding)
yes = st.builds(lambda span: (Said(1, False, span), Said(2, True, span)), holding)

ready = st.builds(
    Facts,
    applied=holding,
    identity=one_or_more,
    interviews=yes,
    references=st.builds(lambda a, b: (("work", a), ("personal", b)), holding, holding),
    dbs=yes,
    passes=st.builds(lambda a, b: ((1, a), (2, b), (3, b)), holding, holding),
    programmes=st.sampled_from([frozenset({1}), frozenset({1, 2})]),
    handbooks=before.map(lambda day: ((1, day - timedelta(days=400)), (2, day))),
    read=before.map(lambda day: ((2, day),)),
    agreements=one_or_more,
    supports=one_or_more,
    clearances=one_or_more,
    holds=st.just(()) | st.tuples(over),
    accounts=one_or_more,
)
LATER = TODAY + timedelta(days=1)
no = (Said(9, False, Span(TODAY)),)
LOSSES = {
    Gate.APPLICATION: lambda facts: replace(facts, applied=Span(LATER)),
    Gate.IDENTITY: lambda facts: replace(facts, identity=()),
    Gate.INTERVIEW: lambda facts: replace(facts, interviews=facts.interviews + no),
    Gate.REFERENCES: lambda facts: replace(
        facts, references=tuple(("work", span) for _, span in facts.references)
    ),
    Gate.DBS: lambda facts: replace(facts, dbs=facts.dbs + no),
    Gate.TRAINING: lambda facts: replace(facts, programmes=facts.programmes | {7}),
    Gate.HANDBOOK: lambda facts: replace(
        facts, handbooks=(*facts.handbooks, (3, TODAY - HANDBOOK_GRACE))
    ),
    Gate.AGREEMENT: lambda facts: replace(facts, agreements=(Span(LATER),)),
    Gate.SUPPORT_MENTOR: lambda facts: replace(facts, supports=(Span(TODAY, TODAY),)),
    Gate.CLEARANCE: lambda facts: replace(facts, clearances=()),
    Gate.ACCOUNT: lambda facts: replace(facts, accounts=(Span(TODAY, TODAY),)),
    Gate.NOT_ON_HOLD: lambda facts: replace(facts, holds=(Span(TODAY),)),
    Gate.NOT_LEFT: lambda facts: replace(facts, applied=Span(facts.applied.from_on, TODAY)),
}


@hypothesis.given(ready)
def test_whoever_passes_every_gate_is_ready(facts):
    assert missing(facts, TODAY) == []


@pytest.mark.parametrize("gate", Gate)
@hypothesis.given(facts=ready)
def test_losing_any_one_gate_ends_readiness_at_once(gate, facts):
    assert [one.gate for one in missing(LOSSES[gate](facts), TODAY)] == [gate]


def test_what_is_not_known_is_not_clear():
    known = [one.gate for one in missing(Facts(), TODAY)]

    assert known == [gate for gate in Gate if gate not in (Gate.NOT_ON_HOLD, Gate.NOT_LEFT)]


@hypothesis.given(ready)
def test_a_new_handbook_leaves_thirty_days_to_read_it(facts):
    renewed = replace(facts, handbooks=(*facts.handbooks, (3, TODAY)))
    last = TODAY + HANDBOOK_GRACE

    assert Gate.HANDBOOK not in {one.gate for one in missing(renewed, last - timedelta(days=1))}
    assert Gate.HANDBOOK in {one.gate for one in missing(renewed, last)}
    assert lapses(renewed, last)[Gate.HANDBOOK] == last


@hypothesis.given(ready, st.integers(1, 60))
def test_what_will_lapse_is_told_before_and_missed_on_the_day(facts, days):
    end = TODAY + timedelta(days=days)
    dbs = tuple(replace(one, span=replace(one.span, until_on=end)) for one in facts.dbs)
    facts = replace(facts, dbs=dbs)

    assert next_lapse(facts, TODAY, timedelta(days=60))[Gate.DBS] == end
    assert lapses(facts, TODAY) == {}
    assert lapses(facts, end)[Gate.DBS] == end


@hypothesis.given(st.sets(st.sampled_from(list(Gate))))
def test_only_somebody_who_misses_nothing_is_at_the_stage_ready(gates):
    assert (stage(frozenset(gates)) == Stage.READY) == (not gates - {Gate.APPLICATION})


def test_every_gate_has_its_words():
    assert set(WORDS) == set(Gate)
