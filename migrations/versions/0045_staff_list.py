"""staff list: the council's staff list; teams, managers' addresses, other names of directorates."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("team", sa.String(length=120), nullable=True))
    op.add_column("person", sa.Column("manager_email", sa.String(length=254), nullable=True))
    op.add_column(
        "directorate", sa.Column("also_called", sa.JSON(), nullable=False, server_default="[]")
    )
    with op.batch_alter_table("directorate") as directorate:
        directorate.alter_column("also_called", server_default=None)
    op.create_table(
        "staff_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("covers", sa.String(length=40), nullable=False),
        sa.Column("lines", sa.Text(), nullable=True),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("directorates", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("handed_in_at", sa.DateTime(), nullable=False),
        sa.Column("handed_in_by_id", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'applied', 'put_away')", name=op.f("ck_staff_list_liststate")
        ),
        sa.CheckConstraint("covers IN ('everybody', 'some')", name=op.f("ck_staff_list_covers")),
        sa.CheckConstraint(
            "(state = 'open') = (lines IS NOT NULL)", name=op.f("ck_staff_list_lines_while_open")
        ),
        sa.CheckConstraint(
            "(state = 'open') = (done_at IS NULL)", name=op.f("ck_staff_list_done_has_day")
        ),
        sa.CheckConstraint(
            "(state = 'applied') = (counts IS NOT NULL)",
            name=op.f("ck_staff_list_applied_has_counts"),
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["person.id"], name=op.f("fk_staff_list_done_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["handed_in_by_id"], ["person.id"], name=op.f("fk_staff_list_handed_in_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_list")),
        sa.UniqueConstraint("reference", name=op.f("uq_staff_list_reference")),
    )
    op.create_index(
        "uq_staff_list_open",
        "staff_list",
        ["state"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    op.drop_table("staff_list")
    op.drop_column("directorate", "also_called")
    op.drop_column("person", "manager_email")
    op.drop_column("person", "team")
