"""young people."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "young_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("referred_by_id", sa.Integer(), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "referred",
                "consent_sought",
                "preferences_taken",
                "ready_to_match",
                "matched",
                "paused",
                "ended",
                name="youngpersonstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("wants", sa.String(length=500), nullable=True),
        sa.Column("interests", sa.JSON(), nullable=False),
        sa.Column("availability", sa.JSON(), nullable=False),
        sa.Column("preferences_on", sa.Date(), nullable=True),
        sa.Column("ready_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_young_person_area_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_young_person_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["referred_by_id"], ["person.id"], name=op.f("fk_young_person_referred_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["person.id"], name=op.f("fk_young_person_worker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_young_person")),
        sa.UniqueConstraint("person_id", name=op.f("uq_young_person_person_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_young_person_reference")),
    )
    with op.batch_alter_table("young_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_young_person_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_young_person_worker_id"), ["worker_id"], unique=False)

    op.create_table(
        "adult_tie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("young_person_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "tie",
            sa.Enum(
                "works_with",
                "related",
                "not_this_person",
                name="tie",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_adult_tie_person_id")),
        sa.ForeignKeyConstraint(
            ["young_person_id"], ["young_person.id"], name=op.f("fk_adult_tie_young_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adult_tie")),
    )
    with op.batch_alter_table("adult_tie", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_adult_tie_young_person_id"), ["young_person_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_adult_tie_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_adult_tie_open",
            ["young_person_id", "person_id", "tie"],
            unique=True,
            sqlite_where=sa.text("until_on IS NULL"),
            postgresql_where=sa.text("until_on IS NULL"),
        )

    op.create_table(
        "care_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("young_person_id", sa.Integer(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "care_order",
                "accommodated",
                "special_guardianship",
                name="carebasis",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_care_period_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["young_person_id"], ["young_person.id"], name=op.f("fk_care_period_young_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_period")),
    )
    with op.batch_alter_table("care_period", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_care_period_young_person_id"), ["young_person_id"], unique=False
        )

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("young_person_id", sa.Integer(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "taking_part",
                "matching",
                "sharing_profile",
                "story",
                name="consentscope",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "giver",
            sa.Enum(
                "young_person",
                "council",
                "parent",
                name="consentgiver",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_on >= given_on", name=op.f("ck_consent_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_consent_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["young_person_id"], ["young_person.id"], name=op.f("fk_consent_young_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consent_young_person_id"), ["young_person_id"], unique=False
        )
        batch_op.create_index(
            "uq_consent_open",
            ["young_person_id", "scope", "giver"],
            unique=True,
            sqlite_where=sa.text("withdrawn_on IS NULL"),
            postgresql_where=sa.text("withdrawn_on IS NULL"),
        )

    op.create_table(
        "young_person_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("young_person_id", sa.Integer(), nullable=False),
        sa.Column("given_name", sa.String(length=80), nullable=False),
        sa.Column("family_name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["young_person_id"],
            ["young_person.id"],
            name=op.f("fk_young_person_identity_young_person_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_young_person_identity")),
        sa.UniqueConstraint(
            "young_person_id", name=op.f("uq_young_person_identity_young_person_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("young_person_identity")
    op.drop_table("consent")
    op.drop_table("care_period")
    op.drop_table("adult_tie")
    op.drop_table("young_person")
