"""Pages of what services offer: for the team, and for young people and their workers."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.kernel import reads
from nolimits.kernel.acts import Act, add_act, saying
from nolimits.kernel.pages import current_person, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.kernel.top_bar import in_top_bar
from nolimits.partners.models import PartnerProject
from nolimits.services import operations, queries
from nolimits.services.forms import KINDS, ServiceForm
from nolimits.services.models import ServiceOffer, TakeUp, TakeUpState
from nolimits.strategy.models import Action
from nolimits.strategy.queries import served_by
from nolimits.young_people import queries as young_people_queries
from nolimits.young_people.home import Tile, add_tile
from nolimits.young_people.models import YoungPerson

bp = Blueprint("services", __name__)

in_top_bar(
    "Offers of services",
    "services.service_offers",
    Permission.SEE_SERVICES,
    order=37,
    group="Young people",
)
served_by(
    "Offers of services",
    queries.count_serving,
    Permission.SEE_SERVICES,
    "services.service_offers",
)
add_tile(
    Tile("Free things", "star", "services.my_services", "Passes, tickets and work", 20, asking=True)
)


@bp.get("/service-offers")
@requires(Permission.SEE_SERVICES)
def service_offers() -> ResponseReturnValue:
    action = request.args.get("action", "")
    found, by = queries.all_offers(action), current_person()
    known = {"counted": queries.by_directorate(by), "left": queries.left_of(found, told=by)}
    return render("services/service_offers.html", offers=found, action=action, kinds=KINDS, **known)


@bp.route("/service-offers/new", methods=["GET", "POST"])
@requires(Permission.RUN_SERVICES)
def offer_service() -> ResponseReturnValue:
    form = ServiceForm()
    if form.validate_on_submit():
        with form.refusals():
            offer = operations.offer_service(
                form.service(),
                queries.directorate_named(form.directorate.data),
                by=current_person(),
                action=Action.by_key(form.action.data or ""),
                project=PartnerProject.by_key(form.project.data or ""),
            )
            flash("Young people whom it is for see it now")
            return redirect(url_for(".service_offer", key=offer.reference), 303)
    return render("services/offer_service.html", form=form)


@bp.get("/service-offers/<key>")
@requires(Permission.SEE_SERVICES, on=ServiceOffer)
def service_offer(offer: ServiceOffer) -> ResponseReturnValue:
    by = current_person()
    asked, left = queries.taken_up(offer, by), queries.left_of([offer], told=by)[offer.id]
    reads.shown(asked, by)
    known = {"offer": offer, "asked": asked, "stops": _stops(asked), "left": left}
    return render("services/service_offer.html", kinds=KINDS, **known)


add_act(
    bp,
    Act(
        "close_service",
        "/service-offers/<key>/close",
        ServiceOffer,
        Permission.RUN_SERVICES,
        "Close this offer",
        "From now on nobody asks for it. Whoever asked already is still answered.",
        "Close it",
        "Closed. Nobody asks for it any more",
        run=lambda offer, form, by: operations.close_service(offer, by=by),
        after=lambda offer: url_for("services.service_offer", key=offer.reference),
        shut=lambda offer: "It is closed already." if offer.closed_on else "",
        variant="warning",
    ),
)


@bp.get("/partner-projects/<key>/offers")
@requires(Permission.SEE_PARTNER_PROJECT, on=PartnerProject)
def offers_of_project(project: PartnerProject) -> ResponseReturnValue:
    told = queries.told_of(project, to=current_person())
    return render("services/offers_of_project.html", project=project, told=told, kinds=KINDS)


@bp.post("/take-ups/<key>/<does>")
@requires(Permission.HAND_OUT, on=TakeUp)
def settle(take_up: TakeUp, does: str) -> ResponseReturnValue:
    operation = operations.hand_out if does == "hand-out" else operations.not_give
    with saying("Written down, and they look at their page"):
        operation(take_up, by=current_person())
    return redirect(url_for(".service_offer", key=take_up.service_offer.reference), 303)


@bp.get("/me/free-things")
@requires(Permission.SEE_MY_PAGES)
def my_services() -> ResponseReturnValue:
    young_person = young_people_queries.of_person(current_person())
    asked = young_person and young_people_queries.own_yeses(young_person)
    return render("services/my_services.html", kinds=KINDS, asked=asked, **_of(young_person))


@bp.post("/me/free-things/<service>/<does>")
@requires(Permission.SEE_MY_PAGES)
def answer(service: str, does: str) -> ResponseReturnValue:
    if young_person := young_people_queries.of_person(current_person()):
        _answer(young_person, service, does)
    return redirect(url_for(".my_services"), 303)


@bp.get("/young-people/<key>/free-things")
@requires(Permission.SUPPORT_YOUNG_PERSON, on=YoungPerson)
def services_of(young_person: YoungPerson) -> ResponseReturnValue:
    stops = _stops(queries.standing(young_person))
    return render("services/services_of.html", kinds=KINDS, stops=stops, **_of(young_person))


@bp.post("/young-people/<key>/free-things/<service>/<does>")
@requires(Permission.SUPPORT_YOUNG_PERSON, on=YoungPerson)
def answer_with(young_person: YoungPerson, service: str, does: str) -> ResponseReturnValue:
    _answer(young_person, service, does)
    return redirect(url_for(".services_of", key=young_person.reference), 303)


def _of(young_person: YoungPerson | None) -> dict[str, object]:
    """What a young person has, and what they can ask for."""
    return {
        "young_person": young_person,
        "standing": queries.standing(young_person) if young_person else [],
        "could": queries.offered_to(young_person) if young_person else [],
    }


def _stops(asked: Sequence[TakeUp]) -> dict[int, list[str]]:
    """Why what somebody waits for cannot be handed out yet, for the team and their worker."""
    waiting = [one for one in asked if one.state is TakeUpState.ASKED]
    return {one.id: operations.STATES.refusals(one, "hand_out") for one in waiting}


def _answer(young_person: YoungPerson, reference: str, does: str) -> None:
    """Ask for something that they are offered, or take it back; anything else is passed over."""
    could = {one.reference: one for one in queries.offered_to(young_person)}
    have = {one.reference: one for one in queries.standing(young_person)}
    if does == "ask" and reference in could:
        with saying("We've got it. We tell you when it is there"):
            operations.ask_for(could[reference], young_person, by=current_person())
    elif does == "take-back" and reference in have:
        with saying("OK. You do not want it any more"):
            operations.take_back(have[reference], by=current_person())
