"""funds."""

import sqlalchemy as sa
from alembic import op

from nolimits.kernel.db import append_only, not_append_only

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "holder",
            sa.Enum(
                "council",
                "community_foundation",
                name="holder",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("purpose", sa.String(length=300), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund")),
        sa.UniqueConstraint("name", name=op.f("uq_fund_name")),
        sa.UniqueConstraint("reference", name=op.f("uq_fund_reference")),
    )
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("posted_at", sa.DateTime(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
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
                name="entrykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("narrative", sa.String(length=200), nullable=False),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("covers", sa.String(length=40), nullable=True),
        sa.Column("source_type", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("posted_by_id", sa.Integer(), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_id IS NOT NULL)",
            name=op.f("ck_journal_entry_reversal"),
        ),
        sa.ForeignKeyConstraint(
            ["posted_by_id"], ["person.id"], name=op.f("fk_journal_entry_posted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["journal_entry.id"], name=op.f("fk_journal_entry_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("id", "occurred_on", name=op.f("uq_journal_entry_id_occurred_on")),
        sa.UniqueConstraint("reference", name=op.f("uq_journal_entry_reference")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_journal_entry_reverses_id")),
        sa.UniqueConstraint(
            "source_type",
            "source_id",
            "kind",
            "turn",
            name=op.f("uq_journal_entry_source_type_source_id_kind_turn"),
        ),
    )
    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column(
            "debit",
            sa.Enum(
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
                name="debit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "credit",
            sa.Enum(
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
                name="credit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("debit <> credit", name=op.f("ck_posting_two_accounts")),
        sa.CheckConstraint("pence > 0", name=op.f("ck_posting_pence_positive")),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_posting_action_id")),
        sa.ForeignKeyConstraint(
            ["entry_id", "occurred_on"],
            ["journal_entry.id", "journal_entry.occurred_on"],
            name=op.f("fk_posting_entry_id_occurred_on"),
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_posting_fund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posting_action_id"), ["action_id"], unique=False)
        batch_op.create_index("ix_posting_entry", ["entry_id"], unique=False)
        batch_op.create_index(
            "ix_posting_totals",
            ["fund_id", "debit", "credit", "occurred_on", "pence"],
            unique=False,
        )
    dialect = op.get_bind().dialect.name
    for table in ("journal_entry", "posting"):
        for statement in append_only(table, dialect=dialect):
            op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for table in ("journal_entry", "posting"):
        for statement in not_append_only(table, dialect=dialect):
            op.execute(statement)
    op.drop_table("posting")
    op.drop_table("journal_entry")
    op.drop_table("fund")
