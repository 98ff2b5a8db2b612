"""Passkeys and an app in Chromium, with a security key that it plays itself."""

import re

import pytest

from tests.databases import KINDS
from tests.factories.people import coordinator, staff
from tests.factories.second_factors import shown
from tests.second_factors.key import key_in

pytestmark = pytest.mark.parametrize("database", [KINDS[0]], indirect=True)

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def by_name(live_server, change_settings):
    """The server's address with a name, which passkeys need."""
    address = live_server.url.replace("127.0.0.1", "localhost")
    change_settings(base_url=address)
    return address


def with_mailed_code(page, person, mail_to, wanted="/people"):
    """Sign in with a code by mail."""
    page.goto(f"/sign-in?next={wanted}")
    page.get_by_label("What is your email address?").fill(person.email)
    page.get_by_role("button", name="Send me a code").click()
    code = re.search(r"\b\d{6}\b", mail_to(person)[-1].body)[0]
    page.get_by_label("Enter the code we sent you").fill(code)
    page.get_by_role("button", name="Sign in").click()


def test_a_coordinator_sets_up_a_passkey_and_signs_in_with_it(browse, by_name, mail_to, axe):
    person = coordinator()
    page = browse(base_url=by_name)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
    with_mailed_code(page, person, mail_to)
    page.get_by_role("button", name="Set up a passkey").click()
    axe(page)
    page.get_by_label("What shall we call it?").fill("Work laptop")
    page.get_by_role("button", name="Set up a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.get_by_role("button", name="Sign out").click()

    # As the second step, then as the only one.
    with_mailed_code(page, person, mail_to)
    axe(page)
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_role("heading", name="People", exact=True).wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/passkey?next=/people")
    axe(page)
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_role("heading", name="People", exact=True).wait_for()
    page.get_by_role("button", name="Sign out").click()

    # A key that does not know who holds it opens nothing.
    known = {"authenticatorId": key, "isUserVerified": False}
    devtools.send("WebAuthn.setUserVerified", known)
    page.goto("/sign-in/passkey?next=/people")
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_role("alert").filter(has_text="Nothing came of that").wait_for()


def test_an_app_is_set_up_and_asked_for_by_keyboard_alone(
    browse, by_name, mail_to, held_clock, axe
):
    person = staff()
    page = browse(base_url=by_name)
    with_mailed_code(page, person, mail_to, wanted="/account/second-step")
    axe(page)
    page.get_by_role("button", name="Set up an app").press("Enter")
    page.locator("summary", has_text="I cannot photograph it").press("Enter")
    axe(page)
    app = key_in(page.get_by_role("main").inner_text())
    field = page.get_by_label("What does the app show now?")
    field.fill(shown(app))
    field.press("Enter")
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.get_by_role("button", name="Show me 10 new codes").press("Enter")
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    axe(page)

    held_clock.move_on(minutes=11)
    page.goto("/account/recovery-codes")
    axe(page)
    field = page.get_by_label("What does your authenticator app show?")
    field.fill(shown(app))
    field.press("Enter")
    page.get_by_role("heading", name="Recovery codes").wait_for()
