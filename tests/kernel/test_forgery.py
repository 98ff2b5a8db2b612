"""What changes anything comes from a page of ours; a form that is out of date is given back."""

import time

import pytest
import time_machine
from itsdangerous import URLSafeTimedSerializer

from tests.databases import KINDS
from tests.factories.people import DirectorateFactory, PersonFactory, administrator, coordinator
from tests.house.routes import ABSENT, routes
from tests.visitor import Visitor

on_one = pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
WRITES = ("INSERT", "UPDATE", "DELETE")
FROM_US = {"Sec-Fetch-Site": "same-origin"}
HERE = "http://localhost"


def expired(app, browser):
    """A token of this browser's own, made thirteen hours ago."""
    with browser.client.session_transaction() as cookie:
        kept = cookie["csrf_token"]
    with time_machine.travel(time.time() - 13 * 60 * 60, tick=False):
        return URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(kept)


def forgeries(app):
    """A browser that is signed in, and every way in which another site could use it."""
    browser, other = Visitor(app, administrator()), Visitor(app, administrator())
    good = browser.token()
    return browser, [
        ("without a token", {}, {}),
        ("with another's token", {"csrf_token": other.token()}, {}),
        ("with an expired token", {"csrf_token": expired(app, browser)}, {}),
        ("from another site", {"csrf_token": good}, {"Sec-Fetch-Site": "cross-site"}),
        ("from beside us", {"csrf_token": good}, {"Sec-Fetch-Site": "same-site"}),
        ("from another origin", {"csrf_token": good}, {"Origin": "https://evil.example"}),
        ("from nowhere", {"csrf_token": good}, {"Origin": "null"}),
    ]


@on_one
def test_nothing_is_changed_for_another_sites_page_at_any_address(app, statements):
    """Case 29."""
    browser, tries = forgeries(app)
    del statements[:]
    faults = []
    for route in [one for one in routes() if one.method != "GET"]:
        with app.test_request_context():
            path = app.url_map.bind("").build(route.endpoint, route.values(ABSENT))
        for what, sent, told in tries:
            answer = browser.client.open(path, method=route.method, data=sent, headers=told)
            if answer.status_code != 400:
                faults.append(f"{route} {what}: answered {answer.status_code}")

    assert faults == []
    assert [one for one in statements if one.startswith(WRITES)] == []


@on_one
@pytest.mark.parametrize(
    "told", [FROM_US, {"Sec-Fetch-Site": "none"}, {"Origin": HERE}, {}], ids=str
)
def test_a_page_of_ours_is_believed(app, told):
    browser = Visitor(app, coordinator())
    token = browser.token()

    answer = browser.client.post("/sign-out", data={"csrf_token": token}, headers=told)

    assert answer.status_code == 303


@on_one
def test_in_production_only_the_address_that_people_use_is_ours(app, change_settings):
    change_settings(environment="production", base_url="https://limits.council.example")
    browser = Visitor(app, coordinator())

    def answered(origin):
        sent = {"csrf_token": browser.token()}
        return browser.client.post("/sign-out", data=sent, headers={"Origin": origin}).status_code

    assert answered(HERE) == 400
    assert answered("https://limits.council.example") == 303


def test_what_was_typed_into_a_form_that_is_out_of_date_is_given_back(app, sign_in):
    """Case 29."""
    directorate = DirectorateFactory()
    dana = PersonFactory(directorate=directorate, name="Dana <Invented>")
    browser = sign_in(coordinator())
    page = browser.visit(f"/directorates/{directorate.reference}/champion")
    sent = page.form().filled({"person": dana.reference})
    sent["note"] = ["Two lines\nand “more” <b>words</b>"]
    with browser.client.session_transaction() as cookie:
        cookie["csrf_token"] = "of another sign-in"

    page = browser.ask("POST", page.url, data=sent, headers=FROM_US)

    assert (page.status, page.h1) == (400, "Please send that once more")
    assert "Two lines and “more” <b>words</b>" in page.text
    assert directorate.champion is None
    assert page.form().fields["note"] == sent["note"][0]
    assert page.submit().flash.startswith("Dana <Invented> is the champion")


@pytest.mark.parametrize("told", [{"Sec-Fetch-Site": "cross-site"}, {}], ids=str)
def test_nothing_is_given_back_to_whoever_may_not_be_us(app, sign_in, told):
    page = sign_in(coordinator()).ask("POST", "/sign-out", data={"note": "Do it"}, headers=told)

    assert (page.status, page.h1, page.buttons) == (400, "We could not read that", [])


def test_what_was_typed_while_the_sign_in_ended_is_given_back(sign_in, held_clock):
    """Case 29: after signing in once more it is sent from where it stands."""
    directorate, person = DirectorateFactory(), coordinator()
    dana = PersonFactory(directorate=directorate)
    browser = sign_in(person)
    address = f"/directorates/{directorate.reference}/champion"
    sent = browser.visit(address).form().filled({"person": dana.reference})
    sent |= {"note": ["Two lines\nof words"], "new_password": ["not for all eyes"]}
    held_clock.move_on(hours=13)

    page = browser.ask("POST", address, data=sent)

    assert (page.status, page.h1) == (403, "You were signed out")
    assert "Two lines of words" in page.text
    assert "not for all eyes" not in page.text
    assert directorate.champion is None
    browser._sign_in(person)
    assert page.press("Send it again").flash.endswith(f"is the champion of {directorate.name}")


def test_nothing_is_given_back_to_somebody_signed_out_whose_form_is_not_ours(visitor):
    told = {"Sec-Fetch-Site": "cross-site"}
    page = visitor().ask("POST", "/account/photo", data={"note": "Two words"}, headers=told)

    assert (page.status, page.h1) == (400, "We could not read that")
