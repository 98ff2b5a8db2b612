"""expenses: what volunteers spend, what was agreed about it, and its place in the ledger."""

from datetime import date

import sqlalchemy as sa
from alembic import op

from nolimits.kernel.db import append_only, not_append_only

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

KINDS = (
    "opening",
    "contribution",
    "remittance",
    "unidentified",
    "transfer",
    "grant_awarded",
    "grant_paid",
    "grant_cancelled",
    "gift_funded",
    "gift_bought",
    "gift_released",
    "reversal",
)
ACCOUNTS = (
    "bank",
    "payroll_debtor",
    "donations",
    "grants",
    "grants_committed",
    "gifts",
    "gifts_committed",
    "transfers",
    "suspense",
    "opening",
)
LEDGER = ("journal_entry", "posting")
CAR = {"vehicle": "car", "after_miles": 10_000, "after_pence": 25, "after_ceiling_pence": 25}
RATES = (  # free of tax (R-EXP-1): 45p a mile before 6 April 2026, 55p since; 5p for a passenger
    {**CAR, "from_on": date(2011, 4, 6), "pence": 45, "ceiling_pence": 45},
    {**CAR, "from_on": date(2026, 4, 6), "pence": 55, "ceiling_pence": 55},
    {
        "vehicle": "passenger",
        "from_on": date(2011, 4, 6),
        "pence": 5,
        "ceiling_pence": 5,
        "after_miles": None,
        "after_pence": None,
        "after_ceiling_pence": None,
    },
)


def _open_ledger() -> None:
    """Let rows be changed, and any kind and account stand in them."""
    for table in LEDGER:
        for statement in not_append_only(table, dialect=op.get_bind().dialect.name):
            op.execute(statement)
    with op.batch_alter_table("journal_entry") as batch_op:
        batch_op.drop_constraint(op.f("ck_journal_entry_entrykind"), type_="check")
    with op.batch_alter_table("posting") as batch_op:
        batch_op.drop_constraint(op.f("ck_posting_debit"), type_="check")
        batch_op.drop_constraint(op.f("ck_posting_credit"), type_="check")


def _close_ledger(kinds: tuple[str, ...], accounts: tuple[str, ...]) -> None:
    """Say which kinds and accounts there are, and let no row be changed again."""
    with op.batch_alter_table("journal_entry") as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_journal_entry_entrykind"), sa.column("kind").in_(kinds)
        )
    with op.batch_alter_table("posting") as batch_op:
        for side in ("debit", "credit"):
            batch_op.create_check_constraint(
                op.f(f"ck_posting_{side}"), sa.column(side).in_(accounts)
            )
    for table in LEDGER:
        for statement in append_only(table, dialect=op.get_bind().dialect.name):
            op.execute(statement)


def upgrade() -> None:
    _open_ledger()
    _close_ledger(
        (*KINDS, "expense_approved", "expense_paid"), (*ACCOUNTS, "expenses", "expenses_committed")
    )
    op.create_table(
        "expense_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("control_pence", sa.BigInteger(), nullable=False),
        sa.Column("control_count", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "control_pence > 0 AND control_count > 0", name=op.f("ck_expense_file_all")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_expense_file_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense_file")),
        sa.UniqueConstraint("reference", name=op.f("uq_expense_file_reference")),
    )
    op.create_table(
        "mileage_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "vehicle",
            sa.Enum(
                "car",
                "passenger",
                name="vehicle",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("ceiling_pence", sa.BigInteger(), nullable=False),
        sa.Column("after_miles", sa.Integer(), nullable=True),
        sa.Column("after_pence", sa.BigInteger(), nullable=True),
        sa.Column("after_ceiling_pence", sa.BigInteger(), nullable=True),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(after_miles IS NULL) = (after_pence IS NULL) AND (after_miles IS NULL) = (after_ceiling_pence IS NULL) AND (after_miles IS NULL OR (after_miles > 0 AND after_pence BETWEEN 0 AND after_ceiling_pence AND after_ceiling_pence <= ceiling_pence))",
            name=op.f("ck_mileage_rate_after"),
        ),
        sa.CheckConstraint(
            "pence BETWEEN 0 AND ceiling_pence AND ceiling_pence <= 200",
            name=op.f("ck_mileage_rate_ceiling"),
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_mileage_rate_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mileage_rate")),
        sa.UniqueConstraint("vehicle", "from_on", name=op.f("uq_mileage_rate_vehicle_from_on")),
    )
    op.create_table(
        "other_miles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tax_year", sa.Integer(), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "tenths BETWEEN 0 AND 1000000 AND tax_year BETWEEN 2020 AND 2200",
            name=op.f("ck_other_miles_sensible"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_other_miles_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_miles")),
        sa.UniqueConstraint(
            "person_id", "tax_year", name=op.f("uq_other_miles_person_id_tax_year")
        ),
    )
    op.create_table(
        "expense_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("for_match_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "queried",
                "approved",
                "sent_to_finance",
                "paid",
                "rejected",
                name="expensestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("papers_said_on", sa.Date(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("expense_file_id", sa.Integer(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("paid_by_id", sa.Integer(), nullable=True),
        sa.Column("payment_reference", sa.Text(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(state = 'paid') = (paid_on IS NOT NULL) AND (paid_on IS NULL) = (paid_by_id IS NULL) AND (paid_on IS NULL) = (payment_reference IS NULL)",
            name=op.f("ck_expense_claim_payment"),
        ),
        sa.CheckConstraint(
            "(state IN ('approved', 'sent_to_finance', 'paid', 'rejected')) = (checked_on IS NOT NULL) AND (checked_on IS NULL) = (checked_by_id IS NULL)",
            name=op.f("ck_expense_claim_checked_first"),
        ),
        sa.CheckConstraint(
            "(state IN ('sent_to_finance', 'paid')) = (expense_file_id IS NOT NULL)",
            name=op.f("ck_expense_claim_in_file"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR (submitted_on IS NOT NULL AND pence > 0)",
            name=op.f("ck_expense_claim_submitted"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('queried', 'rejected') OR reply IS NOT NULL",
            name=op.f("ck_expense_claim_why"),
        ),
        sa.CheckConstraint(
            "checked_by_id <> person_id", name=op.f("ck_expense_claim_checked_by_other")
        ),
        sa.CheckConstraint(
            "paid_by_id <> person_id AND paid_by_id <> checked_by_id",
            name=op.f("ck_expense_claim_paid_by_third"),
        ),
        sa.CheckConstraint("pence BETWEEN 0 AND 500000", name=op.f("ck_expense_claim_sensible")),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["person.id"], name=op.f("fk_expense_claim_checked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["expense_file_id"], ["expense_file.id"], name=op.f("fk_expense_claim_expense_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["for_match_id"], ["match.id"], name=op.f("fk_expense_claim_for_match_id")
        ),
        sa.ForeignKeyConstraint(
            ["paid_by_id"], ["person.id"], name=op.f("fk_expense_claim_paid_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_expense_claim_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense_claim")),
        sa.UniqueConstraint("reference", name=op.f("uq_expense_claim_reference")),
    )
    with op.batch_alter_table("expense_claim", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_expense_claim_expense_file_id"), ["expense_file_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_expense_claim_for_match_id"), ["for_match_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_expense_claim_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_expense_claim_state"), ["state"], unique=False)

    op.create_table(
        "expense_limit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("for_match_id", sa.Integer(), nullable=True),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("visit_pence", sa.BigInteger(), nullable=False),
        sa.Column("month_pence", sa.BigInteger(), nullable=False),
        sa.Column("match_pence", sa.BigInteger(), nullable=False),
        sa.Column("within_days", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("agreed_by_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "visit_pence > 0 AND visit_pence <= month_pence AND month_pence <= match_pence AND match_pence <= 500000 AND within_days BETWEEN 1 AND 366",
            name=op.f("ck_expense_limit_sensible"),
        ),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["person.id"], name=op.f("fk_expense_limit_agreed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["for_match_id"], ["match.id"], name=op.f("fk_expense_limit_for_match_id")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_expense_limit_fund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense_limit")),
        sa.UniqueConstraint("reference", name=op.f("uq_expense_limit_reference")),
    )
    with op.batch_alter_table("expense_limit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_expense_limit_for_match_id"), ["for_match_id"], unique=False
        )

    op.create_table(
        "pre_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("for_match_id", sa.Integer(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "agreed",
                "refused",
                name="askstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(state = 'asked') = (decided_on IS NULL) AND (decided_on IS NULL) = (decided_by_id IS NULL)",
            name=op.f("ck_pre_approval_decision"),
        ),
        sa.CheckConstraint(
            "asked_on <= planned_on AND (state <> 'agreed' OR decided_on <= planned_on)",
            name=op.f("ck_pre_approval_before_the_day"),
        ),
        sa.CheckConstraint(
            "decided_by_id <> person_id", name=op.f("ck_pre_approval_decided_by_other")
        ),
        sa.CheckConstraint("pence BETWEEN 1 AND 100000", name=op.f("ck_pre_approval_sensible")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_pre_approval_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["for_match_id"], ["match.id"], name=op.f("fk_pre_approval_for_match_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_pre_approval_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pre_approval")),
        sa.UniqueConstraint("reference", name=op.f("uq_pre_approval_reference")),
    )
    with op.batch_alter_table("pre_approval", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pre_approval_for_match_id"), ["for_match_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_pre_approval_person_id"), ["person_id"], unique=False)

    op.create_table(
        "expense_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expense_claim_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "fare",
                "parking",
                "tickets",
                "food",
                "materials",
                "other",
                "car",
                "passenger",
                name="expensekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=True),
        sa.Column("mileage_rate_id", sa.Integer(), nullable=True),
        sa.Column("for_contact_id", sa.Integer(), nullable=True),
        sa.Column("training_day_id", sa.Integer(), nullable=True),
        sa.Column("expense_limit_id", sa.Integer(), nullable=True),
        sa.Column("pre_approval_id", sa.Integer(), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=True),
        sa.Column("receipt_print", sa.String(length=64), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(kind IN ('car', 'passenger')) = (tenths IS NOT NULL) AND (tenths IS NULL) = (mileage_rate_id IS NULL) AND (tenths IS NULL OR tenths BETWEEN 1 AND 5000)",
            name=op.f("ck_expense_line_miles"),
        ),
        sa.CheckConstraint("pence BETWEEN 0 AND 50000", name=op.f("ck_expense_line_sensible")),
        sa.CheckConstraint(
            "tenths IS NOT NULL OR (pence > 0 AND receipt IS NOT NULL)",
            name=op.f("ck_expense_line_has_receipt"),
        ),
        sa.ForeignKeyConstraint(
            ["expense_claim_id"],
            ["expense_claim.id"],
            name=op.f("fk_expense_line_expense_claim_id"),
        ),
        sa.ForeignKeyConstraint(
            ["expense_limit_id"],
            ["expense_limit.id"],
            name=op.f("fk_expense_line_expense_limit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["for_contact_id"], ["contact.id"], name=op.f("fk_expense_line_for_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["mileage_rate_id"], ["mileage_rate.id"], name=op.f("fk_expense_line_mileage_rate_id")
        ),
        sa.ForeignKeyConstraint(
            ["pre_approval_id"], ["pre_approval.id"], name=op.f("fk_expense_line_pre_approval_id")
        ),
        sa.ForeignKeyConstraint(
            ["training_day_id"], ["training_day.id"], name=op.f("fk_expense_line_training_day_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense_line")),
        sa.UniqueConstraint("receipt_print", name=op.f("uq_expense_line_receipt_print")),
        sa.UniqueConstraint("reference", name=op.f("uq_expense_line_reference")),
    )
    with op.batch_alter_table("expense_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_expense_line_expense_claim_id"), ["expense_claim_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_expense_line_expense_limit_id"), ["expense_limit_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_expense_line_for_contact_id"), ["for_contact_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_expense_line_mileage_rate_id"), ["mileage_rate_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_expense_line_pre_approval_id"), ["pre_approval_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_expense_line_training_day_id"), ["training_day_id"], unique=False
        )

    columns = [
        sa.column(
            name, sa.Date if name == "from_on" else sa.String if name == "vehicle" else sa.Integer
        )
        for name in RATES[0]
    ]
    op.bulk_insert(sa.table("mileage_rate", *columns), list(RATES))


def downgrade() -> None:
    # The ledger loses nothing; below there is no other word for what was spent than a grant.
    _open_ledger()
    for old, new in (("expense_approved", "grant_awarded"), ("expense_paid", "grant_paid")):
        op.execute(
            f"UPDATE journal_entry SET kind = '{new}', source_type = 'past_expense_claim' "  # noqa: S608  # our own words
            f"WHERE kind = '{old}'"
        )
    for side in ("debit", "credit"):
        for account in ("expenses", "expenses_committed"):
            new = account.replace("expenses", "grants")
            op.execute(f"UPDATE posting SET {side} = '{new}' WHERE {side} = '{account}'")  # noqa: S608  # the same
    _close_ledger(KINDS, ACCOUNTS)
    with op.batch_alter_table("expense_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expense_line_training_day_id"))
        batch_op.drop_index(batch_op.f("ix_expense_line_pre_approval_id"))
        batch_op.drop_index(batch_op.f("ix_expense_line_mileage_rate_id"))
        batch_op.drop_index(batch_op.f("ix_expense_line_for_contact_id"))
        batch_op.drop_index(batch_op.f("ix_expense_line_expense_limit_id"))
        batch_op.drop_index(batch_op.f("ix_expense_line_expense_claim_id"))

    op.drop_table("expense_line")
    with op.batch_alter_table("pre_approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pre_approval_person_id"))
        batch_op.drop_index(batch_op.f("ix_pre_approval_for_match_id"))

    op.drop_table("pre_approval")
    with op.batch_alter_table("expense_limit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expense_limit_for_match_id"))

    op.drop_table("expense_limit")
    with op.batch_alter_table("expense_claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expense_claim_state"))
        batch_op.drop_index(batch_op.f("ix_expense_claim_person_id"))
        batch_op.drop_index(batch_op.f("ix_expense_claim_for_match_id"))
        batch_op.drop_index(batch_op.f("ix_expense_claim_expense_file_id"))

    op.drop_table("expense_claim")
    op.drop_table("other_miles")
    op.drop_table("mileage_rate")
    op.drop_table("expense_file")
