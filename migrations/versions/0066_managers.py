"""managers: who agrees that somebody trains in work time, asked by a link of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

ANSWER = sa.Enum(
    "yes",
    "no",
    "another_day",
    name="answer",
    native_enum=False,
    create_constraint=True,
    length=40,
)


def upgrade() -> None:
    op.create_table(
        "manager_agreement",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("token_print", sa.String(length=64), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("chased_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", ANSWER, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(answered_on IS NULL) = (answer IS NULL)", name=op.f("ck_manager_agreement_answered")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_manager_agreement_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manager_agreement")),
        sa.UniqueConstraint("reference", name=op.f("uq_manager_agreement_reference")),
        sa.UniqueConstraint("token_print", name=op.f("uq_manager_agreement_token_print")),
    )
    op.create_index(op.f("ix_manager_agreement_person_id"), "manager_agreement", ["person_id"])
    with op.batch_alter_table("training_place") as batch_op:
        batch_op.add_column(sa.Column("agreement_id", sa.Integer(), nullable=True))
        batch_op.create_index(op.f("ix_training_place_agreement_id"), ["agreement_id"])
        batch_op.create_foreign_key(
            op.f("fk_training_place_agreement_id_manager_agreement"),
            "manager_agreement",
            ["agreement_id"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("training_place") as batch_op:
        batch_op.drop_constraint(
            op.f("fk_training_place_agreement_id_manager_agreement"), type_="foreignkey"
        )
        batch_op.drop_index(op.f("ix_training_place_agreement_id"))
        batch_op.drop_column("agreement_id")
    op.drop_table("manager_agreement")
