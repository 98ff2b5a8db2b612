"""training."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handbook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("changes", sa.String(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handbook")),
        sa.UniqueConstraint("reference", name=op.f("uq_handbook_reference")),
        sa.UniqueConstraint("number", name=op.f("uq_handbook_number")),
    )
    op.create_table(
        "training_programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("in_work_time", sa.Boolean(), nullable=False),
        sa.Column("valid_months", sa.Integer(), nullable=False),
        sa.Column("for_readiness", sa.Boolean(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "days > 0 AND valid_months > 0", name=op.f("ck_training_programme_positive")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_programme")),
        sa.UniqueConstraint("name", name=op.f("uq_training_programme_name")),
        sa.UniqueConstraint("reference", name=op.f("uq_training_programme_reference")),
    )
    op.create_table(
        "training_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint("number > 0 AND places > 0", name=op.f("ck_training_day_positive")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["training_programme.id"], name=op.f("fk_training_day_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_day")),
        sa.UniqueConstraint("reference", name=op.f("uq_training_day_reference")),
    )
    with op.batch_alter_table("training_day", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_day_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "training_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_day_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("given_up_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "given_up_on IS NULL OR given_up_on >= booked_on",
            name=op.f("ck_training_place_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_training_place_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["training_day_id"], ["training_day.id"], name=op.f("fk_training_place_training_day_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_place")),
    )
    with op.batch_alter_table("training_place", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_place_training_day_id"), ["training_day_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_training_place_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            "uq_training_place_kept",
            ["training_day_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("given_up_on IS NULL"),
            postgresql_where=sa.text("given_up_on IS NULL"),
        )

    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handbook_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handbook_id"], ["handbook.id"], name=op.f("fk_acknowledgement_handbook_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_acknowledgement_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
        sa.UniqueConstraint(
            "handbook_id", "person_id", name=op.f("uq_acknowledgement_handbook_id_person_id")
        ),
    )
    with op.batch_alter_table("acknowledgement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_acknowledgement_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_day_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_person_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_attendance_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["training_day_id"], ["training_day.id"], name=op.f("fk_attendance_training_day_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint(
            "training_day_id", "person_id", name=op.f("uq_attendance_training_day_id_person_id")
        ),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_person_id"), ["person_id"], unique=False)

    op.create_table(
        "training_pass",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("passed_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("expires_on > passed_on", name=op.f("ck_training_pass_expires_later")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_training_pass_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["training_programme.id"], name=op.f("fk_training_pass_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_training_pass_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_pass")),
        sa.UniqueConstraint(
            "programme_id",
            "person_id",
            "passed_on",
            name=op.f("uq_training_pass_programme_id_person_id_passed_on"),
        ),
    )
    with op.batch_alter_table("training_pass", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_pass_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("training_pass")
    op.drop_table("attendance")
    op.drop_table("acknowledgement")
    op.drop_table("training_place")
    op.drop_table("training_day")
    op.drop_table("training_programme")
    op.drop_table("handbook")
