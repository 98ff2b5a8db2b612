"""What of partners waits for a coordinator today."""

from collections.abc import Iterator

from nolimits.kernel import pages
from nolimits.kernel.actors import Actor
from nolimits.kernel.permissions import Permission, can
from nolimits.partners import queries
from nolimits.partners.kinds import CHECK_WORDS
from nolimits.reports.waiting import Waiting


def partnering(by: Actor) -> Iterator[Waiting]:
    """Checks that lapsed, run out or wait for a second person; totals that are late, or sent."""
    if not can(by, Permission.SEE_PARTNERS):
        return
    for partner in queries.to_renew():
        missing = pages.listed([CHECK_WORDS[one] for one in partner.missing])
        why = f"{missing} not in date" if missing else "a check soon runs out"
        see = ("See what was seen of it", "partners.partner", partner.reference)
        yield Waiting(partner.name, why, partner.lapsed_on, *see)
    for check in queries.to_confirm(by):
        look = ("Look, and agree", "partners.confirm_check", check.reference)
        yield Waiting(
            check.partner.name, f"{CHECK_WORDS[check.kind]} was seen", check.seen_on, *look
        )
    for totals in queries.late():
        ring = ("Ring the partner", "partners.project", totals.project.reference)
        why = f"totals late, due by {pages.day(totals.due_on)}"
        yield Waiting(totals.project.title, why, totals.until_on, *ring)
    for totals in queries.to_accept():
        accept = ("Look at the totals", "partners.accept_totals", totals.reference)
        yield Waiting(totals.project.title, "sent its totals", totals.sent_on, *accept)
