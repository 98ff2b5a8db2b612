"""`flask keys`: everything is sealed anew, so that an old key can be thrown away."""

import pytest
import sqlalchemy as sa

from nolimits.config import new_sealing_key
from nolimits.kernel import audit, crypto, rotation
from nolimits.kernel.crypto import CannotUnseal
from nolimits.kernel.db import db
from nolimits.young_people.models import YoungPerson, YoungPersonIdentity
from tests.factories.young_people import YoungPersonFactory

OLD, NEW = new_sealing_key(), new_sealing_key()
TABLE = "young_person_identity"


@pytest.fixture
def keys(change_settings):
    """Give the application keys: `keys(NEW, OLD)`."""
    return lambda *given: change_settings(sealing_keys=given)


@pytest.fixture
def three(app, keys):
    """Three young people whose names are under the old key, while a new one is first."""
    keys(OLD)
    made = [YoungPersonFactory(given_name=name) for name in ("Dana", "Ines", "Kofi")]
    keys(NEW, OLD)
    return made


def counted(**options):
    return {one.table: one for one in rotation.rotate(**options)}[TABLE]


def names():
    db.session.rollback()
    db.session.expire_all()
    return sorted(db.session.scalars(sa.select(YoungPersonIdentity.given_name)))


def test_everything_is_sealed_under_the_newest_key_and_the_old_one_is_needed_no_more(three, keys):
    done = counted(batch=2)

    assert (done.rows, done.renewed, done.kept) == (3, 3, False)
    keys(NEW)
    assert names() == ["Dana", "Ines", "Kofi"]


def test_counting_changes_nothing(three, keys):
    assert (counted(only_count=True).old, counted(only_count=True).old) == (3, 3)

    keys(NEW)
    with pytest.raises(CannotUnseal):
        names()


def test_stopped_half_way_it_can_be_started_again_and_goes_on(three):
    going = rotation._batch(TABLE, ["given_name", "family_name"], 0, 2, only_count=False)
    assert going[1:] == (2, 2)

    assert counted().renewed == 1
    assert counted().renewed == 0


def test_a_name_that_somebody_changes_meanwhile_is_not_put_back(three, monkeypatch):
    """The row is only written where it still holds what was read."""

    def meanwhile(sealed):
        raw = sa.table(TABLE, sa.column("given_name"), sa.column("family_name"))
        db.session.execute(raw.update().values(given_name=crypto.seal("Changed")))
        return before(sealed)

    before = crypto.sealed_anew
    monkeypatch.setattr(rotation, "sealed_anew", meanwhile)
    counted()

    assert names() == ["Changed"] * 3


def test_without_the_old_key_it_stops_and_says_what_is_missing(three, keys, app):
    keys(NEW)

    told = app.test_cli_runner().invoke(args=["keys", "rotate"])

    assert told.exit_code == 1
    assert "NOLIMITS_SEALING_KEYS lacks the key" in told.output
    assert NEW not in told.output


def test_rows_that_the_database_lets_nobody_change_keep_their_key_and_are_counted(
    three, monkeypatch
):
    monkeypatch.setattr(rotation, "append_only_tables", lambda: {TABLE})

    done = counted()

    assert (done.old, done.renewed, done.kept) == (3, 0, True)


def test_the_command_prints_counts_and_says_when_old_keys_can_go(three, app):
    run = app.test_cli_runner().invoke

    assert run(args=["keys", "rotate", "--check"]).exit_code == 1
    done = run(args=["keys", "rotate"])
    assert f"{TABLE}: 3 rows, 3 sealed anew" in done.output
    assert "can be thrown away" in done.output
    assert run(args=["keys", "rotate", "--check"]).exit_code == 0


def test_that_all_was_sealed_anew_stands_in_the_trail_once_with_a_count_and_no_key(three, app):
    run = app.test_cli_runner().invoke
    run(args=["keys", "rotate"])
    run(args=["keys", "rotate"])
    asked = sa.select(audit.AuditEntry).where(audit.AuditEntry.event == "sealed_anew")

    [entry] = db.session.scalars(asked)

    assert entry.detail.keys() == {"rows"}
    assert entry.detail["rows"] >= 3
    assert NEW not in str(vars(entry))


def test_a_new_key_is_one_that_the_setting_takes(app, keys):
    made = app.test_cli_runner().invoke(args=["keys", "new"]).output.strip()

    keys(made)

    assert crypto.unseal(crypto.seal("Dana")) == "Dana"


def test_the_database_holds_no_name_of_a_young_person(app):
    YoungPersonFactory(given_name="Quillon", family_name="Zephyrine")
    held = db.session.execute(sa.text(f"SELECT * FROM {TABLE}")).all()  # noqa: S608

    assert "Quillon" not in str(held)
    assert "Zephyrine" not in str(held)
    db.session.rollback()
    assert db.session.scalar(sa.select(YoungPerson)).identity.given_name == "Quillon"
    db.session.rollback()
