"""What the kinds of things, places and risks are called."""

from collections.abc import Sequence
from typing import Any

from nolimits.activities.models import Access, ActivityKind, OfferState, PlaceKind, Risk, Transport
from nolimits.kernel.downloads import File
from nolimits.kernel.pages import at_time
from nolimits.kernel.states import words

KINDS = {
    ActivityKind.SOCIAL: "Being together",
    ActivityKind.LEISURE: "Free time",
    ActivityKind.SPORT: "Sport",
    ActivityKind.RECREATION: "Out and about",
    ActivityKind.ART: "Art and music",
    ActivityKind.LEARNING: "Learning something",
}
ICONS = {
    ActivityKind.SOCIAL: "talk",
    ActivityKind.LEISURE: "star",
    ActivityKind.SPORT: "people",
    ActivityKind.RECREATION: "home",
    ActivityKind.ART: "pencil",
    ActivityKind.LEARNING: "list",
}
PLACE_KINDS = {
    PlaceKind.PARK: "A park or outdoors",
    PlaceKind.SPORTS_GROUND: "A sports ground or pool",
    PlaceKind.CAFE: "A café",
    PlaceKind.LIBRARY: "A library",
    PlaceKind.MUSEUM: "A museum or gallery",
    PlaceKind.CINEMA: "A cinema or theatre",
    PlaceKind.COUNCIL_BUILDING: "A council building",
    PlaceKind.OTHER_PUBLIC: "Another place that is open to everybody",
}
TRANSPORTS = {
    Transport.MEET_THERE: "Their carer or worker brings them, and picks them up",
    Transport.WALK: "We walk there together",
    Transport.BUS_OR_TRAIN: "We go by bus or train together",
}
ACCESSES = {
    Access.STEP_FREE: "No steps",
    Access.ACCESSIBLE_TOILET: "An accessible toilet",
    Access.QUIET: "Quiet",
    Access.HEARING_LOOP: "A hearing loop",
    Access.SIGNED: "Sign language",
}
RISKS = {
    Risk.PUBLIC: "Are other people about all the time, and is it nobody's home?",
    Risk.OTHERS: "Do we know which other adults are there, and is none of them alone with anybody?",
    Risk.SUITS: "Does it suit the ages: what is shown, drunk and said, and how late it gets?",
    Risk.TRAVEL: "Is the way there and back safe, and is nobody driven by who invites?",
    Risk.HAZARDS: "Are water, traffic, heights, animals, food and weather thought of?",
    Risk.REACH: "Is it agreed who brings them home, by when, and whom to ring?",
}


def listed_as(state: OfferState) -> OfferState:
    """What a list says of an offer; that it is full stands on its own page alone."""
    return OfferState.PUBLISHED if state is OfferState.FULL else state


def _cells(row: Any) -> Sequence[str]:
    offer = row.Offer
    return (
        offer.reference,
        offer.title,
        offer.person.name,
        at_time(offer.starts_at),
        offer.area.name,
        KINDS[offer.kind],
        words(listed_as(offer.state)),
    )


FILE = File("offers", ("Offer", "What", "Who invites", "When", "Area", "Kind", "State"), _cells)
