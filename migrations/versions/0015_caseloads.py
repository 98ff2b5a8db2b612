"""caseloads: a worker sees a young person once a coordinator has accepted them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("young_person", sa.Column("worker_accepted_on", sa.Date(), nullable=True))
    # Those who are workers already were seen to work with them; nobody loses sight of anyone.
    op.execute("UPDATE young_person SET worker_accepted_on = referred_on")


def downgrade() -> None:
    op.drop_column("young_person", "worker_accepted_on")
