"""payers: who paid, as the file has it, and why payroll took nothing, are sealed."""

import sqlalchemy as sa

from nolimits.kernel.sealing import seal, unseal

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

WERE = {"payer": sa.String(120), "reason": sa.String(200)}


def upgrade() -> None:
    seal("batch_line", WERE)


def downgrade() -> None:
    unseal("batch_line", WERE)
