"""reads: emergencies, the weekly review, and an index that finds a week of looks."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_audit_entry_event"), "audit_entry")
    op.create_index(op.f("ix_audit_entry_event_at"), "audit_entry", ["event", "at"])
    op.create_table(
        "look_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("looker_id", sa.Integer(), nullable=False),
        sa.Column("whose", sa.String(length=40), nullable=False),
        sa.Column("whose_number", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "right", "ask", name="verdict", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("marked_at", sa.DateTime(), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "verdict <> 'ask' OR note IS NOT NULL", name=op.f("ck_look_mark_asks_something")
        ),
        sa.CheckConstraint(
            "marked_by_id <> looker_id", name=op.f("ck_look_mark_marked_by_another")
        ),
        sa.ForeignKeyConstraint(["looker_id"], ["person.id"], name=op.f("fk_look_mark_looker_id")),
        sa.ForeignKeyConstraint(
            ["marked_by_id"], ["person.id"], name=op.f("fk_look_mark_marked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_mark")),
    )
    with op.batch_alter_table("look_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_look_mark_begins_on"), ["begins_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_look_mark_looker_id"), ["looker_id"], unique=False)

    op.create_table(
        "look_week",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("signed_off_at", sa.DateTime(), nullable=True),
        sa.Column("signed_off_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(signed_off_at IS NULL) = (signed_off_by_id IS NULL)",
            name=op.f("ck_look_week_by_whom"),
        ),
        sa.ForeignKeyConstraint(
            ["signed_off_by_id"], ["person.id"], name=op.f("fk_look_week_signed_off_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_week")),
        sa.UniqueConstraint("begins_on", name=op.f("uq_look_week_begins_on")),
    )
    op.create_table(
        "broken_glass",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("young_person_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("until_at", sa.DateTime(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint("until_at >= opened_at", name=op.f("ck_broken_glass_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_broken_glass_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["young_person_id"], ["young_person.id"], name=op.f("fk_broken_glass_young_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broken_glass")),
        sa.UniqueConstraint("reference", name=op.f("uq_broken_glass_reference")),
    )
    with op.batch_alter_table("broken_glass", schema=None) as batch_op:
        batch_op.create_index("ix_broken_glass_opened_at", ["opened_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_broken_glass_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_broken_glass_young_person_id"), ["young_person_id"], unique=False
        )


def downgrade() -> None:
    op.drop_index(op.f("ix_audit_entry_event_at"), "audit_entry")
    op.create_index(op.f("ix_audit_entry_event"), "audit_entry", ["event"])
    with op.batch_alter_table("broken_glass", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_broken_glass_young_person_id"))
        batch_op.drop_index(batch_op.f("ix_broken_glass_person_id"))
        batch_op.drop_index("ix_broken_glass_opened_at")

    op.drop_table("broken_glass")
    op.drop_table("look_week")
    with op.batch_alter_table("look_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_look_mark_looker_id"))
        batch_op.drop_index(batch_op.f("ix_look_mark_begins_on"))

    op.drop_table("look_mark")
