"""disclosures: that something is on a certificate, who met them, and how the risk was weighed."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    met = sa.Enum(
        "in_person", "video", name="met", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        "certificate_disclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dbs_record_id", sa.Integer(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("found_by_id", sa.Integer(), nullable=False),
        sa.Column("barred_on", sa.Date(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("met_by_id", sa.Integer(), nullable=True),
        sa.Column("how", met, nullable=True),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(met_on IS NULL) = (met_by_id IS NULL) AND (met_on IS NULL) = (how IS NULL) AND (met_on IS NULL) = (answers IS NULL)",
            name=op.f("ck_certificate_disclosure_met_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["dbs_record_id"],
            ["dbs_record.id"],
            name=op.f("fk_certificate_disclosure_dbs_record_id"),
        ),
        sa.ForeignKeyConstraint(
            ["found_by_id"], ["person.id"], name=op.f("fk_certificate_disclosure_found_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["met_by_id"], ["person.id"], name=op.f("fk_certificate_disclosure_met_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_disclosure")),
        sa.UniqueConstraint("dbs_record_id", name=op.f("uq_certificate_disclosure_dbs_record_id")),
    )


def downgrade() -> None:
    op.drop_table("certificate_disclosure")
