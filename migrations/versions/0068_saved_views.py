"""saved views: how somebody narrowed and sorted a list, sealed, under their own name for it."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("narrowed", sa.Text(), nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("reference", name=op.f("uq_saved_view_reference")),
    )
    op.create_index(op.f("ix_saved_view_person_id"), "saved_view", ["person_id"])


def downgrade() -> None:
    op.drop_table("saved_view")
