"""retention: periods, holds, removals, and a stone for each row that was emptied."""

import sqlalchemy as sa
from alembic import op

from nolimits.kernel.db import append_only, not_append_only

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retention_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("keep", sa.String(length=40), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("years + months + days > 0", name=op.f("ck_retention_period_some_time")),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_retention_period_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_period")),
        sa.UniqueConstraint("keep", "from_on", name=op.f("uq_retention_period_keep_from_on")),
    )
    op.create_table(
        "retention_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(), nullable=True),
        sa.Column("agreed_by_id", sa.Integer(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(agreed_at IS NULL) = (agreed_by_id IS NULL)",
            name=op.f("ck_retention_run_agreed_by_whom"),
        ),
        sa.CheckConstraint(
            "(place IS NULL) = (done_at IS NOT NULL OR stopped_at IS NOT NULL)",
            name=op.f("ck_retention_run_one_open"),
        ),
        sa.CheckConstraint(
            "agreed_by_id <> proposed_by_id", name=op.f("ck_retention_run_agreed_by_another")
        ),
        sa.CheckConstraint(
            "done_at IS NULL OR agreed_at IS NOT NULL", name=op.f("ck_retention_run_agreed_first")
        ),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["person.id"], name=op.f("fk_retention_run_agreed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_retention_run_proposed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
        sa.UniqueConstraint("place", name=op.f("uq_retention_run_place")),
        sa.UniqueConstraint("reference", name=op.f("uq_retention_run_reference")),
    )
    op.create_table(
        "case_record_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("young_person_id", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["person.id"], name=op.f("fk_case_record_copy_taken_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["young_person_id"],
            ["young_person.id"],
            name=op.f("fk_case_record_copy_young_person_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_record_copy")),
    )
    with op.batch_alter_table("case_record_copy", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_record_copy_young_person_id"), ["young_person_id"], unique=False
        )

    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("young_person_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("placed_at", sa.DateTime(), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by_id IS NULL)",
            name=op.f("ck_legal_hold_lifted_by_whom"),
        ),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (young_person_id IS NULL)", name=op.f("ck_legal_hold_of_one")
        ),
        sa.CheckConstraint(
            "lifted_by_id IS NULL OR lifted_by_id <> placed_by_id",
            name=op.f("ck_legal_hold_lifted_by_another"),
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["person.id"], name=op.f("fk_legal_hold_lifted_by_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_legal_hold_person_id")),
        sa.ForeignKeyConstraint(
            ["placed_by_id"], ["person.id"], name=op.f("fk_legal_hold_placed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["young_person_id"], ["young_person.id"], name=op.f("fk_legal_hold_young_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
        sa.UniqueConstraint("reference", name=op.f("uq_legal_hold_reference")),
    )
    with op.batch_alter_table("legal_hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_legal_hold_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_legal_hold_young_person_id"), ["young_person_id"], unique=False
        )

    op.create_table(
        "tombstone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("in_table", sa.String(length=60), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("keep", sa.String(length=40), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["retention_run.id"], name=op.f("fk_tombstone_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
        sa.UniqueConstraint(
            "in_table", "row_number", "keep", name=op.f("uq_tombstone_in_table_row_number_keep")
        ),
    )
    with op.batch_alter_table("tombstone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tombstone_run_id"), ["run_id"], unique=False)
    for statement in append_only("tombstone", dialect=op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for statement in not_append_only("tombstone", dialect=op.get_bind().dialect.name):
        op.execute(statement)
    with op.batch_alter_table("tombstone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tombstone_run_id"))

    op.drop_table("tombstone")
    with op.batch_alter_table("legal_hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_legal_hold_young_person_id"))
        batch_op.drop_index(batch_op.f("ix_legal_hold_person_id"))

    op.drop_table("legal_hold")
    with op.batch_alter_table("case_record_copy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_record_copy_young_person_id"))

    op.drop_table("case_record_copy")
    op.drop_table("retention_run")
    op.drop_table("retention_period")
