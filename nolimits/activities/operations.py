"""What is done about offers and places; each step looks anew at every gate and consent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from nolimits.activities import guards, letters, queries, seats, stopping
from nolimits.activities.models import (
    OPEN,
    TAKEN,
    Access,
    ActivityKind,
    Event,
    HowItWas,
    Offer,
    OfferState,
    Place,
    PlaceKind,
    PlaceState,
    Risk,
    RiskAnswer,
    Transport,
)
from nolimits.activities.stages import OFFERS, PLACES
from nolimits.kernel import audit, clock, jobs
from nolimits.kernel.actors import SYSTEM, Actor
from nolimits.kernel.db import change, db, lock, refusing, transaction
from nolimits.kernel.errors import READ_AGAIN, Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Area, Person
from nolimits.strategy.models import Action
from nolimits.volunteers.wording import told_too_much
from nolimits.young_people import operations as young_people
from nolimits.young_people.accounts import answered_by
from nolimits.young_people.models import ConsentGiver, ConsentScope, YoungPerson
from nolimits.young_people.queries import own_yeses
from nolimits.young_people.stages import not_ages

MOST_TIMES = 10
NOT_NOW = "This is not on for you now. Have a look at what else there is"


@dataclass(frozen=True)
class Invitation:
    """What somebody invites along to: what, when, where, and for whom."""

    kind: ActivityKind
    title: str
    what: str
    day: date
    starts: time
    ends: time
    area: Area
    place_kind: PlaceKind
    meeting_place: str
    transport: Transport
    within_miles: int
    seats: int
    youngest: int
    oldest: int
    access: Sequence[str] = ()
    action: Action | None = None

    def facts(self, weeks: int = 0) -> dict[str, Any]:
        """What an offer of it holds, so many weeks later."""
        held = {**vars(self), "access": [one.value for one in Access if one in self.access]}
        day, starts, ends = (held.pop(name) for name in ("day", "starts", "ends"))
        later = day + timedelta(weeks=weeks)
        held["starts_at"] = datetime.combine(later, starts, clock.LONDON)
        held["ends_at"] = datetime.combine(later, ends, clock.LONDON)
        return held


@transaction
def offer_along(said: Invitation, *, by: Actor, times: int = 1) -> Offer:
    """Invite along to something, once or several weeks running; it is checked first."""
    require(by, Permission.OFFER_ALONG)
    if not queries.may_offer(by):
        raise Refused("First promise to give time by inviting along: it takes five minutes")
    if not 1 <= times <= MOST_TIMES:
        raise Refused(f"Enter a number from 1 to {MOST_TIMES}", "times")
    _in_order(said, by)
    first: Offer | None = None
    for weeks in range(times):
        offer = Offer(
            person_id=by.id,
            first_id=first and first.id,
            state=OfferState.DRAFT,
            asked_on=clock.today(),
            **said.facts(weeks),
        )
        db.session.add(offer)
        audit.record(Event.OFFERED, offer, by=by)
        first = first or offer
    assert first is not None  # noqa: S101  # there is at least one
    letters.ask_for_check(first)
    return first


def _in_order(said: Invitation, by: Actor, weeks: int = 0) -> None:
    """Nothing about it is impossible, and no words lead past those who look after everyone."""
    if said.facts(weeks)["starts_at"] <= clock.now():
        raise Refused("The day must be in the future", "day")
    if said.ends <= said.starts:
        raise Refused("It must end later than it starts, on the same day", "ends")
    if why := not_ages(said.youngest, said.oldest):
        raise Refused(why, "oldest")
    person = db.session.get(Person, by.id)
    for name in ("title", "what"):
        if why := told_too_much(getattr(said, name), person.name if person else ""):
            raise Refused(why, name)


@transaction
def change_offer(offer: Offer, said: Invitation, *, by: Actor) -> None:
    """Put right what the team asked about, on every day, and have it looked at again."""
    require(by, Permission.CHANGE_OFFER, offer)
    sent_back = sa.and_(Offer.state == OfferState.DRAFT, Offer.asked_on.is_(None))
    found, day = queries.together(offer, OfferState.DRAFT), offer.on
    if why := guards.changeable(offer):
        raise Refused(why)
    for one in found:
        weeks = (one.on - day).days // 7
        _in_order(said, by, weeks)
        kept = {**said.facts(weeks), "asked_on": clock.today(), "to_change": None}
        area, action = kept.pop("area"), kept.pop("action")
        kept |= {"area_id": area.id, "action_id": action and action.id}
        change(one, where=sent_back, **kept)
        audit.record(Event.CHANGED, one, by=by)
    letters.ask_for_check(offer)


@transaction
def send_back(offer: Offer, to_change: str, *, by: Actor) -> None:
    """Say what has to change before anybody is invited, on any of its days."""
    require(by, Permission.CHECK_OFFER, offer)
    waits = sa.and_(Offer.state == OfferState.DRAFT, Offer.asked_on.is_not(None))
    for one in queries.together(offer, OfferState.DRAFT):
        change(one, where=waits, asked_on=None, to_change=to_change)
        audit.record(Event.SENT_BACK, one, by=by)
    letters.tell_who_invites(offer)


@transaction
def check_offer(
    offer: Offer, answers: dict[Risk, RiskAnswer], mitigations: str | None, *, seen: str, by: Actor
) -> None:
    """Somebody else looks at what could go wrong: each question is answered, or nobody is asked.

    It holds for the same offer on other days, as long as these were offered together, and for
    what was `seen`: the print of all that whoever checks has read.
    """
    require(by, Permission.CHECK_OFFER, offer)
    if set(answers) != set(Risk):
        raise Refused("Answer every question; where something is not safe, send it back")
    done_about = [risk.value for risk in Risk if answers[risk] is RiskAnswer.WITH]
    if done_about and not mitigations:
        raise Refused("Say what is done about it", "mitigations")
    facts: dict[str, Any] = {"checked_on": clock.today(), "checked_by_id": by.id}
    facts |= {"risks": done_about, "mitigations": mitigations or None, "to_change": None}
    found = queries.together(offer, OfferState.DRAFT)
    if queries.print_of(found) != seen:
        raise Refused(READ_AGAIN)
    for one in found:
        OFFERS.take(one, "check", by=by, **facts)
    letters.tell_who_invites(offer)


@transaction
def publish(offer: Offer, *, by: Actor) -> None:
    """Invite those whom it suits; only a ready volunteer takes anybody along."""
    require(by, Permission.PUBLISH_OFFER, offer)
    lock(offer.person)  # two at once must not put somebody in two places
    for one in queries.together(offer, OfferState.RISK_CHECKED):
        OFFERS.take(one, "publish", by=by, published_on=clock.today())


@transaction
def cancel(offer: Offer, *, by: Actor) -> None:
    """Call it off; everyone who meant to come is told."""
    require(by, Permission.CANCEL_OFFER, offer)
    lock(offer)
    stopping.call_off(offer, by)


@transaction
def close_offer(offer: Offer, *, by: Actor) -> None:
    """It has happened; or it is off, where who invites is not ready."""
    require(by, Permission.CLOSE_OFFER)
    lock(offer)
    if offer.state in OPEN and offer.ends_at <= clock.now():
        OFFERS.take(offer, "happen", by=by, ended_on=clock.today())
    elif offer.state in OPEN and guards.ready(offer):
        stopping.call_off(offer, by)


@jobs.nightly("offers_that_are_over")
def _close_offers() -> int:
    """Look each night at what is over, and at whether who invites is still ready; how many."""
    ended = queries.ended_by(clock.now())
    still = queries.open_offers(Offer.person_id.is_not(None), clock.now())
    able = {one.id for one in guards.of_ready(still)}
    found = [*ended, *(one for one in still if one.id not in able)]
    for offer in found:
        close_offer(offer, by=SYSTEM)
    return len(found)


# --- Places -------------------------------------------------------------------------------------


@transaction
def say_yes(offer: Offer, young_person: YoungPerson, *, by: Actor) -> Place:
    """A young person wants to come: they get a seat, or wait in their order."""
    require(by, Permission.ANSWER_OFFER, young_person)
    answered_by(young_person, by)
    place = _answering(offer, young_person)
    if guards.why_not(offer, young_person) or guards.offered(place):
        raise Refused(NOT_NOW)
    if queries.elsewhere(offer, young_person):
        raise Refused("You said yes to something else at that time. Say no to that first")
    if ConsentScope.ACTIVITIES not in own_yeses(young_person):
        own = (ConsentScope.ACTIVITIES, ConsentGiver.YOUNG_PERSON)
        young_people.give_consent(young_person, *own, by=by)
    PLACES.take(place, "say_yes", by=by, said_at=clock.now(), seat=seats.free(offer))
    seats.settle(place, by)
    if by.id != young_person.worker_id:
        letters.tell_worker(place)
    return place


@transaction
def say_no(offer: Offer, young_person: YoungPerson, *, by: Actor) -> None:
    """They do not want to come, or not any more; why is theirs to keep."""
    require(by, Permission.ANSWER_OFFER, young_person)
    answered_by(young_person, by)
    place = _answering(offer, young_person)
    told = place.state in TAKEN
    if guards.on_still(place) or not (told or guards.fits(place) is None):
        raise Refused(NOT_NOW)
    seats.give_up(place, "say_no", by)
    if told and by.id != young_person.worker_id:
        letters.tell_worker(place)


def _answering(offer: Offer, young_person: YoungPerson) -> Place:
    """Their place, held until this is over: first the young person, then the offer, always so."""
    lock(young_person)
    # Who may come is asked of what is true now, and not of what was read before they were held.
    db.session.expire(young_person, ["ties", "consents", "care_periods"])
    lock(offer)
    if place := queries.place_of(offer, young_person):
        return place
    invited = {"state": PlaceState.INVITED, "invited_on": clock.today()}
    place = Place(offer=offer, young_person=young_person, **invited)
    with refusing(NOT_NOW):
        db.session.add(place)
    return place


@transaction
def allow_place(place: Place, *, by: Actor) -> None:
    """Their worker says that they may go: who decides for them has agreed, and it suits them."""
    require(by, Permission.ALLOW_PLACE, place)
    if by.id == place.offer.person_id:
        raise Refused("You invite them, so somebody else must say that they may go")
    lock(place.offer)
    seats.allow(place, by)
    letters.tell_young_person(place.young_person)


@transaction
def mark_place(place: Place, came: bool, *, by: Actor) -> None:
    """Write down who came; put right, it is written again."""
    require(by, Permission.MARK_PLACE, place)
    PLACES.take(place, "attend" if came else "miss", by=by)


@transaction
def say_how_it_was(place: Place, how: HowItWas, *, by: Actor) -> None:
    """A young person says how it was."""
    require(by, Permission.ANSWER_OFFER, place.young_person)
    answered_by(place.young_person, by)
    change(place, where=Place.state == PlaceState.ATTENDED, how_it_was=how)
    audit.record(Event.LIKED, place, by=by)
