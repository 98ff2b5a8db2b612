"""Pages of campaigns: one success, one refusal and one denial of each; donors learn nothing."""

from datetime import timedelta

from nolimits.campaigns import operations
from nolimits.campaigns.models import Campaign, CampaignKind, CampaignState, GiftState
from nolimits.kernel import clock
from tests.factories.campaigns import CampaignFactory, GiftFactory
from tests.factories.funds import FundFactory
from tests.factories.people import coordinator, councillor, finance_officer, staff, young_person
from tests.factories.young_people import YoungPersonFactory


def path(campaign, rest=""):
    return f"/campaigns/{campaign.reference}{rest}"


def test_everybody_who_works_here_sees_how_a_campaign_goes(sign_in):
    campaign = CampaignFactory(name="Gift of Giving 2026")
    GiftFactory(campaign=campaign, state=GiftState.GIVEN)
    YoungPersonFactory()
    somebody = sign_in(councillor())
    assert "Gift of Giving 2026" in somebody.visit("/campaigns").text

    page = somebody.follow("Gift of Giving 2026")

    assert "the numbers are kept back" in page.text
    whole = sign_in(coordinator()).visit(path(campaign)).text
    assert "1 of 1 gift given. 1 young person is without one today" in whole


def test_campaigns_are_no_secret_only_for_young_people(sign_in):
    assert sign_in(young_person()).visit("/campaigns").status == 403


def test_a_campaign_that_left_nobody_out_says_so(sign_in):
    gift = GiftFactory(state=GiftState.GIVEN)
    operations.close_campaign(gift.campaign, by=coordinator())

    page = sign_in(staff()).visit(path(gift.campaign))

    assert "Nobody was left without a gift" in page.text
    assert page.status == 200


def test_without_a_campaign_the_page_says_what_would_be_there(sign_in):
    assert "No campaign yet" in sign_in(coordinator()).visit("/campaigns").text


def test_a_campaign_is_opened(sign_in):
    fund, somebody = FundFactory(), sign_in(coordinator())
    somebody.visit("/campaigns/new")

    page = somebody.submit(
        name="Gift of Giving 2026",
        kind="gift_of_giving",
        cadence="annual",
        fund=fund.reference,
        gift_pence="10",
        opens_on=clock.today(),
        closes_on=clock.today() + timedelta(days=30),
    )

    assert "The campaign is open" in page.text
    assert Campaign.query.one().gift_pence == 1000


def test_a_campaign_that_closes_before_it_opens_is_refused(sign_in):
    fund, somebody = FundFactory(), sign_in(coordinator())
    somebody.visit("/campaigns/new")

    page = somebody.submit(
        name="Backwards",
        kind="gift_of_giving",
        cadence="annual",
        fund=fund.reference,
        gift_pence="10",
        opens_on=clock.today(),
        closes_on=clock.today() - timedelta(days=1),
    )

    assert page.errors == ["It must close after it opens"]


def test_campaigns_are_opened_by_the_coordinator(sign_in):
    assert sign_in(staff()).visit("/campaigns/new").status == 403


def test_everyone_gets_a_gift(sign_in):
    campaign, somebody = CampaignFactory(), sign_in(coordinator())
    YoungPersonFactory.create_batch(2)
    somebody.visit(path(campaign, "/needs"))
    assert somebody.submit().errors == ["Choose what they get"]

    page = somebody.submit(item="voucher")

    assert "2 gifts added" in page.text
    assert "Everyone has one" in somebody.visit(path(campaign, "/needs")).text
    assert sign_in(staff()).visit(path(campaign, "/needs")).status == 404


def test_one_young_person_gets_a_pack(sign_in):
    campaign, child = CampaignFactory(kind=CampaignKind.STARTER_PACKS), YoungPersonFactory()
    somebody = sign_in(coordinator())
    somebody.visit(path(campaign, "/needs/one"))
    page = somebody.submit(young_person="Y-22222222", item="home_pack")
    assert page.errors == ["No young person has this code. Check it"]

    page = somebody.submit(young_person=child.reference.lower(), item="home_pack")
    assert "is added" in page.text

    somebody.visit(path(campaign, "/needs/one"))
    page = somebody.submit(young_person=child.reference, item="home_pack")
    assert page.errors == ["There is a gift for this young person in this campaign already"]
    assert sign_in(staff()).visit(path(campaign, "/needs/one")).status == 404


def test_a_gift_is_taken_on_paid_and_thanked_for(sign_in):
    gift, donor = GiftFactory(), staff()
    somebody = sign_in(donor)
    somebody.visit(path(gift.campaign))

    page = somebody.press("Take one on")
    assert "This gift is yours to give" in page.text
    assert "£10" in page.text
    assert "20 November 2026 at 10:30" in page.text

    page = somebody.press("I have paid")
    assert "You have told us that you paid" in page.text
    assert "within five working days" in page.text


def test_thanks_follow_when_the_gift_is_given(sign_in):
    donor = staff()
    gift = GiftFactory(state=GiftState.GIVEN, donor=donor)

    page = sign_in(donor).visit(f"/gifts/{gift.reference}")

    assert "Your gift has been given" in page.text
    assert "Gifts I took on" in sign_in(donor).visit("/campaigns").text


def test_a_gift_that_somebody_else_took_is_refused_in_words(sign_in):
    gift = GiftFactory(state=GiftState.RESERVED)

    page = sign_in(staff()).post(f"/gifts/{gift.reference}/take")

    assert "Somebody else has just taken this gift on" in page.text
    assert page.path == path(gift.campaign)


def test_finance_does_not_take_gifts_on(sign_in):
    gift = GiftFactory()

    assert sign_in(finance_officer()).post(f"/gifts/{gift.reference}/take").status == 404


def test_somebody_elses_gift_is_not_there(sign_in):
    gift = GiftFactory(state=GiftState.RESERVED)
    somebody = sign_in(staff())

    assert somebody.visit(f"/gifts/{gift.reference}").status == 404
    assert somebody.visit(f"/gifts/{gift.reference}/let-go").status == 404
    assert somebody.post(f"/gifts/{gift.reference}/paid").status == 404


def test_paying_too_late_is_refused_in_words(sign_in, held_clock):
    donor = staff()
    gift = GiftFactory(state=GiftState.RESERVED, donor=donor)
    held_clock.move_on(minutes=31)

    page = sign_in(donor).post(f"/gifts/{gift.reference}/paid")

    assert "The half hour was up" in page.text


def test_a_gift_is_let_go(sign_in):
    donor = staff()
    gift = GiftFactory(state=GiftState.RESERVED, donor=donor)
    somebody = sign_in(donor)
    somebody.visit(f"/gifts/{gift.reference}")
    somebody.follow("Let it go")

    page = somebody.press("Let it go")

    assert "Somebody else can take this gift on now" in page.text
    assert gift.state is GiftState.AVAILABLE


def test_a_gift_that_nobody_took_cannot_be_let_go(sign_in):
    somebody = sign_in(coordinator())
    somebody.visit(f"/gifts/{GiftFactory().reference}/let-go")

    assert somebody.submit().errors


def test_several_gifts_are_marked_at_once(sign_in):
    campaign = CampaignFactory()
    gifts = [GiftFactory(campaign=campaign, state=GiftState.FUNDED) for _ in range(2)]
    somebody = sign_in(coordinator())
    somebody.visit(path(campaign, "/work?state=funded"))

    page = somebody.press("Mark as bought", chosen=[one.reference for one in gifts])

    assert "2 gifts marked as bought" in page.text
    assert "0 to buy, 2 to give" in page.text


def test_a_gift_out_of_its_order_is_refused_in_words(sign_in):
    gift, somebody = GiftFactory(state=GiftState.FUNDED), sign_in(coordinator())
    somebody.visit(path(gift.campaign, "/work"))

    page = somebody.press("Mark as given", chosen=[gift.reference])

    assert page.errors == ["This is funded, so it cannot become given"]
    assert sign_in(finance_officer()).visit(path(gift.campaign, "/work")).status == 404


def test_finance_sets_money_aside(sign_in):
    donor = staff(name="Dana Madeup")
    gift = GiftFactory(state=GiftState.RESERVED, donor=donor)
    operations.promise_payment(gift, by=donor)
    somebody = sign_in(finance_officer())
    page = somebody.visit(path(gift.campaign, "/fund"))
    assert "Dana Madeup" in page.text
    assert somebody.press("Set the money aside").errors == ["Choose at least one gift"]

    page = somebody.press("Set the money aside", chosen=[gift.reference])

    assert "The money for 1 gift is set aside" in page.text
    assert "£490" in page.text
    assert sign_in(coordinator()).visit(path(gift.campaign, "/fund")).status == 404


def test_a_gift_is_withdrawn_with_a_reason(sign_in):
    gift, somebody = GiftFactory(), sign_in(coordinator())
    somebody.visit(path(gift.campaign, "/work"))
    somebody.follow(f"Withdraw gift {gift.reference}")
    assert somebody.submit().errors == ["Say why the gift is withdrawn"]

    somebody.submit(reason="Asked for twice")

    assert gift.state is GiftState.WITHDRAWN
    assert sign_in(staff()).visit(f"/gifts/{gift.reference}/withdraw").status == 404


def test_a_campaign_is_closed_once(sign_in):
    campaign, somebody = CampaignFactory(), sign_in(coordinator())
    somebody.visit(path(campaign, "/close"))

    somebody.press("Close the campaign")
    assert campaign.state is CampaignState.CLOSED

    somebody.visit(path(campaign, "/close"))
    assert somebody.press("Close the campaign").errors
    assert sign_in(staff()).visit(path(campaign, "/close")).status == 404


def test_only_the_coordinator_learns_whom_a_code_stands_for(sign_in):
    child = YoungPersonFactory()
    gift = GiftFactory(young_person=child, state=GiftState.BOUGHT)

    for page in ("/recipients", "/labels"):
        assert gift.reference in sign_in(coordinator()).visit(path(gift.campaign, page)).text
        for somebody in (staff(), finance_officer(), councillor()):
            assert sign_in(somebody).visit(path(gift.campaign, page)).status == 404
    assert child.reference in sign_in(coordinator()).visit(path(gift.campaign, "/recipients")).text


def test_no_page_of_those_who_give_says_anything_of_a_young_person(sign_in):
    """R-FIN-13: donor pages hold no young person's data."""
    donor, child = staff(), YoungPersonFactory()
    gift = GiftFactory(young_person=child)
    operations.reserve(gift, by=donor)
    somebody = sign_in(donor)
    secrets = [
        child.reference,
        child.identity.given_name,
        child.identity.family_name,
        child.area.name,
        child.worker.name,
        str(child.born_on.year),
    ]

    for address in ("/campaigns", path(gift.campaign), f"/gifts/{gift.reference}"):
        page = somebody.visit(address)
        assert [one for one in secrets if one in page.html] == []


def test_a_gift_that_is_kept_for_somebody_is_on_their_own_page_until_they_paid(sign_in):
    donor = staff()
    gift = GiftFactory(donor=donor, state=GiftState.RESERVED)
    words = f"Pay for gift {gift.reference}"
    assert sign_in(donor).visit("/my").follow(words).h1 == "This gift is yours to give"

    operations.promise_payment(gift, by=donor)

    page = sign_in(donor).visit("/my")
    assert words not in page.links
    assert f"Gift {gift.reference}, {gift.campaign.name}" in page.links
