"""What is done about services' offers: made, asked for, handed out and counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nolimits.kernel import audit, clock, mail
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import change, db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.states import States, step
from nolimits.partners.models import Event as PartnerEvent
from nolimits.partners.models import Partner, PartnerProject
from nolimits.people.models import Directorate
from nolimits.services import queries
from nolimits.services.models import Event, ServiceKind, ServiceOffer, TakeUp
from nolimits.services.models import TakeUpState as S
from nolimits.strategy.models import Action
from nolimits.young_people.accounts import answered_by
from nolimits.young_people.apart import may_know
from nolimits.young_people.models import ConsentScope, YoungPerson
from nolimits.young_people.stages import consents_missing, not_ages, takes_part


def _agreed(take_up: TakeUp) -> str | None:
    """They take part still, and whoever decides for them lets them (R-CARE-5)."""
    young_person = take_up.young_person
    if not takes_part(young_person):
        return "They take no part just now"
    scopes = (ConsentScope.TAKING_PART,)
    return consents_missing(young_person, on=clock.today(), scopes=scopes)


def _source(take_up: TakeUp) -> str | None:
    """Nothing of a partner is handed out while what was seen of it does not hold."""
    clear = take_up.service_offer.source_is_clear
    return None if clear else "The partner's project is over, or its checks are not in date"


STATES = States(
    {
        "hand_out": step(S.ASKED, to=S.GIVEN, event=Event.GIVEN, guards=(_agreed, _source)),
        "not_give": step(S.ASKED, to=S.NOT_GIVEN, event=Event.NOT_GIVEN),
        "take_back": step(S.ASKED, to=S.TAKEN_BACK, event=Event.TAKEN_BACK),
    }
)


@dataclass(frozen=True)
class Service:
    """What a service offers: what, how many, for whom, from when until when."""

    kind: ServiceKind
    title: str
    what: str
    stock: int | None
    youngest: int
    oldest: int
    from_on: date
    until_on: date


@transaction
def offer_service(
    said: Service,
    directorate: Directorate,
    *,
    by: Actor,
    action: Action | None = None,
    project: PartnerProject | None = None,
) -> ServiceOffer:
    """A service keeps something for young people, of its own or of a project of a partner."""
    require(by, Permission.RUN_SERVICES)
    if project:
        lock(project.partner)  # what is taken back of it now is taken back first, or afterwards
        action = action or project.action
    if said.until_on < max(said.from_on, clock.today()):
        raise Refused("The last day must be today or later, and not before the first", "until_on")
    if why := not_ages(said.youngest, said.oldest):
        raise Refused(why, "oldest")
    if project and not project.may_offer:
        raise Refused("This project is not agreed, or its partner's checks do not hold", "project")
    belongs = {"directorate": directorate, "action": action, "made_on": clock.today()}
    offer = ServiceOffer(**vars(said), **belongs, project=project)
    db.session.add(offer)
    audit.record(Event.OFFERED, offer, by=by)
    return offer


@transaction
def close_service(offer: ServiceOffer, *, by: Actor) -> None:
    """Nobody asks for it any more; whoever asked is still answered."""
    require(by, Permission.RUN_SERVICES)
    change(offer, where=ServiceOffer.closed_on.is_(None), closed_on=clock.today())
    audit.record(Event.CLOSED, offer, by=by)


@audit.heard(PartnerEvent.PROJECT_ENDED)
@audit.heard(PartnerEvent.PROJECT_STOPPED)
def _on_project_over(project: PartnerProject, *, by: Actor) -> None:
    """What is over is offered to nobody."""
    _close_all_of([project], by)


@audit.heard(PartnerEvent.LAPSED)
def _on_partner_lapsed(partner: Partner, *, by: Actor) -> None:
    """What was seen of a partner holds no more: nobody is offered anything of it."""
    _close_all_of(partner.projects, by)


def _close_all_of(projects: Sequence[PartnerProject], by: Actor) -> None:
    for offer in queries.open_offers_of(projects):
        change(offer, where=ServiceOffer.closed_on.is_(None), closed_on=clock.today())
        audit.record(Event.CLOSED, offer, by=by)


@transaction
def ask_for(offer: ServiceOffer, young_person: YoungPerson, *, by: Actor) -> TakeUp:
    """A young person asks for it, and one is kept for them."""
    require(by, Permission.ANSWER_OFFER, young_person)
    answered_by(young_person, by)
    lock(offer)  # the last one is kept for one
    if why := queries.why_not(offer, young_person):
        raise Refused(why)
    if queries.left(offer) == 0:
        raise Refused("There is none left just now")
    asked = {"state": S.ASKED, "asked_on": clock.today()}
    take_up = TakeUp(service_offer=offer, young_person=young_person, **asked)
    with refusing("You have asked for this already"):
        db.session.add(take_up)
    audit.record(Event.ASKED, take_up, by=by)
    for coordinator in may_know(young_person):
        mail.queue(coordinator, "service_asked", reference=offer.reference)
    if young_person.caseload_id not in (None, by.id):
        mail.queue(young_person.worker, "service_wanted", reference=young_person.reference)
    return take_up


@transaction
def take_back(take_up: TakeUp, *, by: Actor) -> None:
    """A young person does not want it any more; why is theirs to keep."""
    require(by, Permission.ANSWER_OFFER, take_up.young_person)
    answered_by(take_up.young_person, by)
    _settle(take_up, "take_back", by)


@transaction
def hand_out(take_up: TakeUp, *, by: Actor) -> None:
    """It was handed out: it counts as taken up."""
    require(by, Permission.HAND_OUT, take_up)
    _settle(take_up, "hand_out", by)
    _tell(take_up)


@transaction
def not_give(take_up: TakeUp, *, by: Actor) -> None:
    """The service cannot give it; somebody tells them kindly why."""
    require(by, Permission.HAND_OUT, take_up)
    _settle(take_up, "not_give", by)
    _tell(take_up)


def _settle(take_up: TakeUp, name: str, by: Actor) -> None:
    STATES.take(take_up, name, by=by, settled_on=clock.today(), settled_by_id=by.id)


def _tell(take_up: TakeUp) -> None:
    person = take_up.young_person.person
    if person and person.is_active:
        mail.queue(person, "service_news")
