"""An operation happens whole or not at all, on facts that are true now."""

import pytest
import sqlalchemy as sa

from nolimits.kernel.db import change, db, refusing, transaction
from nolimits.kernel.errors import Overtaken, Refused
from nolimits.people.models import Directorate
from tests.kernel.records import add_one, directorates, name_directorate


@pytest.mark.committed
def test_no_update_is_lost_when_many_write_at_once(app, together):
    counted = name_directorate("0").id

    def count() -> None:
        for _ in range(10):
            add_one(counted)

    assert together([count] * 6) == [None] * 6

    assert db.session.get(Directorate, counted).name == "60"


@pytest.mark.committed
def test_only_one_of_many_takes_what_can_be_taken_once(app, together):
    taken = name_directorate("free").id

    @transaction
    def take() -> None:
        directorate = db.session.get(Directorate, taken)
        change(directorate, where=Directorate.name == "free", name="taken")

    results = together([take] * 6)

    assert results.count(None) == 1
    assert sum(isinstance(result, Overtaken) for result in results) == 5


@pytest.mark.committed
def test_of_many_who_add_the_same_only_one_does_and_the_others_are_told(app, together):
    @transaction
    def add() -> None:
        with refusing("There is one already"):
            db.session.add(Directorate(name="Alpha"))

    results = together([add] * 6)

    assert results.count(None) == 1
    assert [str(one) for one in results if one] == ["There is one already"] * 5
    assert directorates() == 1


def test_an_operation_called_by_another_joins_it(app):
    @transaction
    def both() -> None:
        name_directorate("Alpha")
        name_directorate("Beta")
        raise Refused("No")

    with pytest.raises(Refused):
        both()

    assert directorates() == 0


def test_what_was_changed_outside_an_operation_stops_the_next_one(app):
    directorate = name_directorate("Alpha")
    directorate.name = "Beta"

    with pytest.raises(RuntimeError, match="outside an operation"):
        name_directorate("Gamma")

    db.session.rollback()
    assert directorate.name == "Alpha"


@pytest.mark.committed
def test_an_operation_starts_on_what_is_true_now(app):
    directorate = name_directorate("Alpha")
    assert directorate.name == "Alpha"  # read, and from here on remembered
    with db.engine.begin() as somebody_else:
        somebody_else.execute(sa.update(Directorate.__table__).values(name="Beta"))

    @transaction
    def read() -> str:
        return directorate.name

    assert directorate.name == "Alpha"
    assert read() == "Beta"


def test_a_record_changes_only_while_its_condition_holds(app):
    directorate = name_directorate("Alpha")

    @transaction
    def rename(before: str, after: str) -> None:
        change(directorate, where=Directorate.name == before, name=after)

    rename("Alpha", "Beta")
    with pytest.raises(Overtaken):
        rename("Alpha", "Gamma")

    assert directorate.name == "Beta"
