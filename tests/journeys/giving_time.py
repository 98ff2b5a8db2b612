"""From a promise of time to a volunteer who is ready, each step by the one who would do it."""

from datetime import date, timedelta

from nolimits.checks.talk import QUESTIONS
from nolimits.kernel import clock
from nolimits.people.models import Person
from tests.journeys.cast import Cast
from tests.journeys.walk import Walkers

FREE = {"unpaid": "yes", "placement": "no", "trainee": "no", "relatives_only": "no"}
REFEREES = ("friend@home.example", "colleague@work.example")


def promise_time_and_money(walk: Walkers, dana: Person) -> list[str]:
    """Dana promises both in one go; the references of the promises."""
    at = walk(dana).open("/my").sees("No promise yet").follow("Make a promise")
    at.go_on(kind="both").go_on(route="one_to_one").go_on(hours_a_month=4)
    at.go_on(frequency="monthly").go_on(channel="take_home_pay").go_on(pence="5")
    at.go_on(aim="anywhere").sees("4", "£5", "Wherever it helps most")
    at.press("Make my promise").sees("Thank you for your promises", "What happens next")
    panel = at.main.locator(".govuk-panel").inner_text()
    promises = [word.strip(".,") for word in panel.split() if word.startswith("P-")]
    at.follow("Go to My No Limits").sees("£5 a month from pay")
    return promises


def apply_to_volunteer(walk: Walkers, dana: Person, cast: Cast) -> None:
    """Dana applies in two sittings: the first answers wait for the second."""
    at = walk(dana).open("/volunteering").follow("Apply to volunteer")
    at.follow("About you").go_on(old_enough="yes")
    at.go_on(motivation="Somebody had time for me once.").go_on(interests=["music", "cooking"])

    at = walk(dana).open("/volunteering/apply").follow("About you").sees("Say hello")
    at.go_on(profile="I play the drums, not well, and cook better.").follow("Where and when")
    at.go_on(area=cast.area.name).go_on(availability=["monday evening", "saturday morning"])
    at.follow("Who knows you")
    asked = (("first", "work"), ("second", "community"))
    for (nth, context), email in zip(asked, REFEREES, strict=True):
        at.go_on(
            **{
                f"{nth}_name": f"Robin {nth.capitalize()}",
                f"{nth}_email": email,
                f"{nth}_context": context,
                f"{nth}_years_known": 6,
                f"{nth}_apart": "y",
            }
        )
    at.follow("Check and send").sees("Somebody had time for me once.")
    at.press("Send my application").sees("We have your application", "10 working days")
    at = walk(dana).open("/volunteering").follow("Own record")
    at.go_on(unspent_asked="no").go_on(spent_asked="no").go_on(other_asked="no")
    at.press("Send it, and say that it is true").sees("We have what you told us")
    at = walk(dana).open("/volunteering").follow("Addresses and time abroad")
    at.go_on(born_on=date(1980, 5, 1)).go_on(other_names="no")
    at.go_on(words_1="1 Invented Row, TS99 9ZZ", abroad_1="no", since_1=date(2010, 1, 1))
    at.go_on(lived_abroad="no").press("Send my names and addresses")
    at.sees("We have your names and addresses")


def answer_reference(walk: Walkers, referee: str) -> None:
    """A referee without an account answers by the link that was mailed."""
    at = walk().open(walk.mailed_link(referee, "/references/"))
    at.press(
        "Send my reference",
        known="We worked at the same library for six years.",
        years=6,
        related="no",
        lives_with="no",
        postcode="TS98 1AA",
        suitable="yes",
        why="Patient, and there when it matters.",
        worries="no",
        phone="01642 555 021",
        trust="yes",
    ).sees("Thank you for your reference", "What happens next")


def check(walk: Walkers, dana: Person, cast: Cast) -> None:
    """A coordinator sees documents, records the talk, believes the referees, sees the DBS."""
    today = clock.today()
    at = walk(cast.coordinator).open("/volunteers").follow(dana.name)
    at.open(f"/checks/{dana.reference}/identity")
    at.press("Save", documents=["passport", "utility_bill"], seen_on=today)
    at.open(f"/checks/{cast.other_coordinator.reference}/recruiter-training")
    at.press("Save", trained_on=today)
    at.open(f"/checks/{dana.reference}/interview")
    scored = {f"{name}_score": "3" for name in QUESTIONS}
    two = {"first": cast.coordinator.reference, "second": cast.other_coordinator.reference}
    said = {**two, **scored, "held_on": today, "outcome": "suitable", "apart": "y"}
    at.press("Save", **said).sees("The interview is on record")
    for nth in ("First", "Second"):
        at.follow(f"Open the reference of Robin {nth}").sees("Patient")
        at.press("Save my decision", decision="suitable", verified="met")
    at.open(f"/dbs/{dana.reference}/start").press("Save", workforce="child", **FREE)
    at.open(f"/dbs/{dana.reference}/certificate")
    at.press(
        "Save", shown="original_in_person", number="001234567890", issued_on=today - timedelta(7)
    )
    at.open(f"/dbs/{dana.reference}/decision").press("Save", decision="clear")


def train(walk: Walkers, dana: Person, cast: Cast) -> None:
    """Two training days, held today; Dana books the first, attends both, and passes."""
    key = cast.programme.reference
    at = walk(cast.coordinator)
    at.open(f"/training/programmes/{key}/runs/new")
    today = clock.today()
    hours = {"starts_at": "12", "ends_at": "16:30", "places": "12"}
    at.press("Plan this run", day_1=today, day_2=today, **hours)
    walk(dana).open("/my-training").press("Book this day").sees("You have a place")
    mark = "mark_" + dana.reference.replace("-", "_")
    for day in cast.days():
        at.open(f"/training/days/{day.reference}")
        at.press("Save the register", **{mark: "present"}).sees("1 entry written")
    at.follow("Who attended every day, and passes")
    at.press("Give these people their pass", people=dana.reference).sees("1 person has passed")


def become_ready(walk: Walkers, dana: Person, cast: Cast) -> None:
    """Dana reads and signs; a support mentor is chosen; somebody else clears Dana."""
    walk(dana).open("/handbook").press("I have read it")
    walk(dana).open("/volunteering/agreement").press("Sign the agreement", agree="y")
    key = cast.volunteer_of(dana).reference
    at = walk(cast.coordinator).open(f"/volunteers/{key}/support-mentor")
    at.press("Choose them", mentor=cast.support_mentor.reference)
    at = walk(cast.safeguarding_lead).open(f"/volunteers/{key}/clear")
    at.press("Clear them", apart="y").sees(
        "is ready to volunteer", "they can be put forward for a match"
    )
    walk(dana).open("/volunteering").sees("You are ready.")
