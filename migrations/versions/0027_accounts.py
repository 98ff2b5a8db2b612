"""accounts: an address that is about to be somebody's, and accounts that are shut for now."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plainly, and not by copying the table: nearly every other one points at it.
    op.add_column("person", sa.Column("new_email", sa.String(length=254), nullable=True))
    op.add_column("person", sa.Column("suspended_at", sa.DateTime(), nullable=True))
    op.create_index("uq_person_new_email", "person", ["new_email"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_person_new_email", table_name="person")
    op.drop_column("person", "suspended_at")
    op.drop_column("person", "new_email")
