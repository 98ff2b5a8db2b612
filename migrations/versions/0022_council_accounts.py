"""council_accounts: who is known to the council's own sign-in, and roles that its groups give."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

SOURCE = sa.Enum(
    "hand", "group", name="source", native_enum=False, create_constraint=True, length=40
)


def upgrade() -> None:
    op.create_table(
        "council_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tenant", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("connected_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_council_account_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_account")),
        sa.UniqueConstraint("person_id", name=op.f("uq_council_account_person_id")),
        sa.UniqueConstraint("tenant", "subject", name=op.f("uq_council_account_tenant_subject")),
    )
    with op.batch_alter_table("role_grant") as batch_op:
        batch_op.add_column(sa.Column("source", SOURCE, nullable=True))
    roles = sa.table("role_grant", sa.column("source"))
    op.execute(sa.update(roles).values(source="hand"))
    with op.batch_alter_table("role_grant") as batch_op:
        batch_op.alter_column("source", existing_type=SOURCE, nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("role_grant") as batch_op:
        batch_op.drop_constraint(op.f("ck_role_grant_source"), type_="check")
        batch_op.drop_column("source")
    op.drop_table("council_account")
