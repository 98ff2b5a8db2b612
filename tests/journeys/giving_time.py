"""From the start page to a volunteer who is ready, each step by the one who would do it."""

import re
from datetime import date, timedelta

from nolimits.checks.talk import QUESTIONS
from nolimits.kernel import clock
from nolimits.people.models import Person
from tests.held_clock import HeldClock
from tests.journeys.cast import Cast
from tests.journeys.walk import Walk, Walkers

FREE = {"unpaid": "yes", "placement": "no", "trainee": "no", "relatives_only": "no"}
LATE, UNWILLING, NAMED = "late@work.example", "unwilling@club.example", "named@home.example"


def promise_time_and_money(walk: Walkers, chris: Person) -> None:
    """Chris promises both in one go, and signs in on the way by a mailed code."""
    at = walk().open("/").sees("honestly", "I am a councillor").follow("Give both")
    at.press("Send me a code", email=chris.email)
    letter = walk.mail_to(chris)[-1]
    code = re.findall(r"\b\d{6}\b", f"{letter.subject} {letter.body}")[0]
    at.press("Sign in", code=code).go_on().go_on(route="one_to_one").go_on(hours_a_month=4)
    at.go_on(frequency="monthly").go_on(channel="bank_transfer").go_on(pence="5")
    at.go_on(aim="anywhere").sees("4", "£5", "Wherever it helps most")
    at.press("Make my promise").sees("Thank you for your promises", "What happens next")
    at.follow("Go to My No Limits").sees("£5 a month", "4 hours a month, one to one")


def apply_to_volunteer(walk: Walkers, chris: Person, cast: Cast) -> None:
    """Chris applies in two sittings: the first answers wait for the second. It is sent once."""
    at = walk(chris).open("/volunteering").follow("Apply to volunteer")
    at.follow("About you").go_on(old_enough="yes")
    at.go_on(motivation="Somebody had time for me once.").go_on(interests=["music", "cooking"])
    at.page.close()

    at = walk(chris).open("/volunteering/apply").follow("About you").sees("Say hello")
    at.go_on(profile="I play the drums, not well, and cook better.").follow("Where and when")
    at.go_on(area=cast.area.name).go_on(availability=["monday evening", "saturday morning"])
    at.follow("Who knows you")
    for nth, email, context in (("first", LATE, "work"), ("second", UNWILLING, "community")):
        told = {"name": f"Robin {nth.capitalize()}", "email": email, "context": context}
        told |= {"years_known": 6, "apart": "y"}
        at.go_on(**{f"{nth}_{name}": value for name, value in told.items()})
    at.follow("Check and send").sees("Somebody had time for me once.")
    beside = Walk(at.page.context.new_page(), at.axe, at.folder, None)
    beside.open("/volunteering/apply/check")
    at.press("Send my application").sees("We have your application", "10 working days")
    beside.press("Send my application")
    beside.page.get_by_text("This was already sent. Nothing was sent twice.").wait_for()
    beside.page.go_back()
    beside.sees("We have your application")


def tell_of_oneself(walk: Walkers, chris: Person) -> None:
    """Chris says what the record holds, and where they lived."""
    at = walk(chris).open("/volunteering").follow("Own record")
    at.go_on(unspent_asked="no").go_on(spent_asked="no").go_on(other_asked="no")
    at.press("Send it, and say that it is true").sees("We have what you told us")
    at = walk(chris).open("/volunteering").follow("Addresses and time abroad")
    at.go_on(born_on=date(1980, 5, 1)).go_on(other_names="no")
    at.go_on(words_1="1 Invented Row, TS99 9ZZ", abroad_1="no", since_1=date(2010, 1, 1))
    at.go_on(lived_abroad="no").press("Send my names and addresses")
    at.sees("We have your names and addresses")


def replace_a_referee(walk: Walkers, chris: Person) -> None:
    """One referee would rather not. Chris names another, who answers."""
    link = walk.mailed_link(UNWILLING, "/references/")
    at = walk().open(link).follow("rather not").press("I would rather not")
    at.sees("Thank you for telling us")
    at = walk(chris).open("/my").follow("Name another referee")
    told = {"name": "Robin Third", "email": NAMED, "context": "personal", "years_known": 9}
    at.press("Write to them", **told, apart="y").sees("My volunteering")
    walk().open(link).sees("This link no longer works")
    answer_reference(walk().open(walk.mailed_link(NAMED, "/references/")), years=9)


def answer_too_late(walk: Walkers) -> None:
    """A referee's link has run out: they have another sent, and answer by that."""
    old = walk.mailed_link(LATE, "/references/")
    at = walk().open(old).sees("This link has run out").press("Send me a new link")
    at.sees("We have sent you a new link").open(old).sees("This link no longer works")
    answer_reference(at.open(walk.mailed_link(LATE, "/references/")))


def answer_reference(at: Walk, years: int = 6) -> None:
    """A referee without an account answers by the link that was mailed."""
    at.press(
        "Send my reference",
        known="We worked at the same library for six years.",
        years=years,
        related="no",
        lives_with="no",
        postcode=f"TS98 {years}AA",
        suitable="yes",
        why="Patient, and there when it matters.",
        worries="no",
        phone=f"01642 555 02{years}",
        trust="yes",
    ).sees("Thank you for your reference", "What happens next")


def check(walk: Walkers, chris: Person, cast: Cast) -> None:
    """A coordinator sees documents, records the talk of two, and sees and decides the DBS."""
    today = clock.today()
    at = walk(cast.coordinator).open("/volunteers").follow(chris.name)
    at.open(f"/checks/{chris.reference}/identity")
    at.press("Save", documents=["passport", "utility_bill"], seen_on=today)
    at.open(f"/checks/{cast.other_coordinator.reference}/recruiter-training")
    at.press("Save", trained_on=today)
    at.open(f"/checks/{chris.reference}/interview")
    scored = {f"{name}_score": "3" for name in QUESTIONS}
    two = {"first": cast.coordinator.reference, "second": cast.other_coordinator.reference}
    said = {**two, **scored, "held_on": today, "outcome": "suitable", "apart": "y"}
    at.press("Save", **said).sees("The interview is on record")
    at.open(f"/dbs/{chris.reference}/start").press("Save", workforce="child", **FREE)
    at.open(f"/dbs/{chris.reference}/certificate")
    at.press(
        "Save", shown="original_in_person", number="001234567890", issued_on=today - timedelta(7)
    )
    at.open(f"/dbs/{chris.reference}/decision").press("Save", decision="clear")


def believe_referees(walk: Walkers, chris: Person, cast: Cast) -> None:
    """A coordinator reads what the two who answered wrote, and believes them."""
    at = walk(cast.coordinator).open("/volunteers").follow(chris.name)
    for nth in ("First", "Third"):
        at.follow(f"Open the reference of Robin {nth}").sees("Patient")
        at.press("Save my decision", decision="suitable", verified="met")


def train(walk: Walkers, chris: Person, cast: Cast, held_clock: HeldClock) -> None:
    """Two days of training: Chris comes to the first, misses the second, and makes it up."""
    plan(walk, cast, day_1=clock.today(), day_2=clock.today() + timedelta(days=30))
    at = walk(chris).open("/my-training").follow("Book every day")
    at.press("Book these days").sees("You have a place")
    register(walk, chris, cast, 0, "present")
    held_clock.move_on(days=30)
    register(walk, chris, cast, 1, "absent")
    plan(walk, cast, day_2=clock.today() + timedelta(days=1))
    at = walk(chris).open("/my-training").sees("Absent. To make up")
    at.press("Book this day").sees("You have a place")
    held_clock.move_on(days=1)
    at = register(walk, chris, cast, 2, "present").follow("Who attended every day, and passes")
    at.press("Give these people their pass", people=chris.reference).sees("1 person has passed")


def plan(walk: Walkers, cast: Cast, **days: date) -> None:
    """A coordinator plans a run of the training, or of a day of it."""
    at = walk(cast.coordinator).open(f"/training/programmes/{cast.programme.reference}/runs/new")
    at.press("Plan this run", **days, starts_at="12", ends_at="16:30", places="12")


def register(walk: Walkers, chris: Person, cast: Cast, number: int, mark: str) -> Walk:
    """A coordinator takes the register of the days that were planned, in their order."""
    key = sorted(cast.days(), key=lambda day: day.held_on)[number].reference
    mark_of = "mark_" + chris.reference.replace("-", "_")
    at = walk(cast.coordinator).open(f"/training/days/{key}")
    return at.press("Save the register", **{mark_of: mark}).sees("1 entry written")


def become_ready(walk: Walkers, chris: Person, cast: Cast) -> None:
    """Chris reads and signs; a support mentor is chosen; somebody else clears Chris."""
    walk(chris).open("/handbook").press("I have read it")
    walk(chris).open("/volunteering/agreement").press("Sign the agreement", agree="y")
    key = cast.volunteer_of(chris).reference
    at = walk(cast.coordinator).open(f"/volunteers/{key}/support-mentor")
    at.press("Choose them", mentor=cast.support_mentor.reference)
    at = walk(cast.safeguarding_lead).open(f"/volunteers/{key}/clear")
    at.press("Clear them", apart="y").sees(
        "is ready to volunteer", "they can be put forward for a match"
    )
    walk(chris).open("/volunteering").sees("You are ready.")
