"""The audit trail is one unbroken chain, and whatever was done behind its back shows."""

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DatabaseError

from nolimits.kernel import audit, clock, crypto
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.db import db, not_append_only, transaction
from tests.databases import KINDS
from tests.factories.people import coordinator
from tests.kernel.records import Event, directorates, entries, name_directorate


@pytest.fixture
def trail(app):
    """Three entries, in a database that no longer refuses to change them."""
    for name in ("Alpha", "Beta", "Gamma"):
        name_directorate(name)
    connection = db.session.connection()
    for statement in not_append_only("audit_entry", dialect=connection.dialect.name):
        connection.exec_driver_sql(statement)
    assert list(audit.verify()) == []
    return connection


def test_an_untouched_trail_is_found_whole(app):
    name_directorate("Alpha")
    name_directorate("Beta", by=coordinator())

    assert list(audit.verify()) == []
    assert entries() == 3


def test_an_entry_says_who_did_what_to_which_record_and_when(app):
    person = coordinator()
    directorate = name_directorate("Alpha", by=person)

    (entry,) = audit.timeline(directorate)

    assert (entry.actor_id, entry.actor) == (person.id, "person")
    assert (entry.record_type, entry.record_id) == ("directorate", directorate.id)
    assert (entry.event, entry.detail) == ("named_in_a_test", {"length": 5})
    assert entry.at == clock.now()


@pytest.mark.parametrize(
    "change",
    [
        "reason_hash = 'because'",
        "state = 'done'",
        "actor = 'nobody'",
        "actor_id = 4",
        "record_id = 99",
        "event = 'other'",
        "detail = '{}'",
        "at = '2026-11-19 09:00:00.000000'",
    ],
)
def test_a_changed_entry_is_found(trail, change):
    """Case 57."""
    trail.exec_driver_sql(f"UPDATE audit_entry SET {change} WHERE id = 2")  # noqa: S608

    assert "entry 2 was changed" in list(audit.verify())


def test_a_changed_entry_whose_hash_was_made_to_fit_is_found(trail):
    row = trail.execute(sa.select(audit.AuditEntry.__table__).where(sa.text("id = 2"))).mappings()
    forged = {**row.one(), "reason_hash": "because"}
    forged.pop("hash")
    update = sa.update(audit.AuditEntry.__table__).where(sa.text("id = 2"))
    trail.execute(update.values(reason_hash="because", hash=audit._hash(forged)))

    assert list(audit.verify()) == ["entry 3 does not follow the one before it"]


def test_what_was_typed_as_a_reason_stands_sealed_beside_the_trail_and_may_go(app):
    """R-DP-6: no entry holds a word of it; the trail is whole with the words and without them."""
    directorate = name_directorate("Alpha", reason="Her father rang")

    (entry,) = audit.timeline(directorate)
    assert entry.reason == "Her father rang"
    row = db.session.execute(sa.select(audit.AuditEntry.__table__)).one()
    assert "father" not in str(tuple(row))
    assert "father" not in db.session.scalar(sa.text("SELECT words FROM audit_reason"))
    db.session.connection().execute(sa.delete(audit.AuditReason.__table__))
    db.session.expire_all()
    assert audit.timeline(directorate)[0].reason is None
    assert list(audit.verify()) == []


def test_a_changed_reason_is_found(app):
    """Case 57."""
    name_directorate("Alpha", reason="Her father rang")

    for words in (crypto.seal("He was ill"), "He was ill", "été"):
        forged = sa.text("UPDATE audit_reason SET words = :words").bindparams(words=words)
        db.session.connection().execute(forged)

        assert list(audit.verify()) == ["the reason of entry 1 was changed"]


def test_the_way_down_chains_no_reason_that_was_not_typed(app):
    name_directorate("Alpha", reason="Her father rang")
    (entry,) = db.session.execute(sa.select(audit.AuditEntry.__table__)).mappings()
    module = ScriptDirectory("migrations").get_revision("0038").module

    with Operations.context(MigrationContext.configure(db.session.connection())):
        assert module._put_back({"id": 1, "reason": entry["reason_hash"]}) == "Her father rang"
        with pytest.raises(RuntimeError, match="not what was typed"):
            module._put_back({"id": 1, "reason": "0" * 64})


def test_a_removed_entry_is_found(trail):
    trail.exec_driver_sql("DELETE FROM audit_entry WHERE id = 2")

    assert list(audit.verify()) == ["entries 2 to 2 are missing"]


def test_a_shortened_trail_is_found(trail):
    trail.exec_driver_sql("DELETE FROM audit_entry WHERE id = 3")

    assert list(audit.verify()) == ["the trail ends at entry 2, but 3 were written"]


def test_an_inserted_entry_is_found(trail):
    trail.exec_driver_sql(
        "INSERT INTO audit_entry (id, at, event, actor, record_type, record_id, detail, previous,"
        " hash) SELECT 4, at, event, actor, record_type, record_id, detail, hash, hash"
        " FROM audit_entry WHERE id = 3"
    )

    assert list(audit.verify()) == [
        "entry 4 was changed",
        "the trail ends at entry 4, but 3 were written",
    ]


def test_an_entry_put_before_the_first_is_found(trail):
    trail.exec_driver_sql(
        "INSERT INTO audit_entry (id, at, event, actor, record_type, record_id, detail, previous,"
        " hash) SELECT 0, at, event, actor, record_type, record_id, detail, previous, hash"
        " FROM audit_entry WHERE id = 1"
    )

    assert "entry 0 was put in" in list(audit.verify())


def test_a_trail_without_its_end_is_found(trail):
    trail.exec_driver_sql("DELETE FROM audit_head")

    assert list(audit.verify()) == ["the record of where the trail ends is missing"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry CASCADE",
    ],
)
def test_the_database_itself_refuses_to_change_or_remove_an_entry(app, database, statement):
    """Case 57."""
    if statement.startswith("TRUNCATE") and database.kind == KINDS[0]:
        pytest.skip("SQLite has no such statement")
    name_directorate("Alpha")

    with pytest.raises(DatabaseError, match="never changed or removed"), db.session.begin_nested():
        db.session.connection().exec_driver_sql(statement)

    assert list(audit.verify()) == []


def test_an_exception_leaves_neither_record_nor_entry(app):
    @transaction
    def fail() -> None:
        name_directorate("Alpha")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert (directorates(), entries()) == (0, 0)
    name_directorate("Beta")
    assert entries() == 1
    assert list(audit.verify()) == []


@pytest.mark.committed
def test_writers_at_once_keep_one_unbroken_chain(app, together):
    results = together([lambda n=n: name_directorate(f"Services {n}").id for n in range(8)])

    assert len(set(results)) == 8
    assert entries() == 8
    assert list(audit.verify()) == []


def test_whoever_listens_for_an_event_acts_in_the_same_transaction(app, monkeypatch):
    heard = []
    monkeypatch.setattr(audit, "_listeners", {})

    @audit.heard(Event.NAMED)
    def listen(directorate, *, by):
        heard.append((directorate.name, by))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        name_directorate("Alpha")

    assert heard == [("Alpha", SYSTEM)]
    assert (directorates(), entries()) == (0, 0)
