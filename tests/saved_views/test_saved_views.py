"""A list as somebody narrowed it, kept under a name: theirs alone, and found again above it."""

import pytest
import sqlalchemy as sa

from nolimits.kernel.crypto import unseal
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.saved_views import operations, queries
from tests.factories.people import coordinator, staff
from tests.factories.pledges import MoneyPledgeFactory, TimePledgeFactory
from tests.factories.saved_views import view_of

pytestmark = pytest.mark.usefixtures("app")


def test_a_view_is_kept_under_a_name_opened_again_and_deleted(sign_in):
    money, time = MoneyPledgeFactory(), TimePledgeFactory()
    visitor = sign_in(coordinator())
    page = visitor.visit("/pledges?kind=money&sort=who&page=1").follow("Keep this view")
    page = page.submit(name="")
    assert page.errors == ["Enter a name for this view"]
    page = page.submit(name="Money by name")
    assert page.flash.startswith("Kept")
    assert "Keep this view" not in page.links, "it is kept already"

    page = visitor.visit("/pledges").follow("Money by name")

    assert money.reference in page.text
    assert time.reference not in page.text
    page = page.follow("delete the view Money by name").press("Delete it")
    assert (page.h1, page.flash) == ("Pledges", "Deleted")
    assert "Money by name" not in page.text


def test_a_view_is_of_one_person_and_one_list_and_nobody_else_deletes_it():
    by, another = coordinator(), coordinator()
    view = view_of(by)

    assert queries.of(another, view.place) == []
    assert queries.of(by, "volunteers.volunteers") == []
    with pytest.raises(NotVisible):
        operations.delete_view(view, by=another)


def test_the_database_reads_neither_what_a_view_is_called_nor_what_is_searched_for():
    """Somebody's name or code may stand in both."""
    by = coordinator()
    operations.keep_view("volunteers.volunteers", "Larkwing", "search=Larkwing", by=by)

    [row] = db.session.execute(sa.text("SELECT name, narrowed FROM saved_view"))

    assert "Larkwing" not in "".join(row)
    assert [unseal(one) for one in row] == ["Larkwing", "search=Larkwing"]


def test_the_same_name_means_the_view_anew_and_there_are_no_more_than_can_be_found():
    by = coordinator()
    for number in range(operations.MOST):
        operations.keep_view("pledges.pledges", f"View {number}", "kind=money", by=by)
    operations.keep_view("pledges.pledges", "view 3", "kind=time", by=by)
    with pytest.raises(Refused, match="Delete one first"):
        operations.keep_view("pledges.pledges", "One more", "kind=time", by=by)

    kept = {one.name: one.narrowed for one in queries.of(by, "pledges.pledges")}

    assert len(kept) == operations.MOST
    assert kept["view 3"] == "kind=time"


@pytest.mark.parametrize(
    "place",
    ["pledges.pledges", "volunteers.volunteer", "static", "no.such", "", ".keep_view"],
)
def test_a_view_leads_to_no_page_but_a_list_that_whoever_keeps_it_may_open(sign_in, place):
    visitor = sign_in(staff())

    assert visitor.visit(f"/views/new?of={place}&state=paused").status == 404


def test_what_stands_in_the_address_of_a_list_leads_nowhere_but_to_that_list(sign_in):
    visitor = sign_in(coordinator())

    page = visitor.visit("/pledges?_external=1&_scheme=javascript&endpoint=x&_anchor=y&kind=money")

    hrefs = [href for words, href in page.links.items() if words.startswith(("Keep", "as CSV"))]
    assert hrefs
    assert all(href.startswith(("/pledges?", "/views/new?")) for href in hrefs)
