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
from nolimits.kernel.acts import Act, add_act
from nolimits.kernel.journeys import Answers, Journey, Question, add_journey
from nolimits.kernel.pages import current_person, day, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.people.models import Person

bp = Blueprint("backgrounds", __name__)


def _tell(answers: Answers, *, by: Actor) -> Background:
    return operations.tell_background(**forms.background(answers), by=by)


def _disclose(answers: Answers, *, by: Actor) -> SelfDisclosure:
    return operations.disclose(forms.told(answers), by=by)


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
    months = queries.months_to_look_into(current_person())
    return render("backgrounds/told.html", background=background, months=months)


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
        asked=queries.most_months(person) >= LEAST_MONTHS,
        months=queries.months_to_look_into(person),
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
    told = queries.disclosure_of(person)
    before = queries.told_before(told) if told else []
    return render("backgrounds/disclosure.html", person=person, disclosure=told, before=before)


def _of(told: SelfDisclosure) -> str:
    """What a decider has read: told on a day, under a reference."""
    said = f"This is about what {told.person.name} told on {day(told.made_on)}: {told.reference}."
    earlier = (f"{day(one.made_on)}: {one.stands}." for one in queries.told_before(told))
    return "\n".join((said, *(f"They told something before, on {one}" for one in earlier)))


def _decided(told: SelfDisclosure) -> str:
    """What the first decided; a form sent where nobody has yet is refused with the first words."""
    who = told.decided_by.name if told.decided_by else "Nobody yet"
    return f"{_of(told)}\n{who} decided that they may go on, having met them."


def _decide(told: SelfDisclosure, form: forms.DecideDisclosureForm, *, by: Actor) -> None:
    decision = DisclosureDecision(form.decision.data)
    operations.decide_disclosure(told, decision, met=form.met.data, by=by)


# Each is about the words that were read: what was told anew since is never decided on unseen.
for act in (
    Act(
        "decide_disclosure",
        "/backgrounds/disclosures/<key>/decide",
        SelfDisclosure,
        Permission.DECIDE_DISCLOSURE,
        "Decide on what they told",
        _of,
        "Save my decision",
        "Your decision is on record",
        run=_decide,
        after=lambda told: url_for("volunteers.volunteer", key=told.person.reference),
        form=forms.DecideDisclosureForm,
        back=lambda told: url_for("backgrounds.disclosure", key=told.person.reference),
        shut=queries.against_deciding,
    ),
    Act(
        "second_disclosure",
        "/backgrounds/disclosures/<key>/second",
        SelfDisclosure,
        Permission.DECIDE_DISCLOSURE,
        "Agree as second decider",
        _decided,
        "I agree",
        "You have agreed to the decision",
        run=lambda told, form, by: operations.second_disclosure(told, by=by),
        after=lambda told: url_for("volunteers.volunteer", key=told.person.reference),
        form=forms.AgreeForm,
        back=lambda told: url_for("backgrounds.disclosure", key=told.person.reference),
        shut=queries.against_seconding,
    ),
):
    add_act(bp, act)


def _done(person: Person, words: str) -> ResponseReturnValue:
    """Back to the person's record as a volunteer, where the next step is shown."""
    flash(words)
    return redirect(url_for("volunteers.volunteer", key=person.reference), 303)
