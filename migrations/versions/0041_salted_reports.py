"""salted reports: whoever reads the fingerprint of a report cannot guess its hidden numbers from it."""

import hashlib
import json
import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

REPORT = sa.table(
    "report",
    *(sa.column(name) for name in ("id", "from_on", "as_at", "state", "hash", "salt")),
    sa.column("figures", sa.JSON()),
)
HASHED = "(state = 'frozen') = (hash IS NOT NULL) AND (hash IS NULL) = (frozen_at IS NULL)"
SALTED = HASHED + " AND (hash IS NULL) = (salt IS NULL)"


def upgrade() -> None:
    op.add_column("report", sa.Column("salt", sa.String(length=32), nullable=True))
    _prove_anew(lambda: secrets.token_hex(16))
    _check(SALTED)


def downgrade() -> None:
    _check(HASHED)
    _prove_anew(lambda: None)
    with op.batch_alter_table("report") as batch:
        batch.drop_column("salt")


def _check(words: str) -> None:
    with op.batch_alter_table("report") as batch:
        batch.drop_constraint(op.f("ck_report_frozen_has_hash"), type_="check")
        batch.create_check_constraint(op.f("ck_report_frozen_has_hash"), words)


def _prove_anew(new_salt: Any) -> None:
    """Hash each frozen report again; one that was changed goes on showing that it was."""
    frozen = sa.select(REPORT).where(REPORT.c.state == "frozen")
    for one in op.get_bind().execute(frozen).mappings().all():
        intact, salt = one["hash"] == _hash(one, one["salt"]), new_salt()
        new = {"salt": salt, "hash": _hash(one, salt) if intact else one["hash"]}
        op.execute(REPORT.update().where(REPORT.c.id == one["id"]).values(new))


def _hash(report: Any, salt: str | None) -> str:
    days = [f"{report['from_on']}", f"{report['as_at']}"]
    parts = [*([salt] if salt else []), *days, report["figures"]]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
