"""Pages of the staff list: handed in, its columns named, looked at line by line, applied."""

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.kernel import limits, my_page, tables
from nolimits.kernel.actors import Actor
from nolimits.kernel.acts import Act, add_act
from nolimits.kernel.forms import Form
from nolimits.kernel.pages import PAGE_SIZE, Page, counted, current_person, paged, render, requires
from nolimits.kernel.permissions import Permission, can
from nolimits.kernel.top_bar import in_top_bar
from nolimits.people.queries import directorates
from nolimits.staff_list import operations, queries, reading
from nolimits.staff_list.forms import (
    ColumnsForm,
    HandInForm,
    SeenForm,
    chosen_of,
    directorates_form,
)
from nolimits.staff_list.models import StaffList
from nolimits.staff_list.plans import Line, Plan
from nolimits.staff_list.wording import COLUMNS, KINDS, OF_ONE, cells

bp = Blueprint("staff_list", __name__)

in_top_bar("Staff list", "staff_list.lists", Permission.IMPORT_STAFF_LIST, order=83, group="People")


@bp.get("/staff-lists")
@requires(Permission.IMPORT_STAFF_LIST)
def lists() -> ResponseReturnValue:
    without_role = queries.count_without_role()
    page = paged(queries.lists())
    return render("staff_list/lists.html", page=page, kinds=KINDS, without_role=without_role)


@bp.route("/staff-lists/new", methods=["GET", "POST"])
@requires(Permission.IMPORT_STAFF_LIST)
def hand_in() -> ResponseReturnValue:
    form, waiting = HandInForm(), queries.open_list()
    if not waiting and form.validate_on_submit():
        limits.count_of(limits.UPLOADS, current_person())
        with form.refusals():
            made = operations.hand_in(*form.sent(), by=current_person())
            return redirect(url_for(".name_columns", key=made.reference), 303)
    return render("staff_list/hand_in.html", form=None if waiting else form, waiting=waiting)


@bp.route("/staff-lists/<key>/columns", methods=["GET", "POST"])
@requires(Permission.IMPORT_STAFF_LIST, on=StaffList)
def name_columns(staff_list: StaffList) -> ResponseReturnValue:
    if staff_list.lines is None or not _is_theirs(staff_list):
        return redirect(url_for(".staff_list", key=staff_list.reference))
    _, headings = reading.headings(staff_list.lines, staff_list.columns)
    form = ColumnsForm(headings, staff_list.columns)
    if form.validate_on_submit():
        with form.refusals():
            operations.name_columns(staff_list, form.said(), by=current_person())
            unknown = queries.unknown_directorates(staff_list)
            to = ".name_directorates" if unknown else ".staff_list"
            return redirect(url_for(to, key=staff_list.reference), 303)
    examples = reading.examples(staff_list.lines, staff_list.columns)
    return render("staff_list/columns.html", form=form, staff_list=staff_list, examples=examples)


@bp.route("/staff-lists/<key>/directorates", methods=["GET", "POST"])
@requires(Permission.IMPORT_STAFF_LIST, on=StaffList)
def name_directorates(staff_list: StaffList) -> ResponseReturnValue:
    if staff_list.lines is None or not _is_theirs(staff_list):
        return redirect(url_for(".staff_list", key=staff_list.reference))
    form = directorates_form(directorates(), queries.suggested(staff_list))
    if form.validate_on_submit():
        with form.refusals():
            operations.name_directorates(staff_list, chosen_of(form), by=current_person())
            return redirect(url_for(".staff_list", key=staff_list.reference), 303)
    return render("staff_list/directorates.html", form=form, staff_list=staff_list)


@bp.get("/staff-lists/<key>")
@requires(Permission.IMPORT_STAFF_LIST, on=StaffList)
def staff_list(staff_list: StaffList) -> ResponseReturnValue:
    if staff_list.lines is None:
        return render("staff_list/done.html", staff_list=staff_list, kinds=KINDS)
    kind, by = request.args.get("kind", ""), current_person()
    plan = queries.plan_of(staff_list, by=by)
    return render(
        "staff_list/preview.html",
        staff_list=staff_list,
        plan=plan,
        kind=kind,
        page=_page([one for one in plan.lines if kind in ("", one.kind)]),
        kinds=KINDS,
        unsaid=queries.unsaid_directorates(staff_list),
        theirs=_is_theirs(staff_list),
    )


@bp.get("/staff-lists/<key>/report")
@requires(Permission.APPLY_STAFF_LIST, on=StaffList)
def report(staff_list: StaffList) -> ResponseReturnValue:
    by = current_person()
    limits.count_of(limits.EXPORTS, by)
    plan = operations.take_report(staff_list, by=by)
    content = tables.write_csv(COLUMNS, map(cells, plan.lines))
    name = f"staff-list-{staff_list.reference}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="text/csv", headers=headers)


@bp.route("/staff-lists/<key>/apply", methods=["GET", "POST"])
@requires(Permission.APPLY_STAFF_LIST, on=StaffList)
def apply(staff_list: StaffList) -> ResponseReturnValue:
    form, by = SeenForm(), current_person()
    here = url_for(".staff_list", key=staff_list.reference)
    if form.validate_on_submit():
        with form.refusals():
            done = operations.apply(staff_list, form.seen.data or "", by=by)
            flash(f"The list is applied: {_said(done)}")
            return redirect(here, 303)
    if staff_list.lines is None:
        return redirect(here)
    form.seen.data = form.seen.data or request.args.get("seen", "")
    plan = queries.plan_of(staff_list, by=by)
    return render("staff_list/apply.html", form=form, staff_list=staff_list, plan=plan)


@bp.route("/staff-lists/roles", methods=["GET", "POST"])
@requires(Permission.GRANT_ROLE)
def give_roles() -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            number = operations.give_staff_role(by=current_person())
            flash(f"{counted(number, 'person has', 'people have')} the role staff from today")
            return redirect(url_for(".lists"), 303)
    return render("staff_list/roles.html", form=form, number=queries.count_without_role())


def _is_theirs(staff_list: StaffList) -> bool:
    """Whether whoever looks handed a list in: they alone say what its columns are."""
    return staff_list.handed_in_by_id == current_person().id


def _page(lines: list[Line]) -> Page:
    number = max(1, request.args.get("page", 1, type=int))
    number = min(number, max(1, -(-len(lines) // PAGE_SIZE)))
    return Page(lines[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number, len(lines))


def _said(plan: Plan) -> str:
    """What was done, in figures."""
    told = {kind: number for kind, number in plan.counts.items() if number}
    called = {kind: (OF_ONE if told[kind] == 1 else KINDS)[kind] for kind in KINDS if kind in told}
    return ", ".join(f"{told[kind]:,} {name.lower()}" for kind, name in called.items())


def _there(staff_list: StaffList) -> str:
    return url_for("staff_list.staff_list", key=staff_list.reference)


for act in (
    Act(
        "put_away",
        "/staff-lists/<key>/put-away",
        StaffList,
        Permission.PUT_AWAY_STAFF_LIST,
        "Put this list away?",
        "Nothing of it is done, and its lines are removed. Hand in another whenever you like.",
        "Put it away",
        "The list is put away. Nothing of it was done",
        run=lambda one, form, by: operations.put_away(one, by=by),
        after=lambda one: url_for("staff_list.lists"),
        back=_there,
        variant="secondary",
    ),
    Act(
        "ask_second",
        "/staff-lists/<key>/second",
        StaffList,
        Permission.IMPORT_STAFF_LIST,
        "Ask another administrator",
        "The list would close more accounts than one person may close by a list. We write to the "
        "other administrators. One of them looks at it, line by line as you did, and applies it.",
        "Write to them",
        "We have written to the other administrators",
        run=lambda one, form, by: operations.ask_second(one, by=by),
        after=_there,
    ),
):
    add_act(bp, act)


@my_page.adds_section(order=20, page="front")
def list_waits(person: Actor) -> my_page.Section | None:
    """A list that waits to be applied, where administrators land."""
    waiting = queries.open_list() if can(person, Permission.IMPORT_STAFF_LIST) else None
    return my_page.Section("staff_list/waits.html", {"waiting": waiting}) if waiting else None
