"""role reviews: what is decided of each role, each quarter."""

import sqlalchemy as sa
from alembic import op

from nolimits.kernel.db import append_only, not_append_only

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

ROLES = (
    "staff councillor young_person volunteer support_mentor coordinator panel_member "
    "finance_officer safeguarding_lead board_reader administrator data_protection_officer"
).split()


def _one_of(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "role_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", _one_of(*ROLES, name="role"), nullable=False),
        sa.Column("decision", _one_of("kept", "ended", name="decision"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "decided_by_id <> person_id", name=op.f("ck_role_decision_decided_by_another")
        ),
        sa.CheckConstraint(
            "(decision = 'ended') = (reason IS NOT NULL)",
            name=op.f("ck_role_decision_end_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_decision_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_role_decision_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_decision")),
        sa.UniqueConstraint(
            "quarter",
            "person_id",
            "role",
            "decision",
            name=op.f("uq_role_decision_quarter_person_id_role_decision"),
        ),
    )
    op.create_index(op.f("ix_role_decision_person_id"), "role_decision", ["person_id"])
    for statement in append_only("role_decision", dialect=op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for statement in not_append_only("role_decision", dialect=op.get_bind().dialect.name):
        op.execute(statement)
    op.drop_index(op.f("ix_role_decision_person_id"), table_name="role_decision")
    op.drop_table("role_decision")
