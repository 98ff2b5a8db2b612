"""covers: who stands behind the volunteers of a support mentor who is away."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cover_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("arranged_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_cover_back_later")),
        sa.CheckConstraint("cover_id <> person_id", name=op.f("ck_cover_by_another")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cover_person_id")),
        sa.ForeignKeyConstraint(["cover_id"], ["person.id"], name=op.f("fk_cover_cover_id")),
        sa.ForeignKeyConstraint(
            ["arranged_by_id"], ["person.id"], name=op.f("fk_cover_arranged_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover")),
    )
    op.create_index(op.f("ix_cover_person_id"), "cover", ["person_id"])
    op.create_index(op.f("ix_cover_cover_id"), "cover", ["cover_id"])


def downgrade() -> None:
    op.drop_table("cover")
