"""Every migration goes down and up again, with rows in place, on both databases."""

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from nolimits.kernel import audit
from nolimits.kernel.db import Base, db
from tests import databases
from tests.house import rows
from tests.house.sources import ROOT

databases.FILLED["rows"] = rows.put_in_place
with_rows = pytest.mark.committed(of="rows")
FEW = {"area", "fund"}


@pytest.fixture
def alembic(app, database, monkeypatch):
    """Alembic's settings. Its commands read every migration each time: here, all read it once."""
    config = database.alembic()
    script = ScriptDirectory.from_config(config)
    monkeypatch.setattr(ScriptDirectory, "from_config", lambda given: script)
    return config


def counts():
    """How many rows each table holds now; Alembic's own is left out."""
    with db.engine.connect() as connection:
        names = sorted(set(sa.inspect(connection).get_table_names()) - {"alembic_version"})
        return {
            name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name)))
            for name in names
        }


def test_there_is_one_way_forward():
    script = ScriptDirectory(str(ROOT / "migrations"))

    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


@pytest.mark.committed
def test_models_and_migrations_agree(alembic):
    command.check(alembic)


def test_an_index_leads_to_what_belongs_to_a_record():
    """Without one, whoever asks of each record in turn reads the whole table each time.

    Who did something is told with it and never searched for; areas and funds are few.
    """
    told = ("_by_id", "_interviewer_id")
    unled = {
        f"{table.name}.{key.column_keys[0]}"
        for table in Base.metadata.sorted_tables
        for key in table.foreign_key_constraints
        if not key.column_keys[0].endswith(told) and key.referred_table.name not in FEW
        if not _led_to(table) & set(key.column_keys)
    }

    assert unled == set()


def _led_to(table):
    """The columns with which an index of all the table's rows begins."""
    keys = [one for one in table.constraints if isinstance(one, sa.UniqueConstraint)]
    whole = [one for one in table.indexes if one.dialect_options["sqlite"]["where"] is None]
    return {next(iter(one.columns)).name for one in [table.primary_key, *keys, *whole]}


@with_rows
def test_every_table_has_rows_when_migrations_are_tested(alembic):
    assert [name for name, count in counts().items() if count == 0] == []


@with_rows
def test_every_migration_goes_down_and_up_again_with_rows_in_place(alembic):
    script = ScriptDirectory.from_config(alembic)
    for revision in script.walk_revisions():
        below = revision.down_revision or "base"
        before = counts()
        command.downgrade(alembic, below)
        left = counts()
        assert {name: before[name] for name in left} == left, f"rows were lost below {below}"
        command.upgrade(alembic, revision.revision)
        again = counts()
        assert {name: again[name] for name in left} == left, f"{revision.revision} lost rows"
        command.downgrade(alembic, below)

    assert counts() == {}
    command.upgrade(alembic, "head")
    command.check(alembic)
    rows.put_in_place()
    assert list(audit.verify()) == []
