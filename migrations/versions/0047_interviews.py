"""interviews: what was asked with its scores, and who is trained in safer recruitment."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recruiter_training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("trained_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "recorded_by_id <> person_id", name=op.f("ck_recruiter_training_recorded_by_another")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recruiter_training_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_recruiter_training_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recruiter_training")),
        sa.UniqueConstraint(
            "person_id", "trained_on", name=op.f("uq_recruiter_training_person_id_trained_on")
        ),
    )
    op.create_index(op.f("ix_recruiter_training_person_id"), "recruiter_training", ["person_id"])
    op.add_column("interview", sa.Column("scores", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("interview", "scores")
    op.drop_index(op.f("ix_recruiter_training_person_id"), table_name="recruiter_training")
    op.drop_table("recruiter_training")
