"""partners: organisations outside, what was seen of them, their people, projects and totals."""

import sqlalchemy as sa
from alembic import op

from nolimits.kernel.db import append_only, not_append_only

revision = "0064"
down_revision = "0066"
branch_labels = None
depends_on = None

ROLES = (
    "staff councillor young_person volunteer support_mentor coordinator panel_member "
    "finance_officer safeguarding_lead board_reader administrator data_protection_officer"
).split()
PARTNER = "partner"
WAITING = sa.text("confirmed_on IS NULL AND withdrawn_on IS NULL")
OPEN = sa.text("until_on IS NULL")


def _one_of(words: str, name: str) -> sa.Enum:
    values = words.split()
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _named(table: str) -> list[sa.schema.SchemaItem]:
    """What each of these tables has: a number and a reference."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("reference", name=op.f(f"uq_{table}_reference")),
    ]


def _to(table: str, column: str, other: str, needed: bool = True) -> list[sa.schema.SchemaItem]:
    """A column that names a row of another table."""
    key = sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
    return [sa.Column(column, sa.Integer(), nullable=not needed), key]


def _days(*names: str, needed: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.Date(), nullable=not needed) for name in names]


def _numbers(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Integer(), nullable=True) for name in names]


def _check(table: str, name: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}"))


def upgrade() -> None:
    _partners()
    _projects()
    with op.batch_alter_table("service_offer") as batch_op:
        batch_op.add_column(sa.Column("partner_project_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_service_offer_partner_project_id"),
            "partner_project",
            ["partner_project_id"],
            ["id"],
        )
        batch_op.create_index(op.f("ix_service_offer_partner_project_id"), ["partner_project_id"])
    _allow([*ROLES, PARTNER])


def downgrade() -> None:
    _allow(ROLES)
    with op.batch_alter_table("service_offer") as batch_op:
        batch_op.drop_index(op.f("ix_service_offer_partner_project_id"))
        batch_op.drop_constraint(op.f("fk_service_offer_partner_project_id"), type_="foreignkey")
        batch_op.drop_column("partner_project_id")
    for table in (
        "project_totals",
        "partner_project",
        "partner_person",
        "partner_check",
        "partner",
    ):
        op.drop_table(table)


def _partners() -> None:
    kinds = "charity arts sport community_group company public_body other"
    op.create_table(
        "partner",
        *_named("partner"),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", _one_of(kinds, "partnerkind"), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        *_days("added_on", needed=True),
        *_days("lapsed_on", "ended_on"),
        sa.UniqueConstraint("name", name=op.f("uq_partner_name")),
    )
    table, kinds = "partner_check", "safeguarding_policy insurance dbs_arrangements"
    op.create_table(
        table,
        *_named(table),
        *_to(table, "partner_id", "partner"),
        sa.Column("kind", _one_of(kinds, "checkkind"), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        *_days("seen_on", "valid_until", needed=True),
        *_to(table, "seen_by_id", "person"),
        *_days("confirmed_on", "withdrawn_on"),
        *_to(table, "confirmed_by_id", "person", needed=False),
        _check(table, "holds_later", "valid_until >= seen_on"),
        _check(table, "confirmed_by_another", "confirmed_by_id <> seen_by_id"),
        _check(table, "confirmed_has_day", "(confirmed_on IS NULL) = (confirmed_by_id IS NULL)"),
    )
    op.create_index(op.f("ix_partner_check_partner_id"), table, ["partner_id"])
    one = {"unique": True, "sqlite_where": WAITING, "postgresql_where": WAITING}
    op.create_index("uq_partner_check_waiting", table, ["partner_id", "kind"], **one)
    table = "partner_person"
    op.create_table(
        table,
        *_named(table),
        *_to(table, "partner_id", "partner"),
        *_to(table, "person_id", "person"),
        *_days("from_on", needed=True),
        *_days("until_on"),
    )
    op.create_index(op.f("ix_partner_person_partner_id"), table, ["partner_id"])
    op.create_index(op.f("ix_partner_person_person_id"), table, ["person_id"])
    one = {"unique": True, "sqlite_where": OPEN, "postgresql_where": OPEN}
    op.create_index("uq_partner_person_open", table, ["person_id"], **one)


def _projects() -> None:
    table, states = "partner_project", "draft agreed running ended stopped"
    op.create_table(
        table,
        *_named(table),
        *_to(table, "partner_id", "partner"),
        *_to(table, "action_id", "action"),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("gives", sa.String(length=500), nullable=False),
        *_numbers("places"),
        *_days("from_on", "until_on", needed=True),
        sa.Column("every", _one_of("month quarter", "every"), nullable=False),
        sa.Column("state", _one_of(states, "projectstate"), nullable=False),
        *_days("drafted_on", needed=True),
        *_days("agreed_on", "started_on", "ended_on"),
        _check(table, "ends_later", "until_on >= from_on"),
        _check(table, "some_places", "places > 0"),
        _check(table, "draft_not_agreed", "state <> 'draft' OR agreed_on IS NULL"),
        _check(table, "over_has_day", "(state IN ('ended', 'stopped')) = (ended_on IS NOT NULL)"),
    )
    op.create_index(op.f("ix_partner_project_partner_id"), table, ["partner_id"])
    op.create_index(op.f("ix_partner_project_action_id"), table, ["action_id"])
    table, states = "project_totals", "asked sent queried accepted let_go"
    op.create_table(
        table,
        *_named(table),
        *_to(table, "partner_project_id", "partner_project"),
        *_days("from_on", "until_on", needed=True),
        sa.Column("state", _one_of(states, "totalsstate"), nullable=False),
        *_numbers("sessions", "places", "young_people", "hours"),
        *_days("written_on", needed=True),
        *_days("sent_on", "settled_on"),
        *_to(table, "sent_by_id", "person", needed=False),
        sa.UniqueConstraint(
            "partner_project_id",
            "from_on",
            name=op.f("uq_project_totals_partner_project_id_from_on"),
        ),
        _check(table, "ends_later", "until_on >= from_on"),
        _check(
            table, "counts", "sessions >= 0 AND places >= 0 AND young_people >= 0 AND hours >= 0"
        ),
        _check(
            table,
            "sent_has_counts",
            "state IN ('asked', 'let_go') OR sent_on IS NOT NULL AND sessions IS NOT NULL "
            "AND places IS NOT NULL AND young_people IS NOT NULL AND hours IS NOT NULL",
        ),
        _check(
            table,
            "settled_has_day",
            "(state IN ('accepted', 'let_go')) = (settled_on IS NOT NULL)",
        ),
    )
    op.create_index(op.f("ix_project_totals_partner_project_id"), table, ["partner_project_id"])


def _allow(roles: list[str]) -> None:
    """Say anew which roles there are; a copied table loses what refuses its changes.

    Below, partner is none: who held it keeps the row, and may do nothing by it.
    """
    words, dialect = ", ".join(f"'{role}'" for role in roles), op.get_bind().dialect.name
    for statement in not_append_only("role_decision", dialect=dialect):
        op.execute(statement)
    if PARTNER not in roles:
        op.execute("UPDATE role_grant SET until_on = from_on WHERE role = 'partner'")
        for table in ("role_grant", "role_decision"):
            op.execute(f"UPDATE {table} SET role = 'staff' WHERE role = 'partner'")  # noqa: S608
    for table in ("role_grant", "role_decision"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_role"), type_="check")
            batch_op.create_check_constraint(op.f(f"ck_{table}_role"), f"role IN ({words})")
    for statement in append_only("role_decision", dialect=dialect):
        op.execute(statement)
