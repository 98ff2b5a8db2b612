"""Pages that anyone may read, and those of people and directorates."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.kernel import limits, my_page
from nolimits.kernel.actors import NOBODY, Role
from nolimits.kernel.acts import add_act
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.kernel.forms import Form
from nolimits.kernel.mail import OutboxMessage
from nolimits.kernel.pages import (
    current_person,
    paged,
    render,
    requires,
)
from nolimits.kernel.permissions import Permission, can
from nolimits.kernel.top_bar import front_door, in_top_bar, opens_on
from nolimits.people import addresses, operations, queries
from nolimits.people.accounts import ACTS, called, may_be_named
from nolimits.people.forms import (
    ROLES,
    ChampionForm,
    DesignForm,
    DetailsForm,
    PersonForm,
    RoleForm,
)
from nolimits.people.models import Directorate, Person

bp = Blueprint("people", __name__)

HAPPENED = {
    "person_added": "Account made",
    "person_left": "The account is closed, or closes on the day that is set",
    "address_released": "Its address passed on to somebody else",
    "person_suspended": "Account suspended",
    "person_brought_back": "Account opened again",
    "person_renamed": "Name changed",
    "person_changed": "Details changed by the staff list",
    "person_moved": "Moved to another directorate",
    "address_refused": "Typed an address that is another account's",
    "address_named": "New address named, and written to",
    "address_proved": "Signed in with the new address, which is theirs now",
    "role_granted": "Given the role {role}",
    "role_ended": "The role {role} ended",
}

in_top_bar("People", "people.people", Permission.SEE_PEOPLE, order=80, group="People")
in_top_bar(
    "Directorates", "people.directorates", Permission.SEE_DIRECTORATES, order=81, group="People"
)
opens_on(Role.ADMINISTRATOR, "people.people", order=60)


@bp.get("/")
@requires(Permission.READ_PUBLIC_PAGE)
def start() -> ResponseReturnValue:
    person = current_person()
    if person is not NOBODY and not can(person, Permission.MAKE_PLEDGE):
        # It asks for promises, which are not theirs to make.
        return redirect(url_for("people.home"))
    return render("people/start.html", signed_in=person is not NOBODY)


@bp.get("/home")
@requires(Permission.SEE_OWN_PAGES)
def home() -> ResponseReturnValue:
    return redirect(url_for(front_door(current_person())))


@bp.get("/accessibility")
@requires(Permission.READ_PUBLIC_PAGE)
def accessibility() -> ResponseReturnValue:
    return render("people/accessibility.html")


@bp.get("/demonstration/mail")
@requires(Permission.READ_PUBLIC_PAGE)
def demonstration_mail() -> ResponseReturnValue:
    _only_in_demonstration()
    sent = sa.select(OutboxMessage).where(OutboxMessage.recipient != "")
    newest = sent.order_by(OutboxMessage.queued_at.desc(), OutboxMessage.id.desc())
    return render("people/demonstration_mail.html", page=paged(newest, size=10))


@bp.route("/design", methods=["GET", "POST"])
@requires(Permission.READ_PUBLIC_PAGE)
def design() -> ResponseReturnValue:
    _only_in_demonstration()
    form = DesignForm()
    form.validate_on_submit()  # sent empty, it shows how each error looks
    return render("design.html", form=form)


@bp.get("/people")
@requires(Permission.SEE_PEOPLE)
def people() -> ResponseReturnValue:
    wanted = {name: request.args.get(name, "") for name in ("search", "role", "directorate")}
    return render(
        "people/people.html",
        page=paged(queries.listed(current_person(), **wanted), count_by=500),
        wanted=wanted,
        role_choices=ROLES,
        directorate_choices=[(name, name) for name in queries.directorate_names()],
        sections=my_page.sections_for(current_person(), "front"),
    )


@bp.route("/people/add", methods=["GET", "POST"])
@requires(Permission.ADD_PERSON)
def add_person() -> ResponseReturnValue:
    form = PersonForm(queries.directorates())
    if form.validate_on_submit() and request.form.get("checked") == "yes":
        with form.refusals(), _trying_an_address():
            made = _add(form)
            flash(f"{made.name} has an account, and was written to")
            return redirect(url_for(".person", key=made.reference), 303)
    elif request.method == "POST" and not form.errors:
        return render("people/check_person.html", form=form)
    return render("people/add_person.html", form=form)


@bp.route("/people/<key>/details", methods=["GET", "POST"])
@requires(Permission.CHANGE_ACCOUNT, on=Person)
def change_details(person: Person) -> ResponseReturnValue:
    form = DetailsForm(obj=person) if request.method == "GET" else DetailsForm()
    if not may_be_named(person):
        raise NotVisible
    if form.validate_on_submit():
        with form.refusals():
            flash(_change(person, form))
            return redirect(url_for(".person", key=person.reference), 303)
    return render("people/change_details.html", person=person, form=form)


@bp.get("/people/<key>")
@requires(Permission.SEE_PERSON, on=Person)
def person(person: Person) -> ResponseReturnValue:
    return _person_page(person, RoleForm())


@bp.post("/people/<key>/roles")
@requires(Permission.GRANT_ROLE, on=Person)
def grant_role(person: Person) -> ResponseReturnValue:
    form = RoleForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.grant_role(person, Role(form.role.data), by=current_person())
            flash("They have the role from today")
            return redirect(url_for(".person", key=person.reference), 303)
    return _person_page(person, form)


@bp.route("/people/<key>/roles/<role>/end", methods=["GET", "POST"])
@requires(Permission.GRANT_ROLE, on=Person)
def end_role(person: Person, role: str) -> ResponseReturnValue:
    form = Form()
    if role not in list(Role):
        raise NotVisible
    if form.validate_on_submit():
        with form.refusals():
            operations.end_role(person, Role(role), by=current_person())
            flash("The role has ended")
            return redirect(url_for(".person", key=person.reference), 303)
    grant = person.grant_of(Role(role))
    context = {"person": person, "role": role, "called": called(person), "grant": grant}
    return render("people/end_role.html", form=form, **context)


@bp.get("/directorates")
@requires(Permission.SEE_DIRECTORATES)
def directorates() -> ResponseReturnValue:
    return render("people/directorates.html", directorates=queries.directorates())


@bp.route("/directorates/<key>/champion", methods=["GET", "POST"])
@requires(Permission.NAME_CHAMPION, on=Directorate)
def name_champion(directorate: Directorate) -> ResponseReturnValue:
    search = request.args.get("search", "").strip()
    form = ChampionForm(queries.colleagues(directorate, search))
    if form.validate_on_submit():
        with form.refusals():
            chosen = Person.by_key(form.person.data)
            if chosen is None:
                raise NotVisible
            operations.name_champion(directorate, chosen, by=current_person())
            flash(f"{chosen.name} is the champion of {directorate.name}")
            return redirect(url_for(".directorates"), 303)
    shown = {"directorate": directorate, "form": form, "search": search}
    return render("people/name_champion.html", **shown)


def _person_page(person: Person, form: RoleForm) -> ResponseReturnValue:
    looks_after = can(current_person(), Permission.CHANGE_ACCOUNT, person)
    happened = queries.happened(person, HAPPENED, signed=looks_after)
    sections = my_page.sections_for(person, "person")
    return render(
        "people/person.html",
        person=person,
        called=called(person),
        form=form,
        happened=happened,
        sections=sections,
    )


def _add(form: PersonForm) -> Person:
    directorate = Directorate.by_key(form.directorate.data) if form.directorate.data else None
    return operations.add_person(
        form.name.data,
        form.email.data,
        {Role(role) for role in form.roles.data},
        directorate=directorate,
        job_title=form.job_title.data or None,
        invite=True,
        by=current_person(),
    )


def _change(person: Person, form: DetailsForm) -> str:
    """Change what was changed; what is said of it."""
    by = current_person()
    if form.email.data.strip().lower() not in (person.email, person.new_email):
        with _trying_an_address():
            operations.name_address(person, form.email.data, by=by)
        operations.rename(person, form.name.data, by=by)
        return "We have written to the new address. It is theirs once they sign in with it"
    operations.rename(person, form.name.data, by=by)
    return "Their details are changed"


@contextmanager
def _trying_an_address() -> Iterator[None]:
    """Each try of an address counts, and one that is refused is written down."""
    limits.count_of(limits.ADDRESSES, current_person())
    try:
        yield
    except Refused as refusal:
        if refusal.field == "email":
            addresses.note_address_refused(by=current_person())
        raise


def _only_in_demonstration() -> None:
    if not current_app.config["SETTINGS"].demonstration:
        raise NotVisible


for act in ACTS:
    add_act(bp, act)
