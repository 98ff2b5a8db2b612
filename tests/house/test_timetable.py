"""Work of the night and the minute does no harm when it is done twice, late, or not at all."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from nolimits.kernel import jobs
from nolimits.kernel.audit import AuditEntry
from nolimits.kernel.db import db
from nolimits.kernel.mail import OutboxMessage
from tests.databases import DEMONSTRATION, KINDS, settle

pytestmark = [
    pytest.mark.xdist_group("demonstration"),
    pytest.mark.parametrize("database", [KINDS[0]], indirect=True),
]
START = date(2027, 1, 11)  # weeks after the invented council's last day: much has lapsed by then
DAYS = 4
ELSEWHERE = {"worker_seen", "photos_nobody_has"}  # they write no row
"""Jobs whose work is outside the database."""


def run_all():
    for name, job in jobs._jobs.items():
        if name not in ELSEWHERE:
            job()
    settle()


DAILY = ("concern_overdue", "something_needs_you")


def done():
    """What was done and told, without when: every entry of the trail, and every letter."""
    entry, letter = AuditEntry, OutboxMessage
    entries = db.session.execute(
        sa.select(entry.event, entry.record_type, entry.record_id, entry.state)
    )
    letters = db.session.execute(sa.select(letter.recipient, letter.template, letter.subject))
    return sorted(map(repr, [*entries, *letters]))


def once(what):
    """The same without what is told anew each day for as long as something is overdue."""
    return [one for one in what if not any(word in one for word in DAILY)]


def nights(database, held_clock, which):
    """What stands after the work of some nights, each done as often as is said."""
    with database.committed(of=DEMONSTRATION) as app, app.app_context():
        before = done()
        for night, times in which:
            held_clock.move_to(START + timedelta(days=night))
            for _ in range(times):
                run_all()
        after = done()
        db.session.remove()
    return before, after


def test_work_that_is_done_twice_or_days_late_ends_the_same(database, held_clock):
    """Case 65."""
    before, each_night = nights(database, held_clock, [(n, 1) for n in range(DAYS)])
    _, twice = nights(database, held_clock, [(n, 2) for n in range(DAYS)])
    _, late = nights(database, held_clock, [(DAYS - 1, 1)])

    assert set(each_night) - set(before), "nothing was to be done, so nothing is shown"
    assert twice == each_night
    assert once(late) == once(each_night)
