"""Funds, and a ledger whose every row moves pence from one account to another of one fund.

A posting names both its accounts, so each row, entry and fund balances by its very shape: there
is no way to write one side of it. The database refuses to change or remove what was posted.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.kernel.money import Pence

if TYPE_CHECKING:
    from nolimits.people.models import Person


class Event(StrEnum):
    """What is done here."""

    FUND_OPENED = "fund_opened"
    ENTRY_POSTED = "entry_posted"
    ENTRIES_POSTED = "entries_posted"
    ENTRY_REVERSED = "entry_reversed"


class Holder(StrEnum):
    """Whose bank account a fund's money is in."""

    COUNCIL = "council"
    COMMUNITY_FOUNDATION = "community_foundation"


class Account(StrEnum):
    """The accounts of each fund."""

    BANK = "bank"
    PAYROLL_DEBTOR = "payroll_debtor"
    DONATIONS = "donations"
    GRANTS = "grants"
    GRANTS_COMMITTED = "grants_committed"
    GIFTS = "gifts"
    GIFTS_COMMITTED = "gifts_committed"
    EXPENSES = "expenses"
    EXPENSES_COMMITTED = "expenses_committed"
    TRANSFERS = "transfers"
    SUSPENSE = "suspense"
    OPENING = "opening"


HELD = (Account.BANK, Account.PAYROLL_DEBTOR)
PROMISED = (
    Account.GRANTS_COMMITTED,
    Account.GIFTS_COMMITTED,
    Account.EXPENSES_COMMITTED,
    Account.SUSPENSE,
)


class EntryKind(StrEnum):
    """What happened in the world that an entry tells of."""

    OPENING = "opening"
    CONTRIBUTION = "contribution"
    REMITTANCE = "remittance"
    UNIDENTIFIED = "unidentified"
    TRANSFER = "transfer"
    GRANT_AWARDED = "grant_awarded"
    GRANT_PAID = "grant_paid"
    GRANT_CANCELLED = "grant_cancelled"
    GIFT_FUNDED = "gift_funded"
    GIFT_BOUGHT = "gift_bought"
    GIFT_RELEASED = "gift_released"
    EXPENSE_APPROVED = "expense_approved"
    EXPENSE_PAID = "expense_paid"
    REVERSAL = "reversal"


class Move(NamedTuple):
    """Which account pence come to (debit), and which they leave (credit)."""

    debit: Account
    credit: Account


MOVES: dict[EntryKind, tuple[Move, ...]] = {  # the first is the usual one
    # Money that was there before the ledger, and grants that were given before it.
    EntryKind.OPENING: (
        Move(Account.BANK, Account.OPENING),
        Move(Account.GRANTS, Account.OPENING),
    ),
    # Come to the bank; taken from pay and still with payroll; or known at last whose it was.
    EntryKind.CONTRIBUTION: (
        Move(Account.BANK, Account.DONATIONS),
        Move(Account.PAYROLL_DEBTOR, Account.DONATIONS),
        Move(Account.SUSPENSE, Account.DONATIONS),
    ),
    # Nobody knows yet whose it is: it waits in suspense, and nobody may spend it.
    EntryKind.UNIDENTIFIED: (
        Move(Account.BANK, Account.SUSPENSE),
        Move(Account.PAYROLL_DEBTOR, Account.SUSPENSE),
    ),
    # Payroll hands over what it took.
    EntryKind.REMITTANCE: (Move(Account.BANK, Account.PAYROLL_DEBTOR),),
    # Out of one fund, into another.
    EntryKind.TRANSFER: (
        Move(Account.TRANSFERS, Account.BANK),
        Move(Account.BANK, Account.TRANSFERS),
    ),
    # A grant is set aside when it is awarded, and leaves the bank when it is paid.
    EntryKind.GRANT_AWARDED: (Move(Account.GRANTS, Account.GRANTS_COMMITTED),),
    EntryKind.GRANT_PAID: (Move(Account.GRANTS_COMMITTED, Account.BANK),),
    EntryKind.GRANT_CANCELLED: (Move(Account.GRANTS_COMMITTED, Account.GRANTS),),
    # A gift likewise.
    EntryKind.GIFT_FUNDED: (Move(Account.GIFTS, Account.GIFTS_COMMITTED),),
    EntryKind.GIFT_BOUGHT: (Move(Account.GIFTS_COMMITTED, Account.BANK),),
    EntryKind.GIFT_RELEASED: (Move(Account.GIFTS_COMMITTED, Account.GIFTS),),
    # What a volunteer spent is owed to them once it is approved.
    EntryKind.EXPENSE_APPROVED: (Move(Account.EXPENSES, Account.EXPENSES_COMMITTED),),
    EntryKind.EXPENSE_PAID: (Move(Account.EXPENSES_COMMITTED, Account.BANK),),
    # The same lines the other way about; see operations.reverse.
    EntryKind.REVERSAL: (),
}
UNDONE_THERE = ("grant_", "gift_", "expense_approved")
"""How the kinds begin that are undone where the grant, gift or claim is, and not by hand."""
COMMITTING = frozenset(
    {
        EntryKind.GRANT_AWARDED,
        EntryKind.GRANT_CANCELLED,
        EntryKind.GIFT_FUNDED,
        EntryKind.GIFT_RELEASED,
        EntryKind.EXPENSE_APPROVED,
    }
)
"""What only sets money aside or lets go of it; no money comes or goes."""


class Fund(Referenced, Model, prefix="F"):
    """Money held for a purpose."""

    privacy = Entry(Purpose.MONEY, Category.NONE, Keep.FINANCE)
    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    holder: Mapped[Holder]
    purpose: Mapped[str | None] = mapped_column(sa.String(300))
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]

    @property
    def holder_is_charity(self) -> bool:
        """Whether Gift Aid could be claimed on gifts to it (R-FIN-1)."""
        return self.holder is Holder.COMMUNITY_FOUNDATION


class JournalEntry(Referenced, Model, prefix="J"):
    """One thing that happened to money, told once.

    Of one kind and one source there is one entry; after its reversal there may be another, whose
    `turn` is one higher. The database refuses a second entry of the same turn.
    """

    privacy = Entry(Purpose.MONEY, Category.FINANCIAL, Keep.LEDGER)
    occurred_on: Mapped[date]
    posted_at: Mapped[datetime]
    kind: Mapped[EntryKind]
    narrative: Mapped[str] = mapped_column(sa.String(200), info=noted(Category.FINANCIAL))
    approximate: Mapped[bool] = mapped_column(default=False)
    # The years an opening stands for.
    covers: Mapped[str | None] = mapped_column(sa.String(40), info=noted(Category.NONE))
    source_type: Mapped[str] = mapped_column(sa.String(40), info=noted(Category.TECHNICAL))
    source_id: Mapped[int]
    turn: Mapped[int] = mapped_column(default=0)
    posted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    reverses_id: Mapped[int | None] = mapped_column(sa.ForeignKey("journal_entry.id"), unique=True)

    postings: Mapped[list["Posting"]] = relationship(back_populates="entry", order_by="Posting.id")
    reverses: Mapped["JournalEntry | None"] = relationship(
        remote_side="JournalEntry.id", back_populates="reversed_by"
    )
    reversed_by: Mapped["JournalEntry | None"] = relationship(back_populates="reverses")
    posted_by: Mapped["Person | None"] = relationship("Person")

    __table_args__ = (
        sa.UniqueConstraint("source_type", "source_id", "kind", "turn"),
        sa.UniqueConstraint("id", "occurred_on"),
        sa.CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name="reversal"),
    )


def _one_of_the_accounts(name: str) -> sa.Enum:
    """A column of accounts; two in one table each need a constraint of their own name."""
    return sa.Enum(
        Account,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda kind: [member.value for member in kind],
    )


class Posting(Model):
    """Pence moved from the credited account of a fund to the debited one."""

    privacy = Entry(Purpose.MONEY, Category.FINANCIAL, Keep.LEDGER)
    entry_id: Mapped[int]
    occurred_on: Mapped[date]
    fund_id: Mapped[int] = mapped_column(sa.ForeignKey("fund.id"))
    debit: Mapped[Account] = mapped_column(_one_of_the_accounts("debit"))
    credit: Mapped[Account] = mapped_column(_one_of_the_accounts("credit"))
    pence: Mapped[Pence]
    action_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action.id"), index=True)

    entry: Mapped[JournalEntry] = relationship(back_populates="postings")
    fund: Mapped[Fund] = relationship()

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["entry_id", "occurred_on"], ["journal_entry.id", "journal_entry.occurred_on"]
        ),
        sa.CheckConstraint("pence > 0", name="pence_positive"),
        sa.CheckConstraint("debit <> credit", name="two_accounts"),
        sa.Index("ix_posting_entry", "entry_id"),
        sa.Index("ix_posting_totals", "fund_id", "debit", "credit", "occurred_on", "pence"),
    )
