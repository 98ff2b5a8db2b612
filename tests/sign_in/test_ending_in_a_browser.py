"""The end of a sign-in in Chromium: told before it comes, put off, and nothing left in sight."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from nolimits.sign_in import limits
from tests.databases import KINDS
from tests.factories.people import staff
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.parametrize("database", [KINDS[0]], indirect=True)

SOON = "You will be signed out soon"


@pytest.fixture
def pass_time(held_clock):
    """Let time pass in the browser and on the server."""

    def go_on(page, **length):
        held_clock.move_on(**length)
        page.clock.fast_forward(int(timedelta(**length).total_seconds() * 1000))

    return go_on


def sign_in_again(page, person, mail_to):
    """Sign in on the page that is open."""
    page.get_by_label("What is your email address?").fill(person.email)
    page.get_by_role("button", name="Send me a code").click()
    code = re.search(r"\b\d{6}\b", mail_to(person)[-1].body)[0]
    page.get_by_label("Enter the code we sent you").fill(code)
    page.get_by_role("button", name="Sign in").click()


def test_a_sign_in_that_rests_is_told_kept_and_in_the_end_blanked_with_what_was_typed_kept(
    browse, held_clock, pass_time, axe, artefacts, mail_to
):
    young_person = YoungPersonFactory()
    page = browse(young_person.worker, viewport={"width": 375, "height": 812})
    page.clock.install(time=held_clock.now)
    page.goto(f"/young-people/{young_person.reference}/preferences")
    title, dialog = page.title(), page.get_by_role("alertdialog")
    wants = page.get_by_label("What do they want")
    wants.fill("To learn the guitar")

    # It is told; Escape or one press keeps the sign-in.
    pass_time(page, minutes=27)
    expect(dialog).to_be_hidden()
    for key in ("Escape", "Enter"):
        pass_time(page, minutes=1)
        expect(dialog).to_have_accessible_name(SOON)
        expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
        expect(page).to_have_title(f"{SOON} \N{EN DASH} {title}")
        page.keyboard.press(key)
        expect(dialog).to_be_hidden()
        expect(wants).to_be_focused()
        pass_time(page, minutes=27)

    # A page that was opened beside it puts the end off.
    beside = page.context.new_page()
    beside.goto("/account")
    pass_time(page, minutes=4)
    expect(dialog).to_be_hidden()
    beside.close()

    # When nobody does anything, nothing stays in sight, and what was typed is kept.
    pass_time(page, minutes=24)
    axe(page)
    page.screenshot(path=artefacts / "ending.png")
    pass_time(page, seconds=110)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert young_person.reference not in page.inner_text("body")
    sign_in_again(page, young_person.worker, mail_to)
    expect(wants).to_have_value("To learn the guitar")


def test_the_end_of_twelve_hours_is_told_and_cannot_be_put_off(
    browse, held_clock, pass_time, monkeypatch
):
    """R-SEC-4."""
    monkeypatch.setattr(limits, "LASTS", timedelta(minutes=10))
    page = browse(staff())
    page.clock.install(time=held_clock.now)
    page.goto("/account")
    pass_time(page, minutes=8, seconds=30)
    dialog = page.get_by_role("alertdialog", name=SOON)
    expect(dialog).to_contain_text("A sign-in lasts for 12 hours")
    expect(page.get_by_role("button", name="Stay signed in")).to_be_hidden()
    page.get_by_role("button", name="Go on until then").press("Enter")
    expect(dialog).to_be_hidden()
    pass_time(page, seconds=85)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
