"""referees: who would rather not, and for whom the volunteer names another."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reference_request", sa.Column("declined_on", sa.Date(), nullable=True))
    op.add_column("reference_request", sa.Column("another_wanted_on", sa.Date(), nullable=True))
    with op.batch_alter_table("reference_request") as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_reference_request_declined_or_answered"),
            "declined_on IS NULL OR received_on IS NULL",
        )


def downgrade() -> None:
    with op.batch_alter_table("reference_request") as batch_op:
        batch_op.drop_constraint(op.f("ck_reference_request_declined_or_answered"), type_="check")
        batch_op.drop_column("another_wanted_on")
        batch_op.drop_column("declined_on")
