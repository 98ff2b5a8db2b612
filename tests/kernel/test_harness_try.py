from tests.factories.people import coordinator, PersonFactory
from nolimits.people.models import Person
from nolimits.kernel.db import db
import pytest, sqlalchemy as sa

def test_one(app):
    p = coordinator()
    assert p.name
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 1

def test_two(app, held_clock):
    p = coordinator()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 1
    assert p.joined_on.day == 20

@pytest.mark.committed
def test_three(app, together):
    from nolimits.kernel import audit
    def go():
        return PersonFactory().id
    r = together([go]*6)
    assert len(set(r)) == 6
    assert list(audit.verify()) == []

def test_pages(sign_in):
    page = sign_in(coordinator()).visit("/people")
    assert page.h1 == "People"
