"""checks."""

import sqlalchemy as sa
from alembic import op

revision = "0006_checks"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("seen_by_id", sa.Integer(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "seen_by_id <> person_id", name=op.f("ck_identity_check_seen_by_another")
        ),
        sa.ForeignKeyConstraint(
            ["seen_by_id"], ["person.id"], name=op.f("fk_identity_check_seen_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_identity_check_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_check")),
    )
    with op.batch_alter_table("identity_check", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_identity_check_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "interview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("first_interviewer_id", sa.Integer(), nullable=False),
        sa.Column("second_interviewer_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "suitable",
                "not_suitable",
                name="suitability",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "first_interviewer_id <> second_interviewer_id AND person_id NOT IN (first_interviewer_id, second_interviewer_id)",
            name=op.f("ck_interview_two_interviewers"),
        ),
        sa.ForeignKeyConstraint(
            ["first_interviewer_id"], ["person.id"], name=op.f("fk_interview_first_interviewer_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_interviewer_id"],
            ["person.id"],
            name=op.f("fk_interview_second_interviewer_id"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_interview_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
    )
    with op.batch_alter_table("interview", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interview_person_id"), ["person_id"], unique=False)

    op.create_table(
        "reference_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("referee_name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column(
            "context",
            sa.Enum(
                "work",
                "community",
                "personal",
                name="referencecontext",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("years_known", sa.Integer(), nullable=False),
        sa.Column("token_print", sa.String(length=64), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("chased_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "decision",
            sa.Enum(
                "suitable",
                "not_suitable",
                name="suitability",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("replaced_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (decision IS NULL)",
            name=op.f("ck_reference_request_decision_has_day"),
        ),
        sa.CheckConstraint(
            "(received_on IS NULL) = (answers IS NULL)",
            name=op.f("ck_reference_request_answer_has_day"),
        ),
        sa.CheckConstraint(
            "decided_on IS NULL OR received_on IS NOT NULL",
            name=op.f("ck_reference_request_decided_on_words"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_reference_request_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reference_request_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_reference_request_reference")),
        sa.UniqueConstraint("token_print", name=op.f("uq_reference_request_token_print")),
        sa.UniqueConstraint(
            "person_id", "email", name=op.f("uq_reference_request_person_id_email")
        ),
    )
    op.create_table(
        "dbs_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "basic",
                "standard",
                "enhanced",
                "enhanced_barred",
                name="dbslevel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "workforce",
            sa.Enum(
                "child",
                "adult",
                "child_and_adult",
                "other",
                name="workforce",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("seen_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "decision",
            sa.Enum(
                "clear",
                "clear_after_risk_assessment",
                "not_suitable",
                name="dbsdecision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("seconded_on", sa.Date(), nullable=True),
        sa.Column("seconded_by_id", sa.Integer(), nullable=True),
        sa.Column("recheck_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "seconded_by_id IS NULL OR seconded_by_id <> decided_by_id",
            name=op.f("ck_dbs_record_risk_needs_two"),
        ),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_on IS NULL) AND (decision IS NULL) = (decided_by_id IS NULL) AND (seconded_on IS NULL) = (seconded_by_id IS NULL)",
            name=op.f("ck_dbs_record_decision_has_day"),
        ),
        sa.CheckConstraint(
            "(seen_on IS NULL) = (number IS NULL) AND (seen_on IS NULL) = (issued_on IS NULL) AND (seen_on IS NULL) = (seen_by_id IS NULL)",
            name=op.f("ck_dbs_record_seen_whole"),
        ),
        sa.CheckConstraint(
            "decision = 'not_suitable' OR (decision IS NULL) = (recheck_on IS NULL)",
            name=op.f("ck_dbs_record_clear_is_rechecked"),
        ),
        sa.CheckConstraint(
            "decision IS NULL OR seen_on IS NOT NULL",
            name=op.f("ck_dbs_record_seen_before_decided"),
        ),
        sa.CheckConstraint(
            "number IS NULL OR length(number) = 12", name=op.f("ck_dbs_record_number_of_12")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_dbs_record_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["seconded_by_id"], ["person.id"], name=op.f("fk_dbs_record_seconded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["seen_by_id"], ["person.id"], name=op.f("fk_dbs_record_seen_by_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_dbs_record_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dbs_record")),
    )
    with op.batch_alter_table("dbs_record", schema=None) as batch_op:
        batch_op.create_index(
            "uq_dbs_record_undecided",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("decision IS NULL"),
            postgresql_where=sa.text("decision IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_dbs_record_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("dbs_record")
    op.drop_table("reference_request")
    op.drop_table("interview")
    op.drop_table("identity_check")
