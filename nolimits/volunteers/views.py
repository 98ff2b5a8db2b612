"""Pages of volunteers: applying, one's own steps, the coordinator's list and record."""

from dataclasses import asdict, fields
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.checks import queries as checks_queries
from nolimits.dbs import queries as dbs_queries
from nolimits.kernel import clock, downloads, reads
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.acts import add_act
from nolimits.kernel.forms import Form
from nolimits.kernel.journeys import add_journey
from nolimits.kernel.my_page import Section, Task, adds_section, adds_tasks
from nolimits.kernel.pages import counted, current_person, paged, render, requires
from nolimits.kernel.permissions import Permission, can
from nolimits.kernel.top_bar import in_top_bar, opens_on
from nolimits.people.queries import holders
from nolimits.pledges.models import Route
from nolimits.pledges.queries import open_of
from nolimits.volunteers import card as cards
from nolimits.volunteers import (
    covering,
    forms,
    listening,
    operations,
    pipeline,
    pool,
    queries,
    record,
    reminding,
    running_out,
    steps,
    supporting,
)
from nolimits.volunteers import readiness as engine
from nolimits.volunteers.gate_words import TURNS
from nolimits.volunteers.models import LeavingReason, Volunteer
from nolimits.volunteers.pipeline import Wanted
from nolimits.volunteers.readiness import Gate, Stage

__all__ = ["bp", "covering", "listening", "running_out", "supporting"]  # heard by being loaded
bp = Blueprint("volunteers", __name__)

OWN_STEPS = {
    Gate.SELF_DISCLOSURE: "backgrounds.disclose_start",
    Gate.OVERSEAS: "backgrounds.tell_start",
    Gate.TRAINING: "training.my_training",
    Gate.HANDBOOK: "handbook.handbook",
    Gate.AGREEMENT: "volunteers.sign_agreement",
}

in_top_bar(
    "Volunteers",
    "volunteers.volunteers",
    Permission.SEE_VOLUNTEERS,
    order=30,
    group="People",
    daily={Role.COORDINATOR, Role.SAFEGUARDING_LEAD, Role.SUPPORT_MENTOR},
)
in_top_bar(
    "My volunteering",
    "volunteers.volunteering",
    Permission.SEE_OWN_GIVING,
    order=56,
    group="People",
    daily={Role.VOLUNTEER},
    helps=lambda person: Role.VOLUNTEER in person.roles,
)
opens_on(Role.SAFEGUARDING_LEAD, "volunteers.volunteers", order=45)


# --- Applying -----------------------------------------------------------------------------------


add_journey(bp, steps.APPLY, "/volunteering/apply")


@bp.get("/volunteering/applied")
@requires(Permission.SEE_OWN_GIVING)
def applied() -> ResponseReturnValue:
    volunteer = queries.volunteer_of(current_person().id)
    if volunteer is None or volunteer.left_on:
        return redirect(url_for(".volunteering"))
    return render("volunteers/applied.html", volunteer=volunteer)


# --- One's own steps ----------------------------------------------------------------------------


@bp.get("/volunteering")
@requires(Permission.SEE_OWN_GIVING)
def volunteering() -> ResponseReturnValue:
    volunteer = queries.volunteer_of(current_person().id)
    if volunteer is None or volunteer.left_on:
        return render("volunteers/not_yet.html", volunteer=volunteer)
    return render(
        "volunteers/volunteering.html",
        volunteer=volunteer,
        card=_card(volunteer),
        awaited=queries.awaits_referee(volunteer),
        another=checks_queries.asked_to_name(volunteer.person),
        Gate=Gate,
        steps={gate: url_for(endpoint) for gate, endpoint in OWN_STEPS.items()},
    )


@bp.route("/volunteering/agreement", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_GIVING)
def sign_agreement() -> ResponseReturnValue:
    volunteer, form = queries.volunteer_of(current_person().id), forms.AgreementForm()
    if volunteer is None or volunteer.left_on:
        return redirect(url_for(".volunteering"))
    if form.validate_on_submit():
        with form.refusals():
            operations.sign_agreement(volunteer, by=current_person())
            flash("You have signed the agreement. Thank you")
            return redirect(url_for(".volunteering"), 303)
    asked = None if volunteer.agreements else form
    return render("volunteers/agreement.html", form=asked, volunteer=volunteer)


@adds_section(order=20)
def _own_section(person: Actor) -> Section | None:
    """How far somebody has come who applied, and what is next; or that it is over."""
    volunteer = queries.volunteer_of(person.id)
    if volunteer is None:
        return None
    card = [] if volunteer.left_on else _card(volunteer)
    shown = {"volunteer": volunteer, "card": card, "next_step": cards.next_step(card)}
    return Section("volunteers/my_section.html", shown)


@adds_section(order=70)
def _invitation(person: Actor) -> Section | None:
    """What it would be like, for somebody who might apply."""
    if not can(person, Permission.APPLY_TO_VOLUNTEER) or queries.volunteer_of(person.id):
        return None
    return Section("volunteers/my_invitation.html", {})


@adds_tasks(order=20)
def _own_tasks(person: Actor) -> list[Task]:
    """What a volunteer can do themself, and when it is due; first of all, to apply."""
    volunteer = queries.volunteer_of(person.id)
    if volunteer is None:
        promised = any(one.route is Route.ONE_TO_ONE for one in open_of(person))
        hint = "You promised time one to one. It takes about 15 minutes"
        apply = Task("Apply to volunteer", "Incomplete", url_for("volunteers.apply_start"), hint)
        return [apply] if promised and can(person, Permission.APPLY_TO_VOLUNTEER) else []
    if volunteer.left_on:
        return []
    return [
        Task(row.words.next, row.task_status, url_for(OWN_STEPS[row.gate]), due_on=row.lapses_on)
        for row in _card(volunteer)
        if row.gate in OWN_STEPS and row.task_status in ("Incomplete", "Due soon")
    ]


# --- The coordinator's list and record ----------------------------------------------------------


@bp.get("/volunteers")
@requires(Permission.SEE_VOLUNTEERS)
def volunteers() -> ResponseReturnValue:
    wanted, today, by = _wanted(), clock.today(), current_person()
    rows = pipeline.volunteers(by, today, wanted)
    if downloads.wanted():
        lines = pipeline.cells(rows, today)
        return downloads.download("volunteers", pipeline.COLUMNS, rows, lines, by=by)
    page = paged(rows)
    return render(
        "volunteers/volunteers.html",
        page=page,
        wanted=wanted,
        standing=pipeline.standing([one.id for one in page.items], today),
        stage_choices=[(one.value, one.value.replace("_", " ").capitalize()) for one in Stage],
        gate_choices=[(one.value, engine.WORDS[one].name) for one in Gate],
        turns=TURNS if Role.COORDINATOR in by.roles else {},
        words=engine.WORDS,
    )


@bp.route("/volunteers/remind", methods=["GET", "POST"])
@requires(Permission.REMIND_VOLUNTEERS)
def remind() -> ResponseReturnValue:
    form, by, wanted = Form(), current_person(), _wanted()
    back_href = url_for(".volunteers", **{k: v for k, v in asdict(wanted).items() if v})
    everyone = request.args.get("all") == "1"
    people = reminding.chosen(wanted, by, None if everyone else request.args.getlist("chosen"))
    reads.shown(people, by)
    if form.validate_on_submit():
        with form.refusals():
            number = reminding.remind(people, by=by)
            flash(f"We have written to {counted(number, 'volunteer')}")
            return redirect(back_href, 303)
    planned, most = reminding.reminders(people), reminding.MOST
    shown = {"planned": planned, "most": most, "back_href": back_href, "everyone": everyone}
    return render("volunteers/remind.html", form=form, **shown)


@bp.get("/volunteers/<key>")
@requires(Permission.SEE_VOLUNTEER, on=Volunteer)
def volunteer(volunteer: Volunteer) -> ResponseReturnValue:
    if volunteer.person_id == current_person().id:
        return redirect(url_for(".volunteering"))
    card, by = _card(volunteer, own=False), current_person()
    return render(
        "volunteers/volunteer.html",
        volunteer=volunteer,
        card=card,
        next_step=cards.next_step(card),
        stage=engine.stage(frozenset(row.gate for row in card if not row.passed)),
        references=checks_queries.references(volunteer.person),
        own=volunteer.person_id == by.id,
        history=record.history(
            volunteer,
            dbs=can(by, Permission.SEE_DBS_RECORD, volunteer),
            references=can(by, Permission.SEE_REFERENCE, volunteer),
            told=can(by, Permission.SEE_DISCLOSURE, volunteer),
        ),
        Gate=Gate,
    )


@bp.route("/volunteers/<key>/support-mentor", methods=["GET", "POST"])
@requires(Permission.ASSIGN_SUPPORT_MENTOR, on=Volunteer)
def assign_support_mentor(volunteer: Volunteer) -> ResponseReturnValue:
    form = forms.SupportMentorForm()
    form.offer(pool.proposed(volunteer))
    if form.validate_on_submit():
        with form.refusals():
            mentor, by = form.mentors[form.mentor.data], current_person()
            supporting.assign_support_mentor(volunteer, mentor, by=by, reason=form.reason.data)
            return _done(volunteer, f"{mentor.name} is their support mentor from today")
    return render("volunteers/support_mentor.html", form=form, volunteer=volunteer)


@bp.route("/volunteers/<key>/clear", methods=["GET", "POST"])
@requires(Permission.CLEAR_VOLUNTEER, on=Volunteer)
def clear_volunteer(volunteer: Volunteer) -> ResponseReturnValue:
    form = forms.ClearForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.clear_volunteer(volunteer, by=current_person())
            return _done(volunteer, f"{volunteer.person.name} is ready to volunteer")
    return render(
        "volunteers/clear.html", form=form, volunteer=volunteer, card=_card(volunteer, own=False)
    )


for act in steps.ALL:
    add_act(bp, act)


@bp.route("/volunteers/<key>/leave", methods=["GET", "POST"])
@requires(Permission.STOP_VOLUNTEERING, on=Volunteer)
def leave(volunteer: Volunteer) -> ResponseReturnValue:
    own, by = volunteer.person_id == current_person().id, current_person()
    leads = [one for one in holders(Role.SAFEGUARDING_LEAD) if one.id != volunteer.person_id]
    form = forms.OwnLeaveForm() if own else forms.RemoveForm(leads)
    if volunteer.left_on and request.method == "GET":
        return _done(volunteer, "The volunteering has ended already")
    if form.validate_on_submit():
        with form.refusals():
            reason = LeavingReason(form.reason.data)
            told = {} if own else {"harm": form.harm.data == "yes", "duty": form.duty()}
            operations.leave(volunteer, reason, by=by, **told)
            return _done(volunteer, "The volunteering has ended")
    return render("volunteers/leave.html", form=form, volunteer=volunteer, own=own)


def _wanted() -> Wanted:
    return Wanted(*(request.args.get(one.name, "") for one in fields(Wanted)))


def _card(volunteer: Volunteer, *, own: bool = True) -> list[Any]:
    """Their card; for others, with who stands for each gate and whose turn it is."""
    check, awaited = dbs_queries.latest_dbs(volunteer.person), queries.awaits_referee(volunteer)
    known = queries.facts_of(volunteer)
    if own:
        return cards.rows(known, clock.today(), check, awaited=awaited)
    turns, who = record.turns(volunteer), record.who(volunteer)
    return cards.rows(known, clock.today(), check, awaited=awaited, turns=turns, who=who)


def _done(volunteer: Volunteer, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for(".volunteer", key=volunteer.reference), 303)
