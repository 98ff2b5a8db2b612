"""Pages of partners on which one thing is done: agreed to, taken back, begun, ended, asked."""

from collections.abc import Callable

from flask import url_for

from nolimits.kernel.acts import Act, SeenForm
from nolimits.kernel.pages import day
from nolimits.kernel.permissions import Permission
from nolimits.partners import accounts, operations, projects, totals
from nolimits.partners.forms import CHECKS, QuestionForm, ReasonForm
from nolimits.partners.kinds import CheckState
from nolimits.partners.models import (
    Partner,
    PartnerCheck,
    PartnerPerson,
    PartnerProject,
    ProjectTotals,
)


def _partner(partner: Partner) -> str:
    return url_for("partners.partner", key=partner.reference)


def _of_partner(record: PartnerCheck | PartnerPerson) -> str:
    return _partner(record.partner)


def _project(project: PartnerProject) -> str:
    return url_for("partners.project", key=project.reference)


def _of_project(record: ProjectTotals) -> str:
    return _project(record.project)


def _refused(step: str) -> Callable[[PartnerProject], str]:
    return lambda project: "\n".join(projects.STATES.refusals(project, step))


def _settled(step: str) -> Callable[[ProjectTotals], str]:
    return lambda record: "\n".join(totals.STATES.refusals(record, step))


def _seen(check: PartnerCheck) -> str:
    return (
        f"{CHECKS[check.kind]} of {check.partner.name}: {check.what}\n"
        f"{check.seen_by.name} saw it on {day(check.seen_on)}. It holds until "
        f"{day(check.valid_until)}.\nAgree only if you have looked at it yourself. It counts then."
    )


def _told(record: ProjectTotals) -> str:
    return (
        f"From {day(record.from_on)} to {day(record.until_on)} the partner reports "
        f"{record.sessions} sessions, {record.places} places, {record.young_people} young people "
        f"and {record.hours} hours.\nThey stand in the totals of the scheme once you accept them."
    )


ALL = (
    Act(
        "confirm_check",
        "/partner-checks/<key>/confirm",
        PartnerCheck,
        Permission.CONFIRM_PARTNER_CHECK,
        "Agree to what was seen",
        _seen,
        "I have looked, and agree",
        "It counts from now on",
        run=lambda check, form, by: operations.confirm_check(check, by=by),
        after=_of_partner,
        shut=lambda check: "" if check.state is CheckState.TO_CONFIRM else "It waits for nobody.",
    ),
    Act(
        "withdraw_check",
        "/partner-checks/<key>/withdraw",
        PartnerCheck,
        Permission.WITHDRAW_PARTNER_CHECK,
        "Take back what was seen",
        lambda check: (
            f"{CHECKS[check.kind]} of {check.partner.name} counts no more from now on.\n"
            "If no other check of this kind holds, whatever young people are offered of its "
            "projects stops at once, and what they asked for is not handed out."
        ),
        "Take it back",
        "It counts no more",
        run=lambda check, form, by: operations.withdraw_check(check, form.reason.data, by=by),
        after=_of_partner,
        form=ReasonForm,
        variant="warning",
        shut=lambda check: "It is taken back already." if check.withdrawn_on else "",
    ),
    Act(
        "part_with",
        "/partner-people/<key>/close",
        PartnerPerson,
        Permission.RUN_PARTNERS,
        lambda one: f"Close the account of {one.person.name}",
        "They are signed out at their next step, and sign in no more. What they sent stays.",
        "Close the account",
        "The account is closed",
        run=lambda one, form, by: accounts.part_with(one, by=by),
        after=_of_partner,
        variant="warning",
        shut=lambda one: "It is closed already." if one.until_on else "",
    ),
    Act(
        "end_partner",
        "/partners/<key>/end",
        Partner,
        Permission.RUN_PARTNERS,
        lambda partner: f"End {partner.name}",
        "Its projects stop, whatever young people are offered of them stops, and the accounts of "
        "its people are closed at once. Nothing more is asked of it.\nWhat was reported stays.",
        "End it",
        "It is no partner any more",
        run=lambda partner, form, by: operations.end_partner(partner, form.reason.data, by=by),
        after=_partner,
        form=ReasonForm,
        variant="warning",
        shut=lambda partner: "It is no partner any more." if partner.ended_on else "",
    ),
    Act(
        "agree_project",
        "/partner-projects/<key>/agree",
        PartnerProject,
        Permission.RUN_PARTNERS,
        lambda project: f"Agree to {project.title}",
        "It is agreed with the partner as it stands, and changes no more. On its first day it "
        "begins by itself.",
        "Agree to it",
        "It is agreed",
        run=lambda project, form, by: projects.agree_project(project, by=by),
        after=_project,
        shut=_refused("agree"),
    ),
    Act(
        "start_project",
        "/partner-projects/<key>/start",
        PartnerProject,
        Permission.RUN_PARTNERS,
        lambda project: f"Start {project.title}",
        "It runs from today on. After each month or quarter its partner is asked for totals.",
        "Start it",
        "It runs",
        run=lambda project, form, by: projects.start_project(project, by=by),
        after=_project,
        shut=_refused("start"),
    ),
    Act(
        "end_project",
        "/partner-projects/<key>/end",
        PartnerProject,
        Permission.RUN_PARTNERS,
        lambda project: f"End {project.title}",
        "It is over as it was agreed. Offers of it close, and the partner is asked for its last "
        "totals.",
        "End it",
        "It is over",
        run=lambda project, form, by: projects.end_project(project, by=by),
        after=_project,
        shut=_refused("end"),
    ),
    Act(
        "stop_project",
        "/partner-projects/<key>/stop",
        PartnerProject,
        Permission.RUN_PARTNERS,
        lambda project: f"Stop {project.title}",
        "It is over before its time. Offers of it close at once, and the partner is asked for its "
        "last totals.",
        "Stop it",
        "It is stopped",
        run=lambda project, form, by: projects.stop_project(project, form.reason.data, by=by),
        after=_project,
        form=ReasonForm,
        variant="warning",
        shut=_refused("stop"),
    ),
    Act(
        "accept_totals",
        "/partner-totals/<key>/accept",
        ProjectTotals,
        Permission.RUN_PARTNERS,
        "Accept these totals",
        _told,
        "Accept them",
        "They are accepted",
        run=lambda record, form, by: totals.accept_totals(record, seen=form.seen.data, by=by),
        form=SeenForm,
        seen=lambda record: record.counts,
        after=_of_project,
        shut=_settled("accept"),
    ),
    Act(
        "query_totals",
        "/partner-totals/<key>/ask",
        ProjectTotals,
        Permission.RUN_PARTNERS,
        "Ask about these totals",
        "The partner is written to, reads what you ask when they sign in, and sends them again.",
        "Ask",
        "The partner is asked",
        run=lambda record, form, by: totals.query_totals(record, form.question.data, by=by),
        after=_of_project,
        form=QuestionForm,
        shut=_settled("query"),
    ),
    Act(
        "let_go",
        "/partner-totals/<key>/let-go",
        ProjectTotals,
        Permission.RUN_PARTNERS,
        "Ask for these totals no more",
        "Nobody is left who could tell, or they are not worth the asking. They stand in no figure.",
        "Ask no more",
        "Nobody is asked for them any more",
        run=lambda record, form, by: totals.let_go(record, form.reason.data, by=by),
        after=_of_project,
        form=ReasonForm,
        variant="warning",
        shut=_settled("let_go"),
    ),
)
