"""leaving: whoever leaves harmed nobody, as far as anybody knew until now."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

NEW = ("left_grounds", "dbs_referral", "dbs_decided_on", "dbs_decided_by_id")
CHECKS = {
    "leaving_says_whether_harm": "(left_on IS NULL) = (left_grounds IS NULL)",
    "duty_to_refer_decided": "left_grounds IS NULL OR left_grounds <> 'harm' OR (dbs_referral IS NOT NULL AND dbs_decided_on IS NOT NULL AND dbs_decided_by_id IS NOT NULL)",
    "dbs_decided_by_another": "dbs_decided_by_id IS NULL OR dbs_decided_by_id <> person_id",
}


def _one_of(*words: str, name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    grounds = _one_of("none", "harm", "looked_into", name="grounds")
    referral = _one_of("referred", "not_needed", name="dbsreferral")
    with op.batch_alter_table("volunteer") as batch_op:
        batch_op.add_column(sa.Column("left_grounds", grounds, nullable=True))
        batch_op.add_column(sa.Column("dbs_referral", referral, nullable=True))
        batch_op.add_column(sa.Column("dbs_decided_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("dbs_decided_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_volunteer_dbs_decided_by_id"), "person", ["dbs_decided_by_id"], ["id"]
        )
    op.execute("UPDATE volunteer SET left_grounds = 'none' WHERE left_on IS NOT NULL")
    with op.batch_alter_table("volunteer") as batch_op:
        for name, rule in CHECKS.items():
            batch_op.create_check_constraint(op.f(f"ck_volunteer_{name}"), rule)


def downgrade() -> None:
    with op.batch_alter_table("volunteer") as batch_op:
        for name in (*CHECKS, "grounds", "dbsreferral"):
            batch_op.drop_constraint(op.f(f"ck_volunteer_{name}"), type_="check")
        batch_op.drop_constraint(op.f("fk_volunteer_dbs_decided_by_id"), type_="foreignkey")
    with op.batch_alter_table("volunteer") as batch_op:
        for name in NEW:
            batch_op.drop_column(name)
