"""Funds, and a ledger whose every row moves pence from one account to another of one fund.

A posting names both its accounts, so each row, entry and fund balances by its very shape: there
is no way to write one side of it. The database refuses to change or remove what was posted.
"""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.money import Pence


class Event(StrEnum):
    """What is done here."""

    FUND_OPENED = "fund_opened"
    ENTRY_POSTED = "entry_posted"
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
    TRANSFERS = "transfers"
    SUSPENSE = "suspense"
    OPENING = "opening"


HELD = (Account.BANK, Account.PAYROLL_DEBTOR)
PROMISED = (Account.GRANTS_COMMITTED, Account.GIFTS_COMMITTED, Account.SUSPENSE)


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
    REVERSAL = "reversal"


class Fund(Referenced, Model, prefix="F"):
    """Money held for a purpose."""

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
    """One thing that happened to money, told once."""

    occurred_on: Mapped[date]
    posted_at: Mapped[datetime]
    kind: Mapped[EntryKind]
    narrative: Mapped[str] = mapped_column(sa.String(200))
    approximate: Mapped[bool] = mapped_column(default=False)
    source_type: Mapped[str] = mapped_column(sa.String(40))
    source_id: Mapped[int]
    posted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    reverses_id: Mapped[int | None] = mapped_column(sa.ForeignKey("journal_entry.id"), unique=True)

    postings: Mapped[list["Posting"]] = relationship(back_populates="entry", order_by="Posting.id")
    reverses: Mapped["JournalEntry | None"] = relationship(remote_side="JournalEntry.id")

    __table_args__ = (
        sa.UniqueConstraint("source_type", "source_id", "kind"),
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
