"""Pages of the panel: what is asked for and never who asks, with what is left in sight."""

import pytest

from nolimits.awards.models import Award
from nolimits.grants import operations as grants
from nolimits.grants.models import Application, ApplicationState
from nolimits.kernel import audit
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.drafts import Draft
from nolimits.panel import operations
from nolimits.panel.models import Conflict, Outcome, Score
from nolimits.people import operations as people
from nolimits.young_people import ties
from nolimits.young_people.models import Tie
from tests.crawl import crawl
from tests.databases import KINDS
from tests.factories.funds import award
from tests.factories.grants import (
    ApplicationFactory,
    RoundFactory,
    decided,
    on_panel,
    scored,
    young_panel_member,
)
from tests.factories.people import coordinator, panel_member, staff
from tests.factories.young_people import signed_in_young_person

S = ApplicationState


@pytest.fixture
def round_(app):
    """A round with two applications before its panel."""
    made = RoundFactory()
    for _ in range(2):
        ApplicationFactory(round=made, state=S.WITH_PANEL)
    return made


def member(round_):
    return next(one.person for one in round_.panel if not one.young)


def test_the_panels_door_leads_to_what_is_left_to_score(sign_in, round_):
    page = sign_in(member(round_)).visit("/home")

    assert page.path == "/panel"
    assert "2 of 2 left to score" in page.text
    page = page.follow(round_.programme.name)
    assert "£1,000" in page.text
    assert "Left in" in page.text
    assert len(page.table("What is asked for")) == 2


def test_nothing_on_the_panels_pages_tells_who_asks(sign_in, round_):
    """R-FIN-11: pseudonyms."""
    reader = sign_in(member(round_))
    for path in ("/panel", f"/panel/{round_.reference}"):
        look_for_names(reader.visit(path), round_)
    for one in round_.applications:
        page = reader.visit(f"/panel/applications/{one.reference}")
        look_for_names(page, round_)
        assert "My music teacher" not in page.html


def look_for_names(page, round_):
    assert page.status == 200
    for one in round_.applications:
        asker = one.young_person
        for told in (
            asker.reference,
            asker.person.name,
            asker.identity.given_name,
            asker.identity.family_name,
            asker.area.name,
            asker.worker.name,
            f"{asker.age} years",
        ):
            assert told not in page.html


def test_one_after_another_is_scored_with_a_reason(sign_in, round_):
    reader = sign_in(member(round_))
    page = reader.visit(f"/panel/{round_.reference}").follow("Read and score the next one")
    assert "1 of 2" in page.text
    page = page.press("Keep my score", points="4, yes", reason="")
    assert page.errors == ["Say why you gave this score"]

    page = reader.press("Keep my score", points="4, yes", reason="It would be used each day")
    assert "2 of 2" in page.text
    page = reader.press("Keep my score", points="2, rather no", reason="It costs a lot")

    assert page.path == f"/panel/{round_.reference}"
    assert sorted(one.points for one in Score.query) == [2, 4]
    assert {row["Your score"] for row in page.table("What is asked for")} == {"2 of 5", "4 of 5"}


def test_what_is_typed_of_a_score_is_kept_until_the_score_is(sign_in, round_):
    reader = sign_in(member(round_))
    page = reader.visit(f"/panel/{round_.reference}").follow("Read and score the next one")
    reader.post(f"{page.path}/save", reason="It would be")

    again = reader.visit(page.path)
    assert again.form("Keep my score").fields["reason"] == "It would be"
    again.press("Keep my score", points="4, yes", reason="It would be used each day")

    assert Draft.query.count() == 0


def test_a_score_of_nought_is_a_score(sign_in, round_):
    reader = sign_in(member(round_))
    page = reader.visit(f"/panel/{round_.reference}").follow("Read and score the next one")

    page.press("Keep my score", points="0, not at all", reason="Not for this fund")

    assert [one.points for one in Score.query] == [0]


def test_who_knows_them_says_so_is_asked_once_and_neither_reads_nor_scores_it_any_more(
    sign_in, round_
):
    """Case 13. Scores are the votes, so one that was given before counts no more either."""
    reader = sign_in(member(round_))
    page = reader.visit(f"/panel/{round_.reference}").follow("Read and score the next one")
    address, again = page.path, page
    one = Application.by_key(address.rpartition("/")[2])
    operations.score(one, 5, "I know how glad they would be", by=member(round_))

    page = page.follow("I know who this is")
    assert Conflict.query.count() == 0, "a press by mistake must not shut anybody out"
    page = page.press("Yes, I know who this is")

    (conflict,) = Conflict.query
    assert (conflict.application_id, conflict.person_id) == (one.id, member(round_).id)
    assert len(page.table("What is asked for")) == 1
    assert reader.visit(address).status == 404
    assert again.press("Keep my score", points="0, not at all", reason="No").status == 404
    assert reader.visit(f"{address}/conflict").status == 404
    assert [(given.points, given in one.counted_scores) for given in one.scores] == [(5, False)]
    assert audit.timeline(one)[0].event == "conflict_declared"


@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)  # pages are the same on both
def test_a_young_person_finds_what_they_asked_for_themself_and_nobodys_scores(sign_in, round_):
    """Case 14: before they are told and after, and were they on a panel themself."""
    mine, theirs = round_.applications
    for made in (mine, theirs):
        scored(made)
        decided(made, Outcome.PART, by=coordinator())
    grants.tell(mine, by=coordinator())
    told = [theirs.reference, "It would be used each day", "Scores", "It is a good idea"]
    told += [one.person.name for one in round_.panel]
    for asker, hidden in ((theirs, [*told[1:], mine.reference, "£60"]), (mine, told[:3])):
        browser = sign_in(asker.young_person.person)
        pages = [browser.open_page for _ in crawl(browser)]
        assert f"/my-applications/{asker.reference}" in [page.path for page in pages]
        shown = [(page.url, one) for page in pages for one in hidden if one in page.html]
        assert shown == []
    browser, award = sign_in(mine.young_person.person), Award.of(theirs)
    for kind, key in (("applications", theirs.reference), ("awards", award.reference)):
        assert browser.visit(f"/my-{kind}/{key}").status == 404
    for act in ("answer", "stop", "ask-again"):
        assert browser.post(f"/my-applications/{theirs.reference}/{act}").status == 404
    assert browser.visit(f"/panel/applications/{theirs.reference}").status == 404
    assert theirs.state is S.DECIDED_PART


def test_the_pack_is_for_its_own_panel(sign_in, round_):
    one = round_.applications[0].reference
    for stranger in (panel_member(), young_panel_member(), coordinator()):
        assert sign_in(stranger).visit(f"/panel/{round_.reference}").status == 404
        assert sign_in(stranger).visit(f"/panel/applications/{one}").status == 404
    assert sign_in(staff()).visit("/panel").status == 403
    assert "You are on no panel yet" in sign_in(panel_member()).visit("/panel").text


def test_panel_members_do_not_read_one_anothers_scores(sign_in, round_):
    one = round_.applications[0]
    scored(one)
    reader = sign_in(member(round_))

    page = reader.visit(f"/panel/applications/{one.reference}")

    assert page.html.count("It would be used each day") == 1, "their own, in the field"


def test_the_office_writes_the_decision_down(sign_in, round_):
    one = round_.applications[0]
    office = sign_in(coordinator())
    address = f"/applications/{one.reference}/decide"
    page = office.visit(address)
    assert "Nobody has scored this yet" in page.text
    page = page.submit(outcome="Yes, all of it", reason="Good", next_step="Wait")
    assert page.errors == [
        "The panel needs 3 scores to decide, and has 0. "
        "No young person on the panel has scored this yet"
    ]

    scored(one)
    page = office.visit(address)
    assert "A young person" in page.text
    page = page.submit(outcome="A part of it", pence="", reason="Good", next_step="")
    assert page.errors == ["Say what they can do next, whatever the answer is"]
    page = page.submit(pence="500", next_step="Wait")
    assert page.errors == ["Enter an amount below the £120 that was asked for"]
    page = page.submit(pence="50")

    assert one.state is S.DECIDED_PART
    assert one.decision.pence == 5_000
    assert "until you tell them" in page.flash
    assert sign_in(member(round_)).visit(address).status == 404


def test_the_last_pound_of_a_fund_is_refused_in_words(sign_in, round_):
    one = round_.applications[0]
    scored(one)
    fund = round_.programme.fund
    award(fund, 95_000, fund)
    page = sign_in(coordinator()).visit(f"/applications/{one.reference}/decide")

    page = page.submit(outcome="Yes, all of it", reason="Good", next_step="Wait")

    assert page.errors == [f"There is £50 left in {fund.name}"]
    assert one.state is S.WITH_PANEL


def test_a_panel_is_put_together_on_the_page_of_its_round(sign_in):
    round_ = RoundFactory(panel=False)
    person = panel_member()
    office = sign_in(coordinator())
    page = office.visit(f"/rounds/{round_.reference}")
    assert "The panel cannot decide yet" in page.text

    assert page.submit(person="").errors == ["Choose a person"]
    page = office.submit(person=person.name)

    assert page.flash == f"{person.name} is on the panel"
    assert [one.person_id for one in round_.panel] == [person.id]
    assert sign_in(person).visit(f"/rounds/{round_.reference}").status == 404


def test_all_that_is_ready_is_sent_in_one_press(sign_in):
    round_ = RoundFactory()
    ApplicationFactory(round=round_, state=S.READY_FOR_PANEL)
    page = sign_in(coordinator()).visit(f"/rounds/{round_.reference}")

    page = page.press("Send the panel all that is ready")

    assert round_.applications[0].state is S.WITH_PANEL


def test_a_young_panel_member_is_not_named_to_a_coordinator_kept_apart_from_them(sign_in):
    round_, (tied, other) = RoundFactory(), (coordinator(), coordinator())
    on_it, free = signed_in_young_person(), signed_in_young_person()
    for one in (on_it, free):
        people.grant_role(one.person, Role.PANEL_MEMBER, by=SYSTEM)
        ties.add_tie(one, tied, Tie.RELATED, by=one.worker)
    on_panel(round_, on_it.person)

    told = [sign_in(one).visit(f"/rounds/{round_.reference}") for one in (tied, other)]

    assert ["Comet" in one.text.partition("Put somebody")[0] for one in told] == [False, True]
    assert [free.person.reference in one.html for one in told] == [False, True]
