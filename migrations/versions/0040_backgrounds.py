"""backgrounds: what somebody tells of themself, in place of a tick; references from abroad."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


GATES = (
    "application identity interview references dbs training handbook agreement support_mentor "
    "clearance account not_on_hold not_left"
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


NEW = ("self_disclosure", "overseas")
CONTEXTS = ["work", "community", "personal", "abroad"]


def _contexts(values: list[str]) -> None:
    named = op.f("ck_reference_request_referencecontext")
    with op.batch_alter_table("reference_request") as batch_op:
        batch_op.drop_constraint(named, type_="check")
        batch_op.create_check_constraint(named, sa.column("context").in_(values))


def upgrade() -> None:
    op.create_table(
        "background",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("born_on", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("addresses", sa.Text(), nullable=False),
        sa.Column("countries", sa.Text(), nullable=False),
        sa.Column("months_abroad", sa.Integer(), nullable=False),
        sa.CheckConstraint("months_abroad >= 0", name=op.f("ck_background_months")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_background_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_background")),
    )
    with op.batch_alter_table("background", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_background_person_id"), ["person_id"], unique=False)

    op.create_table(
        "overseas_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "certificate",
                "references",
                name="overseasway",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(approved_on IS NULL) = (approved_by_id IS NULL)",
            name=op.f("ck_overseas_check_approval_has_day"),
        ),
        sa.CheckConstraint(
            "recorded_by_id <> person_id AND (approved_by_id IS NULL OR (approved_by_id <> recorded_by_id AND approved_by_id <> person_id))",
            name=op.f("ck_overseas_check_approved_by_another"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["person.id"], name=op.f("fk_overseas_check_approved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_overseas_check_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_overseas_check_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overseas_check")),
    )
    with op.batch_alter_table("overseas_check", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_overseas_check_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            "uq_overseas_check_open",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("approved_on IS NULL"),
            postgresql_where=sa.text("approved_on IS NULL"),
        )

    op.create_table(
        "self_disclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column(
            "told",
            sa.Enum(
                "nothing",
                "something",
                name="told",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column(
            "decision",
            sa.Enum(
                "may_go_on",
                "not_suitable",
                name="disclosuredecision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("seconded_on", sa.Date(), nullable=True),
        sa.Column("seconded_by_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_on IS NULL) AND (decision IS NULL) = (decided_by_id IS NULL) AND (seconded_on IS NULL) = (seconded_by_id IS NULL) AND (seconded_on IS NULL OR decision = 'may_go_on')",
            name=op.f("ck_self_disclosure_decision_has_day"),
        ),
        sa.CheckConstraint(
            "(told = 'nothing') = (words IS NULL)",
            name=op.f("ck_self_disclosure_something_in_words"),
        ),
        sa.CheckConstraint(
            "told = 'something' OR decision IS NULL",
            name=op.f("ck_self_disclosure_decided_on_something"),
        ),
        sa.CheckConstraint(
            "(decided_by_id IS NULL OR decided_by_id <> person_id) AND (seconded_by_id IS NULL OR (seconded_by_id <> decided_by_id AND seconded_by_id <> person_id))",
            name=op.f("ck_self_disclosure_two_others_decide"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_self_disclosure_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_self_disclosure_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["seconded_by_id"], ["person.id"], name=op.f("fk_self_disclosure_seconded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_disclosure")),
        sa.UniqueConstraint("reference", name=op.f("uq_self_disclosure_reference")),
    )
    with op.batch_alter_table("self_disclosure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_self_disclosure_person_id"), ["person_id"], unique=False
        )

    with op.batch_alter_table("volunteer", schema=None) as batch_op:
        batch_op.drop_column("self_disclosed_on")
    _contexts(CONTEXTS)
    with _without_triggers():
        with op.batch_alter_table("readiness_proof") as batch_op:
            batch_op.drop_constraint(op.f("ck_readiness_proof_every_gate"), type_="check")
        for gate in NEW:  # the steps that were taken were taken before these were asked
            with op.batch_alter_table("readiness_proof") as batch_op:
                batch_op.add_column(
                    sa.Column(gate, sa.Boolean(), nullable=False, server_default=sa.true())
                )
        with op.batch_alter_table("readiness_proof") as batch_op:
            for gate in NEW:
                batch_op.alter_column(gate, existing_type=sa.Boolean(), server_default=None)
        _every(*GATES, *NEW)


def downgrade() -> None:
    with _without_triggers():
        with op.batch_alter_table("readiness_proof") as batch_op:
            batch_op.drop_constraint(op.f("ck_readiness_proof_every_gate"), type_="check")
            for gate in NEW:
                batch_op.drop_column(gate)
        _every(*GATES)
    # Below, nobody is asked from abroad: what such a referee was asked counts as work.
    op.execute("UPDATE reference_request SET context = 'work' WHERE context = 'abroad'")
    _contexts(CONTEXTS[:-1])
    with op.batch_alter_table("volunteer") as batch_op:
        batch_op.add_column(sa.Column("self_disclosed_on", sa.Date(), nullable=True))
    op.execute("UPDATE volunteer SET self_disclosed_on = applied_on")
    with op.batch_alter_table("volunteer") as batch_op:
        batch_op.alter_column("self_disclosed_on", existing_type=sa.Date(), nullable=False)

    with op.batch_alter_table("self_disclosure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_self_disclosure_person_id"))

    op.drop_table("self_disclosure")
    with op.batch_alter_table("overseas_check", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_overseas_check_open",
            sqlite_where=sa.text("approved_on IS NULL"),
            postgresql_where=sa.text("approved_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_overseas_check_person_id"))

    op.drop_table("overseas_check")
    with op.batch_alter_table("background", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_background_person_id"))

    op.drop_table("background")
