"""pledges."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pledge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "time",
                "money",
                name="pledgekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "route",
            sa.Enum(
                "one_to_one",
                "invite_along",
                name="route",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "frequency",
            sa.Enum(
                "monthly",
                "once",
                name="frequency",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "take_home_pay",
                "bank_transfer",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("offer", sa.String(length=500), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("cohort", sa.String(length=40), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("made_with_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "awaiting_setup",
                "active",
                "paused",
                "fulfilled",
                "ended",
                name="pledgestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(kind = 'money') = (channel IS NOT NULL)", name=op.f("ck_pledge_money_has_channel")
        ),
        sa.CheckConstraint(
            "(kind = 'money') = (frequency IS NOT NULL)", name=op.f("ck_pledge_money_has_frequency")
        ),
        sa.CheckConstraint(
            "(kind = 'time') = (route IS NOT NULL)", name=op.f("ck_pledge_time_has_route")
        ),
        sa.CheckConstraint(
            "(state IN ('ended', 'fulfilled')) = (ended_on IS NOT NULL)",
            name=op.f("ck_pledge_end_has_day"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('active', 'paused') OR started_on IS NOT NULL",
            name=op.f("ck_pledge_start_has_day"),
        ),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_pledge_action_id")),
        sa.ForeignKeyConstraint(
            ["made_with_id"], ["pledge.id"], name=op.f("fk_pledge_made_with_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pledge_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge")),
        sa.UniqueConstraint("reference", name=op.f("uq_pledge_reference")),
    )
    with op.batch_alter_table("pledge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pledge_action_id"), ["action_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pledge_cohort"), ["cohort"], unique=False)
        batch_op.create_index(batch_op.f("ix_pledge_made_with_id"), ["made_with_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pledge_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pledge_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_pledge_open_time",
            ["person_id", "route"],
            unique=True,
            sqlite_where=sa.text("kind = 'time' AND ended_on IS NULL"),
            postgresql_where=sa.text("kind = 'time' AND ended_on IS NULL"),
        )
        batch_op.create_index(
            "uq_pledge_open_monthly",
            ["person_id", "channel"],
            unique=True,
            sqlite_where=sa.text("frequency = 'monthly' AND ended_on IS NULL"),
            postgresql_where=sa.text("frequency = 'monthly' AND ended_on IS NULL"),
        )

    op.create_table(
        "pledge_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pledge_id", sa.Integer(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=True),
        sa.Column("hours_a_month", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "hours_a_month IS NULL OR hours_a_month > 0", name=op.f("ck_pledge_term_hours_positive")
        ),
        sa.CheckConstraint(
            "pence IS NULL OR hours_a_month IS NULL", name=op.f("ck_pledge_term_one_kind")
        ),
        sa.CheckConstraint(
            "pence IS NULL OR pence > 0", name=op.f("ck_pledge_term_pence_positive")
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_pledge_term_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["pledge_id"], ["pledge.id"], name=op.f("fk_pledge_term_pledge_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_term")),
    )
    with op.batch_alter_table("pledge_term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pledge_term_pledge_id"), ["pledge_id"], unique=False)
        batch_op.create_index(
            "uq_pledge_term_open",
            ["pledge_id"],
            unique=True,
            sqlite_where=sa.text("until_on IS NULL"),
            postgresql_where=sa.text("until_on IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("pledge_term")
    op.drop_table("pledge")
