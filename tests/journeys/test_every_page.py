"""Every kind of page of the invented council, found by following links, as people see it."""

import pytest

from nolimits.people.queries import some_of_each_role
from tests.crawl import crawled
from tests.databases import DEMONSTRATION

pytestmark = pytest.mark.xdist_group("demonstration")  # one worker fills it, and needs no other

PHONE, DESK = {"width": 375, "height": 812}, {"width": 1280, "height": 900}
WIDER_THAN_SHOWN = "document.documentElement.scrollWidth > window.innerWidth"


@pytest.mark.committed(of=DEMONSTRATION)
def test_no_link_leads_where_one_may_not_go_or_nothing_is(app, database, change_settings):
    change_settings(demonstration=True)

    most = 2 if database.kind == "sqlite" else 1  # rules are the same; each query must run on both
    faults = [
        f"{role}: {found.url}, linked by {found.linked_by}, answered {found.status}"
        for role, people in some_of_each_role(most=most)
        for person in people
        for found in crawled(database.kind, app, person)
        if found.status != 200
    ]
    assert faults == []


@pytest.mark.committed(of=DEMONSTRATION)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # pages look the same on both
def test_axe_finds_nothing_on_any_page_on_a_phone_or_at_a_desk(
    app, database, change_settings, browse, axe
):
    change_settings(demonstration=True)
    looked_at: set[str] = set()
    for person in (None, *(people[0] for _, people in some_of_each_role(most=2) if people)):
        window = browse(person)
        for found in crawled(database.kind, app, person):
            if found.is_html and found.endpoint not in looked_at:
                window.goto(found.url)
                axe(window)  # colours are the same at each width, and take longest to judge
                window.set_viewport_size(PHONE)
                axe(window, colours=False)
                assert not window.evaluate(WIDER_THAN_SHOWN), f"{found.url} scrolls sideways"
                window.set_viewport_size(DESK)
            looked_at.add(found.endpoint)

    assert len(looked_at) > 130, "links no longer lead to most pages"
