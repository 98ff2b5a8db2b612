"""Pages of asking: in short words, kept as they go; and the office that checks."""

from datetime import timedelta

import pytest

from nolimits.grants import operations
from nolimits.grants.models import Application, ApplicationState, Programme, Round
from nolimits.kernel import clock, drafts
from nolimits.panel.models import Outcome
from tests.factories.funds import FundFactory
from tests.factories.grants import (
    ApplicationFactory,
    ProgrammeFactory,
    RoundFactory,
    on_panel,
    young_panel_member,
)
from tests.factories.people import coordinator, finance_officer, staff
from tests.factories.young_people import belonging_to, signed_in_young_person

S = ApplicationState


def young(application):
    return application.young_person.person


def fill_in(visitor, programme):
    """Answer every question, one page after another."""
    visitor.visit("/grants")
    page = visitor.follow(f"Ask for this {programme.name}")
    page = page.submit(what="A second-hand keyboard")
    page = page.submit(pence="120")
    page = page.submit(seen="")
    page = page.submit(difference="I could play at home")
    page = page.submit(when="It can wait")
    page = page.submit(asked="No")
    page = page.submit(how="A voucher for the shop")
    return page.submit(backer="")


def test_a_young_person_asks_in_eight_short_questions(sign_in):
    young_person, programme = signed_in_young_person(), RoundFactory().programme
    somebody = sign_in(young_person.person)

    page = fill_in(somebody, programme)
    assert page.h1 == "Check your answers"
    assert page.facts["How much does it cost?"].startswith("£120")
    assert Application.query.count() == 0, "nothing is sent before they say so"

    page = page.press("Send it")

    made = Application.query.one()
    assert page.path == f"/my-applications/{made.reference}"
    assert page.h1 == "We've got it"
    assert "The panel meets on 11 December 2026. We'll tell you by 18 December 2026." in page.text
    assert (made.asked_pence, made.answers["how"]) == (12_000, "voucher")


def test_sent_twice_it_is_asked_once(sign_in):
    young_person, programme = signed_in_young_person(), RoundFactory().programme
    somebody = sign_in(young_person.person)
    check = fill_in(somebody, programme)
    check.press("Send it")

    page = check.press("Send it")

    assert "Nothing was sent twice" in page.flash
    assert Application.query.count() == 1


def test_what_cannot_be_sent_still_stands_there_whole(sign_in):
    young_person, programme = signed_in_young_person(), RoundFactory().programme
    check = fill_in(sign_in(young_person.person), programme)
    was = check.facts
    ApplicationFactory(round=programme.rounds[0], young_person=young_person, state=S.SUBMITTED)

    page = check.press("Send it")

    assert len(page.errors) == 1
    assert page.facts == was


def test_whoever_decides_in_a_round_is_told_before_they_write_that_they_cannot_ask(sign_in):
    member = belonging_to(young_panel_member()).person
    on_panel(RoundFactory(), member)

    page = sign_in(member).visit("/grants")

    assert "You are on the panel that decides about this" in page.text
    assert "Ask for this" not in page.text


def test_back_from_the_end_one_finds_what_was_sent_and_no_empty_page(sign_in):
    young_person, programme = signed_in_young_person(), RoundFactory().programme
    somebody = sign_in(young_person.person)
    fill_in(somebody, programme).press("Send it")

    for page in ("", "/questions/what", "/check"):
        assert somebody.visit(f"/grants/{programme.reference}/apply{page}").h1 == "We've got it"


def test_more_than_the_most_is_refused_on_its_own_page(sign_in):
    programme = RoundFactory().programme
    somebody = sign_in(signed_in_young_person().person)
    page = somebody.visit(f"/grants/{programme.reference}/apply/questions/cost")
    assert "You can ask for up to £300." in page.text

    page = page.submit(pence="301")

    assert page.errors == ["The most you can ask for is £300"]


def test_what_they_type_is_kept_while_a_round_is_closed_and_when_they_leave(sign_in):
    today = clock.today()
    round_ = RoundFactory(opens_on=today - timedelta(days=30), closes_on=today - timedelta(days=1))
    young_person, programme = signed_in_young_person(), round_.programme
    somebody = sign_in(young_person.person)
    address = f"/grants/{programme.reference}/apply"

    somebody.post(f"{address}/save/what", what="A second-hand key", follow=False)
    page = sign_in(young_person.person).visit("/my-applications")

    assert "A second-hand key" in page.text
    assert "Not sent yet" in page.text
    draft = drafts.of(young_person.person, operations.JOURNEY, programme.reference)
    assert draft.answers == {"what": "A second-hand key"}


def test_only_young_people_have_the_questions(sign_in):
    programme = RoundFactory().programme

    assert sign_in(staff()).visit(f"/grants/{programme.reference}/apply").status == 404
    assert sign_in(staff()).visit("/grants").status == 200


@pytest.mark.parametrize("state", list(S))
def test_each_state_has_its_pages(sign_in, state):
    made = ApplicationFactory(state=state)

    mine = sign_in(young(made)).visit("/my-applications")
    assert made.what in mine.text
    assert mine.follow(made.what).status == 200
    office = sign_in(coordinator())
    for page in ("", "/ready", "/ask", "/tell", "/decide"):
        assert office.visit(f"/applications/{made.reference}{page}").status == 200
    assert office.visit(f"/my-applications/{made.reference}").status == 200


def test_nobody_sees_what_another_asked_for(sign_in):
    made = ApplicationFactory()

    for person in (signed_in_young_person().person, staff(), finance_officer()):
        assert sign_in(person).visit(f"/my-applications/{made.reference}").status == 404
        assert sign_in(person).visit(f"/applications/{made.reference}").status == 404


def test_a_question_is_answered_in_the_young_persons_pages(sign_in):
    made = ApplicationFactory(state=S.MORE_INFO)
    somebody = sign_in(young(made))
    page = somebody.visit(f"/my-applications/{made.reference}")
    assert "Which shop is it in?" in page.text

    page = page.follow("Answer")
    assert page.submit(answer="").errors == ["Write your answer"]
    page = somebody.submit(answer="The one by the station")

    assert "We've got your answer" in page.flash
    assert made.state is S.CHECKING


def test_they_can_stop_asking_and_ask_again(sign_in):
    made = ApplicationFactory(state=S.WITH_PANEL)
    somebody = sign_in(young(made))
    somebody.visit(f"/my-applications/{made.reference}/stop")

    page = somebody.press("Stop asking")
    assert "Stopped by you" in page.text

    page = page.follow(made.what)
    page = page.press("Ask again with what you wrote")
    assert page.h1 == "Check your answers"


def test_the_answer_has_a_reason_and_a_next_step_and_nothing_before_it_is_told(sign_in):
    made = ApplicationFactory(state=S.DECIDED_NO)
    somebody = sign_in(young(made))
    page = somebody.visit(f"/my-applications/{made.reference}")
    assert "It is a good idea" not in page.text

    operations.tell(made, by=coordinator())
    page = somebody.visit(f"/my-applications/{made.reference}")
    assert "Not this time" in page.text
    assert "It is a good idea" in page.text
    assert "What you can do next" in page.text
    assert young(made).name not in page.title


def test_the_office_takes_it_to_the_panel(sign_in):
    made = ApplicationFactory()
    office = sign_in(coordinator())
    page = office.visit("/applications").follow(made.reference)

    page = page.press("Take it up")
    assert "Somebody else will write down the decision" in page.flash
    page = page.follow("It is complete")
    area = made.young_person.area.name
    page = page.submit(difference=f"I could play in {area}")
    assert page.errors == [f"Take out what tells who asks: {area}"]
    page = page.submit(difference="I could play at home")
    assert "ready for the panel" in page.flash
    page = page.press("Send it to the panel")
    assert made.state is S.WITH_PANEL


def test_a_refusal_on_a_button_says_why(sign_in):
    made = ApplicationFactory(round=RoundFactory(panel=False), state=S.READY_FOR_PANEL)
    page = sign_in(coordinator()).visit(f"/applications/{made.reference}")

    page = page.press("Send it to the panel")

    assert "one of them a young person" in page.flash


def test_they_are_told_on_a_page_that_shows_what_they_will_read(sign_in):
    made = ApplicationFactory(state=S.DECIDED_PART)
    office = sign_in(coordinator())
    page = office.visit(f"/applications/{made.reference}/tell")
    assert "Part, £60" in page.text

    page = page.press("Tell them")

    assert made.state is S.TOLD
    assert made.decision.outcome is Outcome.PART
    assert young(made).name not in page.text, "also the timeline goes by code"


def test_the_list_is_narrowed_by_its_address(sign_in):
    first, second = ApplicationFactory(), ApplicationFactory(state=S.CHECKING)
    office = sign_in(coordinator())

    page = office.visit("/applications?state=checking")
    assert second.reference in page.text
    assert first.reference not in page.text

    page = office.visit(f"/applications?programme={first.programme.reference}&state=live")
    assert first.reference in page.text
    assert second.reference not in page.text

    assert "None fits" in office.visit("/applications?search=zzz").text
    assert sign_in(staff()).visit("/applications").status == 403


def test_a_programme_and_its_round_are_opened(sign_in):
    fund, today = FundFactory(pence=50_000), clock.today()
    office = sign_in(coordinator())
    office.visit("/programmes/new")
    page = office.submit(name="", purpose="For you", fund=fund.name, most_pence="200")
    assert page.errors == ["Name the programme"]

    page = office.submit(name="Fresh start", purpose="For you", fund=fund.name, most_pence="200")
    assert Programme.query.one().most_pence == 20_000
    days = [today + timedelta(days=n) for n in (0, 20, 10, 30)]
    names = ("opens_on", "closes_on", "panel_on", "tell_by")
    page = office.submit(**dict(zip(names, days, strict=True)))
    assert page.errors == ["This day must not be before the one above it"]
    page = office.submit(panel_on=today + timedelta(days=25))

    round_ = Round.query.one()
    assert page.path == f"/rounds/{round_.reference}"
    assert sign_in(staff()).visit("/programmes/new").status == 403


def test_two_rounds_of_a_programme_never_overlap(sign_in):
    round_ = RoundFactory()
    office = sign_in(coordinator())
    office.visit(f"/programmes/{round_.programme.reference}/rounds/new")

    page = office.submit(
        opens_on=round_.closes_on,
        closes_on=round_.closes_on,
        panel_on=round_.panel_on,
        tell_by=round_.tell_by,
    )

    assert page.errors == ["Another round of this programme is open then"]


def test_with_nothing_there_the_pages_say_what_would_be(sign_in):
    assert "Nothing just now" in sign_in(signed_in_young_person().person).visit("/grants").text
    nothing = sign_in(signed_in_young_person().person).visit("/my-applications")
    assert "You have not asked for anything yet" in nothing.text
    assert "Nobody has asked" in sign_in(coordinator()).visit("/applications").text
    assert "No programme yet" in sign_in(coordinator()).visit("/programmes").text
    ProgrammeFactory()
    assert "It is closed just now" in nothing.visit("/grants").text
