"""registers: what they say of each person, put right by later entries; passes that run out."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

MARK = sa.Enum(
    "present",
    "late",
    "left_early",
    "absent",
    name="mark",
    native_enum=False,
    create_constraint=True,
    length=40,
)
OPEN = sa.text("replaced_on IS NULL")


def upgrade() -> None:
    # Whoever stood on a register was there, and it was taken on the day or soon after.
    with op.batch_alter_table("attendance") as batch_op:
        batch_op.add_column(sa.Column("mark", MARK, nullable=False, server_default="present"))
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("recorded_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("replaced_on", sa.Date(), nullable=True))
        batch_op.drop_constraint(op.f("uq_attendance_training_day_id_person_id"), type_="unique")
        batch_op.create_index(op.f("ix_attendance_training_day_id"), ["training_day_id"])
    op.execute(
        "UPDATE attendance SET recorded_on = (SELECT held_on FROM training_day "
        "WHERE training_day.id = attendance.training_day_id)"
    )
    with op.batch_alter_table("attendance") as batch_op:
        batch_op.alter_column("mark", existing_type=sa.String(40), server_default=None)
        batch_op.alter_column("recorded_on", existing_type=sa.Date(), nullable=False)
        batch_op.create_index(
            "uq_attendance_current",
            ["training_day_id", "person_id"],
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )
    with op.batch_alter_table("training_pass") as batch_op:
        batch_op.add_column(sa.Column("warned_days", sa.Integer(), nullable=True))
        batch_op.drop_constraint(op.f("ck_training_pass_expires_later"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_training_pass_expires_later"), "expires_on >= passed_on"
        )


def downgrade() -> None:
    # What stood there before knew only of people who came, and of passes that held for a day.
    op.execute(
        "DELETE FROM attendance WHERE replaced_on IS NOT NULL OR mark IN ('left_early', 'absent')"
    )
    op.execute("DELETE FROM training_pass WHERE expires_on = passed_on")
    with op.batch_alter_table("training_pass") as batch_op:
        batch_op.drop_constraint(op.f("ck_training_pass_expires_later"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_training_pass_expires_later"), "expires_on > passed_on"
        )
        batch_op.drop_column("warned_days")
    with op.batch_alter_table("attendance") as batch_op:
        batch_op.drop_index("uq_attendance_current")
        batch_op.drop_index(op.f("ix_attendance_training_day_id"))
        batch_op.drop_constraint(op.f("ck_attendance_mark"), type_="check")
        for name in ("mark", "reason", "recorded_on", "replaced_on"):
            batch_op.drop_column(name)
        batch_op.create_unique_constraint(
            op.f("uq_attendance_training_day_id_person_id"), ["training_day_id", "person_id"]
        )
