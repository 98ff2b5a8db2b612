"""waits: who stands in line for a run is found without reading every line."""

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_training_wait_run_id"), "training_wait", ["run_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_training_wait_run_id"), "training_wait")
