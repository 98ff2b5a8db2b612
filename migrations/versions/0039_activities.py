"""activities: offers to invite along, places on them, and consent to going along."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

BEFORE = ("taking_part", "matching", "sharing_profile", "story")
SEATED = sa.text("seat IS NOT NULL")


def _scopes(*scopes: str) -> None:
    """Say what can be consented to."""
    named = ", ".join(f"'{one}'" for one in scopes)
    with op.batch_alter_table("consent") as batch_op:
        batch_op.drop_constraint(op.f("ck_consent_consentscope"), type_="check")
        batch_op.create_check_constraint(op.f("ck_consent_consentscope"), f"scope IN ({named})")


def upgrade() -> None:
    _scopes(*BEFORE, "activities")
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "risk_checked",
                "published",
                "full",
                "happened",
                "cancelled",
                name="offerstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "social",
                "leisure",
                "sport",
                "recreation",
                "art",
                "learning",
                name="activitykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column(
            "place_kind",
            sa.Enum(
                "park",
                "sports_ground",
                "cafe",
                "library",
                "museum",
                "cinema",
                "council_building",
                "other_public",
                name="placekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("meeting_place", sa.Text(), nullable=False),
        sa.Column(
            "transport",
            sa.Enum(
                "meet_there",
                "walk",
                "bus_or_train",
                name="transport",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("within_miles", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("youngest", sa.Integer(), nullable=False),
        sa.Column("oldest", sa.Integer(), nullable=False),
        sa.Column("access", sa.JSON(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("to_change", sa.Text(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("risks", sa.JSON(), nullable=False),
        sa.Column("mitigations", sa.Text(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(state IN ('happened', 'cancelled')) = (ended_on IS NOT NULL)",
            name=op.f("ck_offer_end_has_day"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'full') OR published_on IS NOT NULL",
            name=op.f("ck_offer_published"),
        ),
        sa.CheckConstraint(
            "checked_by_id IS NULL OR checked_by_id <> person_id",
            name=op.f("ck_offer_checked_by_another"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_offer_ends_later")),
        sa.CheckConstraint(
            "published_on IS NULL OR checked_by_id IS NOT NULL", name=op.f("ck_offer_checked_first")
        ),
        sa.CheckConstraint("seats BETWEEN 1 AND 20", name=op.f("ck_offer_seats")),
        sa.CheckConstraint("youngest <= oldest", name=op.f("ck_offer_ages")),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_offer_action_id")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_offer_area_id")),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["person.id"], name=op.f("fk_offer_checked_by_id")
        ),
        sa.ForeignKeyConstraint(["first_id"], ["offer.id"], name=op.f("fk_offer_first_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_offer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("reference", name=op.f("uq_offer_reference")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_action_id"), ["action_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_first_id"), ["first_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_starts_at"), ["starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_state"), ["state"], unique=False)

    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("young_person_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "invited",
                "yes",
                "no",
                "consent_ok",
                "attended",
                "missed",
                name="placestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=True),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("consent_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "how_it_was",
            sa.Enum(
                "good",
                "ok",
                "not_good",
                name="howitwas",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('consent_ok', 'attended', 'missed') OR (seat IS NOT NULL AND consent_on IS NOT NULL)",
            name=op.f("ck_place_consent_first"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('invited', 'no') OR seat IS NULL", name=op.f("ck_place_no_seat")
        ),
        sa.ForeignKeyConstraint(
            ["consent_by_id"], ["person.id"], name=op.f("fk_place_consent_by_id")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_place_offer_id")),
        sa.ForeignKeyConstraint(
            ["young_person_id"], ["young_person.id"], name=op.f("fk_place_young_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint(
            "offer_id", "young_person_id", name=op.f("uq_place_offer_id_young_person_id")
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_place_reference")),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_place_young_person_id"), ["young_person_id"], unique=False
        )
        batch_op.create_index(
            "uq_place_seat",
            ["offer_id", "seat"],
            unique=True,
            sqlite_where=SEATED,
            postgresql_where=SEATED,
        )


def downgrade() -> None:
    # What somebody agreed to stays written: the wider list of what can be agreed to stays too.
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index("uq_place_seat", sqlite_where=SEATED, postgresql_where=SEATED)
        batch_op.drop_index(batch_op.f("ix_place_young_person_id"))
        batch_op.drop_index(batch_op.f("ix_place_offer_id"))

    op.drop_table("place")
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_state"))
        batch_op.drop_index(batch_op.f("ix_offer_starts_at"))
        batch_op.drop_index(batch_op.f("ix_offer_person_id"))
        batch_op.drop_index(batch_op.f("ix_offer_first_id"))
        batch_op.drop_index(batch_op.f("ix_offer_action_id"))

    op.drop_table("offer")
