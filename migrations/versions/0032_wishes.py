"""wishes: what a young person said of meeting their mentor stays with what they told."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("concern", sa.Column("stop_contact", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("concern", "stop_contact")
