"""What is there to answer, and what is not any more."""

from nolimits.matching import operations
from nolimits.matching.models import MatchState as M
from tests.factories.matching import MatchFactory


def test_whoever_answers_twice_is_told_that_they_have_answered(sign_in):
    match, said = (
        MatchFactory(state=M.PROPOSED),
        "This has been answered already. Nothing was sent twice",
    )
    visitor, path = sign_in(match.volunteer.person), f"/my-matches/{match.reference}"
    page = visitor.visit(f"{path}/yes")
    operations.volunteer_agree(match, by=match.volunteer.person)

    assert page.submit().errors == [said]
    for step in ("yes", "stop"):
        page = visitor.visit(f"{path}/{step}")
        assert said in page.text
        assert "cannot become" not in page.text
        assert not page.main.findall(".//form")
    assert visitor.visit(f"/matches/{match.reference}/plan-end").status == 404
    assert "You said yes" in sign_in(match.volunteer.person).visit("/my-matches").text
