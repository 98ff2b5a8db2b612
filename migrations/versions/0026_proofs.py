"""proofs: nobody meets before the database has seen that every gate is passed."""

# ruff: noqa: S608  # nothing in these statements comes from anybody

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

MEETS = "('introduction_arranged', 'trial', 'active')"
REFUSED = "a match goes on only with a proof that its volunteer is ready"
# A proof is of this match, this volunteer and this step, and is spent by it.
OF_IT = "match_id = NEW.id AND volunteer_id = NEW.volunteer_id AND to_state = NEW.state"
SQLITE = (
    f"""CREATE TRIGGER match_needs_proof BEFORE UPDATE OF state ON "match"
    WHEN NEW.state IN {MEETS} AND NEW.state <> OLD.state
    AND NOT EXISTS (SELECT 1 FROM readiness_proof WHERE {OF_IT} AND NOT spent)
    BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",
    f"""CREATE TRIGGER match_spends_proof AFTER UPDATE OF state ON "match"
    WHEN NEW.state IN {MEETS} AND NEW.state <> OLD.state
    BEGIN UPDATE readiness_proof SET spent = 1 WHERE {OF_IT}; END""",
    f"""CREATE TRIGGER match_begins_without_meeting BEFORE INSERT ON "match"
    WHEN NEW.state IN {MEETS}
    BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",
)
POSTGRES = (
    f"""CREATE FUNCTION match_needs_proof() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'UPDATE' THEN
      IF NEW.state = OLD.state THEN RETURN NEW; END IF;
      UPDATE readiness_proof SET spent = true WHERE {OF_IT} AND NOT spent;
      IF FOUND THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'check_violation';
    END $$""",
    f"""CREATE TRIGGER match_needs_proof BEFORE INSERT OR UPDATE OF state ON "match"
    FOR EACH ROW WHEN (NEW.state IN {MEETS}) EXECUTE FUNCTION match_needs_proof()""",
)


def upgrade() -> None:
    op.create_table(
        "readiness_proof",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column(
            "to_state",
            sa.Enum(
                "suggested",
                "proposed",
                "volunteer_agreed",
                "young_person_agreed",
                "checks_confirmed",
                "introduction_arranged",
                "trial",
                "active",
                "on_hold",
                "ending",
                "closed",
                "declined_by_volunteer",
                "declined_by_young_person",
                "not_approved",
                "released",
                name="matchstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("proven_on", sa.Date(), nullable=False),
        sa.Column("spent", sa.Boolean(), nullable=False),
        sa.Column("application", sa.Boolean(), nullable=False),
        sa.Column("identity", sa.Boolean(), nullable=False),
        sa.Column("interview", sa.Boolean(), nullable=False),
        sa.Column("references", sa.Boolean(), nullable=False),
        sa.Column("dbs", sa.Boolean(), nullable=False),
        sa.Column("training", sa.Boolean(), nullable=False),
        sa.Column("handbook", sa.Boolean(), nullable=False),
        sa.Column("agreement", sa.Boolean(), nullable=False),
        sa.Column("support_mentor", sa.Boolean(), nullable=False),
        sa.Column("clearance", sa.Boolean(), nullable=False),
        sa.Column("not_on_hold", sa.Boolean(), nullable=False),
        sa.Column("not_left", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            '"application" AND "identity" AND "interview" AND "references" AND "dbs" AND "training" AND "handbook" AND "agreement" AND "support_mentor" AND "clearance" AND "not_on_hold" AND "not_left"',
            name=op.f("ck_readiness_proof_every_gate"),
        ),
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_readiness_proof_match_id")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_readiness_proof_volunteer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readiness_proof")),
    )
    op.create_index("ix_readiness_proof_match_id", "readiness_proof", ["match_id"])
    op.create_index("ix_readiness_proof_volunteer_id", "readiness_proof", ["volunteer_id"])
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRES:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("match_needs_proof", "match_spends_proof", "match_begins_without_meeting"):
            op.execute(f"DROP TRIGGER {name}")
    else:
        op.execute('DROP TRIGGER match_needs_proof ON "match"')
        op.execute("DROP FUNCTION match_needs_proof()")
    op.drop_table("readiness_proof")
