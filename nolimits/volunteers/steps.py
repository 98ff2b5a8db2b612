"""Applying, question by question; the pages with one button: a break, a clearance taken back."""

from typing import Any

from flask import url_for

from nolimits.kernel.acts import Act
from nolimits.kernel.journeys import Journey, Question
from nolimits.kernel.permissions import Permission
from nolimits.volunteers import forms, operations, queries
from nolimits.volunteers.models import Volunteer

WEEK, REFEREE = "volunteers/availability.html", "volunteers/referee.html"
APPLY = Journey(
    name="apply",
    title="Your application to volunteer",
    permission=Permission.APPLY_TO_VOLUNTEER,
    questions=(
        Question("age", forms.EligibleForm, part="About you"),
        Question("why", forms.MotivationForm, part="About you"),
        Question("what", forms.InterestsForm, part="About you"),
        Question("hello", forms.ProfileForm, part="About you"),
        Question("where", forms.AreaForm, part="Where and when"),
        Question("when", forms.AvailabilityForm, page=WEEK, part="Where and when"),
        Question("first-referee", forms.FirstRefereeForm, page=REFEREE, part="Who knows you"),
        Question("second-referee", forms.SecondRefereeForm, page=REFEREE, part="Who knows you"),
    ),
    send=lambda answers, by: operations.apply(forms.application(answers), by=by),
    done=lambda volunteer: url_for("volunteers.applied"),
    send_label="Send my application",
    check_note="When you send it, we write to both of your referees.",
    instead=lambda about, by: (
        url_for("volunteers.applied") if queries.volunteer_of(by.id) else None
    ),
)


def _record(volunteer: Volunteer) -> str:
    return url_for("volunteers.volunteer", key=volunteer.reference)


def _act(path: str, **more: Any) -> Act:
    return Act(path=f"/volunteers/<key>/{path}", on=Volunteer, after=_record, **more)


ALL = [
    _act(
        "withdraw-clearance",
        name="withdraw_clearance",
        permission=Permission.CLEAR_VOLUNTEER,
        title=lambda volunteer: f"Withdraw the clearance of {volunteer.person.name}",
        text="They stop being ready at once, and all their matches pause. They are not told by "
        "mail: tell them yourself.",
        button="Withdraw the clearance",
        done="The clearance is withdrawn",
        form=forms.ReasonForm,
        run=lambda volunteer, form, by: operations.withdraw_clearance(
            volunteer, form.reason.data, by=by
        ),
        variant="warning",
    ),
    _act(
        "hold",
        name="put_on_hold",
        permission=Permission.PUT_ON_HOLD,
        title=lambda volunteer: f"Start a break for {volunteer.person.name}",
        text="Their matches pause at once, and they are not put forward for another until they are "
        "back.",
        button="Start the break",
        done="They are on a break from today",
        form=forms.HoldForm,
        run=lambda volunteer, form, by: operations.put_on_hold(volunteer, form.reason.data, by=by),
        variant="warning",
    ),
    _act(
        "return",
        name="return_from_hold",
        permission=Permission.PUT_ON_HOLD,
        title=lambda volunteer: f"Welcome {volunteer.person.name} back",
        text="Their break ends today. Matches that paused go on only when you say so, one by one, "
        "with every gate looked at again.",
        button="They are back",
        done="They are back from today",
        run=lambda volunteer, form, by: operations.return_from_hold(volunteer, by=by),
    ),
]
