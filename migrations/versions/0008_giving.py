"""giving."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "payroll",
                "bank",
                name="batchkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("control_pence", sa.BigInteger(), nullable=False),
        sa.Column("control_count", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "matched",
                "posted",
                "rejected",
                name="batchstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("imported_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("remitted_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(state = 'posted') = (approved_by_id IS NOT NULL)",
            name=op.f("ck_batch_approved_by_someone"),
        ),
        sa.CheckConstraint(
            "remitted_on IS NULL OR (kind = 'payroll' AND state = 'posted')",
            name=op.f("ck_batch_remitted_last"),
        ),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> imported_by_id",
            name=op.f("ck_batch_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["person.id"], name=op.f("fk_batch_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_batch_fund_id")),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["person.id"], name=op.f("fk_batch_imported_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("reference", name=op.f("uq_batch_reference")),
    )
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_batch_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_batch_file",
            ["file_sha256", "received_on"],
            unique=True,
            sqlite_where=sa.text("state <> 'rejected'"),
            postgresql_where=sa.text("state <> 'rejected'"),
        )

    op.create_table(
        "batch_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("payer", sa.String(length=120), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("expected_pence", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "taken",
                "short",
                "over",
                "not_taken",
                "unknown",
                name="linekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("pledge_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'not_taken') = (pence = 0)", name=op.f("ck_batch_line_nothing_taken")
        ),
        sa.CheckConstraint(
            "kind <> 'unknown' OR pledge_id IS NULL",
            name=op.f("ck_batch_line_unknown_has_no_pledge"),
        ),
        sa.CheckConstraint("pence >= 0", name=op.f("ck_batch_line_pence_not_negative")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_line_batch_id")),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledge.id"], name=op.f("fk_batch_line_pledge_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_line")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_batch_line_batch_id_number")),
    )
    with op.batch_alter_table("batch_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_batch_line_pledge_id"), ["pledge_id"], unique=False)

    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_line_id", sa.Integer(), nullable=False),
        sa.Column("pledge_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "take_home_pay",
                "bank_transfer",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("reversed_on", sa.Date(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint("pence > 0", name=op.f("ck_contribution_pence_positive")),
        sa.ForeignKeyConstraint(
            ["batch_line_id"], ["batch_line.id"], name=op.f("fk_contribution_batch_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal_entry.id"], name=op.f("fk_contribution_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contribution_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["pledge_id"], ["pledge.id"], name=op.f("fk_contribution_pledge_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_contribution_entry_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_contribution_reference")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contribution_batch_line_id"), ["batch_line_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_contribution_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contribution_pledge_id"), ["pledge_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_contribution_received_on"), ["received_on"], unique=False
        )
        batch_op.create_index(
            "uq_contribution_of_line",
            ["batch_line_id"],
            unique=True,
            sqlite_where=sa.text("reversed_on IS NULL"),
            postgresql_where=sa.text("reversed_on IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("contribution")
    op.drop_table("batch_line")
    op.drop_table("batch")
