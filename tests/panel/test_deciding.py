"""The panel: without names, never one who knows, with a young person, by somebody else."""

import pytest

from nolimits.grants import operations as grants
from nolimits.grants.models import ApplicationState
from nolimits.kernel.errors import NotVisible, Overtaken, Refused
from nolimits.panel import operations
from nolimits.panel.models import Outcome
from tests.factories.grants import (
    ApplicationFactory,
    RoundFactory,
    decided,
    own_words,
    scored,
)
from tests.factories.people import coordinator, panel_member, staff

S = ApplicationState
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def before_panel():
    """An application that the panel can read."""
    return ApplicationFactory(state=S.WITH_PANEL)


def members(application):
    """The panel, adults first."""
    return [one.person for one in sorted(application.round.panel, key=lambda one: one.young)]


@pytest.mark.parametrize(
    ("outcome", "state", "pence"),
    [
        (Outcome.YES, S.DECIDED_YES, 12_000),
        (Outcome.PART, S.DECIDED_PART, 6_000),
        (Outcome.NO, S.DECIDED_NO, None),
        (Outcome.DEFERRED, S.DEFERRED, None),
    ],
)
def test_the_panel_decides_one_of_four_things(outcome, state, pence):
    made = ApplicationFactory(state=state)

    assert (made.state, made.decision.outcome, made.decision.pence) == (state, outcome, pence)
    assert made.said == "With the panel", "they do not know before they are told"


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.YES, "Yes"),
        (Outcome.PART, "Part"),
        (Outcome.NO, "Not this time"),
        (Outcome.DEFERRED, "Not yet"),
    ],
)
def test_a_told_young_person_reads_plain_words(outcome, words):
    assert ApplicationFactory(state=S.TOLD, outcome=outcome).said == words


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (S.SUBMITTED, "We've got it"),
        (S.CHECKING, "We've got it"),
        (S.MORE_INFO, "We need something from you"),
        (S.READY_FOR_PANEL, "We've got it"),
        (S.WITH_PANEL, "With the panel"),
        (S.WITHDRAWN, "Stopped by you"),
    ],
)
def test_before_that_the_words_say_whose_turn_it_is(state, words):
    assert ApplicationFactory(state=state).said == words


def test_without_a_young_persons_score_nothing_is_decided(before_panel):
    young = members(before_panel)[-1]
    scored(before_panel, but=(young,))
    assert len(before_panel.counted_scores) == 3

    with pytest.raises(Refused, match="No young person on the panel has scored this yet"):
        decided(before_panel, Outcome.YES, by=coordinator())

    operations.score(before_panel, 5, "Yes", by=young)
    decided(before_panel, Outcome.YES, by=coordinator())
    assert before_panel.state is S.DECIDED_YES


def test_with_two_scores_nothing_is_decided(before_panel):
    one, two, *_ = members(before_panel)
    scored(before_panel, but=(one, two))

    with pytest.raises(Refused, match="needs 3 scores to decide, and has 2"):
        decided(before_panel, Outcome.NO, by=coordinator())


def test_who_knows_them_neither_reads_nor_scores_nor_counts(before_panel):
    """Case 13."""
    one, *_ = members(before_panel)
    operations.score(before_panel, 5, "I know how much they would like it", by=one)

    operations.declare_conflict(before_panel, by=one)

    assert one.id not in before_panel.panel_reader_ids
    assert before_panel.counted_scores == []
    with pytest.raises(NotVisible):
        operations.score(before_panel, 5, "Again", by=one)
    with pytest.raises(NotVisible):
        operations.declare_conflict(before_panel, by=one)


def test_nobody_off_the_panel_scores(before_panel):
    with pytest.raises(NotVisible):
        operations.score(before_panel, 3, "Why not", by=panel_member())


def test_nobody_reads_it_before_it_is_with_the_panel():
    made = ApplicationFactory(state=S.READY_FOR_PANEL)

    assert made.panel_reader_ids == set()
    assert len(made.fit_to_read_ids) == 4


@pytest.mark.parametrize("points", [-1, 6])
def test_a_score_is_from_0_to_5(before_panel, points):
    with pytest.raises(Refused, match="from 0 to 5"):
        operations.score(before_panel, points, "Hm", by=members(before_panel)[0])


def test_a_score_may_change_until_the_decision(before_panel):
    one, *_ = members(before_panel)
    operations.score(before_panel, 1, "Not sure", by=one)
    operations.score(before_panel, 4, "Now I am", by=one)
    assert [given.points for given in before_panel.scores] == [4]

    scored(before_panel)
    decided(before_panel, Outcome.NO, by=coordinator())
    with pytest.raises(Refused, match="decided this already"):
        operations.score(before_panel, 0, "Late", by=one)
    with pytest.raises(Refused, match="decided this already"):
        operations.declare_conflict(before_panel, by=one)


@pytest.mark.parametrize("pence", [None, 0, -1, 12_000, 12_001])
def test_a_part_is_less_than_the_whole(before_panel, pence):
    scored(before_panel)

    with pytest.raises(Refused, match="below the £120"):
        operations.decide(before_panel, Outcome.PART, "Good", "Wait", by=coordinator(), pence=pence)


def test_nothing_is_decided_twice(before_panel):
    scored(before_panel)
    decided(before_panel, Outcome.NO, by=coordinator())

    with pytest.raises(Refused, match="so it cannot become"):
        decided(before_panel, Outcome.YES, by=coordinator())


def test_what_was_withdrawn_is_not_decided(before_panel):
    scored(before_panel)
    grants.withdraw(before_panel, by=before_panel.young_person.person)

    with pytest.raises((Refused, Overtaken)):
        decided(before_panel, Outcome.YES, by=coordinator())


def test_only_the_office_writes_a_decision_down(before_panel):
    scored(before_panel)
    for person in (staff(), members(before_panel)[0]):
        with pytest.raises(NotVisible):
            decided(before_panel, Outcome.YES, by=person)


def test_a_panel_that_cannot_decide_is_sent_nothing():
    round_ = RoundFactory(panel=False)
    for _ in range(3):
        operations.name_panel_member(round_, panel_member(), by=coordinator())
    made = ApplicationFactory(round=round_, state=S.READY_FOR_PANEL)

    with pytest.raises(Refused, match="one of them a young person"):
        grants.send_to_panel(made, by=coordinator())


def test_a_pack_is_sent_at_once_and_the_panel_is_told_without_a_word_of_it(mail_to):
    round_ = RoundFactory()
    made = [ApplicationFactory(round=round_, state=S.READY_FOR_PANEL) for _ in range(2)]
    ApplicationFactory(round=round_, state=S.CHECKING)

    grants.send_pack(round_, by=coordinator())

    assert {one.state for one in made} == {S.WITH_PANEL}
    for member in round_.panel:
        (mail,) = mail_to(member.person)
        assert "keyboard" not in mail.subject + mail.body
    with pytest.raises(Refused, match="Nothing is ready"):
        grants.send_pack(round_, by=coordinator())


def test_the_panels_copy_tells_nothing_of_who_asks():
    made = ApplicationFactory(state=S.CHECKING)
    name, area = made.young_person.identity, made.young_person.area
    age = made.young_person.age
    for told in (
        f"Please help {name.given_name.lower()}",
        f"The {name.family_name}s have one",
        f"I live in {area.name}",
        f"I'm {age} now",
        f"I am {age}",
        f"a {age} year old",
        f"My code is {made.young_person.reference}",
        "They call me Comet",
    ):
        with pytest.raises(Refused, match="Take out what tells who asks") as refused:
            grants.mark_ready(made, {**own_words(made), "difference": told}, by=coordinator())
        assert refused.value.field == "difference"

    fine = {**own_words(made), "difference": f"It costs {age} pounds and lasts"}
    grants.mark_ready(made, fine, by=coordinator())
    assert made.pack["difference"] == fine["difference"]
    assert "backer" not in made.pack
    assert made.answers["difference"] != made.pack["difference"], "their own words stay"


def test_a_question_and_its_answer_are_kept_one_after_another(mail_to):
    made = ApplicationFactory(state=S.MORE_INFO)
    young = made.young_person.person
    assert made.question == "Which shop is it in?"
    assert mail_to(young)[-1].subject == "We need something from you"

    grants.answer_more(made, "The one by the station", by=young)

    assert (made.state, made.question) == (S.CHECKING, None)
    assert made.enquiries[0].answer == "The one by the station"


def test_who_asked_reads_the_answer_only_once_told(mail_to):
    made = ApplicationFactory(state=S.DECIDED_NO)
    before = len(mail_to(made.young_person.person))

    grants.tell(made, by=coordinator())

    mail = mail_to(made.young_person.person)[before]
    assert mail.subject == "There is an answer for you"
    assert "good idea" not in mail.body
    assert made.state is S.TOLD
