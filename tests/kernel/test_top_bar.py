"""The top bar: few words in a row, the rest behind one, and nothing that serves nobody."""

import pytest
from playwright.sync_api import expect

from nolimits.kernel import top_bar
from nolimits.kernel.actors import BESIDE_YOUNG_PERSON, WITHOUT_DUTIES, Role, fit_together
from nolimits.kernel.top_bar import IN_ROW
from tests.factories.people import PersonFactory, coordinator, finance_officer, staff
from tests.factories.young_people import YoungPersonFactory
from tests.markup import of_class, text_of


def row(page):
    """The words that stand in the top bar on a wide screen."""
    return [text_of(one) for bar in of_class(page.root, "app-nav__row") for one in bar.iter("li")]


def more(page):
    """What stands behind More: its headings, each with its words."""
    return {
        text_of(group.find("p")): [text_of(one) for one in group.iter("li")]
        for group in of_class(page.root, "app-menu__group")
    }


@pytest.mark.parametrize("role", list(Role))
def test_the_top_bar_holds_few_words_and_no_page_twice(app, sign_in, role):
    both = frozenset({Role.STAFF, role})
    page = sign_in(PersonFactory(roles=both if fit_together(both) else {role})).visit("/account")
    behind = [label for group in more(page).values() for label in group]

    assert 1 <= len(row(page)) <= IN_ROW
    assert len({*row(page), *behind}) == len(row(page)) + len(behind)


@pytest.mark.parametrize(
    ("roles", "own"),
    [
        (set(Role) - set(WITHOUT_DUTIES), "My No Limits"),
        (BESIDE_YOUNG_PERSON, "What I can ask for"),
    ],
    ids=["every duty", "young person"],
)
def test_nothing_is_lost_to_somebody_who_is_everything(app, sign_in, roles, own):
    everything = PersonFactory(roles=set(roles))
    page = sign_in(everything).visit("/account")
    shown = [*row(page), *(label for group in more(page).values() for label in group)]

    assert sorted(shown) == sorted(place.label for place in top_bar._offered(everything))
    assert own in row(page)


def test_everyone_has_their_daily_work_in_the_row_and_the_rest_by_its_heading(app, sign_in):
    page = sign_in(coordinator()).visit("/today")

    assert row(page)[0] == "Today"
    assert {"Volunteers", "Young people", "Matching", "Grants"} <= set(row(page))
    assert {"Funds", "Awards"} <= set(more(page)["Money"])
    assert list(more(page)) == ["People", "Giving", "Young people", "Money", "Telling"]


def test_what_one_does_daily_another_finds_behind_more(app, sign_in):
    assert "Funds" in row(sign_in(finance_officer()).visit("/account"))
    assert "Funds" not in row(sign_in(coordinator()).visit("/account"))


def test_more_says_that_the_open_page_is_behind_it(app, sign_in):
    coordinating = sign_in(coordinator())

    def said(path):
        return text_of(of_class(coordinating.visit(path).root, "app-menu__summary")[0])

    assert said("/funds").endswith(", where Funds is open")
    assert said("/totals/pledges_made").endswith(", where Totals is open")
    assert "is open" not in said("/volunteers")


def test_young_people_are_offered_to_those_who_work_with_one(app, sign_in):
    worker, colleague = staff(), staff()
    YoungPersonFactory(worker=worker)

    assert "Young people" in row(sign_in(worker).visit("/my"))
    assert "Young people" not in row(sign_in(colleague).visit("/my"))


@pytest.mark.parametrize("roles", [set(), *({role} for role in Role)])
def test_everyone_lands_on_a_page_whatever_they_are(app, sign_in, roles):
    somebody = sign_in(PersonFactory(roles=roles))

    assert somebody.visit("/home").status == 200
    assert somebody.visit("/").status == 200


def test_the_menu_opens_by_key_and_escape_gives_the_focus_back(browse, axe):
    page = browse(coordinator())
    for width, words in ((1280, "More"), (375, "Menu")):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/funds")
        summary = page.locator("summary", has_text=words)
        summary.press("Enter")
        expect(page.get_by_role("link", name="Awards")).to_be_visible()
        expect(page.get_by_role("link", name="Today")).to_have_count(1)
        axe(page)
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        expect(page.get_by_role("link", name="Awards")).to_be_hidden()
        expect(summary).to_be_focused()
