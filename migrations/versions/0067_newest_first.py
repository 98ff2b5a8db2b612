"""newest first: a list of catch-ups reads those that it shows, and not all of them."""

from alembic import op

revision = "0067"
down_revision = "0064"
branch_labels = None
depends_on = None

NAME = "ix_catch_up_held_on_id"


def upgrade() -> None:
    op.create_index(op.f(NAME), "catch_up", ["held_on", "id"])


def downgrade() -> None:
    op.drop_index(op.f(NAME), "catch_up")
