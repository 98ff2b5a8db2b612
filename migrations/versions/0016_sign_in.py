"""sign_in: how somebody signed in, when they were last there, and what they proved."""

import sqlalchemy as sa
from alembic import op

from nolimits.kernel import clock

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

METHOD = sa.Enum(
    "code",
    "council",
    "passkey",
    "demonstration",
    name="method",
    native_enum=False,
    create_constraint=True,
    length=40,
)


def upgrade() -> None:
    with op.batch_alter_table("sign_in_session") as batch_op:
        batch_op.add_column(sa.Column("method", METHOD, nullable=True))
        for name in ("seen_at", "confirmed_at", "second_factor_at"):
            batch_op.add_column(sa.Column(name, sa.DateTime(), nullable=True))
    # Of these nobody knows how they were begun: they end, and everyone signs in once more.
    rows = sa.table(
        "sign_in_session", *map(sa.column, ("method", "begun_at", "seen_at", "ended_at"))
    )
    ended = sa.func.coalesce(rows.c.ended_at, clock.now().replace(tzinfo=None))
    op.execute(sa.update(rows).values(method="code", seen_at=rows.c.begun_at, ended_at=ended))
    with op.batch_alter_table("sign_in_session") as batch_op:
        batch_op.alter_column("method", existing_type=METHOD, nullable=False)
        batch_op.alter_column("seen_at", existing_type=sa.DateTime(), nullable=False)
        batch_op.create_check_constraint(
            op.f("ck_sign_in_session_seen_after_beginning"), "seen_at >= begun_at"
        )


def downgrade() -> None:
    with op.batch_alter_table("sign_in_session") as batch_op:
        batch_op.drop_constraint(op.f("ck_sign_in_session_seen_after_beginning"), type_="check")
        batch_op.drop_constraint(op.f("ck_sign_in_session_method"), type_="check")
        for name in ("method", "seen_at", "confirmed_at", "second_factor_at"):
            batch_op.drop_column(name)
