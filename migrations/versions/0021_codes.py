"""codes: of an address, known or not, and how many wrong ones were typed for it."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sign_in_code") as batch_op:
        batch_op.alter_column("person_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("email_print", sa.String(length=64), nullable=True))
    # Of what address these were nobody knows any more; they last ten minutes anyway.
    codes = sa.table("sign_in_code", sa.column("email_print"))
    op.execute(sa.update(codes).values(email_print=""))
    with op.batch_alter_table("sign_in_code") as batch_op:
        batch_op.alter_column("email_print", existing_type=sa.String(length=64), nullable=False)
        batch_op.create_index("ix_sign_in_code_email", ["email_print", "id"], unique=False)
    op.create_table(
        "sign_in_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email_print", sa.String(length=64), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_tries")),
        sa.UniqueConstraint("email_print", name=op.f("uq_sign_in_tries_email_print")),
    )


def downgrade() -> None:
    op.drop_table("sign_in_tries")
    # A code that is nobody's opens nothing, and cannot be kept where each has a person.
    codes = sa.table("sign_in_code", sa.column("person_id"))
    op.execute(sa.delete(codes).where(codes.c.person_id.is_(None)))
    with op.batch_alter_table("sign_in_code") as batch_op:
        batch_op.drop_index("ix_sign_in_code_email")
        batch_op.drop_column("email_print")
        batch_op.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
