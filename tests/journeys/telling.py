"""Figures that can be trusted: each opens its records, and a report is fixed once reviewed."""

from playwright.sync_api import expect

from nolimits.kernel import clock
from nolimits.people.models import Person
from tests.journeys.cast import Cast
from tests.journeys.walk import Walkers


def read_totals(walk: Walkers, reader: Person, cast: Cast) -> None:
    """The Board waits for a report; who may know small numbers opens the records of a figure."""
    walk(reader).open("/totals").sees("No totals yet")
    at = walk(cast.coordinator).open("/totals").follow("Promises made")
    at.sees("The records behind it").follow("P-").sees(cast.dana.name)


def report(walk: Walkers, reader: Person, cast: Cast) -> None:
    """The coordinator drafts, finance and safeguarding review, and it is frozen."""
    today = clock.today()
    at = walk(cast.coordinator).open("/reports/series/new")
    at.press("Begin", name="Invented report", every_months=6, bodies="the Board")
    at.press("Draft the report", from_on=today.replace(month=6, day=1), as_at=today)
    path = f"/reports/{at.key}"
    for reviewer, kind in ((cast.finance, "finance"), (cast.safeguarding_lead, "safeguarding")):
        walk(reviewer).open(path).follow(f"Record the {kind} review").press("Record my review")
    at.open(path).follow("Freeze this report").press("Freeze the report").sees("Fingerprint")
    walk(reader).open("/reports").follow("1 June 2026").sees("Fingerprint")
    at = walk(reader).open("/totals").sees("People who promise money")
    expect(at.main.get_by_role("link", name="People who promise money")).to_have_count(0)
