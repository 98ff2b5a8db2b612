"""Lists show everybody those records alone whose page would open to them."""

import pytest

from nolimits.kernel.reads import Sensitive
from nolimits.people.models import Person
from tests.house import narrowing
from tests.house.guards import guard_holds
from tests.house.mutants import everything


def personal(model):
    """Whether a record of a model is somebody's: by what the model declares, or is kept of it."""
    table = getattr(model, "__table__", None)
    return issubclass(model, Sensitive | Person) or (table is not None and "person_id" in table.c)


def test_every_list_of_what_is_somebodys_asks_who_may_see_it():
    shown = {(module, name) for module, name, _ in narrowing.shown_lists()}

    assert [
        f"{module.__name__}.{name}"
        for module, name in sorted(shown, key=str)
        if any(map(personal, narrowing.entities(module, name)))
        if not narrowing.narrowed(module, name)
    ] == []


def test_a_list_shows_nobody_a_record_whose_page_would_not_open_to_them(app):
    people = narrowing.people_and_records()

    assert [fault for one in narrowing.lists() for fault in narrowing.faults(one, people)] == []
    assert [one[1] for one in narrowing.lists() if not narrowing.anybody_sees(one, people)] == []


def test_the_guard_of_every_page_refuses_what_it_must():
    assert guard_holds()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_each_check_of_who_may_do_what_is_missed_when_it_is_taken_away(app, record_property):
    """Case 18."""
    tried = [(words, noticed()) for words, noticed in everything(narrowing.people_and_records())]
    survived = [words for words, noticed in tried if not noticed]
    record_property("checks taken away", len(tried))
    record_property("of them not missed", len(survived))

    assert survived == []
