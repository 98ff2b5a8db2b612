"""Claims of expenses and their lines; what was agreed about them; the files that finance pays by.

No line has a place: where somebody went can tell where a child lives.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.expenses.kinds import About, AskState, ExpenseKind, ExpenseState, Vehicle
from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.kernel.money import Pence
from nolimits.kernel.reads import Sensitive

if TYPE_CHECKING:
    from nolimits.activities.models import Offer, Place
    from nolimits.funds.models import Fund
    from nolimits.matching.models import Match
    from nolimits.people.models import Person


def _apart(record: "PreApproval | ExpenseClaim | ExpenseLine") -> set[int]:
    """The adults who must read nothing of a young person whom a record is about, or who came along.

    Not whoever claims: a claim of their own that is gone would tell them of a tie.
    """
    if record.match:
        return record.match.kept_apart_ids
    lines: list[ExpenseLine] = getattr(getattr(record, "claim", record), "lines", [])
    came = {one.young_person for line in lines for one in line.came}
    return set[int]().union(*(one.kept_apart_ids for one in came)) - {record.person_id}


def _led(table: str) -> Any:
    """A column that leads to a record of a table, with its index."""
    return mapped_column(sa.ForeignKey(f"{table}.id"), index=True)


OF_ONE = "(about = 'match') = (for_match_id IS NOT NULL)"


class MileageRate(Model):
    """What the council pays for a mile from a day on, at most what is free of tax (R-EXP-1)."""

    privacy = Entry(Purpose.EXPENSES, Category.NONE, Keep.SCHEME)
    vehicle: Mapped[Vehicle]
    from_on: Mapped[date]
    pence: Mapped[Pence]
    ceiling_pence: Mapped[Pence]
    after_miles: Mapped[int | None]
    after_pence: Mapped[Pence | None]
    after_ceiling_pence: Mapped[Pence | None]
    set_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    __table_args__ = (
        sa.UniqueConstraint("vehicle", "from_on"),
        sa.CheckConstraint(
            "pence BETWEEN 0 AND ceiling_pence AND ceiling_pence <= 200", name="ceiling"
        ),
        sa.CheckConstraint(
            "(after_miles IS NULL) = (after_pence IS NULL) "
            "AND (after_miles IS NULL) = (after_ceiling_pence IS NULL) "
            "AND (after_miles IS NULL OR (after_miles > 0 "
            "AND after_pence BETWEEN 0 AND after_ceiling_pence "
            "AND after_ceiling_pence <= ceiling_pence))",
            name="after",
        ),
    )


class ExpenseLimit(Referenced, Model, prefix="XM"):
    """What was agreed from a day on: for one match, activities, or all without their own."""

    privacy = Entry(Purpose.EXPENSES, Category.NONE, Keep.FINANCE)
    about: Mapped[About | None]
    for_match_id: Mapped[int | None] = _led("match")
    fund_id: Mapped[int] = mapped_column(sa.ForeignKey("fund.id"))
    visit_pence: Mapped[Pence]
    month_pence: Mapped[Pence]
    match_pence: Mapped[Pence | None]
    within_days: Mapped[int]
    from_on: Mapped[date]
    agreed_on: Mapped[date]
    agreed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    fund: Mapped["Fund"] = relationship("Fund")
    match: Mapped["Match | None"] = relationship("Match")

    __table_args__ = (
        sa.CheckConstraint(
            "visit_pence > 0 AND visit_pence <= month_pence AND within_days BETWEEN 1 AND 366 "
            "AND month_pence <= COALESCE(match_pence, 500000) AND match_pence <= 500000",
            name="sensible",
        ),
        sa.CheckConstraint(
            "(for_match_id IS NOT NULL) = (COALESCE(about, 'all') = 'match') "
            "AND (match_pence IS NULL) = (COALESCE(about, 'all') = 'activities') "
            "AND COALESCE(about, 'all') <> 'training'",
            name="of_one",
        ),
    )


class PreApproval(Referenced, Model, prefix="XA"):
    """Somebody asked before spending more than was agreed; a yes comes before the day or on it."""

    privacy = Entry(Purpose.EXPENSES, Category.FINANCIAL, Keep.FINANCE)
    person_id: Mapped[int] = _led("person")
    about: Mapped[About]
    for_match_id: Mapped[int | None] = _led("match")
    planned_on: Mapped[date]
    pence: Mapped[Pence]
    what: Mapped[str] = mapped_column(Sealed(300), info=noted(Category.CONFIDENTIAL))
    state: Mapped[AskState] = mapped_column(default=AskState.ASKED)
    asked_on: Mapped[date]
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    person: Mapped["Person"] = relationship("Person", foreign_keys=[person_id])
    match: Mapped["Match | None"] = relationship("Match")

    __table_args__ = (
        sa.CheckConstraint("pence BETWEEN 1 AND 100000", name="sensible"),
        sa.CheckConstraint(
            "(state = 'asked') = (decided_on IS NULL) "
            "AND (decided_on IS NULL) = (decided_by_id IS NULL)",
            name="decision",
        ),
        sa.CheckConstraint(
            "asked_on <= planned_on AND (state <> 'agreed' OR decided_on <= planned_on)",
            name="before_the_day",
        ),
        sa.CheckConstraint("decided_by_id <> person_id", name="decided_by_other"),
        sa.CheckConstraint(OF_ONE, name="of_one"),
    )

    kept_apart_ids = property(_apart)


class OtherMiles(Model):
    """How far somebody drove in a tax year for others, as they told: the first miles are shared."""

    privacy = Entry(Purpose.EXPENSES, Category.FINANCIAL, Keep.FINANCE)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    tax_year: Mapped[int]
    tenths: Mapped[int]
    told_on: Mapped[date]

    __table_args__ = (
        sa.UniqueConstraint("person_id", "tax_year"),
        sa.CheckConstraint(
            "tenths BETWEEN 0 AND 1000000 AND tax_year BETWEEN 2020 AND 2200", name="sensible"
        ),
    )


class ExpenseFile(Referenced, Model, prefix="XF"):
    """Claims that finance pays together, with what they come to when the file is made."""

    privacy = Entry(Purpose.EXPENSES, Category.NONE, Keep.FINANCE)
    made_on: Mapped[date]
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    control_pence: Mapped[Pence]
    control_count: Mapped[int]

    claims: Mapped[list["ExpenseClaim"]] = relationship(
        back_populates="file", order_by="ExpenseClaim.id"
    )

    __table_args__ = (sa.CheckConstraint("control_pence > 0 AND control_count > 0", name="all"),)


CHECKED = "('approved', 'sent_to_finance', 'paid', 'rejected')"


class ExpenseClaim(Referenced, Model, prefix="X"):
    """What somebody spent on a match, on activities or on training, to be paid back (R-EXP-2).

    Nobody checks what they claimed themself, and whoever checked it does not pay it: the database
    refuses both.
    """

    privacy = Entry(Purpose.EXPENSES, Category.FINANCIAL, Keep.FINANCE)
    person_id: Mapped[int] = _led("person")
    about: Mapped[About]
    for_match_id: Mapped[int | None] = _led("match")
    state: Mapped[ExpenseState] = mapped_column(default=ExpenseState.DRAFT, index=True)
    begun_on: Mapped[date]
    submitted_on: Mapped[date | None]
    pence: Mapped[Pence] = mapped_column(default=0)
    papers_said_on: Mapped[date | None]
    reply: Mapped[str | None] = mapped_column(Sealed(500), info=noted(Category.CONFIDENTIAL))
    checked_on: Mapped[date | None]
    checked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    expense_file_id: Mapped[int | None] = _led("expense_file")
    paid_on: Mapped[date | None]
    paid_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    payment_reference: Mapped[str | None] = mapped_column(
        Sealed(40), info=noted(Category.CONFIDENTIAL)
    )

    person: Mapped["Person"] = relationship("Person", foreign_keys=[person_id])
    match: Mapped["Match | None"] = relationship("Match")
    file: Mapped[ExpenseFile | None] = relationship(back_populates="claims")
    lines: Mapped[list["ExpenseLine"]] = relationship(
        back_populates="claim", order_by="ExpenseLine.day, ExpenseLine.id"
    )

    __table_args__ = (
        sa.CheckConstraint("pence BETWEEN 0 AND 500000", name="sensible"),
        sa.CheckConstraint(
            "state = 'draft' OR (submitted_on IS NOT NULL AND pence > 0)", name="submitted"
        ),
        sa.CheckConstraint("state NOT IN ('queried', 'rejected') OR reply IS NOT NULL", name="why"),
        sa.CheckConstraint(
            f"(state IN {CHECKED}) = (checked_on IS NOT NULL) "
            "AND (checked_on IS NULL) = (checked_by_id IS NULL)",
            name="checked_first",
        ),
        sa.CheckConstraint("checked_by_id <> person_id", name="checked_by_other"),
        sa.CheckConstraint(
            "(state IN ('sent_to_finance', 'paid')) = (expense_file_id IS NOT NULL)", name="in_file"
        ),
        sa.CheckConstraint(
            "(state = 'paid') = (paid_on IS NOT NULL) AND (paid_on IS NULL) = (paid_by_id IS NULL) "
            "AND (paid_on IS NULL) = (payment_reference IS NULL)",
            name="payment",
        ),
        sa.CheckConstraint(
            "paid_by_id <> person_id AND paid_by_id <> checked_by_id", name="paid_by_third"
        ),
        sa.CheckConstraint(OF_ONE, name="of_one"),
    )

    kept_apart_ids = property(_apart)


CAME = "and_(ExpenseLine.offer_id == foreign(Place.offer_id), Place.state == 'attended')"


class ExpenseLine(Referenced, Sensitive, Model, prefix="XL"):
    """One thing of a claim: what it cost, with its receipt; or how far somebody went.

    The receipt is a photo made anew, or a picture of the pages of a PDF; it is sealed.
    The same one is taken once, in all claims together. It can tell where two people meet, so each
    look at it is written down.
    """

    looked_at = ("person", "person_id")
    privacy = Entry(Purpose.EXPENSES, Category.FINANCIAL, Keep.FINANCE)
    expense_claim_id: Mapped[int] = _led("expense_claim")
    day: Mapped[date]
    kind: Mapped[ExpenseKind]
    what: Mapped[str] = mapped_column(Sealed(200), info=noted(Category.CONFIDENTIAL))
    pence: Mapped[Pence]
    tenths: Mapped[int | None]
    mileage_rate_id: Mapped[int | None] = _led("mileage_rate")
    for_contact_id: Mapped[int | None] = _led("contact")
    training_day_id: Mapped[int | None] = _led("training_day")
    offer_id: Mapped[int | None] = _led("offer")
    expense_limit_id: Mapped[int | None] = _led("expense_limit")
    pre_approval_id: Mapped[int | None] = _led("pre_approval")
    # A file: whoever it is of opens it on their page, and a copy in words has no place for it.
    receipt: Mapped[str | None] = mapped_column(
        Sealed(), deferred=True, info=noted(Category.SECRET)
    )
    receipt_print: Mapped[str | None] = mapped_column(
        sa.String(64), unique=True, info=noted(Category.TECHNICAL)
    )

    claim: Mapped[ExpenseClaim] = relationship(back_populates="lines")
    limit: Mapped[ExpenseLimit | None] = relationship()
    pre_approval: Mapped[PreApproval | None] = relationship()
    mileage_rate: Mapped[MileageRate | None] = relationship()
    offer: Mapped["Offer | None"] = relationship("Offer")
    came: Mapped[list["Place"]] = relationship("Place", primaryjoin=CAME, viewonly=True)

    __table_args__ = (
        sa.CheckConstraint("pence BETWEEN 0 AND 50000", name="sensible"),
        sa.CheckConstraint(
            "(kind IN ('car', 'passenger')) = (tenths IS NOT NULL) "
            "AND (tenths IS NULL) = (mileage_rate_id IS NULL) "
            "AND (tenths IS NULL OR tenths BETWEEN 1 AND 5000)",
            name="miles",
        ),
        sa.CheckConstraint(
            "tenths IS NOT NULL OR (pence > 0 AND receipt IS NOT NULL)", name="has_receipt"
        ),
    )

    person_id: AssociationProxy[int] = association_proxy("claim", "person_id")
    match: AssociationProxy["Match | None"] = association_proxy("claim", "match")
    kept_apart_ids = property(_apart)
