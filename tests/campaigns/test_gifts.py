"""A gift: needed, taken on, paid for, bought, given; by code, and by nobody twice."""

from datetime import timedelta

import pytest

from nolimits.campaigns import operations, queries
from nolimits.campaigns.models import GiftItem, GiftNeed, GiftRecipient, GiftState
from nolimits.campaigns.operations import _release_lapsed
from nolimits.funds import queries as funds
from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.errors import NotAllowed, NotVisible, Refused
from tests.factories.campaigns import CampaignFactory, GiftFactory
from tests.factories.funds import FundFactory
from tests.factories.people import coordinator, finance_officer, staff, young_person
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")


def test_a_young_person_has_one_gift_in_a_campaign():
    campaign, child = CampaignFactory(), YoungPersonFactory()
    GiftFactory(campaign=campaign, young_person=child)

    with pytest.raises(Refused, match="already"):
        GiftFactory(campaign=campaign, young_person=child)
    GiftFactory(young_person=child)


def test_everyone_of_the_scheme_gets_a_need_once():
    campaign = CampaignFactory()
    GiftFactory(campaign=campaign)
    YoungPersonFactory.create_batch(2)

    assert operations.add_needs_for_everyone(campaign, GiftItem.BOOK, by=coordinator()) == 2
    assert operations.add_needs_for_everyone(campaign, GiftItem.BOOK, by=coordinator()) == 0
    assert queries.figures(campaign).needs == 3


def test_only_the_coordinator_asks_for_gifts():
    with pytest.raises(NotAllowed):
        operations.add_needs_for_everyone(CampaignFactory(), GiftItem.BOOK, by=staff())


def test_a_gift_is_kept_for_half_an_hour_for_whoever_took_it_on(held_clock):
    gift, first, second = GiftFactory(), staff(), staff()
    operations.reserve(gift, by=first)
    held_clock.move_on(minutes=29)
    with pytest.raises(Refused, match="Somebody else"):
        operations.reserve(gift, by=second)

    held_clock.move_on(minutes=1)
    operations.reserve(gift, by=second)

    assert gift.reserved_by == second
    assert gift.reserved_until == clock.now() + timedelta(minutes=30)


def test_nobody_takes_their_own_gift_on_twice():
    gift, donor = GiftFactory(), staff()
    operations.reserve(gift, by=donor)

    with pytest.raises(Refused, match="You have taken"):
        operations.reserve(gift, by=donor)


def test_one_person_holds_three_unpaid_gifts_at_most_so_that_some_are_left_for_others(held_clock):
    donor = staff()
    held = [GiftFactory(state=GiftState.RESERVED, donor=donor) for _ in range(3)]
    wanted = GiftFactory()
    with pytest.raises(Refused, match="You hold three gifts"):
        operations.reserve(wanted, by=donor)

    operations.promise_payment(held[0], by=donor)
    operations.reserve(wanted, by=donor)
    with pytest.raises(Refused, match="You hold three gifts"):
        operations.reserve(GiftFactory(), by=donor)
    held_clock.move_on(minutes=31)
    operations.reserve(GiftFactory(), by=donor)


def test_young_people_do_not_take_gifts_on():
    with pytest.raises(NotAllowed):
        operations.reserve(GiftFactory(), by=young_person())


def test_a_gift_is_taken_on_while_its_campaign_runs(held_clock):
    gift = GiftFactory()
    held_clock.move_on(days=31)
    with pytest.raises(Refused, match="has ended"):
        operations.reserve(gift, by=staff())

    early = GiftFactory(campaign=CampaignFactory(opens_on=clock.today() + timedelta(days=2)))
    with pytest.raises(Refused, match="not begun"):
        operations.reserve(early, by=staff())


def test_time_that_is_up_frees_the_gift(held_clock):
    donor = staff()
    gone, kept, young = (GiftFactory(state=GiftState.RESERVED, donor=donor) for _ in range(3))
    operations.promise_payment(kept, by=donor)
    held_clock.move_on(minutes=31)
    operations.reserve(young, by=staff())

    assert _release_lapsed() == 1
    assert [one.state for one in (gone, kept, young)] == ["available", "reserved", "reserved"]
    assert gone.reserved_by is None
    assert _release_lapsed() == 0


def test_a_gift_that_somebody_says_is_paid_waits_for_finance(held_clock, mail_to):
    donor = staff()
    gift = GiftFactory(state=GiftState.RESERVED, donor=donor)
    operations.promise_payment(gift, by=donor)
    held_clock.move_on(days=3)

    with pytest.raises(Refused, match="Somebody else"):
        operations.reserve(gift, by=staff())
    assert queries.to_fund(gift.campaign) == [gift]
    assert [one.template for one in mail_to(donor)] == ["gift_promised"]


def test_only_whoever_took_it_on_says_it_is_paid():
    gift = GiftFactory(state=GiftState.RESERVED)

    with pytest.raises(NotVisible):
        operations.promise_payment(gift, by=staff())
    with pytest.raises(Refused, match="Only the person"):
        operations.promise_payment(gift, by=coordinator())


def test_it_is_too_late_to_pay_once_the_half_hour_is_up(held_clock):
    donor = staff()
    gift = GiftFactory(state=GiftState.RESERVED, donor=donor)
    held_clock.move_on(minutes=30)

    with pytest.raises(Refused, match="half hour"):
        operations.promise_payment(gift, by=donor)


def test_paying_is_said_once():
    donor = staff()
    gift = GiftFactory(state=GiftState.RESERVED, donor=donor)
    operations.promise_payment(gift, by=donor)

    with pytest.raises(Refused, match="already"):
        operations.promise_payment(gift, by=donor)


def test_whoever_took_a_gift_on_can_let_it_go():
    donor = staff()
    gift = GiftFactory(state=GiftState.RESERVED, donor=donor)

    with pytest.raises(NotVisible):
        operations.release(gift, by=staff())
    with pytest.raises(Refused, match="not up"):
        operations.release(gift, by=SYSTEM)
    operations.release(gift, by=donor)
    assert gift.state is GiftState.AVAILABLE


def test_money_is_set_aside_then_spent():
    campaign = CampaignFactory()
    gift = GiftFactory(campaign=campaign, state=GiftState.FUNDED)
    assert funds.available(campaign.fund) == 49000
    assert funds.balances(campaign.fund).held == 50000

    operations.buy(gift, by=coordinator())

    assert funds.balances(campaign.fund).held == 49000
    assert funds.available(campaign.fund) == 49000


def test_a_fund_gives_no_gift_that_it_has_no_money_for():
    campaign = CampaignFactory(fund=FundFactory(pence=1500))
    gifts = [GiftFactory(campaign=campaign) for _ in range(2)]

    with pytest.raises(Refused):
        operations.mark(gifts, GiftState.FUNDED, by=finance_officer())
    assert queries.figures(campaign).funded == 0
    operations.fund_gift(gifts[0], by=finance_officer())


def test_nobody_confirms_their_own_payment():
    donor = finance_officer()
    gift = GiftFactory(donor=None, state=GiftState.AVAILABLE)
    with pytest.raises(NotAllowed):
        operations.reserve(gift, by=donor)
    with pytest.raises(NotAllowed):
        operations.fund_gift(gift, by=coordinator())


def test_finance_does_not_pay_for_what_somebody_is_paying_for():
    gift = GiftFactory(state=GiftState.RESERVED)

    with pytest.raises(Refused, match="just now"):
        operations.fund_gift(gift, by=finance_officer())


def test_steps_come_in_their_order():
    gift = GiftFactory()

    for step in (operations.buy, operations.give):
        with pytest.raises(Refused):
            step(gift, by=coordinator())


def test_whoever_gave_is_thanked_and_never_told_who(mail_to):
    donor, child = staff(), YoungPersonFactory()
    GiftFactory(young_person=child, donor=donor, state=GiftState.GIVEN)

    sent = mail_to(donor)
    assert [one.template for one in sent] == ["gift_promised", "gift_funded", "gift_given"]
    for one in sent:
        for secret in (child.reference, child.identity.given_name, child.identity.family_name):
            assert secret not in one.subject + one.body


def test_a_withdrawn_gift_gives_its_money_back_and_means_nobody():
    campaign, child = CampaignFactory(), YoungPersonFactory()
    gift = GiftFactory(campaign=campaign, young_person=child, state=GiftState.FUNDED)

    operations.withdraw(gift, "They would rather have a voucher", by=coordinator())

    assert funds.available(campaign.fund) == 50000
    assert not GiftRecipient.query.count()
    GiftFactory(campaign=campaign, young_person=child, item=GiftItem.VOUCHER)


def test_a_withdrawal_says_why_and_a_given_gift_stays_given():
    with pytest.raises(Refused, match="Say why"):
        operations.withdraw(GiftFactory(), " ", by=coordinator())
    with pytest.raises(Refused):
        operations.withdraw(GiftFactory(state=GiftState.GIVEN), "Why not", by=coordinator())


def test_several_are_marked_together_or_none():
    ready, early = GiftFactory(state=GiftState.FUNDED), GiftFactory()

    with pytest.raises(Refused):
        operations.mark([ready, early], GiftState.BOUGHT, by=coordinator())
    with pytest.raises(Refused, match="at least one"):
        operations.mark([], GiftState.BOUGHT, by=coordinator())
    assert ready.state is GiftState.FUNDED


def test_a_gift_says_nothing_of_a_young_person():
    columns = " ".join(GiftNeed.__table__.columns.keys())

    assert "young" not in columns
    assert "recipient" not in columns
