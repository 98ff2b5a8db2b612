"""A look at what must be protected is kept before anything is shown, or nothing is shown."""

import pytest
import sqlalchemy as sa

from nolimits.kernel import audit
from nolimits.kernel.db import db
from nolimits.young_people import queries
from tests.factories.grants import ApplicationFactory
from tests.factories.people import coordinator
from tests.factories.young_people import YoungPersonFactory
from tests.looks import lists_of, looks_at


def address(one, *rest):
    return "/".join(["/young-people", one.reference, *rest])


def test_where_a_look_cannot_be_kept_there_is_no_page(sign_in, monkeypatch):
    one, visitor = YoungPersonFactory(), sign_in(coordinator())

    def fails(*told, **more):
        raise OSError("the disk is full")

    monkeypatch.setattr(audit, "write", fails)

    with pytest.raises(OSError, match="full"):
        visitor.visit(address(one, "name"))


def test_ones_own_page_is_nobodys_to_review(sign_in):
    asked = ApplicationFactory()

    page = sign_in(asked.young_person.person).visit(f"/my-applications/{asked.reference}")

    assert page.status == 200
    assert looks_at(asked.young_person) == []


def test_a_form_that_was_refused_is_a_look_and_one_that_was_done_is_not(sign_in):
    one, reader = YoungPersonFactory(), coordinator()
    visitor = sign_in(reader)
    page = visitor.visit(address(one, "ties", "new"))
    assert looks_at(one) == [(reader.id, "young_people.add_tie")]

    page = page.submit(email="nobody@council.example", tie="related")
    assert page.status == 422
    assert looks_at(one) == [(reader.id, "young_people.add_tie")] * 2

    visitor.ask(
        "POST",
        page.url,
        follow=False,
        data={"email": coordinator().email, "tie": "related", "csrf_token": visitor.token()},
    )
    assert len(looks_at(one)) == 2


def test_nobody_who_is_turned_away_looked(sign_in, visitor):
    one = YoungPersonFactory()

    sign_in(YoungPersonFactory(account=True).person).visit(address(one))
    visitor().visit(address(one))

    assert looks_at(one) == []


def test_a_list_is_one_line_with_the_numbers_it_shows_and_not_what_was_sought(sign_in):
    """Case 71."""
    shown, reader = YoungPersonFactory(), coordinator()
    YoungPersonFactory()
    visitor = sign_in(reader)

    visitor.visit(f"/young-people?code={shown.reference}")
    visitor.visit("/young-people?page=1")
    visitor.visit("/young-people?code=NOBODY")

    assert lists_of("young_person")[0] == (reader.id, "young_people.young_people", [shown.id])
    first, second = (entry.detail for entry in db.session.scalars(_many()))
    assert (first["searched"], second["searched"]) == (True, False)
    assert shown.reference not in str(first)


def _many():
    return (
        sa.select(audit.AuditEntry)
        .where(audit.AuditEntry.event == audit.Looks.LOOKED_AT, audit.AuditEntry.record_id == 0)
        .order_by(audit.AuditEntry.id)
    )


def test_looks_stand_apart_from_what_was_done(sign_in):
    one = YoungPersonFactory()
    before = len(queries.history(one)), len(audit.timeline(one))

    sign_in(coordinator()).visit(address(one))

    assert (len(queries.history(one)), len(audit.timeline(one))) == before
    assert list(audit.verify()) == []


def test_a_look_costs_five_statements_and_nothing_is_read_twice(sign_in, statements):
    one = ApplicationFactory()
    page = f"/my-applications/{one.reference}"
    theirs, readers = sign_in(one.young_person.person), sign_in(coordinator())

    def asked(visitor):
        visitor.visit(page)
        statements.clear()
        assert visitor.visit(page).status == 200
        return len(statements)

    own, looked = asked(theirs), asked(readers)

    assert looked - own <= 5
