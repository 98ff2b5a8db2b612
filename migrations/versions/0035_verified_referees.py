"""verified referees: whoever accepts a reference says how they know who wrote it."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

VERIFIED = sa.Enum(
    "rang_found_number",
    "met",
    "known",
    name="verified",
    native_enum=False,
    create_constraint=True,
    length=40,
)


def upgrade() -> None:
    # Of those accepted before, nobody wrote it down: it stays empty.
    with op.batch_alter_table("reference_request") as batch_op:
        batch_op.add_column(sa.Column("verified", VERIFIED, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("reference_request") as batch_op:
        batch_op.drop_constraint(op.f("ck_reference_request_verified"), type_="check")
        batch_op.drop_column("verified")
