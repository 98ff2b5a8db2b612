"""sealed: names and words of young people, references, certificate numbers, drafts and mail."""

import sqlalchemy as sa
from alembic import op

from nolimits.kernel.crypto import fingerprint, unseal
from nolimits.kernel.sealing import seal
from nolimits.kernel.sealing import unseal as unseal_columns

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WERE = {
    "young_person_identity": {"given_name": sa.String(80), "family_name": sa.String(80)},
    "young_person": {"wants": sa.String(500)},
    "volunteer": {"motivation": sa.String(2000), "profile": sa.String(500)},
    "hold": {"reason": sa.String(200)},
    "reference_request": {"answers": sa.JSON()},
    "dbs_record": {"number": sa.String(12)},
    "contact": {"activity": sa.String(200), "notes": sa.String(2000)},
    "pledge": {"offer": sa.String(500)},
    "application": {"answers": sa.JSON(), "pack": sa.JSON()},
    "enquiry": {"question": sa.String(500), "answer": sa.String(1000)},
    "score": {"reason": sa.String(500)},
    "decision": {"reason": sa.String(500), "next_step": sa.String(500)},
    "award": {"cancel_reason": sa.String(300)},
    "draft": {"answers": sa.JSON()},
    "outbox_message": {"body": sa.Text()},
}
ONCE = ["match_id", "held_on", "kind", "minutes"]


def upgrade() -> None:
    with op.batch_alter_table("dbs_record") as batch:
        batch.drop_constraint(op.f("ck_dbs_record_number_of_12"), type_="check")
    for table, columns in WERE.items():
        seal(table, columns)
    with op.batch_alter_table("contact") as batch:
        batch.add_column(sa.Column("activity_print", sa.String(64), nullable=True))
        batch.drop_constraint("uq_contact_once", type_="unique")
    rows = sa.table("contact", sa.column("id"), sa.column("activity"), sa.column("activity_print"))
    for number, activity in op.get_bind().execute(sa.select(rows.c.id, rows.c.activity)).all():
        of_it = {"activity_print": fingerprint(unseal(activity))}
        op.execute(rows.update().where(rows.c.id == number).values(**of_it))
    with op.batch_alter_table("contact") as batch:
        batch.alter_column("activity_print", existing_type=sa.String(64), nullable=False)
        batch.create_unique_constraint("uq_contact_once", [*ONCE, "activity_print"])


def downgrade() -> None:
    with op.batch_alter_table("contact") as batch:
        batch.drop_constraint("uq_contact_once", type_="unique")
        batch.drop_column("activity_print")
    for table, columns in WERE.items():
        unseal_columns(table, columns)
    with op.batch_alter_table("contact") as batch:
        batch.create_unique_constraint("uq_contact_once", [*ONCE, "activity"])
    with op.batch_alter_table("dbs_record") as batch:
        batch.create_check_constraint(
            op.f("ck_dbs_record_number_of_12"), "number IS NULL OR length(number) = 12"
        )
