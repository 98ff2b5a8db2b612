"""awards."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "bought",
                "voucher",
                "bank",
                name="howgiven",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "offered",
                "accepted",
                "approved_finance",
                "paid",
                "confirmed",
                "cancelled",
                name="awardstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("paid_by_id", sa.Integer(), nullable=True),
        sa.Column("payment_reference", sa.String(length=40), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=300), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(approved_on IS NULL) = (approved_by_id IS NULL)", name=op.f("ck_award_approval")
        ),
        sa.CheckConstraint(
            "(paid_on IS NULL) = (paid_by_id IS NULL) AND (paid_on IS NULL) = (payment_reference IS NULL)",
            name=op.f("ck_award_payment"),
        ),
        sa.CheckConstraint(
            "(cancelled_on IS NULL) = (cancel_reason IS NULL) AND (cancelled_on IS NULL) = (state <> 'cancelled')",
            name=op.f("ck_award_cancellation"),
        ),
        sa.CheckConstraint(
            "paid_by_id IS NULL OR (approved_by_id IS NOT NULL AND paid_by_id <> approved_by_id)",
            name=op.f("ck_award_payer_is_not_approver"),
        ),
        sa.CheckConstraint("pence > 0", name=op.f("ck_award_pence_positive")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_award_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["person.id"], name=op.f("fk_award_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_award_fund_id")),
        sa.ForeignKeyConstraint(["paid_by_id"], ["person.id"], name=op.f("fk_award_paid_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("application_id", name=op.f("uq_award_application_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_award_reference")),
    )
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_award_state"), ["state"], unique=False)


def downgrade() -> None:
    op.drop_table("award")
