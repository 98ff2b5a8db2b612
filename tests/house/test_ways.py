"""Everyone finds by clicking what is theirs."""

from collections.abc import Iterator
from itertools import takewhile

import pytest
import sqlalchemy as sa

from nolimits.kernel.actors import EVERYONE, Role
from nolimits.kernel.db import db
from nolimits.kernel.permissions import TABLE, can
from nolimits.kernel.rules import adult, insider
from nolimits.kernel.top_bar import _places
from nolimits.people.models import Person
from nolimits.volunteers.models import Volunteer
from nolimits.young_people.models import YoungPerson
from tests.crawl import crawled
from tests.databases import DEMONSTRATION, KINDS

pytestmark = pytest.mark.xdist_group("demonstration")  # one worker fills it, and needs no other

CLICKS = 3
# Reached by answering the questions before them, not by a link.
AFTER_ANSWERS = ("_check", "_throw_away", "_question")
NOT_BY_CLICKING = {
    "proving.second_step": "asked for after the first step of signing in",
    "proving.again": "asked for before what matters most",
    "proving.lost": "offered where the second step is asked for",
    "second_factors.add_app": "after a button was pressed that makes a key",
    "second_factors.square": "a picture",
    "second_factors.remove_app": "offered to whoever has an app, and here nobody has",
    "second_factors.recovery_codes": "offered to whoever has a factor, and here nobody has",
    "photos.picture": "a picture, which a page shows",
    "photos.take_down": "offered to those who have a photo up, and here nobody has",
    "sign_in.enter_code": "after an address was given",
    "sign_in.council_sign_in": "where the council has a sign-in service of its own",
    "sign_in.council_back": "where that service leads back to",
    "safeguarding.leave": "a way out, on pages about a worry",
    "complaints.told": "stands after a form that was sent",
    "people.design": "in demonstration mode only, for maintainers",
    "volunteers.applied": "after an application was sent",
    "checks.name_referee": "offered while somebody needs another referee, and here nobody does",
    "saved_views.keep_view": "offered where a list is narrowed",
    "backgrounds.disclosed": "stands after a form that was sent",
    "backgrounds.told": "stands after a form that was sent",
    "staff_list.give_roles": "offered while somebody has no role, and here everybody has one",
    "reports.begin_series": "offered while no series of reports runs, and here one does",
}


def rules_of(view):
    """The ways to be admitted to a page."""
    permission = getattr(view, "permission", None)
    return TABLE[permission] if permission else []


def pages(app):
    """Each page that needs no record: its endpoint and its view."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        opens = "GET" in rule.methods and not rule.arguments and rules_of(view)
        if opens and not rule.endpoint.endswith(AFTER_ANSWERS):
            yield rule.endpoint, view


def named_for(app, person) -> Iterator[str]:
    """The pages that the table opens to a person's roles by name, and that would serve them."""
    useless = {place.endpoint for place in _places if not place.helps(person)}
    if db.session.scalar(sa.select(Volunteer).where(Volunteer.person_id == person.id)):
        useless.add("volunteers.apply_start")  # they applied already
    if Role.VOLUNTEER not in person.roles:
        useless.add("activities.offer_along_start")  # only a ready volunteer invites along
    if Role.YOUNG_PERSON in person.roles:
        useless.add("safeguarding.worried")  # they have a page of their own for it
    useless.add("training.calendar")  # offered to who has booked a day
    useless.add("training.name_manager")  # offered to whom the staff list names no manager
    # What is any adult's is a volunteer's way; to others it is nothing that they must come to.
    anybodys = (EVERYONE, insider.roles)
    unnamed = anybodys if Role.VOLUNTEER in person.roles else (*anybodys, adult.roles)
    for endpoint, view in pages(app):
        named = any(rule.roles not in unnamed for rule in rules_of(view))
        if named and can(person, view.permission) and endpoint not in useless:
            yield endpoint


def reached_by(app, person=None):
    """The endpoints of what somebody reaches from their front door in few clicks."""
    near = takewhile(lambda found: found.clicks <= CLICKS, crawled(KINDS[0], app, person))
    return {found.endpoint for found in near}


def one_of_each(people):
    """One person of every set of roles, and a worker."""
    found = {}
    for person in people:
        works = db.session.scalar(sa.select(YoungPerson).where(YoungPerson.worker_id == person.id))
        found.setdefault((person.roles, works is not None), person)
    return found.values()


@pytest.mark.committed(of=DEMONSTRATION)
@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
def test_everyone_reaches_what_is_theirs_within_three_clicks(app, change_settings):
    change_settings(demonstration=True)
    everyone = db.session.scalars(sa.select(Person).where(Person.left_on.is_(None)))
    by_somebody, lost = reached_by(app), []
    for person in one_of_each(everyone):
        reached = reached_by(app, person)
        by_somebody |= reached
        roles = ", ".join(sorted(person.roles))
        missed = set(named_for(app, person)) - reached - set(NOT_BY_CLICKING)
        lost.extend(f"{roles}: {endpoint}" for endpoint in sorted(missed))

    assert not lost, "\n".join(lost)
    assert {endpoint for endpoint, _ in pages(app)} - by_somebody == set(NOT_BY_CLICKING)
