"""role versions: what each volunteer role asks of a DBS check, approved before it opens."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

ROLES = ("mentor", "inviting_along", "independent_visitor")
LEVELS = ("basic", "standard", "enhanced", "enhanced_barred")
WORKFORCES = ("child", "adult", "child_and_adult", "other")
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    table = op.create_table(
        "role_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role", _one_of("volunteerrole", ROLES), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("level", _one_of("dbslevel", LEVELS), nullable=False),
        sa.Column("workforce", _one_of("workforce", WORKFORCES), nullable=False),
        sa.Column("regulated", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_role_version_has_reason")),
        sa.CheckConstraint(
            "number = 0 OR proposed_by_id IS NOT NULL AND (opened_on IS NULL) = (approved_by_id IS NULL)",
            name=op.f("ck_role_version_opened_by_approval"),
        ),
        sa.CheckConstraint(
            "approved_by_id <> proposed_by_id", name=op.f("ck_role_version_approved_by_another")
        ),
        sa.CheckConstraint(
            "regulated = (level = 'enhanced_barred') AND (NOT regulated OR workforce IN ('child', 'child_and_adult'))",
            name=op.f("ck_role_version_barred_list_when_regulated"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_role_version_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["person.id"], name=op.f("fk_role_version_approved_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_version")),
        sa.UniqueConstraint("role", "number", name=op.f("uq_role_version_role_number")),
        sa.UniqueConstraint("reference", name=op.f("uq_role_version_reference")),
    )
    for name, where in (
        ("open", "opened_on IS NOT NULL AND closed_on IS NULL"),
        ("proposed", "opened_on IS NULL AND closed_on IS NULL"),
    ):
        op.create_index(
            f"uq_role_version_{name}",
            "role_version",
            ["role"],
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    # Whoever is clear stays clear: until now one level was asked of everybody, by nobody's leave.
    first = op.get_bind().execute(sa.text("SELECT min(applied_on) FROM dbs_record")).scalar()
    if first is not None:
        op.execute(
            sa.insert(table).values(
                role="mentor",
                number=0,
                level="enhanced_barred",
                workforce="child",
                regulated=True,
                reason="As it was asked before each role had to be approved.",
                proposed_on=sa.literal_column(f"'{first}'"),
                opened_on=sa.literal_column(f"'{first}'"),
                reference="RV-" + "".join(secrets.choice(LETTERS) for _ in range(8)),
            )
        )


def downgrade() -> None:
    op.drop_table("role_version")
