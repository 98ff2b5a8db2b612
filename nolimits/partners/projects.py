"""What is done about projects of partners: drafted, agreed, running, over."""

from dataclasses import asdict, dataclass
from datetime import date

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db, lock, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.pages import listed
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.states import States, step
from nolimits.partners.due import Every
from nolimits.partners.kinds import CHECK_WORDS, OPEN
from nolimits.partners.kinds import ProjectState as P
from nolimits.partners.models import Event, Partner, PartnerProject
from nolimits.strategy.models import Action


def _clear(project: PartnerProject) -> str | None:
    """Two people saw all that is asked of its partner, and it holds today."""
    if project.partner.ended_on:
        return "It is no partner any more"
    missing = [CHECK_WORDS[one] for one in project.partner.missing]
    return f"Two people must first have seen of the partner: {listed(missing)}" if missing else None


def _not_over(project: PartnerProject) -> str | None:
    return "Its last day is past" if project.until_on < clock.today() else None


def _begun(project: PartnerProject) -> str | None:
    return "Its first day is still to come" if project.from_on > clock.today() else None


STATES = States(
    {
        "agree": step(P.DRAFT, to=P.AGREED, event=Event.PROJECT_AGREED, guards=(_clear, _not_over)),
        "start": step(
            P.AGREED, to=P.RUNNING, event=Event.PROJECT_STARTED, guards=(_clear, _begun, _not_over)
        ),
        "end": step(P.RUNNING, to=P.ENDED, event=Event.PROJECT_ENDED),
        "stop": step(*OPEN, to=P.STOPPED, event=Event.PROJECT_STOPPED),
    }
)


@dataclass(frozen=True)
class Plan:
    """What a project gives young people, to how many, from when until when, told how often."""

    title: str
    gives: str
    places: int | None
    from_on: date
    until_on: date
    every: Every


@transaction
def draft_project(partner: Partner, plan: Plan, action: Action, *, by: Actor) -> PartnerProject:
    """Write down what a partner is to do, and which action of the strategy it serves."""
    require(by, Permission.RUN_PARTNERS, partner)
    lock(partner)
    if partner.ended_on:
        raise Refused("It is no partner any more")
    _right(plan)
    project = PartnerProject(
        partner=partner, action=action, **asdict(plan), state=P.DRAFT, drafted_on=clock.today()
    )
    db.session.add(project)
    audit.record(Event.PROJECT_DRAFTED, project, by=by)
    return project


@transaction
def change_project(project: PartnerProject, plan: Plan, action: Action, *, by: Actor) -> None:
    """Put a draft right; what is agreed stays as it was agreed."""
    require(by, Permission.RUN_PARTNERS, project)
    lock(project)
    if project.state is not P.DRAFT:
        raise Refused("It is agreed, and stays as it was agreed")
    _right(plan)
    for name, value in asdict(plan).items():
        setattr(project, name, value)
    project.action = action
    audit.record(Event.PROJECT_DRAFTED, project, by=by)


@transaction
def agree_project(project: PartnerProject, *, by: Actor) -> None:
    """Agree to it with the partner, once two people have seen all that is asked of that one."""
    require(by, Permission.RUN_PARTNERS, project)
    lock(project.partner)
    STATES.take(project, "agree", by=by, agreed_on=clock.today())


@transaction
def start_project(project: PartnerProject, *, by: Actor) -> None:
    """It runs: from today on its partner reports of it."""
    require(by, Permission.RUN_PARTNERS, project)
    lock(project.partner)
    STATES.take(project, "start", by=by, started_on=clock.today())


@transaction
def end_project(project: PartnerProject, *, by: Actor) -> None:
    """It is over as it was agreed."""
    require(by, Permission.RUN_PARTNERS, project)
    STATES.take(project, "end", by=by, ended_on=clock.today())


@transaction
def stop_project(project: PartnerProject, reason: str, *, by: Actor) -> None:
    """It is over before its time, for a reason."""
    require(by, Permission.RUN_PARTNERS, project)
    STATES.take(project, "stop", by=by, reason=reason, ended_on=clock.today())


def _right(plan: Plan) -> None:
    if plan.until_on < max(plan.from_on, clock.today()):
        raise Refused("The last day must be today or later, and not before the first", "until_on")
