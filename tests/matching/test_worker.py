"""What a worker finds of the matches of the young people they work with."""

from nolimits.matching import operations
from nolimits.matching.models import MatchState, Whose
from tests.factories.matching import MatchFactory


def test_a_worker_is_asked_to_talk_a_mentor_over_until_both_yeses_are_written_down(sign_in):
    match = MatchFactory(state=MatchState.VOLUNTEER_AGREED)
    worker = match.young_person.worker
    words = f"Talk over a mentor with {match.young_person.reference}"
    page = sign_in(worker).visit("/my")
    assert page.follow(words).h1 == f"Match {match.reference}"

    for whose in (Whose.WORKER, Whose.CARER):
        operations.record_yes(match, whose, by=worker)

    assert words not in sign_in(worker).visit("/my").links


def test_a_worker_finds_the_match_on_the_record_of_their_young_person(sign_in):
    match = MatchFactory(state=MatchState.PROPOSED)
    record = sign_in(match.young_person.worker).visit(
        f"/young-people/{match.young_person.reference}"
    )

    assert record.follow(match.reference).h1 == f"Match {match.reference}"


def test_what_is_only_thought_of_is_not_on_the_record_yet(sign_in):
    match = MatchFactory(state=MatchState.SUGGESTED)
    record = sign_in(match.young_person.worker).visit(
        f"/young-people/{match.young_person.reference}"
    )

    assert match.reference not in record.text
