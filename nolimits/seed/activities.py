"""What the invented council's volunteers invite along to, and who comes."""

from dataclasses import dataclass
from datetime import time, timedelta

from nolimits.activities import guards, operations, own, queries
from nolimits.activities.models import (
    Access,
    ActivityKind,
    HowItWas,
    Offer,
    OfferState,
    PlaceKind,
    PlaceState,
    Risk,
    RiskAnswer,
    Transport,
)
from nolimits.activities.operations import Invitation
from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.db import db
from nolimits.people.models import Area, Person
from nolimits.seed import Council
from nolimits.volunteers.queries import ready_volunteers
from nolimits.young_people import operations as young_people
from nolimits.young_people import queries as young_people_queries
from nolimits.young_people.models import ConsentGiver, ConsentScope, YoungPerson, YoungPersonState

K, W, T = ActivityKind, PlaceKind, Transport
SAFE = dict.fromkeys(Risk, RiskAnswer.SAFE)
WET = {**SAFE, Risk.HAZARDS: RiskAnswer.WITH}
GOING = (YoungPersonState.READY_TO_MATCH, YoungPersonState.MATCHED)


@dataclass(frozen=True)
class Story:
    """An offer: in how many days it is, how far it came, and how many say yes."""

    days: int
    kind: ActivityKind
    title: str
    what: str
    place_kind: PlaceKind
    meeting_place: str
    seats: int
    until: str
    yeses: int = 0
    transport: Transport = T.MEET_THERE
    access: tuple[Access, ...] = (Access.STEP_FREE, Access.ACCESSIBLE_TOILET)


STORIES = (
    Story(
        -9, K.SPORT, "Saturday park run", "Two kilometres, walked or run. We cheer.", W.PARK,
        "By the big clock of an invented park", 4, "published", 3,
    ),
    Story(
        5, K.LEISURE, "Film night", "A film that you choose, and popcorn.", W.CINEMA,
        "In the hall of the invented cinema, by the tickets", 2, "published", 3,
        access=(Access.STEP_FREE, Access.HEARING_LOOP),
    ),
    Story(
        11, K.RECREATION, "Nature walk", "We look for birds, and eat biscuits.", W.PARK,
        "At the gate of the invented marsh", 3, "published", 1, T.WALK, (Access.QUIET,),
    ),
    Story(
        16, K.ART, "Drum workshop", "Drums from all over. Very loud.", W.COUNCIL_BUILDING,
        "The side door of the invented hall", 6, "published",
    ),
    Story(
        20, K.SOCIAL, "Bake a cake", "We bake in the kitchen of the hall.", W.COUNCIL_BUILDING,
        "The kitchen of the invented hall", 3, "check",
    ),
    Story(
        25, K.LEARNING, "Fix a bike", "Take one apart, and put it together again.",
        W.COUNCIL_BUILDING, "The invented bike shed", 2, "draft",
    ),
    Story(
        27, K.SPORT, "Learn to swim a length", "In the shallow end first.", W.SPORTS_GROUND,
        "The desk of the invented pool", 3, "sent back",
    ),
)  # fmt: skip


def fill(council: Council) -> None:
    """Have ready volunteers invite along, each in their own way."""
    able = db.session.scalars(ready_volunteers(council.ago(days=30))).all()
    going = [one for one in council.young_people if one.state in GOING]
    _agree(going, council)
    for story, volunteer in zip(STORIES, [*able, *able], strict=False):
        begun = min(council.ago(days=12 - story.days), council.ago(days=8))
        with clock.standing_at(begun):
            offer = _offered(story, volunteer.person, volunteer.area, council)
        with clock.standing_at(begun + timedelta(days=1)):
            _checked(offer, story, council)
            _answered(offer, story, going)
        if story.days < 0:
            _happened(offer)


def _agree(going: list[YoungPerson], council: Council) -> None:
    """Whoever decides for them lets them go along to things."""
    with clock.standing_at(council.ago(days=30)):
        for one in going:
            needed = young_people_queries.missing_consents(
                one, on=clock.today(), scopes=[ConsentScope.ACTIVITIES]
            )
            for scope, giver in needed:
                if giver is not ConsentGiver.YOUNG_PERSON:
                    young_people.give_consent(one, scope, giver, by=one.worker)


def _offered(story: Story, person: Person, area: Area, council: Council) -> Offer:
    said = Invitation(
        kind=story.kind,
        title=story.title,
        what=story.what,
        day=council.today + timedelta(days=story.days),
        starts=time(14),
        ends=time(16, 30),
        area=area,
        place_kind=story.place_kind,
        meeting_place=story.meeting_place,
        transport=story.transport,
        within_miles=25,
        seats=story.seats,
        youngest=8,
        oldest=24,
        access=story.access,
    )
    return operations.offer_along(said, by=person)


def _checked(offer: Offer, story: Story, council: Council) -> None:
    team = council.coordinators[1]
    if story.until == "sent back":
        operations.send_back(offer, "Is a lifeguard there, and who swims with them?", by=team)
    elif story.until != "draft":
        wet = story.place_kind is W.PARK
        done = "We stay away from the water, and bring coats." if wet else None
        seen = queries.print_of(queries.together(offer, OfferState.DRAFT))
        operations.check_offer(offer, WET if wet else SAFE, done, seen=seen, by=team)
        if story.until == "published":
            operations.publish(offer, by=team)


def _answered(offer: Offer, story: Story, going: list[YoungPerson]) -> None:
    """Those whom it suits say yes, each for themself or with their worker, who lets them go."""
    free = [one for one in going if offer in own.invited_to(one)]
    for young_person in [one for one in free if not queries.elsewhere(offer, one)][: story.yeses]:
        by = young_person.person or young_person.worker
        place = operations.say_yes(offer, young_person, by=by)
        if place.seat and place.state is PlaceState.YES and not guards.consented(place):
            operations.allow_place(place, by=young_person.worker)


def _happened(offer: Offer) -> None:
    with clock.standing_at(offer.ends_at):
        for number, place in enumerate(queries.places_on(offer)):
            operations.mark_place(place, number < 2, by=offer.person)
            if number == 0:
                by = place.young_person.person or place.young_person.worker
                operations.say_how_it_was(place, HowItWas.GOOD, by=by)
        operations.close_offer(offer, by=SYSTEM)
