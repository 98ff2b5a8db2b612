"""A paid award whose money came back is undone in the ledger, to the penny."""

import pytest

from nolimits.awards import operations
from nolimits.awards.models import AwardState
from nolimits.funds import queries as funds
from nolimits.funds.models import Account
from nolimits.kernel import clock
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.reports.catalogue import FIGURES
from nolimits.reports.figures import Period
from tests.factories.awards import AwardFactory
from tests.factories.people import coordinator, finance_officer

pytestmark = pytest.mark.usefixtures("app")


def figure(key):
    return FIGURES[key].value(Period(clock.today())).amount


@pytest.mark.parametrize("state", [AwardState.PAID, AwardState.CONFIRMED])
def test_money_that_came_back_can_be_promised_again(state):
    award = AwardFactory(state=state)
    assert figure("grants_paid_total") == figure("grants_awarded_total") == award.pence

    operations.give_back(award, "The bank refused it", by=finance_officer())

    after = funds.balances(award.fund)
    assert (after[Account.BANK], after.promised, after.available) == (100_000, 0, 100_000)
    assert award.state is AwardState.CANCELLED
    assert award.paid_on == award.cancelled_on == clock.today()
    assert figure("grants_paid_total") == figure("grants_awarded_total") == 0
    assert figure("grants_awarded_count") == 0


def test_it_comes_back_once_and_only_what_was_paid():
    award = AwardFactory(state=AwardState.APPROVED_FINANCE)
    with pytest.raises(Refused):
        operations.give_back(award, "Never left", by=finance_officer())
    award = AwardFactory(state=AwardState.PAID)
    operations.give_back(award, "Not needed", by=finance_officer())
    with pytest.raises(Refused, match="This is cancelled already"):
        operations.give_back(award, "Again", by=finance_officer())


def test_only_finance_says_that_money_came_back():
    with pytest.raises(NotVisible):
        operations.give_back(AwardFactory(state=AwardState.PAID), "Mine", by=coordinator())


def test_finance_says_so_on_the_awards_page(sign_in):
    award = AwardFactory(state=AwardState.PAID)
    page = sign_in(finance_officer()).visit(f"/awards/{award.reference}")
    page = page.follow("The money came back").submit(reason="")
    assert page.errors == ["Say why it came back"]
    page = page.submit(reason="The bank refused it")
    assert page.flash == "It is in the bank again. The money can be promised again"
    assert "Came back on" in page.text
