"""safeguarding."""

import sqlalchemy as sa
from alembic import op

from nolimits.kernel.db import append_only, not_append_only

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

GUARDED = ("concern", "addendum", "concern_step", "overdue_notice")


def upgrade() -> None:
    op.create_table(
        "concern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "colleague",
                "young_person",
                "referee",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "worry",
            sa.Enum(
                "young_person",
                "adult",
                "unsure",
                name="worry",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("young_person_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("came_from", sa.String(length=12), nullable=True),
        sa.Column(
            "danger",
            sa.Enum(
                "yes",
                "no",
                "unsure",
                name="danger",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "place",
            sa.Enum(
                "home",
                "school_or_work",
                "with_mentor",
                "outside",
                "online",
                "elsewhere",
                name="place",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("heard", sa.Text(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("happened", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["raised_by_id"], ["person.id"], name=op.f("fk_concern_raised_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["reference_request.id"], name=op.f("fk_concern_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["young_person_id"], ["young_person.id"], name=op.f("fk_concern_young_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sa.UniqueConstraint("reference", name=op.f("uq_concern_reference")),
        sa.UniqueConstraint("request_id", name=op.f("uq_concern_request_id")),
    )
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concern_raised_by_id"), ["raised_by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_concern_young_person_id"), ["young_person_id"], unique=False
        )

    op.create_table(
        "addendum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_addendum_added_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_addendum_concern_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addendum")),
    )
    with op.batch_alter_table("addendum", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_addendum_concern_id"), ["concern_id"], unique=False)

    op.create_table(
        "concern_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "acknowledged",
                "taken_over",
                "triaged",
                "referred",
                "advice_given",
                "closed",
                name="what",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("done_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "physical_abuse",
                "emotional_abuse",
                "sexual_abuse",
                "neglect",
                "exploitation",
                "online",
                "bullying",
                "self_harm",
                "missing",
                "conduct",
                "other",
                name="harm",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "immediate",
                "serious",
                "low_level",
                "no_concern",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("allegation", sa.Boolean(), nullable=True),
        sa.Column(
            "recipient",
            sa.Enum(
                "police",
                "local_authority",
                "designated_officer",
                "health",
                "other",
                name="recipient",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.Column("their_reference", sa.Text(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "acted_on",
                "no_further_action",
                "unfounded",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "dbs_referral",
            sa.Enum(
                "referred",
                "not_needed",
                name="dbsreferral",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("dbs_decided_on", sa.Date(), nullable=True),
        sa.Column("dbs_decided_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "what <> 'closed' OR (category IS NOT NULL AND allegation IS NOT NULL AND outcome IS NOT NULL)",
            name=op.f("ck_concern_step_close_whole"),
        ),
        sa.CheckConstraint(
            "what <> 'closed' OR NOT allegation OR (dbs_referral IS NOT NULL AND dbs_decided_on IS NOT NULL AND dbs_decided_by_id IS NOT NULL)",
            name=op.f("ck_concern_step_duty_to_refer_decided"),
        ),
        sa.CheckConstraint(
            "what <> 'closed' OR category <> 'sexual_abuse' OR (recipient IS NOT NULL AND recipient IN ('police', 'local_authority') AND told_at IS NOT NULL AND told_by_id IS NOT NULL)",
            name=op.f("ck_concern_step_sexual_abuse_reported"),
        ),
        sa.CheckConstraint(
            "what <> 'referred' OR (recipient IS NOT NULL AND told_at IS NOT NULL AND told_by_id IS NOT NULL)",
            name=op.f("ck_concern_step_report_whole"),
        ),
        sa.CheckConstraint(
            "what <> 'triaged' OR (category IS NOT NULL AND level IS NOT NULL AND allegation IS NOT NULL)",
            name=op.f("ck_concern_step_triage_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["person.id"], name=op.f("fk_concern_step_done_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_concern_step_concern_id")
        ),
        sa.ForeignKeyConstraint(
            ["dbs_decided_by_id"], ["person.id"], name=op.f("fk_concern_step_dbs_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["told_by_id"], ["person.id"], name=op.f("fk_concern_step_told_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_step")),
        sa.UniqueConstraint("concern_id", "number", name=op.f("uq_concern_step_concern_id_number")),
    )
    op.create_table(
        "contact_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_at", sa.DateTime(), nullable=False),
        sa.Column("until_at", sa.DateTime(), nullable=True),
        sa.Column("freed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(until_at IS NULL) = (freed_by_id IS NULL)",
            name=op.f("ck_contact_stop_freed_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_contact_stop_concern_id")
        ),
        sa.ForeignKeyConstraint(
            ["freed_by_id"], ["person.id"], name=op.f("fk_contact_stop_freed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contact_stop_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_stop")),
    )
    with op.batch_alter_table("contact_stop", schema=None) as batch_op:
        batch_op.create_index("ix_contact_stop_concern_id", ["concern_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_stop_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_contact_stop_open",
            ["concern_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("until_at IS NULL"),
            postgresql_where=sa.text("until_at IS NULL"),
        )

    op.create_table(
        "kept_from",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "why",
            sa.Enum(
                "named",
                "related",
                "asked",
                "mentioned",
                "too_close",
                name="why",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_at", sa.DateTime(), nullable=False),
        sa.Column("until_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_kept_from_concern_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kept_from_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_from")),
        sa.UniqueConstraint(
            "concern_id", "person_id", name=op.f("uq_kept_from_concern_id_person_id")
        ),
    )
    with op.batch_alter_table("kept_from", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_from_person_id"), ["person_id"], unique=False)

    op.create_table(
        "overdue_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_overdue_notice_concern_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overdue_notice")),
        sa.UniqueConstraint(
            "concern_id", "number", name=op.f("uq_overdue_notice_concern_id_number")
        ),
    )
    dialect = op.get_bind().dialect.name
    for table in GUARDED:
        for statement in append_only(table, dialect=dialect):
            op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for table in GUARDED:
        for statement in not_append_only(table, dialect=dialect):
            op.execute(statement)
    for table in (
        "overdue_notice",
        "kept_from",
        "contact_stop",
        "concern_step",
        "addendum",
        "concern",
    ):
        op.drop_table(table)
