"""Pages on which people set up, look at and take off what they prove with that it is them."""

import json
import re

from nolimits.second_factors import queries
from nolimits.second_factors.ceremonies import Site
from nolimits.second_factors.here import by_name, this_site
from tests.factories.people import coordinator, staff
from tests.factories.second_factors import (
    SITE,
    Device,
    browser_of,
    shown,
    with_app,
    with_passkey,
    with_recovery_codes,
)
from tests.second_factors.key import app_with

ACCOUNT = "/account"


def test_an_app_is_set_up_by_its_key_and_the_page_that_was_wanted_opens(app, mail_to):
    person = coordinator()
    browser = browser_of(app, person)
    page = browser.visit("/people")
    assert page.h1 == "Set up a second step"
    page = page.press("Set up an app")
    page = page.press("Finish", code="000000")
    assert page.errors == ["That is not the code. Wait for the next one, and type it quickly"]

    page = page.press("Finish", code=shown(app_with(page)))

    assert (page.h1, page.flash) == ("Recovery codes", "Your authenticator app is set up")
    assert browser.visit("/people").path == "/people"
    assert [one.subject for one in mail_to(person)] == ["An authenticator app was set up"]


def test_the_secret_is_not_shown_again_once_the_app_is_set_up(app):
    browser = browser_of(app, staff())
    page = browser.visit("/account/second-step").press("Set up an app")
    page.press("Finish", code=shown(app_with(page)))

    assert browser.visit("/account/authenticator-app/new").path == "/account/second-step"


def test_recovery_codes_are_shown_once_and_new_ones_end_the_old(sign_in, mail_to):
    person = coordinator()
    with_app(person)
    (old, *_) = with_recovery_codes(person)
    page = sign_in(person).visit("/account/recovery-codes")
    assert "You have 10 codes left" in page.text
    page = page.submit()

    codes = re.findall(r"[0-9A-Z]{8}-[0-9A-Z]{8}-[0-9A-Z]{8}", page.text)
    assert (page.h1, len(set(codes))) == ("Your recovery codes", 10)
    assert codes[0] not in page.visit("/account/recovery-codes").text
    assert queries.recovery_code_of(person, codes[0])
    assert queries.recovery_code_of(person, old) is None
    assert mail_to(person)[-1].subject == "New recovery codes were made"
    assert not any(code in one.body for one in mail_to(person) for code in codes)


def test_the_account_tells_what_is_set_up_and_takes_it_off(sign_in):
    person = staff()
    with_passkey(person)
    with_app(person)
    browser = sign_in(person)
    page = browser.visit(ACCOUNT)
    assert page.facts["Passkey “Work laptop”"] == "Added on 20 November 2026, not used yet"
    assert page.facts["Recovery codes"] == "None left: make new ones before you need them"

    page = page.follow("Remove the passkey Work laptop").submit()
    assert page.flash == "The passkey “Work laptop” is off your account"
    page = page.follow("Remove the authenticator app").submit()

    assert page.flash == "The authenticator app is off your account"
    assert not queries.has_one(person)


def test_the_only_factor_of_somebody_whose_role_needs_one_stays_on_their_account(sign_in):
    person = coordinator()
    with_app(person)

    page = sign_in(person).visit("/account/authenticator-app/remove").submit()

    assert page.errors == [
        "This is the only one you have, and your role needs one. Add another first"
    ]


def test_nobody_opens_the_page_that_takes_off_anothers_passkey(sign_in):
    person = coordinator()
    with_passkey(person)
    (passkey,) = queries.passkeys_of(person)
    address = f"/account/passkeys/{passkey.reference}/remove"

    assert sign_in(coordinator()).visit(address).status == 404


def test_a_passkey_is_set_up_and_signs_in_without_any_code(sign_in, visitor):
    person, device = coordinator(), Device()
    browser = sign_in(person)
    page = browser.visit("/account/passkeys/new")
    asked = browser.post("/account/passkeys/ask")
    answer = device.make(json_of(asked)["challenge"])
    browser.page = page
    page = page.forge("Set up a passkey", name="Phone", credential=answer)
    assert page.flash == "Your passkey is set up"

    stranger = visitor()
    page = stranger.visit("/sign-in/passkey?next=/people")
    challenge = json_of(stranger.post("/sign-in/passkey/ask"))["challenge"]
    page = page.forge("Use your passkey", credential=device.use(challenge))

    assert page.path == "/people"


def test_an_answer_that_is_none_says_so_and_signs_nobody_in(visitor):
    with_passkey(coordinator())
    page = visitor().visit("/sign-in/passkey").submit()

    assert page.errors == [
        "That passkey did not answer as it should. Try again, or use another way"
    ]
    assert page.visit("/people").path == "/sign-in"


def test_what_passkeys_are_told_asks_that_the_device_knows_its_person(sign_in):
    person = coordinator()
    with_passkey(person)
    browser = sign_in(person)

    told = json_of(browser.post("/account/passkeys/ask"))
    asked = json_of(browser.post("/sign-in/again/passkey"))

    assert told["rp"] == {"id": SITE.rp_id, "name": "No Limits"}
    assert told["authenticatorSelection"]["userVerification"] == "required"
    assert asked["userVerification"] == "required"
    assert len(told["excludeCredentials"]) == len(asked["allowCredentials"]) == 1
    assert person.name not in str(told["user"]["id"])


def test_a_number_in_the_address_bar_has_no_passkeys_and_leads_to_where_they_work(
    app, change_settings
):
    change_settings(base_url="")
    with app.test_request_context("/account/passkeys/new", base_url="http://127.0.0.1:5000"):
        assert this_site() is None
        assert by_name() == "http://localhost:5000/account/passkeys/new"
    with app.test_request_context(base_url="http://localhost:5000"):
        assert this_site() == Site("localhost", "http://localhost:5000", "No Limits")


def test_passkeys_are_made_for_the_address_in_settings_whatever_a_request_says(
    app, change_settings
):
    change_settings(base_url="https://nolimits.council.example", environment="production")
    with app.test_request_context(base_url="https://evil.example"):
        assert this_site().rp_id == "nolimits.council.example"
        assert by_name() is None


def json_of(page):
    return json.loads(page.body)
