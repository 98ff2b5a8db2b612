"""Every look at what must be protected is written down: views and lines, difference nought."""

import re

import pytest
import sqlalchemy as sa

from nolimits.kernel.actors import Role
from nolimits.kernel.audit import AuditEntry, Looks
from nolimits.kernel.db import db
from nolimits.kernel.permissions import LOOKS
from nolimits.kernel.reads import Sensitive
from nolimits.people.queries import holders
from nolimits.safeguarding.models import Concern
from nolimits.young_people.models import YoungPerson
from tests.crawl import crawl
from tests.databases import DEMONSTRATION, KINDS
from tests.house.matrix import Row, undone
from tests.house.routes import routes
from tests.visitor import Visitor

CODE = re.compile(r"\bY-[0-9A-Z]{8}\b")
READERS = (
    Role.COORDINATOR,
    Role.SAFEGUARDING_LEAD,
    Role.SUPPORT_MENTOR,
    Role.FINANCE_OFFICER,
    Role.STAFF,
)


def is_sensitive(route):
    """Whether opening the record that the address names is a look to be written down."""
    about = route.about
    return about is not None and (issubclass(about, Sensitive) or route.permission in LOOKS)


SENSITIVE = [one for one in routes() if one.method == "GET" and is_sensitive(one)]


def end():
    """Where the trail ends."""
    return db.session.scalar(sa.select(sa.func.max(AuditEntry.id))) or 0


def looks(since):
    """The looks that were written down after an entry, oldest first."""
    entries = sa.select(AuditEntry).where(
        AuditEntry.event == Looks.LOOKED_AT, AuditEntry.id > since
    )
    return db.session.scalars(entries.order_by(AuditEntry.id)).all()


def lines_for(row, route, key, method):
    """How one request is answered, and the looks that it wrote."""
    with row.app.test_request_context():
        path = row.app.url_map.bind("").build(route.endpoint, route.values(key), "GET")
    # What answers HEAD has nothing in it to inspect, where it says no either.
    visitor = Visitor(row.app, unseen=(200, 404) if method == "HEAD" else (200,))
    visitor.client.set_cookie(row.cookie.key, row.cookie.value)
    before = end()
    page = visitor.ask(method, path, follow=False)
    return page.status, [(one.actor_id, one.detail["page"]) for one in looks(before)]


@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
@pytest.mark.parametrize("role", Role)
def test_each_view_of_a_record_is_one_line_whoever_looks(role, app):
    """Case 71."""
    row, faults = Row(app, role), []
    for number, route in enumerate(SENSITIVE):
        method = "GET" if number % 9 else "HEAD"
        for whose, key, allowed, _ in row.expected(route):
            if not allowed:
                continue
            record = route.about.by_key(key)
            about = record.about_person_id if isinstance(record, Sensitive) else record.person_id
            with undone():
                status, lines = lines_for(row, route, key, method)
            due = [] if about == row.person.id else [(row.person.id, route.endpoint)]
            if lines != due:
                faults.append(f"{method} {route} ({whose}, {status}): {len(lines)} lines")

    assert faults == []


@pytest.mark.committed(of=DEMONSTRATION)
@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
@pytest.mark.xdist_group("demonstration")
def test_no_page_shows_a_young_persons_code_without_writing_down_whose_it_was(sign_in):
    """Case 71: lists too, whether they are paged or not. In all, views and lines are equal."""
    codes = dict(db.session.execute(sa.select(YoungPerson.reference, YoungPerson.id)).all())
    unseen, shown, views, lines = [], 0, 0, 0
    sensitive = {one.endpoint for one in SENSITIVE}
    for reader in [holders(role)[0] for role in READERS]:
        visitor, known = sign_in(reader), end()
        for found in crawl(visitor, "/home"):
            new, known = looks(known), end()
            views += found.endpoint in sensitive and visitor.open_page.status == 200
            lines += len([one for one in new if one.record_id])
            on_page = {codes[code] for code in CODE.findall(visitor.page.text) if code in codes}
            told = {number for one in new for number in numbers(one, codes)}
            shown += bool(on_page)
            unseen += [f"{found.endpoint}: {on_page - told}"] if on_page - told else []

    assert unseen == []
    assert shown > 10
    assert lines == views > 10


def numbers(entry, codes):
    """Whose records an entry says were shown; a concern says whom it is about."""
    told = entry.detail.get("ids", [entry.record_id])
    if entry.record_type == "concern":
        return [db.session.get(Concern, one).young_person_id for one in told]
    return [codes.get(one, one) for one in told]
