"""Pages of feedback: somebody's own answer, and what is said of a run."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from nolimits.feedback import operations, queries
from nolimits.feedback.forms import USEFUL, FeedbackForm
from nolimits.feedback.models import FeedbackAsk
from nolimits.kernel.actors import Actor
from nolimits.kernel.my_page import Task, adds_tasks
from nolimits.kernel.pages import current_person, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.training.models import TrainingDay

bp = Blueprint("feedback", __name__)


@bp.route("/my-training/feedback/<key>", methods=["GET", "POST"])
@requires(Permission.GIVE_FEEDBACK, on=FeedbackAsk)
def give_feedback(ask: FeedbackAsk) -> ResponseReturnValue:
    form = FeedbackForm()
    if form.validate_on_submit():
        with form.refusals():
            said = int(form.useful.data), form.keep.data or "", form.change.data or ""
            operations.give_feedback(ask, *said, by=current_person())
            flash("Thank you. What you said is read without your name")
            return redirect(url_for("training.my_training"), 303)
    return render("feedback/give_feedback.html", form=form, ask=ask, fewest=queries.FEWEST)


@bp.get("/training/days/<key>/feedback")
@requires(Permission.TAKE_REGISTER, on=TrainingDay)
def feedback(day: TrainingDay) -> ResponseReturnValue:
    said = queries.of_run(day.run)
    return render(
        "feedback/feedback.html", day=day, said=said, fewest=queries.FEWEST, marks=dict(USEFUL)
    )


@adds_tasks(order=26)
def _to_answer(person: Actor) -> list[Task]:
    """The days of which somebody is asked what they were like."""
    return [
        Task(
            f"Say what day {ask.training_day.number} of {ask.training_day.programme.name} was like",
            "Incomplete",
            url_for("feedback.give_feedback", key=ask.reference),
            "Three questions. Nobody reads your name",
        )
        for ask in queries.to_answer(person)
    ]
