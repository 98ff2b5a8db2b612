"""Pairs that have not been in touch for longer than was agreed."""

from datetime import timedelta

import pytest

from nolimits.contacts import queries
from nolimits.kernel import clock
from nolimits.matching import operations
from nolimits.matching.models import MatchState
from tests.factories.contacts import ContactFactory
from tests.factories.matching import MatchFactory
from tests.factories.people import coordinator, safeguarding_lead, volunteer

pytestmark = pytest.mark.usefixtures("app")
M = MatchState


@pytest.mark.parametrize("state", [M.TRIAL, M.ACTIVE])
def test_a_pair_is_without_contact_the_day_after_it_was_due(state, held_clock):
    match = MatchFactory(state=state)
    held_clock.move_on(days=match.contact_every_days)
    assert queries.without_contact(coordinator(), clock.today()) == []

    held_clock.move_on(days=1)
    [one] = queries.without_contact(coordinator(), clock.today())
    assert (one.match, one.days) == (match, 29)

    ContactFactory(match=match, held_on=clock.today() - timedelta(days=2))
    assert queries.without_contact(coordinator(), clock.today()) == []


def test_who_is_on_hold_or_has_ended_is_not_asked_to_be_in_touch(held_clock):
    held, ended = MatchFactory(state=M.ACTIVE), MatchFactory(state=M.ACTIVE)
    operations.hold(held, "A pause", by=coordinator())
    operations.plan_end(ended, by=coordinator())
    held_clock.move_on(days=90)

    assert queries.without_contact(coordinator(), clock.today()) == []


def test_the_list_says_whom_to_ring(sign_in, held_clock):
    match = MatchFactory(state=M.ACTIVE)
    held_clock.move_on(days=40)
    visitor = sign_in(coordinator())

    page = visitor.visit("/matches").follow("Pairs without contact")

    [row] = page.table("Pairs without contact")
    assert (row["Match"], row["Days"]) == (match.reference, "40")
    assert row["Volunteer"] == match.volunteer.person.name
    assert match.young_person.identity.given_name not in page.html


def test_where_everyone_is_in_touch_the_list_says_so(sign_in):
    page = sign_in(safeguarding_lead()).visit("/contacts/without")

    assert "Every pair has been in touch" in page.text


def test_a_volunteer_does_not_see_the_list(sign_in):
    assert sign_in(volunteer()).visit("/contacts/without").status == 403
