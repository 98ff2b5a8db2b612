"""passes of one: of a programme and a person they are found by both, at any size."""

from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

ALONE = "ix_training_pass_programme_id"
BOTH = "ix_training_pass_programme_id_person_id"


def upgrade() -> None:
    op.create_index(op.f(BOTH), "training_pass", ["programme_id", "person_id"])
    op.drop_index(op.f(ALONE), "training_pass")


def downgrade() -> None:
    op.create_index(op.f(ALONE), "training_pass", ["programme_id"])
    op.drop_index(op.f(BOTH), "training_pass")
