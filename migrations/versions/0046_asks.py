"""asks: what people and services say that they do of what the strategy asks."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ask_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("directorate_id", sa.Integer(), nullable=True),
        sa.Column("will_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (directorate_id IS NULL)", name=op.f("ck_ask_answer_of_one")
        ),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_ask_answer_ask_id")),
        sa.ForeignKeyConstraint(
            ["directorate_id"], ["directorate.id"], name=op.f("fk_ask_answer_directorate_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ask_answer_person_id")),
        sa.ForeignKeyConstraint(
            ["said_by_id"], ["person.id"], name=op.f("fk_ask_answer_said_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask_answer")),
    )
    for column in ("ask_id", "person_id", "directorate_id"):
        op.create_index(op.f(f"ix_ask_answer_{column}"), "ask_answer", [column])
    for whose in ("person", "directorate"):
        op.create_index(
            f"uq_ask_answer_{whose}",
            "ask_answer",
            ["ask_id", f"{whose}_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_on IS NULL"),
            postgresql_where=sa.text("withdrawn_on IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("ask_answer")
