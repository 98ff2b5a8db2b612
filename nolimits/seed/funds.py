"""The invented council's two funds, with what was in them a year ago."""

from nolimits.funds import operations
from nolimits.funds.models import Holder
from nolimits.kernel import clock
from nolimits.seed import Council


def fill(council: Council) -> None:
    """The account that payroll pays into, and the fund of the foundation that makes the grants."""
    officer = council.finance_officers[0]
    with clock.standing_at(council.ago(days=400)):
        council.council_fund = operations.open_fund(
            "No Limits account",
            Holder.COUNCIL,
            by=officer,
            purpose="What staff give from their pay: gifts, starter packs and days out.",
            opening=2_350_00,
        )
        council.foundation_fund = operations.open_fund(
            "No Limits fund",
            Holder.COMMUNITY_FOUNDATION,
            by=officer,
            purpose="Grants to young people for what helps them on.",
            opening=18_400_00,
        )
    with clock.standing_at(council.ago(days=30)):
        operations.transfer(
            council.foundation_fund,
            council.council_fund,
            600_00,
            "The foundation's share of this winter's gifts",
            by=officer,
        )
