"""Pages of support mentors: the pool, one's own volunteers, and catch-ups."""

from itertools import chain
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from nolimits.kernel import drafts, reads
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.acts import Act, add_act
from nolimits.kernel.my_page import Task, adds_tasks
from nolimits.kernel.pages import counted, current_person, paged, render, requires
from nolimits.kernel.permissions import Permission, can
from nolimits.kernel.top_bar import in_top_bar, opens_on
from nolimits.people.models import Person
from nolimits.support_mentors import forms, operations, queries
from nolimits.support_mentors.models import CatchUp
from nolimits.volunteers import covering, pool, supporting
from nolimits.volunteers.models import Volunteer

bp = Blueprint("support_mentors", __name__)

in_top_bar(
    "My volunteers",
    "support_mentors.my_volunteers",
    Permission.SUPPORT_VOLUNTEERS,
    order=29,
    group="People",
    daily={Role.SUPPORT_MENTOR},
)
in_top_bar(
    "Support mentors",
    "support_mentors.support_mentors",
    Permission.SEE_SUPPORT_MENTORS,
    order=31,
    group="People",
)
opens_on(Role.SUPPORT_MENTOR, "support_mentors.my_volunteers", order=46)


# --- The pool -----------------------------------------------------------------------------------


@bp.get("/support-mentors")
@requires(Permission.SEE_SUPPORT_MENTORS)
def support_mentors() -> ResponseReturnValue:
    page = paged(pool.support_mentors())
    carriers, without = pool.carriers(page.items), pool.without_anybody()
    supported = pool.supported_by_each([one.person.id for one in carriers])
    reads.shown([*chain(*supported.values()), *without], current_person())
    shown = {"page": page, "carriers": carriers, "supported": supported, "without": without}
    return render("support_mentors/support_mentors.html", **shown)


def _pool_or_own(person: Person) -> str:
    own = person.id == current_person().id and not can(
        current_person(), Permission.SEE_SUPPORT_MENTORS
    )
    return url_for(f"support_mentors.{'my_volunteers' if own else 'support_mentors'}")


def _no_support_mentor(person: Person) -> str:
    return "" if Role.SUPPORT_MENTOR in person.roles else f"{person.name} is not a support mentor."


def _offer(form: Any, person: Person) -> None:
    form.offer([one for one in pool.carriers() if one.person.id != person.id])


add_act(
    bp,
    Act(
        "say_capacity",
        "/support-mentors/<key>/capacity",
        Person,
        Permission.SAY_CAPACITY,
        lambda person: f"How many volunteers can {person.name} support?",
        "It counts from today, for whoever is chosen from now on. Nobody is taken away.",
        "Save",
        "Saved",
        run=lambda person, form, by: supporting.say_capacity(person, form.most.data, by=by),
        after=_pool_or_own,
        form=forms.CapacityForm,
        shut=_no_support_mentor,
    ),
)
add_act(
    bp,
    Act(
        "hand_over",
        "/support-mentors/<key>/hand-over",
        Person,
        Permission.HAND_OVER_SUPPORT,
        lambda person: f"Hand over whom {person.name} supports",
        lambda person: (
            "Somebody else stands behind all of them from today: "
            + ", ".join(one.person.name for one in pool.supported_by(person.id))
            + ".\nBoth they and whoever takes over should hear it from you. What was said in "
            "catch-ups until now stays with coordinators."
        ),
        "Hand over",
        "They are handed over",
        run=lambda person, form, by: supporting.hand_over(
            person, form.mentors[form.mentor.data], by=by, reason=form.reason.data
        ),
        after=lambda person: url_for("support_mentors.support_mentors"),
        form=forms.HandOverForm,
        fit=_offer,
        shut=lambda person: (
            "" if pool.supported_by(person.id) else f"{person.name} supports nobody today."
        ),
    ),
)
add_act(
    bp,
    Act(
        "arrange_cover",
        "/support-mentors/<key>/cover",
        Person,
        Permission.ARRANGE_COVER,
        lambda person: f"Cover while {person.name} is away",
        "Somebody else stands behind their volunteers meanwhile: reads their records and contact "
        "logs, catches up with them, and reads nothing more from the day on which they are back.\n"
        "The volunteers are written to, so that they know whom to ring.",
        "Arrange cover",
        "The cover is arranged, and everyone is told",
        run=lambda person, form, by: covering.arrange_cover(
            person,
            form.mentors[form.mentor.data],
            form.from_on.data,
            form.until_on.data,
            by=by,
        ),
        after=lambda person: url_for("support_mentors.support_mentors"),
        form=forms.CoverForm,
        fit=_offer,
        shut=_no_support_mentor,
    ),
)
add_act(
    bp,
    Act(
        "end_cover",
        "/support-mentors/<key>/cover/end",
        Person,
        Permission.ARRANGE_COVER,
        lambda person: f"End the cover for {person.name}",
        "They are back, or are not going. Whoever covers reads nothing more from the moment of "
        "your press. The volunteers are written to.",
        "End the cover",
        "The cover is over, and the volunteers are told",
        run=lambda person, form, by: covering.end_cover(person, by=by),
        after=lambda person: url_for("support_mentors.support_mentors"),
        shut=lambda person: (
            "" if pool.covers_of([person.id]) else f"Nobody covers for {person.name}."
        ),
    ),
)


# --- One's own volunteers, and catch-ups --------------------------------------------------------


@bp.get("/my-volunteers")
@requires(Permission.SUPPORT_VOLUNTEERS)
def my_volunteers() -> ResponseReturnValue:
    person = current_person()
    nexts = queries.nexts_of(person)
    reads.shown([one.volunteer for one in nexts], person)
    return render(
        "support_mentors/my_volunteers.html",
        person=person,
        nexts=nexts,
        capacity=pool.capacity_of(person.id or 0),
        covers=pool.covers_of([person.id or 0]),
    )


@bp.route("/volunteers/<key>/catch-up", methods=["GET", "POST"])
@requires(Permission.HOLD_CATCH_UP, on=Volunteer)
def hold_catch_up(volunteer: Volunteer) -> ResponseReturnValue:
    form = forms.CatchUpForm(
        data=drafts.begun(current_person(), queries.DRAFT, volunteer.reference)
    )
    if form.validate_on_submit():
        with form.refusals():
            given = (form.held_on.data, form.words.data, form.next_on.data)
            operations.hold_catch_up(volunteer, *given, by=current_person())
            flash("The catch-up is written down")
            if form.worried.data:
                worried = url_for("safeguarding.worried", came_from=volunteer.reference)
                return redirect(worried, 303)
            return redirect(url_for(".my_volunteers"), 303)
    if form.is_submitted():
        _keep(form, volunteer)  # refused, but not lost when they leave the page
    due = queries.next_of(volunteer)
    return render("support_mentors/hold_catch_up.html", form=form, volunteer=volunteer, due=due)


@bp.post("/volunteers/<key>/catch-up/save")
@requires(Permission.HOLD_CATCH_UP, on=Volunteer)
def save_catch_up(volunteer: Volunteer) -> ResponseReturnValue:
    return _keep(forms.CatchUpForm(), volunteer).saved


def _keep(form: forms.CatchUpForm, volunteer: Volunteer) -> drafts.Draft:
    kept = {"journey": queries.DRAFT, "about": volunteer.reference}
    return drafts.keep(form.answers(), by=current_person(), **kept)


@bp.get("/catch-ups")
@requires(Permission.SEE_CATCH_UPS)
def catch_ups() -> ResponseReturnValue:
    page = paged(queries.catch_ups(current_person()))
    return render("support_mentors/catch_ups.html", page=page)


@bp.get("/catch-ups/<key>")
@requires(Permission.SEE_CATCH_UP, on=CatchUp)
def catch_up(catch_up: CatchUp) -> ResponseReturnValue:
    return render("support_mentors/catch_up.html", catch_up=catch_up)


@adds_tasks(order=25)
def _own_tasks(person: Actor) -> list[Task]:
    """Whom a support mentor is to catch up with, and that they say how many they can support."""
    if not can(person, Permission.SUPPORT_VOLUNTEERS) or person.id is None:
        return []
    nexts = queries.nexts_of(person)
    tasks = [
        Task(
            f"Catch up with {one.volunteer.person.name}",
            one.status,
            url_for("support_mentors.hold_catch_up", key=one.volunteer.reference),
            due_on=one.due_on,
        )
        for one in nexts
        if one.status
    ]
    if pool.capacity_of(person.id) is None:
        hint = f"You support {counted(len(nexts), 'volunteer')} today"
        said = url_for("support_mentors.my_volunteers")
        tasks.append(Task("Say how many volunteers you can support", "Incomplete", said, hint))
    return tasks
