"""campaigns."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "gift_of_giving",
                "starter_packs",
                name="campaignkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "cadence",
            sa.Enum(
                "annual",
                "once",
                name="cadence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("season", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("gift_pence", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "closed",
                name="campaignstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint("gift_pence > 0", name=op.f("ck_campaign_gift_positive")),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_on IS NOT NULL)", name=op.f("ck_campaign_closed_has_day")
        ),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_campaign_days_in_order")),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_campaign_action_id")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_campaign_fund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("name", name=op.f("uq_campaign_name")),
        sa.UniqueConstraint("reference", name=op.f("uq_campaign_reference")),
    )
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaign_action_id"), ["action_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_campaign_state"), ["state"], unique=False)

    op.create_table(
        "gift_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column(
            "item",
            sa.Enum(
                "book",
                "voucher",
                "home_pack",
                "study_pack",
                "baby_pack",
                name="giftitem",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "available",
                "reserved",
                "funded",
                "bought",
                "given",
                "withdrawn",
                name="giftstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("reserved_by_id", sa.Integer(), nullable=True),
        sa.Column("reserved_until", sa.DateTime(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("funded_on", sa.Date(), nullable=True),
        sa.Column("bought_on", sa.Date(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(reserved_until IS NULL AND promised_on IS NULL) OR reserved_by_id IS NOT NULL",
            name=op.f("ck_gift_need_reserved_by_someone"),
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_on IS NOT NULL)",
            name=op.f("ck_gift_need_withdrawn_has_day"),
        ),
        sa.CheckConstraint(
            "bought_on IS NULL OR funded_on IS NOT NULL", name=op.f("ck_gift_need_funded_first")
        ),
        sa.CheckConstraint(
            "given_on IS NULL OR bought_on IS NOT NULL", name=op.f("ck_gift_need_bought_first")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_gift_need_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["reserved_by_id"], ["person.id"], name=op.f("fk_gift_need_reserved_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_need")),
        sa.UniqueConstraint("reference", name=op.f("uq_gift_need_reference")),
    )
    with op.batch_alter_table("gift_need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gift_need_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_gift_need_reserved_by_id"), ["reserved_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_gift_need_state"), ["state"], unique=False)

    op.create_table(
        "gift_recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gift_need_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("young_person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_gift_recipient_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["gift_need_id"], ["gift_need.id"], name=op.f("fk_gift_recipient_gift_need_id")
        ),
        sa.ForeignKeyConstraint(
            ["young_person_id"], ["young_person.id"], name=op.f("fk_gift_recipient_young_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_recipient")),
        sa.UniqueConstraint(
            "campaign_id",
            "young_person_id",
            name=op.f("uq_gift_recipient_campaign_id_young_person_id"),
        ),
        sa.UniqueConstraint("gift_need_id", name=op.f("uq_gift_recipient_gift_need_id")),
    )
    with op.batch_alter_table("gift_recipient", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_gift_recipient_young_person_id"), ["young_person_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("gift_recipient")
    op.drop_table("gift_need")
    op.drop_table("campaign")
