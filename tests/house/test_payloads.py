"""What attackers type stays text: on every page, in every mail and file, and in every question."""

from collections import Counter

import pytest

from nolimits.kernel.actors import Role
from nolimits.people.queries import some_of_each_role
from tests.crawl import crawled
from tests.databases import DEMONSTRATION
from tests.house.payloads import (
    ANY,
    MARK,
    Attacker,
    asked_with,
    questions,
    wrong_with,
    wrong_with_mail,
)
from tests.visitor import Visitor

pytestmark = pytest.mark.xdist_group("demonstration")  # one worker fills it, and needs no other

# Who changes the roles of others goes last, so that each of those before keeps theirs.
ROLES = sorted(Role, key=lambda role: role is Role.ADMINISTRATOR)
TAKEN = (200, 302, 303, 422)
SHOWN_IN_BROWSER = 12


@pytest.fixture
def failing_politely(app, monkeypatch):
    """What fails inside is a page that says so, as it is for people: so all of it is found."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)


@pytest.mark.committed(of=DEMONSTRATION)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # templates are the same on both
def test_what_attackers_type_into_any_form_stays_text_on_every_page_and_in_every_mail(
    app, browse, failing_politely, record_property
):
    """Cases 30 and 34."""
    people = {role: some[0] for role, some in some_of_each_role() if some}
    attackers = [Attacker(app, people[role]).attack() for role in ROLES if role in people]
    sent = sum((one.sent for one in attackers), Counter())
    seen = [(one.who, page) for one in attackers for page in one.look_again()]
    pages, readers = [page for _, page in seen], {page.url: who for who, page in seen}
    showing = sorted({page.url for page in pages if MARK in page.html})
    record_property("forms sent with the corpus", sent.total())
    record_property("pages that show it", len(showing))

    faults = {fault for one in attackers for fault in one.faults}
    assert sorted(faults | {one for page in pages for one in wrong_with(page)}) == []
    assert list(wrong_with_mail()) == []
    assert [one.who.name for one in attackers if not one.is_signed_in()] == []
    assert sum(sent[status] for status in TAKEN) > 0.9 * sent.total(), sent
    assert sent[303] > 150, "too little was kept for this to say anything"
    assert len(showing) > 20, "too few pages show what was typed"
    for url in showing[:: max(1, len(showing) // SHOWN_IN_BROWSER)]:
        # Which fails the test in the end where a script, or the policy against any, complains.
        browse(readers[url]).goto(url)


@pytest.mark.committed(of=DEMONSTRATION)
@pytest.mark.parametrize("database", ["postgres"], indirect=True)  # it refuses more than SQLite
def test_no_search_sort_filter_or_page_fails_whatever_it_is_asked_for(
    app, database, change_settings, failing_politely, record_property
):
    """Case 31."""
    change_settings(demonstration=True)  # as wherever the invented council is walked
    faults, asked, known = [], 0, set()
    for person in [people[0] for _, people in some_of_each_role() if people]:
        visitor = Visitor(app, person, unseen=ANY)
        found = [one for one in crawled(database.kind, app, person) if one.endpoint not in known]
        known |= {one.endpoint for one in found}
        pages = [visitor.visit(one.url) for one in found]
        for url in [url for question in questions(pages) for url in asked_with(*question)]:
            asked += 1
            if (status := visitor.visit(url, follow=False).status) >= 500:
                faults.append(f"{person.name}: {url} answered {status}")

    record_property("questions asked with SQL in them", asked)
    assert faults == []
    assert asked > 200
