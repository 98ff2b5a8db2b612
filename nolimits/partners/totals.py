"""What partners report of their projects: asked for, sent, asked about, accepted; counts alone."""

from typing import Any

from nolimits.kernel import audit, clock, mail
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db, lock, refusing, transaction
from nolimits.kernel.errors import READ_AGAIN, Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.states import States, step
from nolimits.partners.due import REMIND_EVERY, periods
from nolimits.partners.kinds import OWED
from nolimits.partners.kinds import TotalsState as T
from nolimits.partners.models import Event, PartnerProject, ProjectTotals
from nolimits.people.telling import tell_coordinators

STATES = States(
    {
        "send": step(*OWED, to=T.SENT, event=Event.TOTALS_SENT),
        "query": step(T.SENT, to=T.QUERIED, event=Event.TOTALS_QUERIED),
        "accept": step(T.SENT, to=T.ACCEPTED, event=Event.TOTALS_ACCEPTED),
        "let_go": step(*OWED, to=T.LET_GO, event=Event.TOTALS_LET_GO),
    }
)
COUNTS = ("sessions", "places", "young_people", "hours")


@transaction
def send_totals(answers: dict[str, Any], totals: ProjectTotals, *, by: Actor) -> ProjectTotals:
    """Report of one month or quarter; coordinators are told that something waits."""
    require(by, Permission.REPORT_TOTALS, totals)
    counts = {name: answers[name] for name in COUNTS}
    STATES.take(totals, "send", by=by, sent_on=clock.today(), sent_by_id=by.id, **counts)
    tell_coordinators(but=by.id)
    return totals


@transaction
def query_totals(totals: ProjectTotals, question: str, *, by: Actor) -> None:
    """Ask the partner about what it sent: it looks, and sends them again."""
    require(by, Permission.RUN_PARTNERS, totals)
    STATES.take(totals, "query", by=by, reason=question, written_on=clock.today())
    _write(totals, "totals_queried")


@transaction
def accept_totals(totals: ProjectTotals, *, seen: str, by: Actor) -> None:
    """Take them as they were `seen`: from now on they stand in the figures of the scheme."""
    require(by, Permission.RUN_PARTNERS, totals)
    lock(totals)
    if totals.counts != seen:
        raise Refused(READ_AGAIN)
    STATES.take(totals, "accept", by=by, settled_on=clock.today())


@transaction
def let_go(totals: ProjectTotals, reason: str, *, by: Actor) -> None:
    """Ask for them no more: nobody is left there who could tell."""
    require(by, Permission.RUN_PARTNERS, totals)
    STATES.take(totals, "let_go", by=by, reason=reason, settled_on=clock.today())


@transaction
def ask_for_totals(project: PartnerProject, *, by: Actor) -> int:
    """Ask for each month or quarter that is over and was not asked for; how many."""
    require(by, Permission.RUN_PARTNERS, project)
    if project.started_on is None or project.partner.ended_on:
        return 0
    asked = {one.from_on for one in project.totals}
    over = periods(project.every, project.started_on, project.last_on, clock.today())
    new = [days for days in over if days[0] not in asked]
    for from_on, until_on in new:
        days = {"from_on": from_on, "until_on": until_on, "written_on": clock.today()}
        one = ProjectTotals(project=project, state=T.ASKED, **days)
        with refusing("They were asked for just now"):
            db.session.add(one)
        audit.record(Event.TOTALS_ASKED, one, by=by)
        _write(one, "totals_wanted")
    return len(new)


@transaction
def remind_of_totals(totals: ProjectTotals, *, by: Actor) -> bool:
    """Write again each week, once their day is past; whether it was time."""
    require(by, Permission.RUN_PARTNERS, totals)
    if not totals.is_late or totals.written_on > clock.today() - REMIND_EVERY:
        return False
    totals.written_on = clock.today()
    audit.record(Event.TOTALS_REMINDED, totals, by=by)
    _write(totals, "totals_wanted")
    return True


def _write(totals: ProjectTotals, letter: str) -> None:
    for one in totals.project.people:
        if one.until_on is None and one.person.is_active:
            mail.queue(one.person, letter, reference=totals.reference)
