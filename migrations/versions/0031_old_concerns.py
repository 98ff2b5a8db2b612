"""old concerns: what was written of a concern can be emptied once it is 35 years old."""

from alembic import op

from nolimits.kernel.db import append_only, not_append_only

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

WRITTEN = {"concern": "raised_at", "addendum": "at", "concern_step": "at"}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    for table, since in WRITTEN.items():
        for statement in not_append_only(table, dialect=dialect):
            op.execute(statement)
        for statement in append_only(table, dialect=dialect, since=since, years=35):
            op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for table in WRITTEN:
        for statement in (
            *not_append_only(table, dialect=dialect),
            *append_only(table, dialect=dialect),
        ):
            op.execute(statement)
