"""Pages about what people tell of themselves, and what is decided on it."""

from functools import partial

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from nolimits.backgrounds import forms, operations, queries
from nolimits.backgrounds.abroad import LEAST_MONTHS
from nolimits.backgrounds.models import (
    Background,
    DisclosureDecision,
    OverseasWay,
    SelfDisclosure,
)
from nolimits.kernel.actors import Actor
from nolimits.kernel.journeys import Answers, Journey, Question, add_journey
from nolimits.kernel.pages import current_person, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.people.models import Person

bp = Blueprint("backgrounds", __name__)


def _tell(answers: Answers, *, by: Actor) -> Background:
    return operations.tell_background(**forms.background(answers), by=by)


def _disclose(answers: Answers, *, by: Actor) -> SelfDisclosure:
    return operations.disclose(forms.told(answers), by=by)


def _lived_abroad(answers: Answers) -> bool:
    return bool(answers.get("lived_abroad") == "yes")


add_journey(
    bp,
    Journey(
        name="tell",
        title="Your names and addresses",
        permission=Permission.TELL_OF_ONESELF,
        questions=(
            Question("born", forms.BornForm),
            Question("names", forms.NamesForm, page="backgrounds/yes.html"),
            *(
                Question(f"address-{n}", form, when=partial(forms.asks_address, n))
                for n, form in enumerate(forms.ADDRESS_FORMS, 1)
            ),
            Question("abroad", forms.AbroadForm),
            Question(
                "countries", forms.CountriesForm, when=lambda a: a.get("lived_abroad") == "yes"
            ),
        ),
        send=_tell,
        done=lambda background: url_for("backgrounds.told"),
        send_label="Send my names and addresses",
        check_note="We need them for your DBS check, and show them to nobody who does not check "
        "you. What you send takes the place of what you sent before.",
    ),
    "/volunteering/names-and-addresses",
)
add_journey(
    bp,
    Journey(
        name="disclose",
        title="Your record",
        permission=Permission.TELL_OF_ONESELF,
        questions=(
            Question("unspent", forms.UnspentForm, page="backgrounds/record.html"),
            Question("spent", forms.SpentForm, page="backgrounds/record.html"),
            Question("other", forms.OtherForm, page="backgrounds/record.html"),
        ),
        send=_disclose,
        done=lambda disclosure: url_for("backgrounds.disclosed"),
        send_label="Send it, and say that it is true",
        check_note="Only those who decide read it, and each time is written down. "
        "What you send takes the place of what you sent before.",
    ),
    "/volunteering/record",
)


# --- One's own ----------------------------------------------------------------------------------


@bp.get("/volunteering/told")
@requires(Permission.TELL_OF_ONESELF)
def told() -> ResponseReturnValue:
    background = queries.background_of(current_person())
    if background is None:
        return redirect(url_for(".tell_start"))
    return render("backgrounds/told.html", background=background, least=LEAST_MONTHS)


@bp.get("/volunteering/disclosed")
@requires(Permission.TELL_OF_ONESELF)
def disclosed() -> ResponseReturnValue:
    disclosure = queries.disclosure_of(current_person())
    if disclosure is None:
        return redirect(url_for(".disclose_start"))
    return render("backgrounds/disclosed.html", disclosure=disclosure)


# --- Those who check and decide -----------------------------------------------------------------


@bp.get("/backgrounds/<key>")
@requires(Permission.SEE_BACKGROUND, on=Person)
def background(person: Person) -> ResponseReturnValue:
    found = queries.background_of(person)
    return render(
        "backgrounds/background.html",
        person=person,
        background=found,
        addresses=queries.addresses_of(found) if found else [],
        overseas=queries.overseas_of(person),
        least=LEAST_MONTHS,
    )


@bp.route("/backgrounds/<key>/overseas", methods=["GET", "POST"])
@requires(Permission.RECORD_CHECK, on=Person)
def record_overseas(person: Person) -> ResponseReturnValue:
    form = forms.OverseasForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.record_overseas(person, OverseasWay(form.way.data), by=current_person())
            return _done(person, "It is on record. Another person approves it")
    return render("checks/record.html", form=form, person=person, title="Record time abroad")


@bp.route("/backgrounds/<key>/overseas/approve", methods=["GET", "POST"])
@requires(Permission.APPROVE_OVERSEAS, on=Person)
def approve_overseas(person: Person) -> ResponseReturnValue:
    form = forms.AgreeForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.approve_overseas(person, by=current_person())
            return _done(person, "You have approved it")
    return render("checks/record.html", form=form, person=person, title="Approve time abroad")


@bp.get("/backgrounds/<key>/disclosure")
@requires(Permission.SEE_DISCLOSURE, on=Person)
def disclosure(person: Person) -> ResponseReturnValue:
    return render(
        "backgrounds/disclosure.html", person=person, disclosure=queries.disclosure_of(person)
    )


@bp.route("/backgrounds/<key>/disclosure/decide", methods=["GET", "POST"])
@requires(Permission.DECIDE_DISCLOSURE, on=Person)
def decide_disclosure(person: Person) -> ResponseReturnValue:
    told, form = queries.disclosure_of(person), forms.DecideDisclosureForm()
    if told is None:
        return _done(person, "They have told nothing of their record yet")
    if form.validate_on_submit():
        with form.refusals():
            decision = DisclosureDecision(form.decision.data)
            operations.decide_disclosure(told, decision, by=current_person())
            return _done(person, "Your decision is on record")
    return render("checks/record.html", form=form, person=person, title="Decide on what they told")


@bp.route("/backgrounds/<key>/disclosure/second", methods=["GET", "POST"])
@requires(Permission.DECIDE_DISCLOSURE, on=Person)
def second_disclosure(person: Person) -> ResponseReturnValue:
    told, form = queries.disclosure_of(person), forms.AgreeForm()
    if told is None:
        return _done(person, "They have told nothing of their record yet")
    if form.validate_on_submit():
        with form.refusals():
            operations.second_disclosure(told, by=current_person())
            return _done(person, "You have agreed to the decision")
    return render("checks/record.html", form=form, person=person, title="Agree as second decider")


def _done(person: Person, words: str) -> ResponseReturnValue:
    """Back to the person's record as a volunteer, where the next step is shown."""
    flash(words)
    return redirect(url_for("volunteers.volunteer", key=person.reference), 303)
