"""known browsers: in which a person has signed in before."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_browser",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_print", sa.String(length=64), nullable=False),
        sa.Column("first_at", sa.DateTime(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_known_browser_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_browser")),
        sa.UniqueConstraint(
            "person_id", "token_print", name=op.f("uq_known_browser_person_id_token_print")
        ),
    )
    with op.batch_alter_table("known_browser") as batch_op:
        batch_op.create_index(op.f("ix_known_browser_person_id"), ["person_id"])


def downgrade() -> None:
    op.drop_table("known_browser")
