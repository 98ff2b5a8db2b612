"""Half signed in is not signed in: nothing opens but what it takes to go on."""

import pytest

from nolimits.kernel.actors import EVERYONE, PRIVILEGED, Role
from nolimits.people import operations as people
from tests.databases import KINDS
from tests.factories.people import PersonFactory, administrator, coordinator, staff
from tests.factories.second_factors import (
    browser_of,
    shown,
    with_app,
    with_passkey,
    with_recovery_codes,
    wrong,
)
from tests.house.matrix import undone
from tests.house.routes import ABSENT, routes

ALWAYS = {
    "proving.second_step",
    "proving.lost",
    "proving.mail_reset_code",
    "proving.ask_own_passkey",
    "sign_in.sign_out",
    "sign_in.stay",
}
WHILE_NOTHING_IS_SET_UP = {
    "proving.again",
    "proving.mail_code",
    "second_factors.add_app",
    "second_factors.add_passkey",
    "second_factors.ask_passkey",
    "second_factors.begin_app",
    "second_factors.set_up",
    "second_factors.square",
    "sign_in.account",
}
PRIVATE = [one for one in routes() if not one.public]
EARLY = [one for one in PRIVATE if hasattr(one.view, "opens_early")]
# Each role is here or in PRIVILEGED: a new one is a decision.
WITH_A_CODE_BY_MAIL = {
    Role.STAFF,
    Role.COUNCILLOR,
    Role.YOUNG_PERSON,
    Role.VOLUNTEER,
    Role.SUPPORT_MENTOR,
    Role.PANEL_MEMBER,
    Role.BOARD_READER,
    Role.PARTNER,
}


def test_each_role_needs_a_second_factor_or_was_said_not_to():
    assert PRIVILEGED | WITH_A_CODE_BY_MAIL == EVERYONE
    assert not PRIVILEGED & WITH_A_CODE_BY_MAIL


def opened_to(app, visitor, of=PRIVATE):
    """The endpoints of addresses that do not lead to the second step."""
    opened, cookie = set(), visitor.client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    for route in of:
        with app.test_request_context():
            values = route.values(ABSENT)
            path = app.url_map.bind("").build(route.endpoint, values, route.method)
        with undone(), app.app_context():
            visitor.client.set_cookie(cookie.key, cookie.value)
            sent = {"data": {"csrf_token": visitor.token()}} if route.method == "POST" else {}
            answer = visitor.client.open(path, method=route.method, **sent)
        if answer.headers.get("Location", "").partition("?")[0] != "/sign-in/second-step":
            opened.add(route.endpoint)
    return opened


@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
def test_with_only_their_mail_shown_somebody_privileged_opens_nothing(app):
    person = coordinator()
    with_app(person)

    assert opened_to(app, browser_of(app, person)) == ALWAYS


@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
def test_whoever_has_nothing_set_up_opens_only_what_sets_it_up(app):
    person = PersonFactory(role=Role.ADMINISTRATOR)

    # Their second step is to set one up: it leads there.
    browser = browser_of(app, person)
    assert opened_to(app, browser, EARLY) == ALWAYS | WHILE_NOTHING_IS_SET_UP


def test_neither_a_json_body_nor_an_odd_address_gets_past_the_second_step(app):
    person = coordinator()
    with_app(person)
    browser = browser_of(app, person)
    for path in ("/people/", "/people//", "/people%2f", "/people?file=csv", "/people?_method=PUT"):
        assert browser.visit(path, follow=False).status in (303, 308, 404)
        assert browser.visit(path).h1 in ("One more step", "We cannot find that page")
    token = {"X-CSRFToken": browser.token()}
    page = browser.ask("POST", "/people", json={"second_factor": True}, headers=token)
    assert page.status in (303, 405)
    for method in ("HEAD", "OPTIONS"):
        assert browser.ask(method, "/people", follow=False).status == 303


def test_a_page_for_everyone_takes_whoever_is_half_signed_in_for_a_stranger(app):
    person = coordinator()
    with_app(person)

    page = browser_of(app, person).visit("/accessibility")

    assert page.status == 200
    assert person.name not in page.html
    assert "People" not in page.links


def test_the_second_step_leads_to_the_page_that_was_wanted_with_a_new_cookie(app, held_clock):
    person = coordinator()
    shows = with_app(person)
    held_clock.move_on(minutes=1)
    browser = browser_of(app, person)
    with browser.client.session_transaction() as cookie:
        planted = cookie["_user_id"]

    page = browser.visit("/people?search=dana")
    assert (page.h1, page.path) == ("One more step", "/sign-in/second-step")
    assert "People" not in page.links
    page = page.press("Go on", code=shown(shows))

    assert page.url == "/people?search=dana"
    with browser.client.session_transaction() as cookie:
        assert cookie["_user_id"] != planted
    thief = browser_of(app, person)
    with thief.client.session_transaction() as cookie:
        cookie["_user_id"] = planted
    assert thief.visit("/people").path == "/sign-in"


def test_a_wrong_code_says_so_beside_it_and_opens_nothing(app):
    person = coordinator()
    shows = with_app(person)
    page = browser_of(app, person).visit("/people")

    page = page.press("Go on", code=wrong(shown(shows)))

    assert page.errors == ["That code is wrong, too old, or was used already"]
    assert page.visit("/people").path == "/sign-in/second-step"


def test_a_recovery_code_is_the_second_step_once_and_its_person_is_told(app, mail_to):
    person = coordinator()
    with_passkey(person)
    code = with_recovery_codes(person)[0].lower().replace("-", " ")
    page = browser_of(app, person).visit("/people")
    assert "Use your passkey" in page.buttons

    assert page.press("Go on", code=code).path == "/people"

    assert mail_to(person)[-1].subject == "A recovery code was used"
    page = browser_of(app, person).visit("/people").press("Go on", code=code)
    assert page.errors == ["That code is wrong, too old, or was used already"]


def test_whoever_chose_to_have_a_second_factor_is_asked_for_it_in_any_role(app):
    person = staff()
    assert browser_of(app, person).visit("/my").path == "/my"
    with_app(person)

    assert browser_of(app, person).visit("/my").path == "/sign-in/second-step"


def test_a_role_given_while_somebody_is_signed_in_asks_for_the_second_step_at_once(app):
    person = staff()
    browser = browser_of(app, person)
    assert browser.visit("/my").path == "/my"

    people.grant_role(person, Role.FINANCE_OFFICER, by=administrator())

    assert browser.visit("/my").h1 == "Set up a second step"


@pytest.mark.parametrize("next_page", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_second_step_leads_nowhere_else(app, next_page, held_clock):
    """Case 28."""
    person = coordinator()
    shows = with_app(person)
    held_clock.move_on(minutes=1)
    browser = browser_of(app, person)
    page = browser.ask("GET", "/sign-in/second-step", query_string={"next": next_page})

    form = page.form("Go on")
    sent = form.filled({"code": shown(shows)})
    page = browser.ask("POST", form.action, follow=False, data=sent)

    assert page.headers["Location"] == "/home"
