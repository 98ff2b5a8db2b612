"""complaints: what anybody tells us is wrong, and leaks."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "data",
                "scheme",
                "leak",
                name="complaintkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "acknowledged",
                "answered",
                name="complaintstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("regulator_told", sa.Boolean(), nullable=True),
        sa.Column("told_why", sa.Text(), nullable=True),
        sa.Column("telling_decided_at", sa.DateTime(), nullable=True),
        sa.Column("telling_decided_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answered_on IS NULL)", name=op.f("ck_complaint_outcome_has_day")
        ),
        sa.CheckConstraint(
            "(regulator_told IS NULL) = (told_why IS NULL) AND (regulator_told IS NULL) = (telling_decided_at IS NULL)",
            name=op.f("ck_complaint_telling_has_reason"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_complaint_person_id")),
        sa.ForeignKeyConstraint(
            ["telling_decided_by_id"],
            ["person.id"],
            name=op.f("fk_complaint_telling_decided_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("reference", name=op.f("uq_complaint_reference")),
    )
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_state"), ["state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_state"))
        batch_op.drop_index(batch_op.f("ix_complaint_person_id"))

    op.drop_table("complaint")
