"""From a file of what payroll took to what a young person has in hand."""

import re
from typing import Any

from playwright.sync_api import expect

from nolimits.funds.models import Fund
from nolimits.grants.models import Round
from nolimits.kernel import clock
from nolimits.people.models import Person
from tests.factories.giving import payroll_file
from tests.journeys.cast import Cast
from tests.journeys.walk import PHONE, Walkers

KEYBOARD = "A second-hand keyboard"


def arrive(walk: Walkers, fund: Fund, cast: Cast) -> None:
    """One finance officer imports what payroll took from Dana's pay; another approves it."""
    content = payroll_file((cast.dana.employee_number, 500))
    file: Any = {"name": "november.csv", "mimeType": "text/csv", "buffer": content}
    at = walk(cast.finance).open("/giving/batches").follow("Import the first file")
    at.press(
        "Import the file",
        kind="payroll",
        fund=fund.reference,
        received_on=clock.today(),
        control_count=1,
        control_pence="5",
        file=file,
    ).sees("You imported this, so somebody else in finance approves it", cast.dana.name)
    other = walk(cast.other_finance).open(f"/giving/batches/{at.key}")
    other.follow("Approve this batch").press("Approve and post").sees("posted")
    walk(cast.finance).open(f"/funds/{fund.reference}").sees("£1,005")
    walk(cast.dana).open("/my").sees("£5")


def ask(walk: Walkers, comet: Person) -> str:
    """Comet writes on a phone, stops half way, and goes on later; the application's key."""
    at = walk(comet, **PHONE).open("/me").follow("Things I can ask for")
    at.open("/grants").follow("Ask for this")
    at.fill(what=KEYBOARD)
    expect(at.page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    at.page.close()

    at = walk(comet, **PHONE).open("/grants").follow("Go on with what you wrote")
    at.go_on(pence="120").go_on(seen="Music shop in town")
    at.go_on(difference="I could play at home and not only at school").go_on(when="month")
    at.go_on(asked="no").go_on(how="bought").go_on(backer="My music teacher")
    at.sees(KEYBOARD, "£120").press("Send it").sees("We've got it")
    return at.key


def check(walk: Walkers, key: str, cast: Cast) -> None:
    """A coordinator takes out what tells who asks, and sends it to the panel."""
    at = walk(cast.coordinator).open("/applications").follow(key)
    at.press("Take it up").follow("It is complete")
    at.press("It is ready for the panel", seen="A music shop").press("Send it to the panel")


def decide(walk: Walkers, key: str, round_: Round, cast: Cast) -> None:
    """The panel, one of them young, scores; another coordinator writes down what it decides."""
    for number, member in enumerate(round_.panel):
        if number in (0, 1, 3):  # three are enough, if one is the young member
            at = walk(member.person).open("/panel").follow(round_.programme.name).follow(KEYBOARD)
            assert "Comet" not in at.main.inner_text()
            at.press("Keep my score", points=4, reason="It would be used each day")
    at = walk(cast.other_coordinator).open(f"/applications/{key}").follow("Write the decision down")
    at.press(
        "Write the decision down",
        outcome="yes",
        reason="You thought of where and when you would play",
        next_step="Say yes, and your worker helps you to choose",
    ).follow("Tell them")
    at.press("Tell them")


def receive(walk: Walkers, key: str, comet: Person, fund: Fund, cast: Cast) -> None:
    """Comet says yes; one finance officer approves, another pays; Comet has it."""
    at = walk(comet, **PHONE).open(f"/my-applications/{key}").sees("You thought of where")
    at.follow("Say yes and choose how").follow("Say yes").press("Say yes", how="bought")
    award = re.findall(r"/my-awards/([\w-]+)", at.page.url)[0]
    one = walk(cast.finance).open(f"/awards/{award}").follow("Approve").press("Approve it")
    assert one.main.get_by_role("button", name="Pay").count() == 0
    other = walk(cast.other_finance).open(f"/awards/{award}").follow("Pay")
    other.press("It is paid", payment_reference="BACS 4711")
    walk(comet, **PHONE).open(f"/my-awards/{award}").press("Got it").sees("Enjoy it!")
    walk(cast.finance).open(f"/funds/{fund.reference}").sees("£885")
