"""catch-ups: what support mentors said that they can support, and each catch-up that they held."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "support_capacity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "most BETWEEN 0 AND 20", name=op.f("ck_support_capacity_most_in_reason")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_support_capacity_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_capacity")),
    )
    op.create_index(op.f("ix_support_capacity_person_id"), "support_capacity", ["person_id"])
    op.create_index(
        "uq_support_capacity_open",
        "support_capacity",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("until_on IS NULL"),
        postgresql_where=sa.text("until_on IS NULL"),
    )
    op.create_table(
        "catch_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("support_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("logged_on", sa.Date(), nullable=False),
        sa.Column("held_by_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint("held_on <= logged_on", name=op.f("ck_catch_up_written_down_later")),
        sa.CheckConstraint("next_on > held_on", name=op.f("ck_catch_up_next_is_later")),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_catch_up_volunteer_id")
        ),
        sa.ForeignKeyConstraint(
            ["support_id"], ["support.id"], name=op.f("fk_catch_up_support_id")
        ),
        sa.ForeignKeyConstraint(["held_by_id"], ["person.id"], name=op.f("fk_catch_up_held_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catch_up")),
        sa.UniqueConstraint("reference", name=op.f("uq_catch_up_reference")),
        sa.UniqueConstraint("volunteer_id", "held_on", name="uq_catch_up_day"),
        sa.UniqueConstraint("volunteer_id", "due_on", name="uq_catch_up_due"),
    )
    op.create_index(op.f("ix_catch_up_volunteer_id"), "catch_up", ["volunteer_id"])
    op.create_index(op.f("ix_catch_up_support_id"), "catch_up", ["support_id"])


def downgrade() -> None:
    op.drop_table("catch_up")
    op.drop_table("support_capacity")
