"""services: what services keep for young people, and who takes it up."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directorate_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "free_pass",
                "tickets",
                "work_experience",
                "interview",
                "other",
                name="servicekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=True),
        sa.Column("youngest", sa.Integer(), nullable=False),
        sa.Column("oldest", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint("stock IS NULL OR stock > 0", name=op.f("ck_service_offer_stock")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_service_offer_ends_later")),
        sa.CheckConstraint("youngest <= oldest", name=op.f("ck_service_offer_ages")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_service_offer_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["directorate_id"], ["directorate.id"], name=op.f("fk_service_offer_directorate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_offer")),
        sa.UniqueConstraint("reference", name=op.f("uq_service_offer_reference")),
    )
    with op.batch_alter_table("service_offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_offer_action_id"), ["action_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_service_offer_directorate_id"), ["directorate_id"], unique=False
        )

    op.create_table(
        "take_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_offer_id", sa.Integer(), nullable=False),
        sa.Column("young_person_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "given",
                "not_given",
                "taken_back",
                name="takeupstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(state = 'asked') = (settled_on IS NULL)", name=op.f("ck_take_up_settled_has_day")
        ),
        sa.ForeignKeyConstraint(
            ["service_offer_id"], ["service_offer.id"], name=op.f("fk_take_up_service_offer_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_take_up_settled_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["young_person_id"], ["young_person.id"], name=op.f("fk_take_up_young_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_take_up")),
        sa.UniqueConstraint("reference", name=op.f("uq_take_up_reference")),
    )
    with op.batch_alter_table("take_up", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_take_up_service_offer_id"), ["service_offer_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_take_up_young_person_id"), ["young_person_id"], unique=False
        )
        batch_op.create_index(
            "uq_take_up_standing",
            ["service_offer_id", "young_person_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('asked', 'given')"),
            postgresql_where=sa.text("state IN ('asked', 'given')"),
        )


def downgrade() -> None:
    with op.batch_alter_table("take_up", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_take_up_standing",
            sqlite_where=sa.text("state IN ('asked', 'given')"),
            postgresql_where=sa.text("state IN ('asked', 'given')"),
        )
        batch_op.drop_index(batch_op.f("ix_take_up_young_person_id"))
        batch_op.drop_index(batch_op.f("ix_take_up_service_offer_id"))

    op.drop_table("take_up")
    with op.batch_alter_table("service_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_offer_directorate_id"))
        batch_op.drop_index(batch_op.f("ix_service_offer_action_id"))

    op.drop_table("service_offer")
