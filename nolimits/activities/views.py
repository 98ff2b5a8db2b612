"""Pages of offers: for who invites along, for the team, for young people and their workers."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.activities import calendars, forms, guards, operations, own, queries, steps, wording
from nolimits.activities.models import Event, HowItWas, Offer, OfferState, Place
from nolimits.activities.stages import OFFERS
from nolimits.kernel import limits, reads
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.acts import add_act, saying
from nolimits.kernel.calendars import feed
from nolimits.kernel.errors import NotVisible
from nolimits.kernel.forms import Form
from nolimits.kernel.journeys import Journey, Question, add_journey
from nolimits.kernel.mail import link
from nolimits.kernel.my_page import Section, Task, adds_section, adds_tasks
from nolimits.kernel.pages import current_person, render, render_list, requires
from nolimits.kernel.permissions import Permission, can
from nolimits.kernel.top_bar import in_top_bar
from nolimits.safeguarding.about import About, stands_for
from nolimits.strategy.queries import served_by
from nolimits.young_people import queries as young_people_queries
from nolimits.young_people.home import Tile, add_tile
from nolimits.young_people.models import YoungPerson

bp = Blueprint("activities", __name__)

in_top_bar(
    "Activities",
    "activities.offers",
    Permission.SEE_OFFERS,
    order=36,
    group="Young people",
    daily={Role.COORDINATOR},
)
served_by("Offers", queries.count_serving, Permission.SEE_OFFERS, "activities.offers")
add_tile(Tile("Things to do", "calendar", "activities.things_to_do", "Go along to something", 15))
SHOWN = {
    "kinds": wording.KINDS,
    "icons": wording.ICONS,
    "place_kinds": wording.PLACE_KINDS,
    "transports": wording.TRANSPORTS,
    "accesses": wording.ACCESSES,
    "risks": wording.RISKS,
}


@stands_for("O")
def about_offer(reference: str, by: Actor) -> About:
    """Whom a worry is about that begins on a page of an offer: who invites to it."""
    offer = Offer.by_key(reference)
    seen = can(by, Permission.SEE_OFFER, offer)
    return About(adult=offer.person, seen=seen) if offer else About()


@stands_for("L")
def about_place(reference: str, by: Actor) -> About:
    """The same of a place: the young person, and who invites them."""
    place = Place.by_key(reference)
    seen = can(by, Permission.MARK_PLACE, place)
    return About(place.young_person, place.offer.person, seen) if place else About()


@adds_section(order=35)
def _invites(person: Actor) -> Section | None:
    """What somebody invites along to, for whoever may."""
    if not can(person, Permission.OFFER_ALONG) or not queries.may_offer(person):
        return None
    return Section("activities/my_section.html", {"offers": queries.of(person)})


@adds_tasks(order=25)
def _to_allow(person: Actor) -> list[Task]:
    """A worker says of each young person who wants to go along whether they may."""
    return [
        Task(
            f"Say whether {place.young_person.reference} may go along",
            "Incomplete",
            url_for("activities.allow_place", key=place.reference),
            due_on=place.offer.on,
        )
        for place in queries.to_allow(person)
    ]


def _offer_along(answers: dict[str, Any], *, by: Actor) -> Offer:
    """Send an offer as it was answered."""
    return operations.offer_along(forms.invitation(answers), by=by, times=answers["times"])


add_journey(
    bp,
    Journey(
        name="offer_along",
        title="Invite along",
        permission=Permission.OFFER_ALONG,
        questions=(
            Question("what", forms.WhatForm),
            Question("when", forms.WhenForm),
            Question("where", forms.WhereForm),
            Question("who", forms.WhoForm),
            Question("serves", forms.ServesForm),
        ),
        send=_offer_along,
        done=lambda offer: url_for("activities.offer", key=offer.reference),
        instead=lambda _, by: None if queries.may_offer(by) else url_for("activities.my_offers"),
        send_label="Send it to be checked",
        check_note="Somebody of the team looks at what could go wrong. Nobody is invited before.",
    ),
    "/my-offers/new",
)
for act in steps.ALL:
    add_act(bp, act)


@bp.get("/my-offers")
@requires(Permission.SEE_OWN_GIVING)
def my_offers() -> ResponseReturnValue:
    person = current_person()
    may = can(person, Permission.OFFER_ALONG) and queries.may_offer(person)
    return render("activities/my_offers.html", offers=queries.of(person), may=may, **SHOWN)


@bp.get("/offers")
@requires(Permission.SEE_OFFERS)
def offers() -> ResponseReturnValue:
    wanted = {name: request.args.get(name, "") for name in ("search", "group", "action")}
    rows = queries.offers(current_person(), sort=request.args.get("sort", ""), **wanted)
    shown = {"wanted": wanted, "groups": queries.GROUPS, "listed_as": wording.listed_as}
    return render_list("activities/offers.html", rows, wording.FILE, **shown, **SHOWN)


@bp.get("/offers/<key>")
@requires(Permission.SEE_OFFER, on=Offer)
def offer(offer: Offer) -> ResponseReturnValue:
    by = current_person()
    places = queries.places_shown(offer, by)
    seems = queries.seems(offer, places, by)
    reads.shown(places, by)
    waits = OFFERS.refusals(offer, "publish") if offer.state is OfferState.RISK_CHECKED else []
    return render(
        "activities/offer.html",
        offer=offer,
        places=places,
        seems=seems,
        told_who_waits=seems is offer.state,
        attended=queries.count_attended(offer),
        waiting_for=waits,
        named=offer.names_open and guards.ready(offer) is None,
        team=can(by, Permission.SEE_OFFERS) and by.id != offer.person_id,
        possible=OFFERS.possible(offer),
        history=young_people_queries.history(offer, but=(Event.FILLED, Event.FREED)),
        **SHOWN,
    )


@bp.route("/offers/<key>/change", methods=["GET", "POST"])
@requires(Permission.CHANGE_OFFER, on=Offer)
def change_offer(offer: Offer) -> ResponseReturnValue:
    if why := guards.changeable(offer):
        return _nothing_to_do(offer, why)
    form = forms.OfferForm(data=forms.answered(offer))
    if form.validate_on_submit():
        with form.refusals():
            operations.change_offer(offer, forms.invitation(form.answers()), by=current_person())
            flash("Changed. The team looks at it again")
            return redirect(url_for(".offer", key=offer.reference), 303)
    return render("activities/change_offer.html", form=form, offer=offer)


@bp.route("/offers/<key>/check", methods=["GET", "POST"])
@requires(Permission.CHECK_OFFER, on=Offer)
def check_offer(offer: Offer) -> ResponseReturnValue:
    if why := OFFERS.refusals(offer, "check"):
        return _nothing_to_do(offer, ". ".join(why))
    form = forms.CheckForm()
    if form.validate_on_submit():
        with form.refusals():
            found = (form.risks(), form.mitigations.data)
            operations.check_offer(offer, *found, seen=form.seen.data, by=current_person())
            flash("Checked. Publish it once who offers it is ready")
            return redirect(url_for(".offer", key=offer.reference), 303)
    days = queries.together(offer, OfferState.DRAFT, hold=False)
    form.seen.data = queries.print_of(days)
    return render("activities/check_offer.html", form=form, offer=offer, days=days, **SHOWN)


def _nothing_to_do(offer: Offer, why: str) -> ResponseReturnValue:
    """Say on its page why something cannot be done about an offer just now."""
    flash(why, "error")
    return redirect(url_for(".offer", key=offer.reference), 303)


@bp.route("/my-calendar", methods=["GET", "POST"])
@requires(Permission.KEEP_CALENDAR)
def my_calendar() -> ResponseReturnValue:
    form, person, address = Form(), current_person(), ""
    if form.validate_on_submit():
        address = link("activities.calendar", token=calendars.make_link(by=person))
    known = {"address": address, "has": calendars.link_of(person), "form": form}
    return render("activities/my_calendar.html", **known)


@bp.post("/my-calendar/end")
@requires(Permission.KEEP_CALENDAR)
def end_calendar() -> ResponseReturnValue:
    with saying("The address leads nowhere now"):
        calendars.end_link(by=current_person())
    return redirect(url_for(".my_calendar"), 303)


@bp.get("/calendars/<token>")
@requires(Permission.READ_CALENDAR)
def calendar(token: str) -> ResponseReturnValue:
    limits.count_of(limits.CALENDARS, current_person())
    found = calendars.days_of(token)
    if found is None:
        raise NotVisible
    return Response(feed(found), content_type="text/calendar; charset=utf-8")


@bp.post("/places/<key>/came/<came>")
@requires(Permission.MARK_PLACE, on=Place)
def mark_place(place: Place, came: str) -> ResponseReturnValue:
    with saying("Written down"):
        operations.mark_place(place, came == "yes", by=current_person())
    return redirect(url_for(".offer", key=place.offer.reference), 303)


@bp.get("/young-people/<key>/things-to-do")
@requires(Permission.SUPPORT_YOUNG_PERSON, on=YoungPerson)
def things(young_person: YoungPerson) -> ResponseReturnValue:
    known = {"young_person": young_person, "things": own.things_for(young_person)}
    return render("activities/things.html", **known, **SHOWN)


@bp.post("/young-people/<key>/things-to-do/<offer>/<answer>")
@requires(Permission.SUPPORT_YOUNG_PERSON, on=YoungPerson)
def answer_with(young_person: YoungPerson, offer: str, answer: str) -> ResponseReturnValue:
    _answer(young_person, offer, answer)
    return redirect(url_for(".things", key=young_person.reference), 303)


@bp.get("/me/things-to-do")
@requires(Permission.SEE_MY_PAGES)
def things_to_do() -> ResponseReturnValue:
    young_person = young_people_queries.of_person(current_person())
    needs = request.args.get("needs", "")
    found = own.things_for(young_person, needs) if young_person else None
    asked = young_person and young_people_queries.own_yeses(young_person)
    known = {"young_person": young_person, "things": found, "asked": asked, "needs": needs}
    return render("activities/things_to_do.html", **known, **SHOWN)


@bp.get("/me/things-to-do/<offer>")
@requires(Permission.SEE_MY_PAGES)
def thing(offer: str) -> ResponseReturnValue:
    young_person = young_people_queries.of_person(current_person())
    found = own.thing(young_person, offer) if young_person else None
    if found is None:
        return redirect(url_for(".things_to_do"))
    known = dict(zip(("offer", "place", "invited"), found, strict=True))
    return render("activities/thing.html", young_person=young_person, **known, **SHOWN)


@bp.post("/me/things-to-do/<offer>/<answer>")
@requires(Permission.SEE_MY_PAGES)
def answer(offer: str, answer: str) -> ResponseReturnValue:
    if young_person := young_people_queries.of_person(current_person()):
        _answer(young_person, offer, answer)
    return redirect(url_for(".things_to_do"), 303)


@bp.post("/me/things-to-do/<offer>/how/<how>")
@requires(Permission.SEE_MY_PAGES)
def say_how(offer: str, how: str) -> ResponseReturnValue:
    young_person = young_people_queries.of_person(current_person())
    found = own.thing(young_person, offer) if young_person else None
    if found and found[1] and how in list(HowItWas):
        with saying("Thank you for telling us"):
            operations.say_how_it_was(found[1], HowItWas(how), by=current_person())
    return redirect(url_for(".things_to_do"), 303)


def _answer(young_person: YoungPerson, reference: str, said: str) -> None:
    """Say yes or no to something that they are invited to; of anything else nothing is told."""
    found, by = own.thing(young_person, reference), current_person()
    if found and said == "yes":
        with saying("We have your yes"):
            operations.say_yes(found[0], young_person, by=by)
    elif found:
        with saying("OK. You are not going"):
            operations.say_no(found[0], young_person, by=by)
