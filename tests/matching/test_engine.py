"""The best plan for the whole pool, checked against trying everything."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nolimits.matching import reasons
from nolimits.matching.assignment import NEVER
from nolimits.matching.engine import Giver, Seeker, Settings, Why, pair, plan

WORDS = ("music", "cooking", "sport", "films")
SLOTS = ("monday evening", "saturday morning", "sunday afternoon")
words = st.frozensets(st.sampled_from(WORDS))
slots = st.frozensets(st.sampled_from(SLOTS))
metres = st.sampled_from([0, 4000, 12000, 26000])


def seeker(reference="Y-1", **given):
    values = {"age": 14, "interests": frozenset(WORDS[:2]), "slots": frozenset(SLOTS[:2])}
    return Seeker(reference, **{**values, "easting": 0, "northing": 0, **given})


def giver(reference="V-1", **given):
    values = {"interests": frozenset(WORDS[:2]), "slots": frozenset(SLOTS[:2])}
    return Giver(reference, **{**values, "easting": 0, "northing": 0, **given})


@st.composite
def pools(draw):
    """Up to four young people and four volunteers, many of them alike, so that plans tie."""
    young = [
        seeker(
            f"Y-{n}",
            interests=draw(words),
            slots=draw(slots),
            waiting_days=draw(st.sampled_from([0, 14, 400])),
            consents_complete=draw(st.integers(0, 5)) > 0,
            tied_to=frozenset(draw(st.sampled_from([[], [], ["V-0"]]))),
            age=draw(st.sampled_from([14, 14, 14, 26])),
        )
        for n in range(draw(st.integers(0, 4)))
    ]
    adults = [
        giver(
            f"V-{n}",
            interests=draw(words),
            slots=draw(slots),
            easting=draw(metres),
            capacity=draw(st.integers(0, 2)),
            missing_gates=tuple(draw(st.sampled_from([[], [], [], ["DBS"]]))),
        )
        for n in range(draw(st.integers(0, 4)))
    ]
    return young, adults


def every_plan(young, adults):
    """Each way of giving every young person an allowed volunteer or none, as tuples of places."""
    pairs = [[pair(one, two) for two in adults] for one in young]
    nobody = len(adults)
    for choice in product(range(nobody + 1), repeat=len(young)):
        chosen = [(row, column) for row, column in enumerate(choice) if column != nobody]
        allowed = all(not pairs[row][column].excluded for row, column in chosen)
        room = all(choice.count(n) <= two.capacity for n, two in enumerate(adults))
        if allowed and room:
            yield choice, len(chosen), sum(pairs[row][column].score for row, column in chosen)


def best_of(plans):
    """The best by the declared rule: most pairs, then score, then order of references."""
    return min(plans, key=lambda one: (-one[1], -one[2], one[0]))


@settings(max_examples=150)
@given(pools())
def test_the_plan_is_the_best_of_all_plans_by_the_declared_rule(pool):
    young, adults = pool
    choice, number, total = best_of(every_plan(young, adults))

    found = plan(young, adults)

    wanted = [
        (young[row].reference, adults[column].reference)
        for row, column in enumerate(choice)
        if column < len(adults)
    ]
    chosen = [(one.pair.seeker.reference, one.pair.giver.reference) for one in found.proposals]
    assert (chosen, len(found.proposals), found.total) == (wanted, number, total)
    assert found.proven
    assert len(found.proposals) + len(found.waiting) == len(young)


@settings(max_examples=100)
@given(pools())
def test_what_a_runner_up_costs_is_what_the_best_plan_with_them_loses(pool):
    young, adults = pool
    plans = list(every_plan(young, adults))
    _, number, total = best_of(plans)
    places = {one.reference: n for n, one in enumerate(adults)}
    rows = {one.reference: n for n, one in enumerate(young)}

    for proposal in plan(young, adults).proposals:
        row, chosen = rows[proposal.pair.seeker.reference], places[proposal.pair.giver.reference]
        others = [one for one in plans if one[0][row] not in (chosen, len(adults))]
        if proposal.runner_up is None:
            assert others == []
            continue
        place = places[proposal.runner_up.pair.giver.reference]
        loss = (proposal.runner_up.left_waiting, proposal.runner_up.points)
        forced = best_of(one for one in others if one[0][row] == place)
        least = best_of(others)
        assert loss == (number - forced[1], total - forced[2])
        assert forced[1:] == least[1:]


@given(pools(), st.randoms(use_true_random=False))
def test_the_order_in_which_people_come_makes_no_difference(pool, chance):
    young, adults = pool
    before = plan(young, adults)
    chance.shuffle(young)
    chance.shuffle(adults)

    assert plan(young, adults) == before


@pytest.mark.parametrize(
    ("why", "young", "adult"),
    [
        (Why.GATES, {}, {"missing_gates": ("DBS check",)}),
        (Why.CAPACITY, {}, {"capacity": 0}),
        (Why.CONSENT, {"consents_complete": False}, {}),
        (Why.TIE, {"tied_to": frozenset({"V-1"})}, {}),
        (Why.PANEL, {"judged_by": frozenset({"V-1"})}, {}),
        (Why.AGE, {"age": 7}, {}),
        (Why.AGE, {"age": 25}, {}),
        (Why.DISTANCE, {}, {"easting": 25_001}),
        (Why.NO_SHARED_TIME, {"slots": frozenset()}, {}),
        (Why.NOT_GOOD_ENOUGH, {"interests": frozenset()}, {"easting": 22_000}),
    ],
)
def test_a_hard_reason_rules_a_pair_out_whatever_its_score(why, young, adult):
    one, two = seeker(**young), giver(**adult)

    found = pair(one, two)

    assert found.excluded is why
    assert reasons.exclusions(found) == [reasons.EXCLUDED[why]]
    result = plan([one], [two])
    assert result.proposals == ()
    assert result.waiting[0].ruled_out == ((why, 1),)


def test_one_pair_more_is_worth_any_score():
    """The perfect pair is given up where two fair ones can be had instead."""
    perfect, fair = seeker("Y-1"), seeker("Y-2", slots=frozenset(SLOTS[1:2]))
    both = giver("V-1")
    only_first = giver("V-2", slots=frozenset(SLOTS[:1]), interests=frozenset())

    found = plan([perfect, fair], [both, only_first])

    assert [(p.pair.seeker.reference, p.pair.giver.reference) for p in found.proposals] == [
        ("Y-1", "V-2"),
        ("Y-2", "V-1"),
    ]


def test_the_score_is_the_sum_of_its_named_parts():
    found = pair(seeker(waiting_days=28), giver(easting=5_000))

    assert found.score == 2 * 12 + 2 * 4 + 20 + 2
    assert pair(seeker(), giver(), Settings(interest=0, slot=0, near=0)).score == 0


def test_a_pair_is_explained_in_plain_words():
    one = seeker(interests=frozenset({"music", "making_things", "sport"}), waiting_days=84)
    two = giver(interests=frozenset({"music", "making_things"}), easting=12_000)

    found = pair(one, two)

    assert reasons.reasons_for(found) == [
        "Both like making things and music",
        "Free together at 2 times of the week",
        "Has waited 12 weeks",
    ]
    assert reasons.reasons_against(found) == ["Does not share sport", "12 km apart"]


def test_why_somebody_waits_is_said():
    waits = plan([seeker()], [giver(capacity=0), giver("V-2", easting=30_000)]).waiting[0]

    assert reasons.why_waiting(waits) == [
        "1 volunteer: already as busy as they can be",
        "1 volunteer: too far away",
    ]
    assert reasons.why_waiting(plan([seeker()], []).waiting[0]) == [
        "There are no volunteers in the pool"
    ]


def test_what_a_runner_up_costs_is_said_in_words():
    one, two = seeker("Y-1"), seeker("Y-2", slots=frozenset(SLOTS[1:2]))
    first, second = giver("V-1"), giver("V-2", slots=frozenset(SLOTS[:1]))

    found = plan([one, two], [first, second])

    assert reasons.cost(found.proposals[0].runner_up) == (
        "Choosing them instead would leave 1 more young person waiting"
    )


def test_an_empty_pool_has_an_empty_plan():
    assert plan([], [giver()]).proposals == ()
    assert len(plan([seeker()], []).waiting) == 1


def test_a_council_of_hundreds_is_planned_and_proven():
    young = [
        seeker(f"Y-{n:03}", interests=frozenset(WORDS[n % 4 : n % 4 + 2]), waiting_days=n * 3)
        for n in range(120)
    ]
    adults = [giver(f"V-{n:03}", easting=n * 300, capacity=1 + n % 2) for n in range(60)]

    found = plan(young, adults)

    assert len(found.proposals) == 90
    assert found.proven
    assert found.total < NEVER
