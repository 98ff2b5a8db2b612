"""Properties of readiness: unknown is not clear, and one gate missing is enough."""

from dataclasses import replace
from datetime import date, timedelta

import hypothesis
import pytest
from hypothesis import strategies as st

from nolimits.volunteers.readiness import (
    WORDS,
    Facts,
    Gate,
    Overseas,
    Said,
    Span,
    Stage,
    Told,
    lapses,
    missing,
    next_lapse,
    stage,
)
from nolimits.volunteers.texts import Text, Version

TODAY = date(2026, 11, 20)
before = st.integers(0, 400).map(lambda days: TODAY - timedelta(days=days))
after = st.none() | st.integers(1, 400).map(lambda days: TODAY + timedelta(days=days))
holding = st.builds(Span, before, after)
over = before.map(lambda end: Span(end - timedelta(days=50), end))
one_or_more = st.tuples(holding) | st.tuples(over, holding)
yes = st.builds(lambda span: (Said(1, False, span), Said(2, True, span)), holding)

told = before.map(lambda day: Told(1, day))
settled = st.builds(lambda a, b: Told(2, min(a, b), max(a, b)), before, before)
short = before.map(lambda day: Told(2, day, months=11))
long = before.map(lambda day: Told(2, day, months=30))
certificate = before.map(lambda day: (Overseas(30, False, day, TODAY),))
by_references = before.map(lambda day: (Overseas(30, True, day, TODAY),))
two = st.builds(lambda a, b: (("work", a), ("personal", b)), holding, holding)
four = st.builds(lambda ours, a, b: (*ours, ("abroad", a), ("abroad", b)), two, holding, holding)

lived = st.one_of(
    st.tuples(st.tuples(told, short), st.just(()), two),
    st.tuples(st.tuples(told, long), certificate, two),
    st.tuples(st.tuples(long), by_references, four),
)


def version(number, out_on, days=30):
    due_on = None if days is None else out_on + timedelta(days=days)
    return Version(number, out_on, due_on)


def text_read(out_on, read_on):
    """Two versions long ago and a third, which was read whenever."""
    old = out_on - timedelta(days=400)
    return Text(
        (version(1, old), version(2, old, None), version(3, out_on)), ((3, max(out_on, read_on)),)
    )


def and_then(text, *versions):
    return replace(text, versions=(*text.versions, *versions))


def _ready(lived, **facts):
    backgrounds, overseas, references = lived
    facts |= {"backgrounds": backgrounds, "overseas": overseas, "references": references}
    return Facts(**facts)


ready = st.builds(
    _ready,
    lived=lived,
    disclosures=st.tuples(settled) | st.tuples(told, settled),
    applied=holding,
    identity=one_or_more,
    interviews=yes,
    dbs=yes,
    passes=st.builds(lambda a, b: ((1, a), (2, b), (3, b)), holding, holding),
    programmes=st.sampled_from([frozenset({1}), frozenset({1, 2})]),
    handbook=st.builds(text_read, before, before),
    guidance=st.builds(text_read, before, before) | st.just(Text()),
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
    Gate.SELF_DISCLOSURE: lambda facts: replace(
        facts, disclosures=(*facts.disclosures, Told(9, TODAY))
    ),
    Gate.OVERSEAS: lambda facts: replace(
        facts, backgrounds=(*facts.backgrounds, Told(9, TODAY, months=31))
    ),
    Gate.IDENTITY: lambda facts: replace(facts, identity=()),
    Gate.INTERVIEW: lambda facts: replace(facts, interviews=facts.interviews + no),
    Gate.REFERENCES: lambda facts: replace(
        facts, references=tuple(one for one in facts.references if one[0] != "personal")
    ),
    Gate.DBS: lambda facts: replace(facts, dbs=facts.dbs + no),
    Gate.TRAINING: lambda facts: replace(facts, programmes=facts.programmes | {7}),
    Gate.HANDBOOK: lambda facts: replace(
        facts, guidance=and_then(facts.guidance, version(4, TODAY, days=0))
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


@hypothesis.given(lived)
def test_time_abroad_counts_as_known_by_a_certificate_or_by_two_more_referees_alone(lived):
    facts, closed = (
        _ready(lived),
        lambda facts: Gate.OVERSEAS in {one.gate for one in missing(facts, TODAY)},
    )
    assert not closed(facts)

    if facts.overseas:
        assert closed(replace(facts, overseas=()))
        one_fewer = tuple(one for one in facts.references[:-1])
        assert closed(replace(facts, references=one_fewer)) == facts.overseas[0].by_references
        early = facts.backgrounds[-1].told_on - timedelta(days=1)
        assert closed(replace(facts, overseas=(replace(facts.overseas[0], recorded_on=early),)))


@hypothesis.given(lived)
def test_telling_of_less_time_abroad_takes_nothing_back(lived):
    facts = _ready(lived)
    less = replace(facts, backgrounds=(*facts.backgrounds, Told(9, TODAY)))
    not_looked_into = replace(less, overseas=())

    assert Gate.OVERSEAS not in {one.gate for one in missing(less, TODAY)}
    closed = Gate.OVERSEAS in {one.gate for one in missing(not_looked_into, TODAY)}
    assert closed == bool(facts.overseas)


def test_what_is_not_known_is_not_clear():
    known = [one.gate for one in missing(Facts(), TODAY)]

    assert known == [gate for gate in Gate if gate not in (Gate.NOT_ON_HOLD, Gate.NOT_LEFT)]


@hypothesis.given(ready, st.sampled_from(["handbook", "guidance"]), st.integers(1, 60))
def test_a_new_version_leaves_the_days_that_it_was_given(facts, text, days):
    old = getattr(facts, text)
    renewed = replace(facts, **{text: and_then(old, version(4, TODAY, days))})
    last = TODAY + timedelta(days=days)

    assert not closed(renewed, last - timedelta(days=1))
    assert closed(renewed, last)
    assert lapses(renewed, last)[Gate.HANDBOOK] == last
    assert not closed(replace(renewed, **{text: and_then(old, version(4, TODAY, None))}), last)


@hypothesis.given(ready)
def test_whoever_has_read_nothing_has_no_grace(facts):
    fresh = replace(facts, handbook=Text((version(1, TODAY),)), guidance=Text())
    assert closed(fresh, TODAY)
    beginner = replace(fresh, handbook=Text((version(1, TODAY - timedelta(9)),), ((1, TODAY),)))
    assert not closed(beginner, TODAY)

    first = version(1, TODAY - timedelta(1))
    assert closed(replace(beginner, guidance=Text((first,))), TODAY)
    assert not closed(replace(beginner, guidance=Text((first,), ((1, TODAY),))), TODAY)


def closed(facts, day):
    return Gate.HANDBOOK in {one.gate for one in missing(facts, day)}


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
