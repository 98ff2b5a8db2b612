"""photos looked at: no young person sees a photo at which nobody has looked."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Those that are up wait: nobody has looked at them.
    op.add_column("photo", sa.Column("shown_file", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("photo", "shown_file")
