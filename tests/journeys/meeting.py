"""From a referral to two people who meet: every yes is given by the one who may give it."""

from datetime import date, timedelta

from nolimits.kernel import clock
from nolimits.people.models import Person
from tests.journeys.cast import Cast
from tests.journeys.walk import PHONE, Walkers

EVERYONE = ("taking_part", "matching", "sharing_profile")
HELD = "Cooked a curry, too hot"


def refer(walk: Walkers, cast: Cast) -> str:
    """A worker refers a young person and gives them a page of their own; their code."""
    at = walk(cast.worker).open("/young-people").follow("Refer a young person")
    at.go_on(given_name="Madeupfirst", family_name="Madeuplast").go_on(born_on=date(2009, 4, 3))
    at.go_on(area=cast.area.name).go_on(basis="care_order")
    key = at.press("Refer this young person").key
    walk(cast.coordinator).open("/today").follow("Make sure who the worker is").press(
        "They are the worker"
    )
    at = walk(cast.worker).open(f"/young-people/{key}")
    at.follow("Start asking for consent").press("I have started to ask")
    at.follow("Give them a page of their own")
    at.press("Give them their page", called="Comet", email=cast.COMET, again=cast.COMET)
    at.sees("They sign in themselves, as Comet")
    return key


def consent_and_wait(walk: Walkers, comet: Person, key: str, cast: Cast) -> None:
    """Comet says yes and what they like; the worker hears the council's yes, and all wait."""
    at = walk(comet, **PHONE)
    for scope in EVERYONE:
        at.open(f"/me/yes/{scope}").press("Yes")
    at.open("/me/say").press(
        "Save",
        interests=["music", "cooking"],
        availability=["monday evening", "saturday morning"],
        wants="Somebody who is funny",
    )
    at = walk(cast.worker).open(f"/young-people/{key}")
    for scope in EVERYONE[:2]:
        at.follow("Write down a consent").press("Write it down", scope=scope, giver="council")
    at.follow("Put them in the pool").press("They are ready").sees("They wait for a mentor")


def agree(walk: Walkers, dana: Person, comet: Person, cast: Cast) -> str:
    """The plan proposes the two; first the volunteer says yes, then the young person."""
    at = walk(cast.coordinator).open("/matching").sees(dana.name, "Best fit")
    match = at.press("Put them together").key
    at.follow("Ask the volunteer").press("Ask the volunteer")
    at = walk(dana).open("/my").follow("Say yes or no to a young person")
    assert "Comet" not in at.main.inner_text()
    at.follow("Say yes").press("Yes, I would like to meet them")
    at = walk(comet, **PHONE).open("/me").follow("My mentor").sees("You choose")
    at.follow("See more about Dana").follow("Yes").press("Yes, I want to meet them")
    return match


def arrange(walk: Walkers, match: str, cast: Cast) -> None:
    """The worker's and the carer's yes, a second pair of eyes, and a day to meet."""
    path = f"/matches/{match}"
    at = walk(cast.worker)
    for whose in ("worker", "carer"):
        at.open(f"{path}/record-yes").press("Write it down", whose=whose)
    walk(cast.other_coordinator).open(path).follow("Confirm that they may meet").press("Confirm")
    at = walk(cast.coordinator).open(path).follow("Arrange the first meeting")
    at.press("Arrange it", on=clock.today() + timedelta(days=3))
    at.sees("They meet for the first time on 23 November 2026")


def begin(walk: Walkers, match: str, cast: Cast) -> None:
    """They have met and try it, and then they go on."""
    at = walk(cast.coordinator).open(f"/matches/{match}")
    at.follow("Start the trial").press("Start the trial")
    at.follow("Go on after the trial").press("Go on").sees("They meet.")


def visit(walk: Walkers, dana: Person, comet: Person, match: str, cast: Cast) -> None:
    """Dana writes down a visit, the coordinator reads it, and Comet sees who visits."""
    at = walk(dana).open(f"/my-matches/{match}").sees("Comet").follow("Write down a meeting")
    at.press(
        "Send", held_on=clock.today(), kind="one_to_one", minutes=90, activity=HELD, notes="Fun."
    )
    at = walk(cast.coordinator).open("/contacts").sees(HELD)
    at.open(f"/matches/{match}").sees(HELD)
    walk(dana).open("/my").sees("1.5")
    walk(comet, **PHONE).open("/me/mentor").sees("Dana")
