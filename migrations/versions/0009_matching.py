"""matching."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "match",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("young_person_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "suggested",
                "proposed",
                "volunteer_agreed",
                "young_person_agreed",
                "checks_confirmed",
                "introduction_arranged",
                "trial",
                "active",
                "on_hold",
                "ending",
                "closed",
                "declined_by_volunteer",
                "declined_by_young_person",
                "not_approved",
                "released",
                name="matchstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("suggested_on", sa.Date(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_up_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("introduction_on", sa.Date(), nullable=True),
        sa.Column("trial_on", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ending_on", sa.Date(), nullable=True),
        sa.Column("young_person_told_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "goals_met",
                "moved",
                "aged_out",
                "volunteer_circumstances",
                "low_contact",
                "not_a_fit",
                "gate_lapsed",
                "safeguarding",
                "young_persons_wish",
                "declined",
                "not_approved",
                "another_chosen",
                "let_go",
                name="endreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons_for", sa.JSON(), nullable=False),
        sa.Column("reasons_against", sa.JSON(), nullable=False),
        sa.Column("contact_every_days", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (end_reason IS NULL)", name=op.f("ck_match_end_has_reason")
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= suggested_on", name=op.f("ck_match_ends_later")
        ),
        sa.CheckConstraint(
            "started_on IS NULL OR taken_up_on IS NOT NULL", name=op.f("ck_match_taken_up_first")
        ),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id",
            name=op.f("ck_match_confirmed_by_other"),
        ),
        sa.CheckConstraint(
            "state <> 'closed' OR young_person_told_on IS NOT NULL",
            name=op.f("ck_match_told_first"),
        ),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_match_action_id")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["person.id"], name=op.f("fk_match_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_match_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_match_volunteer_id")
        ),
        sa.ForeignKeyConstraint(
            ["young_person_id"], ["young_person.id"], name=op.f("fk_match_young_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match")),
        sa.UniqueConstraint("reference", name=op.f("uq_match_reference")),
    )
    with op.batch_alter_table("match", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_volunteer_id"), ["volunteer_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_match_young_person_id"), ["young_person_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_match_action_id"), ["action_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_match_open_pair",
            ["volunteer_id", "young_person_id"],
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )
        batch_op.create_index(
            "uq_match_open_young_person",
            ["young_person_id"],
            unique=True,
            sqlite_where=sa.text("taken_up_on IS NOT NULL AND ended_on IS NULL"),
            postgresql_where=sa.text("taken_up_on IS NOT NULL AND ended_on IS NULL"),
        )

    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "one_to_one",
                "invited_along",
                "call",
                "message",
                "letter",
                name="contactkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("in_work_time", sa.Boolean(), nullable=False),
        sa.Column("activity", sa.String(length=200), nullable=False),
        sa.Column("notes", sa.String(length=2000), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "seen",
                name="contactstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("logged_on", sa.Date(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("logged_by_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(state = 'seen') = (seen_on IS NOT NULL)", name=op.f("ck_contact_seen_has_day")
        ),
        sa.UniqueConstraint(
            "match_id", "held_on", "kind", "minutes", "activity", name="uq_contact_once"
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_contact_minutes_of_a_day")),
        sa.ForeignKeyConstraint(
            ["logged_by_id"], ["person.id"], name=op.f("fk_contact_logged_by_id")
        ),
        sa.ForeignKeyConstraint(["match_id"], ["match.id"], name=op.f("fk_contact_match_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("reference", name=op.f("uq_contact_reference")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index("ix_contact_held_on", ["held_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_match_id"), ["match_id"], unique=False)

    op.create_table(
        "match_yes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column(
            "whose",
            sa.Enum(
                "volunteer",
                "young_person",
                "worker",
                "carer",
                name="whose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["match_id"], ["match.id"], name=op.f("fk_match_yes_match_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_match_yes_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_yes")),
        sa.UniqueConstraint("match_id", "whose", name=op.f("uq_match_yes_match_id_whose")),
    )


def downgrade() -> None:
    op.drop_table("match_yes")
    op.drop_table("contact")
    op.drop_table("match")
