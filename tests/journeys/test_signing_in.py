"""Signing in, as somebody does it in a browser."""

import re

from playwright.sync_api import expect

from tests.factories.people import PersonFactory, coordinator


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
