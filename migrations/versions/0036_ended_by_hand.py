"""ended by hand: who ended a role, so that no group gives it again."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("role_grant") as batch_op:
        batch_op.add_column(sa.Column("ended_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_role_grant_ended_by_id"), "person", ["ended_by_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_role_grant_ended_by_whom"),
            "ended_by_id IS NULL OR until_on IS NOT NULL",
        )


def downgrade() -> None:
    with op.batch_alter_table("role_grant") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_role_grant_ended_by_whom"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_role_grant_ended_by_id"), type_="foreignkey")
        batch_op.drop_column("ended_by_id")
