"""passes: one that was withdrawn on its first day may be given anew on that day."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

GIVEN = ["programme_id", "person_id", "passed_on"]
OF_DAY = "uq_training_pass_programme_id_person_id_passed_on"
OF_PROGRAMME = "ix_training_pass_programme_id"
NOT_WITHDRAWN = sa.text("expires_on > passed_on")


def upgrade() -> None:
    with op.batch_alter_table("training_pass") as batch_op:
        batch_op.drop_constraint(op.f(OF_DAY), type_="unique")
        batch_op.create_index(op.f(OF_PROGRAMME), ["programme_id"])
        batch_op.create_index(
            "uq_training_pass_given",
            GIVEN,
            unique=True,
            sqlite_where=NOT_WITHDRAWN,
            postgresql_where=NOT_WITHDRAWN,
        )


def downgrade() -> None:
    # The last of a day stands for all of that day.
    op.execute(
        "DELETE FROM training_pass WHERE id NOT IN (SELECT max(id) FROM training_pass "
        "GROUP BY programme_id, person_id, passed_on)"
    )
    with op.batch_alter_table("training_pass") as batch_op:
        batch_op.drop_index("uq_training_pass_given")
        batch_op.drop_index(op.f(OF_PROGRAMME))
        batch_op.create_unique_constraint(op.f(OF_DAY), GIVEN)
