"""Pages of training: days and registers, passes, one's own training, and the handbook."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.kernel import clock
from nolimits.kernel.actors import Role
from nolimits.kernel.acts import saying
from nolimits.kernel.errors import NotAllowed
from nolimits.kernel.forms import Form
from nolimits.kernel.pages import counted, current_person, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.kernel.top_bar import in_top_bar
from nolimits.people.models import Person
from nolimits.training import operations, queries
from nolimits.training.forms import DayForm, HandbookForm, PeopleForm, ProgrammeForm
from nolimits.training.models import Handbook, TrainingDay, TrainingProgramme, parts_of

bp = Blueprint("training", __name__)

in_top_bar("Training", "training.programmes", Permission.RUN_TRAINING, order=33, group="People")
in_top_bar(
    "My training",
    "training.my_training",
    Permission.SEE_OWN_TRAINING,
    order=57,
    group="People",
    daily={Role.VOLUNTEER},
    helps=lambda person: Role.VOLUNTEER in person.roles,
)


@bp.get("/training")
@requires(Permission.RUN_TRAINING)
def programmes() -> ResponseReturnValue:
    days = queries.days_with_counts()
    today = clock.today()
    return render(
        "training/programmes.html",
        programmes=queries.programmes(),
        coming=[one for one in days if one.day.held_on >= today],
        been=[one for one in reversed(days) if one.day.held_on < today],
        handbook=queries.current_handbook(),
        readers=len(queries.readers_of_current()),
        today=today,
    )


@bp.route("/training/programmes/new", methods=["GET", "POST"])
@requires(Permission.RUN_TRAINING)
def add_programme() -> ResponseReturnValue:
    form = ProgrammeForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.add_programme(**form.values(), by=current_person())
            flash("The programme is added. Plan its days next")
            return redirect(url_for(".programmes"), 303)
    return render("training/add_programme.html", form=form)


@bp.route("/training/programmes/<key>/days/new", methods=["GET", "POST"])
@requires(Permission.RUN_TRAINING, on=TrainingProgramme)
def plan_day(programme: TrainingProgramme) -> ResponseReturnValue:
    form = DayForm(programme.days)
    if form.validate_on_submit():
        with form.refusals():
            day = operations.plan_day(programme, *form.values(), by=current_person())
            flash(f"Day {day.number} is planned, and people can book a place")
            return redirect(url_for(".programmes"), 303)
    return render("training/plan_day.html", form=form, programme=programme)


@bp.route("/training/days/<key>", methods=["GET", "POST"])
@requires(Permission.RUN_TRAINING, on=TrainingDay)
def take_register(day: TrainingDay) -> ResponseReturnValue:
    search = request.args.get("search", "").strip()
    there = queries.people_there(day)
    form = PeopleForm(one for one in queries.might_attend(day, search) if one not in there)
    if form.validate_on_submit():
        with form.refusals():
            new = operations.take_register(day, form.chosen, by=current_person())
            flash(f"{counted(new, 'person', 'people')} added to the register")
            return redirect(url_for(".take_register", key=day.reference), 303)
    opened = day.held_on <= clock.today()
    page = "training/register.html"
    return render(page, form=form, day=day, there=there, search=search, opened=opened)


@bp.route("/training/programmes/<key>/passes", methods=["GET", "POST"])
@requires(Permission.RUN_TRAINING, on=TrainingProgramme)
def pass_training(programme: TrainingProgramme) -> ResponseReturnValue:
    made = queries.progress_by_person(programme)
    form = PeopleForm((one for one, so_far in made if not so_far.missing), "Who passes?")
    if form.validate_on_submit():
        with form.refusals():
            number = operations.pass_people(programme, form.chosen, by=current_person())
            flash(f"{counted(number, 'person has', 'people have')} passed, and we have told them")
            return redirect(url_for(".pass_training", key=programme.reference), 303)
    return render(
        "training/pass_training.html",
        form=form,
        programme=programme,
        lacking=[(one, so_far) for one, so_far in made if so_far.missing],
        passes=queries.passes_of_programme(programme),
        today=clock.today(),
    )


@bp.get("/my-training")
@requires(Permission.SEE_OWN_TRAINING)
def my_training() -> ResponseReturnValue:
    person, handbook = _me(), queries.current_handbook()
    return render(
        "training/my_training.html",
        coming=queries.days_with_counts(from_on=clock.today()),
        booked=queries.days_booked_by(person),
        attended=queries.attended_by(person),
        passes=queries.passes_of(person),
        standing=queries.standing(person),
        handbook=handbook,
        read_on=handbook and queries.read_on(handbook, person),
        today=clock.today(),
    )


@bp.post("/my-training/days/<key>/book")
@requires(Permission.SEE_OWN_TRAINING, on=TrainingDay)
def book_place(day: TrainingDay) -> ResponseReturnValue:
    with saying("You have a place. We have written to you"):
        operations.book_place(day, _me(), by=current_person())
    return redirect(url_for(".my_training"), 303)


@bp.route("/my-training/days/<key>/give-up", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_TRAINING, on=TrainingDay)
def give_up_place(day: TrainingDay) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            operations.give_up_place(day, _me(), by=current_person())
            flash("Your place is free for somebody else")
            return redirect(url_for(".my_training"), 303)
    return render("training/give_up_place.html", form=form, day=day)


@bp.get("/handbook")
@requires(Permission.READ_HANDBOOK)
def handbook() -> ResponseReturnValue:
    return _handbook(queries.current_handbook())


@bp.get("/handbook/<key>")
@requires(Permission.READ_HANDBOOK, on=Handbook)
def version(handbook: Handbook) -> ResponseReturnValue:
    return _handbook(handbook)


@bp.post("/handbook/<key>/read")
@requires(Permission.READ_HANDBOOK, on=Handbook)
def acknowledge(handbook: Handbook) -> ResponseReturnValue:
    with saying("Thank you. We know that you have read it"):
        operations.acknowledge_handbook(handbook, by=current_person())
    return redirect(url_for(".handbook"), 303)


@bp.route("/handbook/publish", methods=["GET", "POST"])
@requires(Permission.PUBLISH_HANDBOOK)
def publish_handbook() -> ResponseReturnValue:
    current = queries.current_handbook()
    form = HandbookForm(data=current and {"title": current.title, "text": current.text})
    if form.validate_on_submit() and not form.confirmed.data:
        parts, readers = parts_of(form.text.data), len(queries.readers_ever())
        return render("training/check_handbook.html", form=form, parts=parts, readers=readers)
    if form.validate_on_submit():
        with form.refusals():
            operations.publish_handbook(**form.values(), by=current_person())
            flash("The new version is out, and its readers have been told")
            return redirect(url_for(".handbook"), 303)
    return render("training/publish_handbook.html", form=form, current=current)


def _handbook(handbook: Handbook | None) -> ResponseReturnValue:
    """A version of the handbook, with the others, and whether one has read it."""
    return render(
        "training/handbook.html",
        handbook=handbook,
        versions=queries.handbooks(),
        read_on=handbook and queries.read_on(handbook, _me()),
    )


def _me() -> Person:
    """Whoever asks: each of these pages is about a person."""
    person = current_person()
    if not isinstance(person, Person):
        raise NotAllowed
    return person
