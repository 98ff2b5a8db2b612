"""fees: who pays for a DBS check, and which roles are paid."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("role_version") as batch_op:
        # Until now there were volunteers alone.
        batch_op.add_column(
            sa.Column("paid", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("role_version") as batch_op:
        batch_op.alter_column("paid", existing_type=sa.Boolean(), server_default=None)
    fee = sa.Enum(
        "volunteer", "paid", name="fee", native_enum=False, create_constraint=True, length=40
    )
    with op.batch_alter_table("dbs_record") as batch_op:
        batch_op.add_column(sa.Column("fee", fee, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("dbs_record") as batch_op:
        batch_op.drop_constraint(op.f("ck_dbs_record_fee"), type_="check")
    with op.batch_alter_table("dbs_record") as batch_op:
        batch_op.drop_column("fee")
    with op.batch_alter_table("role_version") as batch_op:
        batch_op.drop_column("paid")
