"""“Leave this page now”: the sign-in is over, and the browser is somewhere else (R-ACC-9)."""

import pytest

from tests.factories.matching import MatchFactory
from tests.factories.people import coordinator, staff

pytestmark = pytest.mark.usefixtures("app")
LEAVE = "Leave this page now"
TITLE = "Your message \N{EN DASH} No Limits"


def test_leaving_ends_the_sign_in_for_a_copied_cookie_too(sign_in, app):
    visitor = sign_in(staff())
    name = app.config["SESSION_COOKIE_NAME"]
    copied = visitor.client.get_cookie(name)
    page = visitor.visit("/worried")

    page = visitor.visit(page.links[LEAVE], follow=False)

    assert (page.status, page.headers["Location"]) == (303, "https://www.bbc.co.uk/weather")
    assert page.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert page.headers["Referrer-Policy"] == "same-origin"  # the other site learns nothing
    visitor.client.set_cookie(name, copied.value)
    assert visitor.visit("/worried").h1 == "Sign in"


def test_leaving_goes_where_the_council_says(visitor, change_settings):
    change_settings(neutral_site="https://maps.example")

    page = visitor().visit("/leave", follow=False)

    assert page.headers["Location"] == "https://maps.example"


def test_the_way_out_is_on_pages_of_worries_alone_and_their_titles_tell_nothing(sign_in):
    match = MatchFactory()
    young = sign_in(match.young_person.person)
    for path in ("/me/message", "/me/message/write"):
        page = young.visit(path)
        assert LEAVE in page.links
        assert page.title == TITLE
    assert LEAVE not in young.visit("/me").links
    assert LEAVE not in sign_in(coordinator()).visit("/today").links
    assert sign_in(staff()).visit("/worried").title == TITLE


def test_what_happens_on_leaving_is_said_before_anything_is_asked(sign_in):
    page = sign_in(MatchFactory().young_person.person).visit("/me/message")

    assert "Shift three times" in page.text
    assert page.forms == []
