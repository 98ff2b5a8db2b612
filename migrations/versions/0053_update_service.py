"""update service: who joined it, may we ask it, and what it last said of a certificate."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "update_subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dbs_record_id", sa.Integer(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("reminded_days", sa.Integer(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(answered_on IS NULL) = (answer IS NULL) AND (answered_on IS NULL) = (asked_by_id IS NULL)",
            name=op.f("ck_update_subscription_answer_has_day"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_update_subscription_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["dbs_record_id"],
            ["dbs_record.id"],
            name=op.f("fk_update_subscription_dbs_record_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_update_subscription")),
        sa.UniqueConstraint("dbs_record_id", name=op.f("uq_update_subscription_dbs_record_id")),
    )


def downgrade() -> None:
    op.drop_table("update_subscription")
