"""open accounts: whoever cannot sign in as a volunteer is not ready, in the database's eyes too."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

GATES = (
    "application identity interview references dbs training handbook agreement support_mentor "
    "clearance not_on_hold not_left"
).split()


@contextmanager
def _without_triggers() -> Iterator[None]:
    """SQLite copies the table, which triggers of a match name: they go first, and come back."""
    named = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'match'"
    sqlite = op.get_bind().dialect.name == "sqlite"
    triggers = op.get_bind().execute(sa.text(named)).all() if sqlite else []
    for name, _ in triggers:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _, statement in triggers:
        op.execute(statement)


def _every(*gates: str) -> None:
    """Refuse a proof in which one of these is not passed."""
    every = " AND ".join(f'"{gate}"' for gate in gates)
    with op.batch_alter_table("readiness_proof") as batch_op:
        batch_op.create_check_constraint(op.f("ck_readiness_proof_every_gate"), every)


def upgrade() -> None:
    with _without_triggers():
        with op.batch_alter_table("readiness_proof") as batch_op:
            batch_op.drop_constraint(op.f("ck_readiness_proof_every_gate"), type_="check")
            # The steps that were taken were taken by people with an account.
            batch_op.add_column(
                sa.Column("account", sa.Boolean(), nullable=False, server_default=sa.true())
            )
        with op.batch_alter_table("readiness_proof") as batch_op:
            batch_op.alter_column("account", existing_type=sa.Boolean(), server_default=None)
        _every(*GATES, "account")


def downgrade() -> None:
    with _without_triggers():
        with op.batch_alter_table("readiness_proof") as batch_op:
            batch_op.drop_constraint(op.f("ck_readiness_proof_every_gate"), type_="check")
            batch_op.drop_column("account")
        _every(*GATES)
