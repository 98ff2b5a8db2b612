"""The invented council's reports: one frozen half a year ago, one waiting for its reviews."""

from datetime import timedelta

from nolimits.kernel import clock
from nolimits.reports import catalogue, operations
from nolimits.reports.models import ReviewKind
from nolimits.seed import Council


def fill(council: Council) -> None:
    """A series of six-monthly reports with its first report frozen and its second in draft."""
    writer = council.coordinators[0]
    closed = council.ago(days=183)
    with clock.standing_at(council.ago(days=364)):
        series = operations.begin_series(
            "No Limits to the Board",
            6,
            ["the council management team", "the Corporate Parenting Board"],
            catalogue.SCHEME_KEYS,
            by=writer,
        )
        begun = clock.today()
    with clock.standing_at(closed + timedelta(days=7)):
        first = operations.draft_report(series, begun, closed, by=writer)
    with clock.standing_at(closed + timedelta(days=10)):
        finance, safeguarding = council.finance_officers[0], council.safeguarding_leads[0]
        operations.review_report(first, ReviewKind.FINANCE, by=finance)
        operations.review_report(first, ReviewKind.SAFEGUARDING, by=safeguarding)
    with clock.standing_at(closed + timedelta(days=12)):
        operations.freeze_report(first, by=writer)
    operations.draft_report(series, closed + timedelta(days=1), council.ago(days=1), by=writer)
