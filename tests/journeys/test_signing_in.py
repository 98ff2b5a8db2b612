"""Signing in, as somebody does it in a browser."""

import re

import pytest
from playwright.sync_api import expect

from nolimits.kernel.actors import Role
from nolimits.people.queries import by_email
from tests import databases
from tests.factories.people import PersonFactory, coordinator, staff


def test_somebody_signs_in_with_a_mailed_code(browse, axe, mail_to, artefacts):
    dana = PersonFactory(email="dana@council.example")
    page = browse()
    page.goto("/sign-in")
    axe(page)

    send = page.get_by_role("main").get_by_role("button")
    page.get_by_role("textbox").fill("dana@")
    send.click()
    expect(page).to_have_title(re.compile("^Error: "))
    axe(page)

    page.get_by_role("textbox").fill(dana.email)
    send.click()
    page.wait_for_url("**/sign-in/code")
    axe(page)
    page.screenshot(path=artefacts / "code.png", full_page=True)

    code = re.search(r"\b\d{6}\b", f"{mail_to(dana)[-1].subject} {mail_to(dana)[-1].body}")
    page.get_by_role("textbox").fill(code[0])
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    axe(page)


def test_a_list_of_people_reads_well(browse, axe):
    PersonFactory(name="Dana Invented")
    page = browse(coordinator())
    page.goto("/people")

    expect(page.get_by_role("main")).to_contain_text("Dana Invented")
    axe(page)


def test_every_component_can_be_used_by_everyone(browse, axe, artefacts, change_settings):
    change_settings(demonstration=True)
    page = browse()
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/design")
        axe(page)
        page.screenshot(path=artefacts / f"design-{width}.png", full_page=True)


def test_nothing_personal_is_behind_the_back_button_after_signing_out(browse):
    """Case 40."""
    person = staff(name="Dana Invented")
    page = browse(person)
    page.goto("/account")
    expect(page.get_by_role("main")).to_contain_text("Dana Invented")

    with page.expect_response("**/sign-out") as answered:
        page.get_by_role("button", name="Sign out").click()
    assert answered.value.all_headers()["clear-site-data"] == '"cache", "storage"'
    expect(page.get_by_text("You have signed out")).to_be_visible()

    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert "Dana" not in page.content()


# Both by the service that stands for the council's, and not by us.
@pytest.mark.filterwarnings("ignore:authlib.jose module is deprecated")
@pytest.mark.filterwarnings("ignore:The httpx module is deprecated")
@pytest.mark.filterwarnings("ignore:get_jwt_config")
def test_a_colleague_signs_in_with_the_account_of_the_council(
    browse, live_server, axe, change_settings
):
    from oidc_provider_mock import User, run_server_in_thread

    told = {"oid": "oid-of-ida", "name": "Ida Invented", "email": "ida@council.example"}
    ida = User(sub="ida", claims={**told, "groups": ["all staff"]})
    with run_server_in_thread(user_claims=[ida], require_nonce=True) as service:
        change_settings(
            oidc_issuer=f"http://127.0.0.1:{service.server_port}",
            oidc_client_id="no-limits",
            oidc_client_secret="told to the council",
            oidc_groups=(("all staff", "staff"),),
            base_url=live_server.url,
        )
        page = browse()
        page.goto("/directorates")
        axe(page)
        page.get_by_role("button", name="Sign in with my council account").click()
        page.get_by_role("button", name="Deny").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("You did not sign in")
        axe(page)
        page.get_by_role("button", name="Try again").click()
        page.get_by_role("button", name="ida").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("My No Limits")

    # The service's own page asks for styles that are elsewhere; what it refused was said by us.
    ours = [one for one in browse.complaints if live_server.url in one and "(FORBIDDEN)" not in one]
    browse.complaints[:] = ours
    databases.settle()
    assert by_email("ida@council.example").roles == {Role.STAFF}
