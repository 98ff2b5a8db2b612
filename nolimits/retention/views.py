"""Pages of what is due, of the removal under way, and of what is held back."""

from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from nolimits.contacts.queries import case_record
from nolimits.kernel import clock, reads, tables
from nolimits.kernel.acts import Act, add_act, saying
from nolimits.kernel.errors import Refused
from nolimits.kernel.pages import at_time, current_person, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.kernel.rules import keeps_apart
from nolimits.kernel.top_bar import in_top_bar
from nolimits.people.accounts import may_be_named
from nolimits.people.models import Person
from nolimits.people.queries import by_email
from nolimits.retention import forms, operations, queries, sweeps
from nolimits.retention.models import LegalHold, RetentionRun
from nolimits.young_people.models import YoungPerson

__all__ = ["bp", "sweeps"]  # what goes each night is named by being loaded

bp = Blueprint("retention", __name__)

in_top_bar(
    "How long we keep things",
    "retention.retention",
    Permission.SEE_RETENTION,
    order=90,
    group="Telling",
)


@bp.get("/retention")
@requires(Permission.SEE_RETENTION)
def retention() -> ResponseReturnValue:
    today, by = clock.today(), current_person()
    holds = queries.holds(by)
    codes = [one.young_person.reference for one in holds if one.young_person]
    copies = queries.waiting_for_copy(by, today)
    reads.shown_codes(YoungPerson, [*codes, *copies], by)
    return render(
        "retention/retention.html",
        lines=queries.lines(queries.counted(today)),
        told=queries.told(today),
        run=queries.open_run(),
        past=queries.past_runs(),
        holds=holds,
        copies=copies,
        by=by,
    )


@bp.post("/retention/propose")
@requires(Permission.PROPOSE_REMOVAL)
def propose() -> ResponseReturnValue:
    with saying("The removal is proposed. Somebody else has to agree to it"):
        operations.propose(by=current_person())
    return redirect(url_for(".retention"), 303)


@bp.route("/retention/holds/new", methods=["GET", "POST"])
@requires(Permission.HOLD_BACK)
def place_hold() -> ResponseReturnValue:
    form = forms.HoldForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.place_hold(_found(form.who.data), form.reason.data, by=current_person())
            flash("Nothing about them is removed until the hold is lifted")
            return redirect(url_for(".retention"), 303)
    return render("retention/hold.html", form=form)


def _found(who: str) -> Person | YoungPerson:
    found = by_email(who) if "@" in who else YoungPerson.by_key(who.strip().upper())
    # An address that is a child's tells no more than one that is nobody's.
    unnamed = isinstance(found, Person) and not may_be_named(found)
    if found is None or unnamed or keeps_apart(current_person(), found):
        raise Refused("Nobody has this code or email address", "who")
    return found


@bp.get("/retention/case-record/<key>.csv")
@requires(Permission.TAKE_CASE_RECORD, on=YoungPerson)
def case_record_file(young_person: YoungPerson) -> ResponseReturnValue:
    name = f"contacts-{young_person.reference}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    text = tables.write_csv(*case_record(young_person))
    return Response(text, mimetype="text/csv", headers=headers)


def _back(record: object) -> str:
    return url_for("retention.retention")


for act in (
    Act(
        name="agree",
        path="/retention/runs/<key>/agree",
        on=RetentionRun,
        permission=Permission.AGREE_REMOVAL,
        title="Agree to the removal",
        text=lambda run: (
            f"Proposed by {run.proposed_by.name} on {at_time(run.proposed_at)}. "
            "It begins in seven days, and until then either of you can stop it.\n"
            "What is removed cannot be brought back, but from a backup of the last weeks."
        ),
        button="Agree",
        done="The removal begins in seven days",
        run=lambda run, form, by: operations.agree(run, by=by),
        after=_back,
        variant="warning",
    ),
    Act(
        name="stop",
        path="/retention/runs/<key>/stop",
        on=RetentionRun,
        permission=Permission.AGREE_REMOVAL,
        title="Stop the removal",
        text="What is not gone yet stays. It can be proposed again.",
        button="Stop it",
        done="The removal is stopped",
        run=lambda run, form, by: operations.stop(run, by=by),
        after=_back,
    ),
    Act(
        name="lift_hold",
        path="/retention/holds/<key>/lift",
        on=LegalHold,
        permission=Permission.HOLD_BACK,
        title="Lift the hold",
        text="What is past its time about them can be removed again.",
        button="Lift the hold",
        done="The hold is lifted",
        run=lambda hold, form, by: operations.lift_hold(hold, by=by),
        after=_back,
    ),
    Act(
        name="take_copy",
        path="/retention/case-record/<key>",
        on=YoungPerson,
        permission=Permission.TAKE_CASE_RECORD,
        title="The contact logs are in the case record",
        text="Only when the file of their contact logs is in the council's case record.",
        button="They are there",
        done="Their contact logs can go when their time is over",
        run=lambda young, form, by: operations.take_copy(young, by=by),
        after=_back,
    ),
):
    add_act(bp, act)
