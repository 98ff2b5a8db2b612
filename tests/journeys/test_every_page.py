"""Every kind of page of the invented council, found by following links, as people see it."""

import pytest

from nolimits.kernel.actors import Role
from nolimits.people.queries import some_of_each_role
from tests.crawl import crawl
from tests.databases import DEMONSTRATION

pytestmark = pytest.mark.xdist_group("demonstration")  # one worker fills it, and needs no other

PHONE, DESK = {"width": 375, "height": 812}, {"width": 1280, "height": 900}


@pytest.mark.committed(of=DEMONSTRATION)
@pytest.mark.parametrize("role", Role)
def test_no_link_leads_where_one_may_not_go_or_nothing_is(role, change_settings, sign_in):
    change_settings(demonstration=True)

    people = some_of_each_role(most=2)
    found = [one for person in dict(people)[role] for one in crawl(sign_in(person))]
    assert [one for one in found if one.page.status != 200] == []


@pytest.mark.committed(of=DEMONSTRATION)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # pages look the same on both
def test_axe_finds_nothing_on_any_page_on_a_phone_or_at_a_desk(
    change_settings, visitor, sign_in, browse, axe
):
    change_settings(demonstration=True)
    people = dict(some_of_each_role())
    looked_at: set[str] = set()
    for role in (None, *Role):
        person = people[role][0] if role else None
        window = browse(person)
        for found in crawl(sign_in(person) if role else visitor()):
            if found.page.is_html and found.endpoint not in looked_at:
                window.goto(found.page.url)
                for size in (PHONE, DESK):
                    window.set_viewport_size(size)
                    axe(window)
            looked_at.add(found.endpoint)

    assert len(looked_at) > 130, "links no longer lead to most pages"
