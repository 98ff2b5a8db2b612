"""runs: days of training are held in runs, with hours, room and trainer; people wait in line."""

import secrets
from datetime import time

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
OUTCOME = sa.Enum(
    "taken",
    "lapsed",
    "stopped",
    "cancelled",
    name="waitend",
    native_enum=False,
    create_constraint=True,
    length=40,
)
DAY = sa.table(
    "training_day",
    *map(sa.column, ("id", "programme_id", "number", "held_on", "run_id", "sequence")),
    sa.column("starts_at", sa.Time()),
    sa.column("ends_at", sa.Time()),
)
PLACE = sa.table("training_place", sa.column("id"), sa.column("reference"))
RUN = sa.table("training_run", *map(sa.column, ("id", "programme_id", "reference")))


def upgrade() -> None:
    op.add_column("outbox_message", sa.Column("calendar", sa.Text(), nullable=True))
    op.create_table(
        "training_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["training_programme.id"], name=op.f("fk_training_run_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_run")),
        sa.UniqueConstraint("reference", name=op.f("uq_training_run_reference")),
    )
    op.create_index(op.f("ix_training_run_programme_id"), "training_run", ["programme_id"])
    with op.batch_alter_table("training_day") as batch_op:
        batch_op.add_column(sa.Column("run_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("starts_at", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("ends_at", sa.Time(), nullable=True))
        batch_op.add_column(
            sa.Column("room", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("online_link", sa.String(length=300), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("trainer_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sequence", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("cancelled_on", sa.Date(), nullable=True))
    _gather_runs()
    with op.batch_alter_table("training_day") as batch_op:
        batch_op.alter_column("run_id", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("starts_at", existing_type=sa.Time(), nullable=False)
        batch_op.alter_column("ends_at", existing_type=sa.Time(), nullable=False)
        batch_op.alter_column("sequence", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("room", existing_type=sa.String(200), server_default=None)
        batch_op.alter_column("online_link", existing_type=sa.String(300), server_default=None)
        batch_op.create_foreign_key(
            op.f("fk_training_day_run_id"), "training_run", ["run_id"], ["id"]
        )
        batch_op.create_foreign_key(
            op.f("fk_training_day_trainer_id"), "person", ["trainer_id"], ["id"]
        )
        batch_op.create_index(op.f("ix_training_day_run_id"), ["run_id"])
        batch_op.create_index(op.f("ix_training_day_trainer_id"), ["trainer_id"])
        batch_op.create_check_constraint(op.f("ck_training_day_ends_later"), "ends_at > starts_at")
    with op.batch_alter_table("training_place") as batch_op:
        batch_op.add_column(sa.Column("reference", sa.String(length=12), nullable=True))
    for number in op.get_bind().scalars(sa.select(PLACE.c.id)).all():
        op.execute(PLACE.update().where(PLACE.c.id == number).values(reference=_name("TP")))
    with op.batch_alter_table("training_place") as batch_op:
        batch_op.alter_column("reference", existing_type=sa.String(12), nullable=False)
        batch_op.create_unique_constraint(op.f("uq_training_place_reference"), ["reference"])
    _add_waits()


def _add_waits() -> None:
    op.create_table(
        "training_wait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("training_day_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("offered_at", sa.DateTime(), nullable=True),
        sa.Column("offer_until", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", OUTCOME, nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (outcome IS NULL)",
            name=op.f("ck_training_wait_end_has_outcome"),
        ),
        sa.CheckConstraint(
            "(offered_at IS NULL) = (offer_until IS NULL)",
            name=op.f("ck_training_wait_offer_has_end"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_training_wait_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["training_run.id"], name=op.f("fk_training_wait_run_id")
        ),
        sa.ForeignKeyConstraint(
            ["training_day_id"], ["training_day.id"], name=op.f("fk_training_wait_training_day_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_wait")),
        sa.UniqueConstraint("reference", name=op.f("uq_training_wait_reference")),
    )
    op.create_index(op.f("ix_training_wait_person_id"), "training_wait", ["person_id"])
    op.create_index(op.f("ix_training_wait_training_day_id"), "training_wait", ["training_day_id"])
    op.create_index(
        "uq_training_wait_open",
        "training_wait",
        ["run_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _gather_runs() -> None:
    """Days that follow on from one another are a run; hours nobody wrote down are a whole day."""
    connection, run, before = op.get_bind(), 0, None
    days = connection.execute(
        sa.select(DAY.c.id, DAY.c.programme_id, DAY.c.number).order_by(
            DAY.c.programme_id, DAY.c.held_on, DAY.c.number, DAY.c.id
        )
    ).all()
    for number, programme, nth in days:
        if before is None or before[0] != programme or nth <= before[1]:
            run += 1
            op.execute(RUN.insert().values(id=run, programme_id=programme, reference=_name("TR")))
        before = (programme, nth)
        op.execute(
            DAY.update()
            .where(DAY.c.id == number)
            .values(run_id=run, starts_at=time(9, 30), ends_at=time(16), sequence=0)
        )
    if connection.dialect.name == "postgresql" and run:
        op.execute(f"SELECT setval(pg_get_serial_sequence('training_run', 'id'), {run})")


def _name(prefix: str) -> str:
    return prefix + "-" + "".join(secrets.choice(LETTERS) for _ in range(8))


def downgrade() -> None:
    op.drop_table("training_wait")
    with op.batch_alter_table("training_place") as batch_op:
        batch_op.drop_constraint(op.f("uq_training_place_reference"), type_="unique")
        batch_op.drop_column("reference")
    with op.batch_alter_table("training_day") as batch_op:
        batch_op.drop_constraint(op.f("ck_training_day_ends_later"), type_="check")
        batch_op.drop_constraint(op.f("fk_training_day_run_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_training_day_trainer_id"), type_="foreignkey")
        batch_op.drop_index(op.f("ix_training_day_run_id"))
        batch_op.drop_index(op.f("ix_training_day_trainer_id"))
        for name in ("run_id", "starts_at", "ends_at", "room", "online_link", "trainer_id"):
            batch_op.drop_column(name)
        batch_op.drop_column("sequence")
        batch_op.drop_column("cancelled_on")
    op.drop_index(op.f("ix_training_run_programme_id"), "training_run")
    op.drop_table("training_run")
    op.drop_column("outbox_message", "calendar")
