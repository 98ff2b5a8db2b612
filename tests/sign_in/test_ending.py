"""Before a sign-in ends it is told, and can be kept; what was typed waits for its person."""

from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from nolimits.complaints.models import Complaint
from nolimits.kernel import audit
from nolimits.kernel.db import db
from nolimits.sign_in.models import Event, SignInSession
from tests.factories.people import coordinator, staff
from tests.factories.young_people import YoungPersonFactory
from tests.markup import of_class
from tests.sign_in.signing_in import is_signed_in

STAY = "/sign-in/stay"
RESTED = {"rested": "1"}


def told(page):
    """Whose sign-in a page tells of, for how many seconds it may rest and how long it lasts."""
    dialogs = of_class(page.root, "app-ending")
    return [tuple(one.get(f"data-{name}") for name in ("rests", "lasts")) for one in dialogs]


def leads_on_to(page):
    """Where one is led from a page on which one signs in."""
    assert page.path == "/sign-in"
    return parse_qs(urlsplit(page.url).query)["next"][0]


@pytest.fixture
def worker(app):
    return staff()


@pytest.fixture
def path(worker):
    """The page on which a worker writes what a young person wants."""
    return f"/young-people/{YoungPersonFactory(worker=worker).reference}/preferences"


@pytest.mark.parametrize(("of", "seconds"), [(coordinator, 900), (staff, 1800)])
def test_a_page_knows_how_long_its_sign_in_may_rest_and_how_long_it_lasts(
    sign_in, visitor, held_clock, of, seconds
):
    """R-SEC-4."""
    browser = sign_in(of())
    assert told(browser.visit("/account")) == [(f"{seconds}", "43200")]
    held_clock.move_on(seconds=50)
    assert told(browser.visit("/account")) == [(f"{seconds - 50}", "43150")]
    held_clock.move_on(minutes=5)
    assert told(browser.visit("/account")) == [(f"{seconds}", "42850")]
    assert told(visitor().visit("/sign-in")) == []


def test_whoever_stays_signed_in_rests_from_then_on(sign_in, held_clock, worker):
    browser = sign_in(worker)
    for _ in range(2):
        held_clock.move_on(minutes=29)
        answer = browser.post(STAY)
        assert (answer.status, answer.body.strip()) == (200, b'{"rests":1800}')
    row = db.session.scalars(sa.select(SignInSession)).one()
    assert [one.event for one in audit.timeline(row)][:2] == [Event.STAYED, Event.STAYED]


def test_nobody_stays_whose_sign_in_is_over_nor_beyond_twelve_hours(sign_in, held_clock, worker):
    rested, busy = sign_in(worker), sign_in(worker)
    for _ in range(24):
        held_clock.move_on(minutes=30)
        assert busy.post(STAY).status == 200
    held_clock.move_on(seconds=1)
    for browser in (rested, busy):
        assert browser.post(STAY).path == "/sign-in"
        assert not is_signed_in(browser)


def test_a_form_of_a_sign_in_that_rests_is_kept_and_not_done_until_its_person_is_back(
    sign_in, visitor, held_clock, code_of, worker, path
):
    page = sign_in(worker).visit(path)
    sent = page.form().filled({"wants": "To learn the guitar"}) | RESTED

    page = page.visitor.ask("POST", path, data=sent, headers={"Referer": f"http://localhost{path}"})

    assert page.flash.endswith("keep people safe. What you typed is kept")
    assert leads_on_to(page) == f"{path}?kept=rested"
    assert not is_signed_in(page.visitor)
    held_clock.move_on(hours=1)
    other = visitor()
    other.visit(page.url).submit(email=worker.email)
    page = other.submit(code=code_of(worker))
    assert page.url == f"{path}?kept=rested"
    assert page.form().fields["wants"] == "To learn the guitar"
    assert sign_in(worker).visit(path).form().fields["wants"] == ""
    assert page.submit().flash


def test_what_one_left_is_nobody_elses(sign_in, worker, path):
    sent = sign_in(worker).visit(path).form().filled({"wants": "To learn the guitar"}) | RESTED
    sign_in(worker).post(path, **sent)
    page = sign_in(coordinator()).visit(f"{path}?kept=rested")
    assert "guitar" not in page.html


def test_a_page_that_rests_with_nothing_typed_leads_back_to_itself(sign_in, worker, path):
    browser = sign_in(worker)
    came_from = {"Referer": f"http://localhost{path}?of=spring"}
    for _ in range(2):  # of two pages that rest, one finds the sign-in ended already
        sent = {"csrf_token": browser.token(), **RESTED}
        page = browser.ask("POST", "/sign-out", data=sent, headers=came_from)
        assert leads_on_to(page) == f"{path}?of=spring"


def test_a_form_that_rested_longer_than_its_sign_in_is_given_back_and_not_done(
    sign_in, held_clock, worker
):
    browser = sign_in(worker)
    typed = {"words": "Two words", "kind": "scheme"}
    sent = browser.visit("/tell-us").form().filled(typed) | RESTED
    held_clock.move_on(hours=13)

    page = browser.ask("POST", "/tell-us", data=sent)

    assert (page.status, page.h1) == (403, "You were signed out")
    assert db.session.scalars(sa.select(Complaint)).all() == []
    page.press("Send it again")
    assert len(db.session.scalars(sa.select(Complaint)).all()) == 1


def test_without_its_cookie_a_page_that_rests_leads_to_where_one_signs_in(sign_in, worker):
    browser = sign_in(worker)
    browser.client.delete_cookie(browser.app.config["SESSION_COOKIE_NAME"])
    headers = {"Sec-Fetch-Site": "same-origin", "Referer": "http://localhost/directorates"}
    page = browser.ask("POST", "/sign-out", data=RESTED, headers=headers)
    assert leads_on_to(page) == "/directorates"
