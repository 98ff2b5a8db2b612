"""Batches of money that arrived, line by line, and the contributions they became."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, Referenced, db
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.kernel.money import Pence
from nolimits.pledges.models import Channel

if TYPE_CHECKING:
    from nolimits.funds.models import Fund, JournalEntry
    from nolimits.people.models import Person
    from nolimits.pledges.models import Pledge


class Event(StrEnum):
    """What is done here."""

    BATCH_IMPORTED = "batch_imported"
    BATCH_APPROVED = "batch_approved"
    BATCH_REJECTED = "batch_rejected"
    BATCH_REMITTED = "batch_remitted"
    REMITTANCE_REVERSED = "remittance_reversed"
    LINE_IDENTIFIED = "line_identified"
    CONTRIBUTION_REVERSED = "contribution_reversed"


class BatchKind(StrEnum):
    """Who sent the file."""

    PAYROLL = "payroll"
    BANK = "bank"


class BatchState(StrEnum):
    """Where a batch stands; a second person approves, and so it is posted."""

    MATCHED = "matched"
    POSTED = "posted"
    REJECTED = "rejected"


class LineKind(StrEnum):
    """How a line compares with what was promised."""

    TAKEN = "taken"
    SHORT = "short"
    OVER = "over"
    NOT_TAKEN = "not_taken"
    UNKNOWN = "unknown"


class Batch(Referenced, Model, prefix="B"):
    """One file of many amounts, with its control total.

    Once approved, each line of a payroll result is owed by payroll to the fund (debit payroll
    debtor, credit donations) until the whole is handed over (debit bank, credit payroll debtor);
    a bank line is in the bank at once. What nobody promised waits in suspense.
    """

    privacy = Entry(Purpose.MONEY, Category.NONE, Keep.FINANCE)
    kind: Mapped[BatchKind]
    fund_id: Mapped[int] = mapped_column(sa.ForeignKey("fund.id"))
    received_on: Mapped[date]
    file_name: Mapped[str] = mapped_column(sa.String(120))
    file_sha256: Mapped[str] = mapped_column(sa.String(64))
    control_pence: Mapped[Pence]
    control_count: Mapped[int]
    state: Mapped[BatchState] = mapped_column(index=True)
    imported_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    remitted_on: Mapped[date | None]

    fund: Mapped["Fund"] = relationship("Fund")
    imported_by: Mapped["Person"] = relationship("Person", foreign_keys=[imported_by_id])
    approved_by: Mapped["Person | None"] = relationship("Person", foreign_keys=[approved_by_id])
    lines: Mapped[list["BatchLine"]] = relationship(
        back_populates="batch", order_by="BatchLine.number"
    )

    __table_args__ = (
        sa.Index(
            "uq_batch_file",
            "file_sha256",
            "received_on",
            unique=True,
            sqlite_where=sa.text("state <> 'rejected'"),
            postgresql_where=sa.text("state <> 'rejected'"),
        ),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> imported_by_id", name="two_people"
        ),
        sa.CheckConstraint(
            "(state = 'posted') = (approved_by_id IS NOT NULL)", name="approved_by_someone"
        ),
        sa.CheckConstraint(
            "remitted_on IS NULL OR (kind = 'payroll' AND state = 'posted')", name="remitted_last"
        ),
    )


class BatchLine(Model):
    """One line of a file, and what it was taken to be."""

    privacy = Entry(Purpose.MONEY, Category.FINANCIAL, Keep.FINANCE)
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("batch.id"))
    number: Mapped[int]
    payer: Mapped[str] = mapped_column(Sealed(120), info=noted(Category.CONFIDENTIAL))
    paid_on: Mapped[date]
    pence: Mapped[Pence]
    expected_pence: Mapped[Pence | None]
    reason: Mapped[str | None] = mapped_column(Sealed(200), info=noted(Category.CONFIDENTIAL))
    kind: Mapped[LineKind]
    pledge_id: Mapped[int | None] = mapped_column(sa.ForeignKey("pledge.id"), index=True)

    batch: Mapped[Batch] = relationship(back_populates="lines")
    pledge: Mapped["Pledge | None"] = relationship("Pledge")
    contribution: Mapped["Contribution | None"] = relationship(
        back_populates="batch_line",
        primaryjoin="and_(Contribution.batch_line_id == BatchLine.id, "
        "Contribution.reversed_on.is_(None))",
        viewonly=True,
    )

    @property
    def reference(self) -> str:
        """Its name in URLs: that of its batch, and its number in the file."""
        return f"{self.batch.reference}-{self.number}"

    @classmethod
    def by_key(cls, key: str) -> Self | None:
        """The line that a URL names, or None."""
        batch, _, number = key.rpartition("-")
        if not number.isdecimal() or len(number) > 9:
            return None
        named = sa.select(cls).join(Batch, Batch.id == cls.batch_id)
        return db.session.scalar(named.where(Batch.reference == batch, cls.number == int(number)))

    __table_args__ = (
        sa.UniqueConstraint("batch_id", "number"),
        sa.CheckConstraint("pence >= 0", name="pence_not_negative"),
        sa.CheckConstraint("(kind = 'not_taken') = (pence = 0)", name="nothing_taken"),
        sa.CheckConstraint("kind <> 'unknown' OR pledge_id IS NULL", name="unknown_has_no_pledge"),
    )


class Contribution(Referenced, Model, prefix="C"):
    """Money that arrived; its pence are those of its journal entry.

    When the entry is reversed, so is the contribution: from that day it counts no more.
    """

    privacy = Entry(Purpose.MONEY, Category.FINANCIAL, Keep.FINANCE)
    batch_line_id: Mapped[int] = mapped_column(sa.ForeignKey("batch_line.id"), index=True)
    pledge_id: Mapped[int | None] = mapped_column(sa.ForeignKey("pledge.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    channel: Mapped[Channel]
    received_on: Mapped[date] = mapped_column(index=True)
    pence: Mapped[Pence]
    reversed_on: Mapped[date | None]
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("journal_entry.id"), unique=True)

    pledge: Mapped["Pledge | None"] = relationship("Pledge")
    person: Mapped["Person | None"] = relationship("Person")
    entry: Mapped["JournalEntry"] = relationship("JournalEntry")
    batch_line: Mapped[BatchLine] = relationship()

    __table_args__ = (
        sa.CheckConstraint("pence > 0", name="pence_positive"),
        sa.Index(
            "uq_contribution_of_line",
            "batch_line_id",
            unique=True,
            sqlite_where=sa.text("reversed_on IS NULL"),
            postgresql_where=sa.text("reversed_on IS NULL"),
        ),
    )
