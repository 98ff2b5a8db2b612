"""guidance: a text for each role beside the handbook, drafts, days to read it, and comments."""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


AUDIENCES = ("everyone", "mentor", "support_mentor", "panel_member")
STEP = 100_000
OTHERS = {audience: n * STEP for n, audience in enumerate(AUDIENCES) if n}
BY_TWO = (
    "due_on IS NOT NULL OR (number > 1 AND drafted_by_id IS NOT NULL "
    "AND published_by_id IS NOT NULL AND published_by_id <> drafted_by_id)"
)
LATER = {"sqlite": "date(published_on, '+30 days')", "postgresql": "published_on + 30"}


def upgrade() -> None:
    # Until now there was one text, for everyone, and each version left its readers thirty days.
    with op.batch_alter_table("handbook") as batch_op:
        batch_op.add_column(
            sa.Column("audience", sa.String(40), nullable=False, server_default="everyone")
        )
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("drafted_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("published_by_id", sa.Integer(), nullable=True))
    op.execute(f"UPDATE handbook SET due_on = {LATER[op.get_bind().dialect.name]}")  # noqa: S608
    with op.batch_alter_table("handbook") as batch_op:
        batch_op.alter_column("audience", existing_type=sa.String(40), server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_handbook_audience"), sa.column("audience").in_(AUDIENCES)
        )
        batch_op.drop_constraint(op.f("uq_handbook_number"), type_="unique")
        batch_op.create_unique_constraint(
            op.f("uq_handbook_audience_number"), ["audience", "number"]
        )
        batch_op.create_check_constraint(op.f("ck_handbook_due_later"), "due_on >= published_on")
        batch_op.create_check_constraint(op.f("ck_handbook_corrected_by_two"), BY_TWO)
        for by in ("drafted_by_id", "published_by_id"):
            batch_op.create_foreign_key(op.f(f"fk_handbook_{by}"), "person", [by], ["id"])
    # What went below this came back under numbers that say whose it is.
    for audience, below in OTHERS.items():
        op.execute(
            f"UPDATE handbook SET audience = '{audience}', number = -number - {below} "  # noqa: S608
            f"WHERE number < -{below} AND number > -{below + STEP}"
        )
    _drafts()
    _comments()


def _drafts() -> None:
    op.create_table(
        "handbook_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audience", _one_of("audience", *AUDIENCES), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("changes", sa.String(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=True),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "grace_days BETWEEN 0 AND 60", name=op.f("ck_handbook_draft_grace_in_reason")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["person.id"], name=op.f("fk_handbook_draft_drafted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handbook_draft")),
        sa.UniqueConstraint("audience", name=op.f("uq_handbook_draft_audience")),
    )


def _comments() -> None:
    outcome = _one_of("outcome", "taken_up", "partly", "not_taken_up")
    op.create_table(
        "handbook_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handbook_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("passage", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("outcome", outcome, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_in_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answer IS NULL) AND (outcome IS NULL) = (answered_by_id IS NULL)",
            name=op.f("ck_handbook_comment_answer_whole"),
        ),
        sa.CheckConstraint(
            "closed_in_id IS NULL OR outcome IS NOT NULL",
            name=op.f("ck_handbook_comment_closed_answered"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_handbook_comment_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["closed_in_id"], ["handbook.id"], name=op.f("fk_handbook_comment_closed_in_id")
        ),
        sa.ForeignKeyConstraint(
            ["handbook_id"], ["handbook.id"], name=op.f("fk_handbook_comment_handbook_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_handbook_comment_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handbook_comment")),
        sa.UniqueConstraint("reference", name=op.f("uq_handbook_comment_reference")),
    )
    for column in ("handbook_id", "person_id", "closed_in_id"):
        op.create_index(op.f(f"ix_handbook_comment_{column}"), "handbook_comment", [column])


def downgrade() -> None:
    op.drop_table("handbook_comment")
    op.drop_table("handbook_draft")
    # Below this there is one text: the others stay under numbers that are older than any of its.
    for audience, below in OTHERS.items():
        op.execute(
            f"UPDATE handbook SET number = -number - {below} "  # noqa: S608
            f"WHERE audience = '{audience}'"
        )
    with op.batch_alter_table("handbook") as batch_op:
        for check in ("corrected_by_two", "due_later", "audience"):
            batch_op.drop_constraint(op.f(f"ck_handbook_{check}"), type_="check")
        for by in ("drafted_by_id", "published_by_id"):
            batch_op.drop_constraint(op.f(f"fk_handbook_{by}"), type_="foreignkey")
        batch_op.drop_constraint(op.f("uq_handbook_audience_number"), type_="unique")
        for name in ("audience", "due_on", "drafted_by_id", "published_by_id"):
            batch_op.drop_column(name)
        batch_op.create_unique_constraint(op.f("uq_handbook_number"), ["number"])
