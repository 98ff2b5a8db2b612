"""The ledger's kinds and accounts in words, and its statement as cells of a file."""

from collections.abc import Sequence
from typing import Any

from nolimits.funds.models import Account, EntryKind
from nolimits.kernel import money

KINDS: dict[EntryKind, str] = {
    EntryKind.OPENING: "At the start",
    EntryKind.CONTRIBUTION: "Given",
    EntryKind.REMITTANCE: "Handed over by payroll",
    EntryKind.UNIDENTIFIED: "Not known whose",
    EntryKind.TRANSFER: "Moved between funds",
    EntryKind.GRANT_AWARDED: "Grant awarded",
    EntryKind.GRANT_PAID: "Grant paid",
    EntryKind.GRANT_CANCELLED: "Grant cancelled",
    EntryKind.GIFT_FUNDED: "Gift set aside",
    EntryKind.GIFT_BOUGHT: "Gift bought",
    EntryKind.GIFT_RELEASED: "Gift let go",
    EntryKind.EXPENSE_APPROVED: "Expenses approved",
    EntryKind.EXPENSE_PAID: "Expenses paid",
    EntryKind.REVERSAL: "Reversal",
}
KIND_CHOICES = [("", "Anything"), *((kind.value, words) for kind, words in KINDS.items())]
ACCOUNTS: dict[Account, str] = {
    Account.BANK: "Bank",
    Account.PAYROLL_DEBTOR: "Owed by payroll",
    Account.DONATIONS: "Donations",
    Account.GRANTS: "Grants",
    Account.GRANTS_COMMITTED: "Grants promised",
    Account.GIFTS: "Gifts",
    Account.GIFTS_COMMITTED: "Gifts promised",
    Account.EXPENSES: "Expenses",
    Account.EXPENSES_COMMITTED: "Expenses promised",
    Account.TRANSFERS: "Transfers",
    Account.SUSPENSE: "Suspense: nobody knows whose",
    Account.OPENING: "At the start",
}
STATEMENT = (
    "Date",
    "Entry",
    "Kind",
    "Narrative",
    "Debit",
    "Credit",
    "Amount",
    "Held",
    "Promised",
    "Left after it",
)


def statement_cells(row: Any) -> Sequence[str]:
    """A row of a statement under the headings of STATEMENT."""
    return (
        row.occurred_on.isoformat(),
        row.reference,
        KINDS[row.kind],
        row.narrative,
        ACCOUNTS[row.debit],
        ACCOUNTS[row.credit],
        *map(money.decimal, (row.pence, row.held, row.promised, row.left_after)),
    )
