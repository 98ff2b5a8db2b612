"""privacy: requests about one's own data, and the officer who answers them."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ROLES = (
    "staff councillor young_person volunteer support_mentor coordinator panel_member "
    "finance_officer safeguarding_lead board_reader administrator"
).split()
OFFICER = "data_protection_officer"


def upgrade() -> None:
    op.create_table(
        "data_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("young_person_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "copy",
                "correction",
                "erasure",
                "objection",
                "restriction",
                name="requestkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "asked_by",
            sa.Enum(
                "themself",
                "parent",
                "representative",
                name="askedby",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("identity_seen_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "gathered",
                "second_reading",
                "released",
                "answered",
                "withdrawn",
                name="requeststate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("extended_on", sa.Date(), nullable=True),
        sa.Column("extended_because", sa.Text(), nullable=True),
        sa.Column("gathered_on", sa.Date(), nullable=True),
        sa.Column("gathered_by_id", sa.Integer(), nullable=True),
        sa.Column("read_on", sa.Date(), nullable=True),
        sa.Column("read_by_id", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "granted",
                "partly",
                "refused",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "ground",
            sa.Enum(
                "accurate",
                "public_task",
                "legal_obligation",
                "safeguarding",
                "claims",
                name="ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'refused' OR ground IS NOT NULL",
            name=op.f("ck_data_request_refusal_has_ground"),
        ),
        sa.CheckConstraint(
            "(extended_on IS NULL) = (extended_because IS NULL)",
            name=op.f("ck_data_request_extension_has_reason"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answered_on IS NULL)",
            name=op.f("ck_data_request_outcome_has_day"),
        ),
        sa.CheckConstraint(
            "(read_on IS NULL) = (read_by_id IS NULL)",
            name=op.f("ck_data_request_read_by_somebody"),
        ),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR young_person_id IS NOT NULL",
            name=op.f("ck_data_request_of_whom"),
        ),
        sa.CheckConstraint(
            "read_by_id IS NULL OR read_by_id <> gathered_by_id",
            name=op.f("ck_data_request_read_by_another"),
        ),
        sa.CheckConstraint(
            "released_at IS NULL OR read_on IS NOT NULL",
            name=op.f("ck_data_request_read_before_release"),
        ),
        sa.ForeignKeyConstraint(
            ["gathered_by_id"], ["person.id"], name=op.f("fk_data_request_gathered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_data_request_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["read_by_id"], ["person.id"], name=op.f("fk_data_request_read_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_data_request_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["young_person_id"], ["young_person.id"], name=op.f("fk_data_request_young_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_data_request_reference")),
    )
    with op.batch_alter_table("data_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_data_request_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_data_request_state"), ["state"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_data_request_young_person_id"), ["young_person_id"], unique=False
        )
        batch_op.create_index(
            "uq_data_request_open_person_id",
            ["person_id", "kind"],
            unique=True,
            sqlite_where=sa.text("state IN ('asked', 'gathered', 'second_reading')"),
            postgresql_where=sa.text("state IN ('asked', 'gathered', 'second_reading')"),
        )
        batch_op.create_index(
            "uq_data_request_open_young_person_id",
            ["young_person_id", "kind"],
            unique=True,
            sqlite_where=sa.text("state IN ('asked', 'gathered', 'second_reading')"),
            postgresql_where=sa.text("state IN ('asked', 'gathered', 'second_reading')"),
        )

    op.create_table(
        "clock_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_request_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "identity",
                "clarification",
                name="stopreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["data_request_id"], ["data_request.id"], name=op.f("fk_clock_stop_data_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_stop")),
    )
    with op.batch_alter_table("clock_stop", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_clock_stop_data_request_id"), ["data_request_id"], unique=False
        )
        batch_op.create_index(
            "uq_clock_stop_open",
            ["data_request_id"],
            unique=True,
            sqlite_where=sa.text("until_on IS NULL"),
            postgresql_where=sa.text("until_on IS NULL"),
        )

    op.create_table(
        "copy_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_request_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=True),
        sa.Column("needs_decision", sa.Boolean(), nullable=False),
        sa.Column("safeguarding", sa.Boolean(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "kept",
                "redacted",
                "withheld",
                name="itemdecision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "because",
            sa.Enum(
                "another_person",
                "serious_harm",
                "confidential_reference",
                "crime",
                name="withheldbecause",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("hidden", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "decision IS NULL OR decision = 'kept' OR (because IS NOT NULL AND reason IS NOT NULL)",
            name=op.f("ck_copy_item_left_out_has_reason"),
        ),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_on IS NULL) AND (decision IS NULL) = (decided_by_id IS NULL)",
            name=op.f("ck_copy_item_decision_has_day"),
        ),
        sa.ForeignKeyConstraint(
            ["data_request_id"], ["data_request.id"], name=op.f("fk_copy_item_data_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_copy_item_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy_item")),
        sa.UniqueConstraint(
            "data_request_id",
            "source",
            "record_id",
            name=op.f("uq_copy_item_data_request_id_source_record_id"),
        ),
    )
    with op.batch_alter_table("copy_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_copy_item_data_request_id"), ["data_request_id"], unique=False
        )

    op.create_table(
        "processing_limit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_request_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "objection",
                "restriction",
                name="limitkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["data_request_id"],
            ["data_request.id"],
            name=op.f("fk_processing_limit_data_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_processing_limit_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_processing_limit")),
        sa.UniqueConstraint("data_request_id", name=op.f("uq_processing_limit_data_request_id")),
    )
    _allow([*ROLES, OFFICER])


def _allow(roles: list[str]) -> None:
    """Let only these roles be held."""
    words = ", ".join(f"'{one}'" for one in roles)
    with op.batch_alter_table("role_grant") as batch_op:
        batch_op.drop_constraint(op.f("ck_role_grant_role"), type_="check")
        batch_op.create_check_constraint(op.f("ck_role_grant_role"), f"role IN ({words})")


def downgrade() -> None:
    grants = sa.table("role_grant", *map(sa.column, ("role", "from_on", "until_on")))
    # The role is not known below: who held it keeps the row, and may do nothing by it.
    ended = {"role": "staff", "until_on": grants.c.from_on}
    op.execute(grants.update().where(grants.c.role == OFFICER).values(**ended))
    _allow(ROLES)
    op.drop_table("processing_limit")
    op.drop_table("copy_item")
    op.drop_table("clock_stop")
    op.drop_table("data_request")
