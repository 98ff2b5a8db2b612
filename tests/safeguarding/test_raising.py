"""Raising a concern: by anybody, with whatever they have, kept from whomever it is about."""

import pytest
import sqlalchemy as sa

from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.db import db
from nolimits.safeguarding import handling, operations
from nolimits.safeguarding.models import Concern
from tests.factories.people import safeguarding_lead, staff
from tests.factories.safeguarding import ConcernFactory
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")


def the_concern():
    return db.session.scalars(sa.select(Concern)).one()


def test_pressing_the_button_alone_raises_a_concern(sign_in, mail_to):
    lead, worried = safeguarding_lead(), staff()

    page = sign_in(worried).visit("/worried").press("Send it to the safeguarding lead")

    made = the_concern()
    assert (page.h1, made.words, made.raised_by) == ("Your message is sent", None, worried)
    assert made.reference in page.text
    assert [one.subject for one in mail_to(lead)] == ["Something needs you in No Limits"]


def test_words_heard_stand_apart_from_what_the_writer_thinks(sign_in):
    young_person = YoungPersonFactory()
    page = sign_in(staff()).visit(f"/worried?came_from={young_person.reference}")

    page.press(
        "Send it to the safeguarding lead",
        words="A bruise",
        heard="“I fell”",
        opinion="It did not look like a fall",
        place="school_or_work",
    )

    made = the_concern()
    assert (made.words, made.heard, made.opinion) == (
        "A bruise",
        "“I fell”",
        "It did not look like a fall",
    )
    assert made.young_person == young_person


def test_words_of_a_concern_cannot_be_read_in_the_database():
    ConcernFactory(words="A made up worry")

    kept = db.session.scalar(sa.text("SELECT words FROM concern"))
    assert "invented" not in kept


def test_what_was_typed_is_kept_when_it_is_refused_and_when_they_leave(sign_in):
    visitor = sign_in(staff())
    page = visitor.visit("/worried")

    page = page.press("Send it to the safeguarding lead", words="x" * 5001, happened="Tuesday")

    assert page.errors == ["What you write here must be 5,000 characters or fewer"]
    assert visitor.visit("/worried").form().filled({})["happened"] == ["Tuesday"]
    assert db.session.scalars(sa.select(Concern)).all() == []


def test_whoever_raised_it_can_add_and_never_reads_what_the_lead_writes(sign_in):
    lead, made = safeguarding_lead(), ConcernFactory()
    page = sign_in(made.raised_by).visit(f"/worried/{made.reference}")

    page = page.press("Add it", words="They have told their aunt")
    handling.acknowledge(made, by=lead)
    operations.add_to(made, "Rang the school", by=lead)

    page = page.visit(f"/worried/{made.reference}")
    assert [one.words for one in made.addenda] == ["They have told their aunt", "Rang the school"]
    assert "A safeguarding lead has it" in page.text
    assert "school" not in page.text
    assert page.text.count(lead.name) == 1  # among all from whom it can be kept


@pytest.mark.parametrize("table", ["concern", "addendum", "concern_step", "overdue_notice"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove_what_was_said_and_done(table, verb):
    made, lead = ConcernFactory(), safeguarding_lead()
    handling.acknowledge(made, by=lead)
    operations.add_to(made, "More", by=lead)
    operations.notice_overdue(made, 1, by=SYSTEM)

    with pytest.raises(sa.exc.DBAPIError, match="never changed or removed"):
        db.session.execute(sa.text(verb.format(table)))
    db.session.rollback()
