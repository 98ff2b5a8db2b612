"""Pages of looks: emergencies, the weekly review, and who looked at one's own record."""

from datetime import date
from typing import cast

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.kernel import clock, freshness, reads, tables
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.acts import saying
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.kernel.forms import Form
from nolimits.kernel.my_page import Section, Task, adds_section, adds_tasks
from nolimits.kernel.pages import Page, at_time, current_person, day, render, requires
from nolimits.kernel.permissions import Permission, can
from nolimits.kernel.top_bar import in_top_bar
from nolimits.people.models import Person
from nolimits.reads import forms, operations, queries, wording
from nolimits.reads.models import BrokenGlass, Verdict
from nolimits.young_people.home import Tile, add_tile
from nolimits.young_people.models import YoungPerson
from nolimits.young_people.queries import of_person

bp = Blueprint("reads", __name__)
LINES = 50

in_top_bar(
    "Who looked",
    "reads.weeks",
    Permission.REVIEW_LOOKS,
    order=36,
    group="Young people",
    daily={Role.SAFEGUARDING_LEAD},
)
in_top_bar(
    "Emergencies",
    "reads.break_glass",
    Permission.BREAK_GLASS,
    order=37,
    group="Young people",
    helps=queries.may_need,
)


add_tile(Tile("Who looked at my page", "people", "reads.who_looked", "See who, and when", 90))


@adds_section(order=90)
def own_looks(person: Actor) -> Section | None:
    """Where a volunteer reads who opened their checks."""
    return Section("reads/my_section.html", {}) if Role.VOLUNTEER in person.roles else None


# --- Emergencies ------------------------------------------------------------------------------


@bp.route("/emergencies", methods=["GET", "POST"])
@requires(Permission.BREAK_GLASS)
def break_glass() -> ResponseReturnValue:
    form, by = forms.GlassForm(), current_person()
    needs = queries.may_need(by)
    if needs and form.validate_on_submit():
        with form.refusals():
            one = YoungPerson.by_key(form.key)
            glass = operations.break_glass(one, form.reason.data, by=by)
            flash(f"Open until {at_time(glass.until_at)}. Their worker and the leads were told")
            return redirect(url_for("young_people.young_person", key=form.key), 303)
    broken = queries.broken_by(by)
    reads.shown(broken, by)
    return render("reads/break_glass.html", form=form, broken=broken, needs=needs)


@bp.get("/emergencies/<key>")
@requires(Permission.SEE_GLASS, on=BrokenGlass)
def glass(glass: BrokenGlass) -> ResponseReturnValue:
    return render("reads/glass.html", glass=glass)


@bp.post("/emergencies/<key>/close")
@requires(Permission.CLOSE_GLASS, on=BrokenGlass)
def close_glass(glass: BrokenGlass) -> ResponseReturnValue:
    with saying("The record is closed to you again"):
        operations.close_glass(glass, by=current_person())
    return redirect(url_for(".break_glass"), 303)


@adds_tasks(order=5)
def opened_by_others(person: Actor) -> list[Task]:
    """What others opened in an emergency, for the worker whose young person it is and the leads."""
    if not person.roles & {Role.STAFF, Role.SAFEGUARDING_LEAD}:
        return []
    return [
        Task(
            "Read why a record was opened in an emergency",
            "Incomplete",
            url_for("reads.glass", key=one.reference),
            f"On {at_time(one.opened_at)}",
        )
        for one in queries.broken_lately(person)
    ]


@adds_section(order=5, page="front")
def opened_lately(person: Actor) -> Section | None:
    """The same, where leads land."""
    opened = queries.broken_lately(person) if Role.SAFEGUARDING_LEAD in person.roles else ()
    return Section("reads/opened_lately.html", {"opened": opened}) if opened else None


# --- The weekly review ------------------------------------------------------------------------


@bp.get("/looks")
@requires(Permission.REVIEW_LOOKS)
def weeks() -> ResponseReturnValue:
    return render("reads/weeks.html", weeks=queries.weeks())


@bp.get("/looks/<day>")
@requires(Permission.REVIEW_LOOKS)
def week(day: str) -> ResponseReturnValue:
    monday, by = _monday(day), current_person()
    lines = queries.week_for(by, monday)
    number = max(1, request.args.get("page", 1, type=int))
    shown = lines[(number - 1) * LINES : number * LINES]
    page = Page(shown, number, len(lines), LINES)
    _write_down(shown, by)
    row, words = queries.week_row(monday), wording.UNUSUAL
    return render("reads/week.html", monday=monday, page=page, row=row, words=words, form=Form())


@bp.route("/looks/<day>/lines/<line>", methods=["GET", "POST"])
@requires(Permission.REVIEW_LOOKS)
def mark(day: str, line: str) -> ResponseReturnValue:
    monday, by = _monday(day), current_person()
    one = next((one for one in queries.week_for(by, monday) if one.key == line), None)
    if one is None:
        raise NotVisible
    form = forms.MarkForm()
    if form.validate_on_submit():
        with form.refusals():
            made = (Verdict(form.verdict.data), form.note.data)
            operations.mark(monday, one.by, one.whose, *made, by=by)
            return redirect(url_for(".week", day=day), 303)
    _write_down([one], by)
    words = {"unusual": wording.UNUSUAL, "page": wording.page}
    return render("reads/mark.html", form=form, monday=monday, line=one, words=words)


@bp.post("/looks/<day>/people/<key>/right")
@requires(Permission.REVIEW_LOOKS, on=Person)
def mark_rest(person: Person, day: str) -> ResponseReturnValue:
    try:
        number = operations.mark_rest(_monday(day), person, by=current_person())
        flash(f"Marked as right: {number}")
    except Refused as refusal:
        flash(refusal.message, "error")
    return redirect(url_for(".week", day=day), 303)


@bp.post("/looks/<day>/sign-off")
@requires(Permission.REVIEW_LOOKS)
def sign_off(day: str) -> ResponseReturnValue:
    try:
        operations.sign_off(_monday(day), by=current_person())
        flash("The week is signed off")
    except Refused as refusal:
        flash(refusal.message, "error")
    return redirect(url_for(".week", day=day), 303)


@bp.get("/looks/<day>.csv")
@requires(Permission.REVIEW_LOOKS)
def week_file(day: str) -> ResponseReturnValue:
    monday, by = _monday(day), current_person()
    freshness.require_fresh(by)
    operations.take_week(monday, by=cast(Person, by))  # nobody else is a lead
    lines = queries.week_for(by, monday)
    _write_down(lines, by)
    headers = {"Content-Disposition": f'attachment; filename="looks-{monday}.csv"'}
    rows = map(wording.cells, lines)
    return Response(tables.write_csv(wording.COLUMNS, rows), mimetype="text/csv", headers=headers)


@adds_tasks(order=6)
def weeks_to_review(person: Actor) -> list[Task]:
    """The weeks that a lead has still to sign off."""
    if not can(person, Permission.REVIEW_LOOKS):
        return []
    return [
        Task(
            f"Review who looked in the week of {day(one.begins_on)}",
            "Overdue" if (clock.today() - one.begins_on).days > 14 else "Incomplete",
            url_for("reads.week", day=one.begins_on.isoformat()),
        )
        for one in queries.weeks()
        if one.waits
    ]


def _monday(words: str) -> date:
    """The Monday that an address names; anything else is no week."""
    try:
        monday = date.fromisoformat(words)
    except ValueError:
        raise NotVisible from None
    if monday.weekday() != 0 or monday > clock.today():
        raise NotVisible
    return monday


def _write_down(lines: list[queries.Told], by: Actor) -> None:
    codes = [one.about for one in lines if one.whose[0] == "young_person" and one.whose[1]]
    reads.shown_codes(YoungPerson, codes, by)


# --- One's own record -------------------------------------------------------------------------


@bp.get("/who-looked")
@requires(Permission.SEE_OWN_PAGES)
def who_looked() -> ResponseReturnValue:
    person = current_person()
    young = of_person(person)
    if young is not None:
        told = wording.for_young_person(queries.told_to("young_person", young.id), young)
        return render("reads/who_looked_young.html", told=told)
    seen = queries.told_to("person", person.id or 0)
    people = queries.people_of({one.by_id for one in seen})
    return render("reads/who_looked.html", told=wording.for_adult(seen, people))
