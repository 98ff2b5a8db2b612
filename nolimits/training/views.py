"""Pages of training: runs and registers, passes, and one's own training."""

from flask import Blueprint, Response, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from nolimits.handbook import queries as handbooks
from nolimits.kernel import clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.acts import add_act, saying
from nolimits.kernel.calendars import invitation
from nolimits.kernel.errors import NotAllowed
from nolimits.kernel.my_page import Task, adds_tasks
from nolimits.kernel.pages import at_time, counted, current_person, paged, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.kernel.top_bar import in_top_bar
from nolimits.people.models import Person
from nolimits.training import agreements, booking, operations, places, queries, registers, steps
from nolimits.training.forms import (
    AnswerForm,
    ManagerForm,
    PeopleForm,
    ProgrammeForm,
    RegisterForm,
    RunForm,
    SessionForm,
)
from nolimits.training.kinds import Answer
from nolimits.training.models import ManagerAgreement, TrainingDay, TrainingProgramme

bp = Blueprint("training", __name__)

SENT = "manager_answered"

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
    been = request.args.get("been") == "1"
    page = paged(queries.days(current_person(), been=been))
    today, handbook = clock.today(), handbooks.current_handbook()
    return render(
        "training/programmes.html",
        not_agreed=places.not_agreed(),
        programmes=queries.programmes(),
        page=page,
        days=queries.counted(page.items),
        been=been,
        handbook=handbook,
        readers=handbook and handbooks.readers(handbook),
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


@bp.route("/training/programmes/<key>/runs/new", methods=["GET", "POST"])
@requires(Permission.RUN_TRAINING, on=TrainingProgramme)
def plan_run(programme: TrainingProgramme) -> ResponseReturnValue:
    form = RunForm.of(programme.days)(queries.trainers())
    if form.validate_on_submit():
        with form.refusals():
            operations.plan_run(programme, form.sessions(), by=current_person())
            flash("The run is planned, and people can book their places")
            return redirect(url_for(".programmes"), 303)
    return render("training/plan_run.html", form=form, programme=programme)


@bp.route("/training/days/<key>/change", methods=["GET", "POST"])
@requires(Permission.RUN_TRAINING, on=TrainingDay)
def change_day(day: TrainingDay) -> ResponseReturnValue:
    form = SessionForm.of(day, queries.trainers())
    if form.validate_on_submit():
        with form.refusals():
            operations.change_day(
                day, form.session(day.number, form.held_on.data), by=current_person()
            )
            flash("The day is changed, and everyone who has a place has been told")
            return redirect(url_for(".take_register", key=day.reference), 303)
    return render("training/change_day.html", form=form, day=day)


@bp.route("/training/days/<key>", methods=["GET", "POST"])
@requires(Permission.TAKE_REGISTER, on=TrainingDay)
def take_register(day: TrainingDay) -> ResponseReturnValue:
    search = request.args.get("search", "").strip()
    register = registers.register(day)
    agreed = agreements.in_words(day)
    form = RegisterForm.of(registers.might_attend(day, search), register, agreed)
    if form.validate_on_submit():
        with form.refusals():
            new = operations.take_register(day, form.marks(), by=current_person())
            flash(f"{counted(new, 'entry', 'entries')} written into the register")
            return redirect(url_for(".take_register", key=day.reference), 303)
    return render(
        "training/register.html",
        form=form,
        day=day,
        register=register,
        agreed=agreed,
        search=search,
        opened=day.held_on <= clock.today(),
    )


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
        passes=paged(queries.passes_of_programme(current_person(), programme)),
        today=clock.today(),
    )


@adds_tasks(order=22)
def _to_take(person: Actor) -> list[Task]:
    """A place that somebody is offered, and has to take in time."""
    return [
        Task(
            f"Take your place in {one.run.programme.name}, or leave it to the next",
            "Due soon",
            url_for("training.take_offer", key=one.reference),
            f"We keep it for you until {at_time(one.offer_until)}",
        )
        for one in places.waits_of(person)
        if one.offer_until and one.offer_until > clock.now()
    ]


@adds_tasks(order=23)
def _to_go_to(person: Actor) -> list[Task]:
    """The days on which somebody has a place."""
    return [
        Task(
            f"Go to {day.programme.name}, day {day.number}",
            "Incomplete",
            url_for("training.my_training"),
            f"You have a place. {day.hours}",
            day.held_on,
        )
        for day in (one.training_day for one in places.coming_places(person))
    ]


@adds_tasks(order=24)
def _managers_to_ask(person: Actor) -> list[Task]:
    """Training in work time to which their manager has not agreed, or is not asked."""
    words = "Talk with your manager about training in work time"
    stuck = [one for one in places.coming_places(person) if agreements.is_stuck(one)]
    return [Task(words, "Incomplete", url_for("training.my_training"))] if stuck else []


@bp.get("/my-training")
@requires(Permission.SEE_OWN_TRAINING)
def my_training() -> ResponseReturnValue:
    person = _me()
    return render(
        "training/my_training.html",
        mine=places.coming_places(person),
        to_name=agreements.to_name(person),
        waits=places.waits_of(person),
        leads=queries.led_by(person),
        runs=queries.runs_to_come(),
        booked=places.days_booked_by(person),
        attended=queries.attended_by(person),
        passes=queries.passes_of(person),
        standing=queries.standing(person),
        texts=handbooks.texts_for(person),
        today=clock.today(),
        now=clock.now(),
    )


@bp.post("/my-training/days/<key>/book")
@requires(Permission.SEE_OWN_TRAINING, on=TrainingDay)
def book_place(day: TrainingDay) -> ResponseReturnValue:
    with saying("You have a place. We have written to you"):
        booking.book_place(day, _me(), by=current_person())
    return redirect(url_for(".my_training"), 303)


@bp.route("/my-training/manager", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_TRAINING)
def name_manager() -> ResponseReturnValue:
    form, person = ManagerForm(), _me()
    if form.validate_on_submit():
        with form.refusals():
            agreements.name_manager(person, form.email.data, by=person)
            flash("We have written to your manager, and tell you what they say")
            return redirect(url_for(".my_training"), 303)
    return render("training/name_manager.html", form=form, places=agreements.to_name(person))


@bp.route("/training-agreements/<token>", methods=["GET", "POST"])
@requires(Permission.ANSWER_AS_MANAGER)
def answer_as_manager(token: str) -> ResponseReturnValue:
    agreement, form = ManagerAgreement.by_token(token), AnswerForm()
    if agreement is None or agreement.answered_on or agreement.is_over:
        just_sent = agreement and session.pop(SENT, None) == agreement.reference
        return render("training/answer_closed.html", just_sent=just_sent)
    if form.validate_on_submit():
        with form.refusals():
            said = Answer(form.answer.data), (form.reason.data or "").strip()
            agreements.answer_as_manager(token, *said, by=current_person())
            session[SENT] = agreement.reference
            return redirect(url_for(".answer_as_manager", token=token), 303)
    return render("training/answer_as_manager.html", form=form, agreement=agreement)


@bp.get("/my-training/calendar.ics")
@requires(Permission.SEE_OWN_TRAINING)
def calendar() -> ResponseReturnValue:
    person = _me()
    entries = booking.appointments(places.coming_places(person))
    headers = {"Content-Disposition": 'attachment; filename="invitation.ics"'}
    text = invitation(entries, person.email or "")
    return Response(text, mimetype="text/calendar", headers=headers)


for act in steps.ALL:
    add_act(bp, act)


def _me() -> Person:
    """Whoever asks: each of these pages is about a person."""
    person = current_person()
    if not isinstance(person, Person):
        raise NotAllowed
    return person
