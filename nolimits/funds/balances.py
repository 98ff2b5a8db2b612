"""What a fund's accounts come to: held, promised and left. Numbers in, numbers out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from nolimits.funds.models import HELD, PROMISED, Account

Moved = tuple[Account, Account, int]
"""The debited account, the credited account, and the pence that went from this to that."""


@dataclass(frozen=True)
class Balances:
    """Debits less credits of each account of one fund, in pence."""

    of_account: Mapping[Account, int]

    @classmethod
    def after(cls, moved: Iterable[Moved]) -> Self:
        """What these moves alone come to."""
        totals = dict.fromkeys(Account, 0)
        for debit, credit, pence in moved:
            totals[debit] += pence
            totals[credit] -= pence
        return cls(totals)

    def __add__(self, other: Self) -> Self:
        return type(self)({one: self[one] + other[one] for one in Account})

    def __getitem__(self, account: Account) -> int:
        return self.of_account[account]

    @property
    def held(self) -> int:
        """What the fund has: in the bank, and taken from pay on its way there."""
        return sum(self[account] for account in HELD)

    @property
    def promised(self) -> int:
        """What it owes: grants, gifts and expenses set aside, and money nobody has claimed yet."""
        return -sum(self[account] for account in PROMISED)

    @property
    def available(self) -> int:
        """What may still be promised."""
        return self.held - self.promised

    @property
    def received(self) -> int:
        """What people gave."""
        return -self[Account.DONATIONS]

    @property
    def limits(self) -> dict[str, int]:
        """What may never fall below nothing, each by the words that say how much there is."""
        return {
            "There is {} left in {}": self.available,
            "There is {} in the bank for {}": self[Account.BANK],
            "Payroll owes {} to {}: reverse what it handed over first": self[
                Account.PAYROLL_DEBTOR
            ],
            "Grants of {} are waiting to be paid from {}": -self[Account.GRANTS_COMMITTED],
            "Gifts of {} are waiting to be bought from {}": -self[Account.GIFTS_COMMITTED],
            "Expenses of {} are waiting to be paid from {}": -self[Account.EXPENSES_COMMITTED],
            "There is {} in suspense in {}": -self[Account.SUSPENSE],
        }
