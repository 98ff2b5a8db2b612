"""feedback: who was asked what a training day was like, and apart from it what was said."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback_ask",
        sa.Column("training_day_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_feedback_ask_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["training_day_id"],
            ["training_day.id"],
            name=op.f("fk_feedback_ask_training_day_id_training_day"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_ask")),
        sa.UniqueConstraint("reference", name=op.f("uq_feedback_ask_reference")),
        sa.UniqueConstraint(
            "training_day_id", "person_id", name=op.f("uq_feedback_ask_training_day_id_person_id")
        ),
    )
    for column in ("person_id", "training_day_id"):
        op.create_index(op.f(f"ix_feedback_ask_{column}"), "feedback_ask", [column])
    op.create_table(
        "day_feedback",
        sa.Column("training_day_id", sa.Integer(), nullable=False),
        sa.Column("useful", sa.Integer(), nullable=False),
        sa.Column("keep", sa.Text(), nullable=True),
        sa.Column("change", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("useful BETWEEN 1 AND 5", name=op.f("ck_day_feedback_of_five")),
        sa.ForeignKeyConstraint(
            ["training_day_id"],
            ["training_day.id"],
            name=op.f("fk_day_feedback_training_day_id_training_day"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_feedback")),
    )
    op.create_index(op.f("ix_day_feedback_training_day_id"), "day_feedback", ["training_day_id"])


def downgrade() -> None:
    op.drop_table("day_feedback")
    op.drop_table("feedback_ask")
