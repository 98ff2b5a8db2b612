"""applications: to which of the panel each was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

READS = """
SELECT a.id, m.person_id
FROM application a
JOIN panel_member m ON m.round_id = a.round_id
JOIN young_person y ON y.id = a.young_person_id
WHERE a.state NOT IN ('submitted', 'checking', 'more_info', 'ready_for_panel', 'withdrawn')
AND m.person_id NOT IN (
    y.worker_id, coalesce(y.person_id, 0), coalesce(a.taken_up_by_id, 0),
    coalesce(a.checked_by_id, 0)
)
AND NOT EXISTS (
    SELECT 1 FROM adult_tie t
    WHERE t.young_person_id = y.id AND t.person_id = m.person_id AND t.until_on IS NULL
)
AND NOT EXISTS (
    SELECT 1 FROM conflict c JOIN application other ON other.id = c.application_id
    WHERE other.young_person_id = y.id AND c.person_id = m.person_id
)
AND NOT EXISTS (
    SELECT 1 FROM match
    JOIN volunteer v ON v.id = match.volunteer_id
    LEFT JOIN support s ON s.volunteer_id = v.id
    WHERE match.young_person_id = y.id AND match.proposed_on IS NOT NULL
    AND m.person_id IN (v.person_id, coalesce(s.mentor_id, 0))
)
AND NOT EXISTS (
    SELECT 1 FROM contact_stop WHERE contact_stop.person_id = m.person_id AND until_at IS NULL
)
ORDER BY a.id, m.person_id
"""


def upgrade() -> None:
    op.add_column("application", sa.Column("sent_to", sa.JSON(), nullable=True))
    read: dict[int, list[int]] = {}
    for number, person_id in op.get_bind().execute(sa.text(READS)):
        read.setdefault(number, []).append(person_id)
    table = sa.table("application", sa.column("id"), sa.column("sent_to", sa.JSON()))
    op.execute(table.update().values(sent_to=[]))
    for number, readers in read.items():
        op.execute(table.update().where(table.c.id == number).values(sent_to=readers))
    with op.batch_alter_table("application") as batch_op:
        batch_op.alter_column("sent_to", existing_type=sa.JSON(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("application") as batch_op:
        batch_op.drop_column("sent_to")
