"""A young person tells of a worry, gets away from the page in a hurry, and a lead has it."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.matching import MatchFactory
from tests.factories.people import safeguarding_lead

PHONE, DESK = {"width": 375, "height": 812}, {"width": 1280, "height": 900}


def button(page, name):
    return page.get_by_role("main").get_by_role("button", name=name)


def look(page, axe, artefacts, name, size):
    """Look at a page as whoever reads it holds it."""
    page.set_viewport_size(size)
    axe(page)
    page.screenshot(path=artefacts / f"{name}.png", full_page=True)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # pages look the same on both
def test_a_young_person_tells_gets_away_and_a_lead_has_it(
    browse, live_server, change_settings, axe, artefacts
):
    change_settings(neutral_site=f"{live_server.url}/accessibility")
    match, lead = MatchFactory(), safeguarding_lead()
    page = browse(match.young_person.person)
    page.goto("/me")
    page.get_by_role("main").get_by_role("link", name="Talk to somebody").click()
    expect(page).to_have_title(re.compile("^Your message"))
    look(page, axe, artefacts, "message", PHONE)
    button(page, "Write").click()
    look(page, axe, artefacts, "write", PHONE)

    page.get_by_label("What is wrong?").fill("He shouts")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/accessibility")
    page.goto("/me/message")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")

    page = browse(match.young_person.person)
    page.goto("/me/message/write")
    page.get_by_label("What is wrong?").fill("He shouts when I am late")
    page.get_by_label("My mentor").check()
    button(page, "Send").click()
    expect(page).to_have_title(re.compile("^We have got it"))
    page.locator("[data-exit]").click()
    page.wait_for_url("**/accessibility")

    desk = browse(lead)
    desk.goto("/home")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Concerns")
    look(desk, axe, artefacts, "concerns", DESK)
    desk.get_by_role("main").get_by_role("link", name=re.compile("^C-")).click()
    expect(desk.get_by_role("main")).to_contain_text("He shouts when I am late")
    look(desk, axe, artefacts, "concern", DESK)
    button(desk, "Say that you have it").click()
    button(desk, "I have it").click()
    expect(desk.get_by_role("main")).to_contain_text("You have it. Say next")
