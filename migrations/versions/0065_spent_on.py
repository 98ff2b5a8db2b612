"""spent on: what claims are about, now that activities can be claimed for as well."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0060"
branch_labels = None
depends_on = None

KINDS = ("match", "activities", "training")
OF_ONE = "(about = 'match') = (for_match_id IS NOT NULL)"
LIMIT_OF_ONE = (
    "(for_match_id IS NOT NULL) = (COALESCE(about, 'all') = 'match') "
    "AND (match_pence IS NULL) = (COALESCE(about, 'all') = 'activities') "
    "AND COALESCE(about, 'all') <> 'training'"
)
SENSIBLE = (
    "visit_pence > 0 AND visit_pence <= month_pence AND within_days BETWEEN 1 AND 366 "
    "AND month_pence <= COALESCE(match_pence, 500000) AND match_pence <= 500000"
)
SENSIBLE_BEFORE = (
    "visit_pence > 0 AND visit_pence <= month_pence AND month_pence <= match_pence "
    "AND match_pence <= 500000 AND within_days BETWEEN 1 AND 366"
)
CLAIMED = ("expense_claim", "pre_approval")


def _about(table: str) -> None:
    kind = sa.Enum(*KINDS, name="about", native_enum=False, create_constraint=True, length=40)
    with op.batch_alter_table(table) as batch_op:
        batch_op.add_column(sa.Column("about", kind, nullable=True))


def _no_about(table: str) -> None:
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{table}_of_one"), type_="check")
        batch_op.drop_constraint(op.f(f"ck_{table}_about"), type_="check")
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_column("about")


def upgrade() -> None:
    for table in CLAIMED:
        _about(table)
        op.execute(
            f"UPDATE {table} SET about = "  # noqa: S608  # our own words
            "CASE WHEN for_match_id IS NULL THEN 'training' ELSE 'match' END"
        )
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("about", existing_type=sa.String(40), nullable=False)
            batch_op.create_check_constraint(op.f(f"ck_{table}_of_one"), OF_ONE)
    _about("expense_limit")
    op.execute("UPDATE expense_limit SET about = 'match' WHERE for_match_id IS NOT NULL")
    with op.batch_alter_table("expense_limit") as batch_op:
        batch_op.alter_column("match_pence", existing_type=sa.BigInteger(), nullable=True)
        batch_op.drop_constraint(op.f("ck_expense_limit_sensible"), type_="check")
        batch_op.create_check_constraint(op.f("ck_expense_limit_sensible"), SENSIBLE)
        batch_op.create_check_constraint(op.f("ck_expense_limit_of_one"), LIMIT_OF_ONE)
    with op.batch_alter_table("expense_line") as batch_op:
        batch_op.add_column(sa.Column("offer_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_expense_line_offer_id"), "offer", ["offer_id"], ["id"])
        batch_op.create_index(op.f("ix_expense_line_offer_id"), ["offer_id"])


def downgrade() -> None:
    with op.batch_alter_table("expense_line") as batch_op:
        batch_op.drop_index(op.f("ix_expense_line_offer_id"))
        batch_op.drop_constraint(op.f("fk_expense_line_offer_id"), type_="foreignkey")
        batch_op.drop_column("offer_id")
    _no_about_of_limits()
    for table in CLAIMED:
        _no_about(table)


def _no_about_of_limits() -> None:
    """Below, a limit for activities would be read as one for all: it is kept, and never begins."""
    with op.batch_alter_table("expense_limit") as batch_op:
        batch_op.drop_constraint(op.f("ck_expense_limit_sensible"), type_="check")
        batch_op.drop_constraint(op.f("ck_expense_limit_of_one"), type_="check")
    op.execute(
        "UPDATE expense_limit SET match_pence = month_pence, from_on = '9999-12-31' "
        "WHERE about = 'activities'"
    )
    with op.batch_alter_table("expense_limit") as batch_op:
        batch_op.drop_constraint(op.f("ck_expense_limit_about"), type_="check")
        batch_op.alter_column("match_pence", existing_type=sa.BigInteger(), nullable=False)
        batch_op.create_check_constraint(op.f("ck_expense_limit_sensible"), SENSIBLE_BEFORE)
    with op.batch_alter_table("expense_limit") as batch_op:
        batch_op.drop_column("about")
