"""The invented council's promises: a pilot of 17 givers, then others who joined over the year."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from nolimits.kernel import clock
from nolimits.kernel.money import Pence
from nolimits.people.models import Person
from nolimits.pledges import operations
from nolimits.pledges.models import Channel, Frequency, MoneyPromise, Pledge, Route, TimePromise
from nolimits.seed import Council
from nolimits.strategy.models import Action

if TYPE_CHECKING:
    from nolimits.volunteers.models import Volunteer

MONTHLY, ONCE = Frequency.MONTHLY, Frequency.ONCE
PAY, BANK = Channel.TAKE_HOME_PAY, Channel.BANK_TRANSFER
OFFERS = (
    "Five-a-side at the leisure centre on Tuesday evenings. Boots can be lent",
    "My allotment in Norton on Saturday mornings. There is always cake",
    "A day with the rangers at the country park, once a month",
    "Choir practice on Thursdays. Nobody has to read music",
    "Helping at the archive, where we open boxes that nobody has opened for a century",
    "Park run on Saturdays, at whatever speed",
    "Baking for the Sunday club in Thornaby",
    "Watching how a council meeting works, with somebody to explain it after",
)


@dataclass(frozen=True)
class Told:
    """One promise of money: when it was made, what, and what came after, in days ago."""

    made: int
    pounds: int
    frequency: Frequency = MONTHLY
    channel: Channel = PAY
    then: tuple[tuple[str, int], ...] = ()
    to: int = 0  # another amount, where it was changed


PILOT = (
    *(
        Told(345 - number % 4, pounds)
        for number, pounds in enumerate((5, 5, 10, 2, 5, 3, 5, 20, 1))
    ),
    Told(344, 5, then=(("change", 200),), to=10),
    Told(343, 10, then=(("change", 120),), to=5),
    Told(343, 5, then=(("change", 90),), to=8),
    Told(342, 5, then=(("pause", 70),)),
    Told(342, 3, then=(("pause", 150), ("resume", 60))),
    Told(341, 15),
    Told(341, 5, then=(("end", 100),)),
    Told(341, 2, then=(("end", 45),)),
)
LATER = (
    Told(262, 5),
    Told(230, 10),
    Told(214, 5, then=(("pause", 33),)),
    Told(171, 4),
    Told(129, 12),
    Told(96, 5, then=(("change", 20),), to=6),
    Told(52, 5),
    Told(4, 5, then=(("wait", 4),)),
    Told(187, 50, ONCE, BANK, then=(("fulfil", 170),)),
    Told(75, 25, ONCE, BANK, then=(("fulfil", 64),)),
    Told(9, 100, ONCE, BANK, then=(("wait", 9),)),
)
COUNCILLORS = (
    Told(205, 20, MONTHLY, BANK),
    Told(204, 10, MONTHLY, BANK, then=(("change", 40),), to=15),
    Told(110, 10, MONTHLY, BANK),
    Told(7, 5, MONTHLY, BANK, then=(("wait", 7),)),
)


def fill(council: Council) -> None:
    """The pilot from a year ago, others after it, councillors, and eight who invite along."""
    givers = council.dice.sample(council.staff, len(PILOT) + len(LATER))
    for told, person in zip(PILOT, givers, strict=False):
        _give(council, told, person, cohort="pilot")
    for told, person in zip(LATER, givers[len(PILOT) :], strict=True):
        _give(council, told, person, action=_aim(council))
    for told, person in zip(COUNCILLORS, council.councillors, strict=False):
        _give(council, told, person, action=_aim(council))
    hosts = [one for one in council.staff if one not in givers][: len(OFFERS)]
    for number, (offer, person) in enumerate(zip(OFFERS, hosts, strict=True)):
        _invite(council, person, offer, made=300 - 38 * number, over=60 if number == 2 else None)


def _give(
    council: Council,
    told: Told,
    person: Person,
    *,
    cohort: str | None = None,
    action: Action | None = None,
) -> None:
    """Make a promise of money, set it up within two weeks, then live its story."""
    runner = council.coordinators[0]
    promise = MoneyPromise(told.frequency, told.channel, Pence(told.pounds * 100))
    with clock.standing_at(council.ago(days=told.made)):
        pledge = operations.make_money_pledge(
            person, promise, by=person, cohort=cohort, action=action
        )
    if told.frequency is MONTHLY and ("wait", told.made) not in told.then:
        with clock.standing_at(council.ago(days=max(0, told.made - council.dice.randint(3, 12)))):
            operations.start(pledge, by=runner)
    for step, days in told.then:
        with clock.standing_at(council.ago(days=days)):
            _live(step, pledge, told, person, runner)


def _live(step: str, pledge: Pledge, told: Told, person: Person, runner: Person) -> None:
    """One thing that happened to a promise."""
    if step == "change":
        operations.change_terms(pledge, by=person, pence=Pence(told.to * 100))
    elif step == "fulfil":
        operations.fulfil(pledge, by=runner)
    elif step == "pause":
        operations.pause(pledge, by=person, reason="Money is tight just now")
    elif step == "resume":
        operations.resume(pledge, by=person)
    elif step == "end":
        operations.end(pledge, by=person)


def _invite(council: Council, person: Person, offer: str, *, made: int, over: int | None) -> None:
    """Promise a place beside oneself; the newest waits to be looked at."""
    with clock.standing_at(council.ago(days=made)):
        promise = TimePromise(Route.INVITE_ALONG, council.dice.choice((None, 2, 3, 4)), offer)
        pledge = operations.make_time_pledge(person, promise, by=person, action=_aim(council))
    if made < 40:
        return
    with clock.standing_at(council.ago(days=made - 9)):
        operations.start(pledge, by=council.coordinators[0])
    if over:
        with clock.standing_at(council.ago(days=over)):
            operations.end(pledge, by=person, reason="My evenings have changed")


def one_to_one(council: Council, volunteer: "Volunteer") -> None:
    """What a volunteer promised some days before they applied; it runs once they are cleared."""
    person, runner = volunteer.person, council.coordinators[0]
    hours = council.dice.choice((2, 4, 4, 4, 6))
    with clock.standing_at(volunteer.applied_on - timedelta(days=council.dice.randint(0, 6))):
        promise = TimePromise(Route.ONE_TO_ONE, hours)
        pledge = operations.make_time_pledge(person, promise, by=person, action=_aim(council))
    if volunteer.clearances:
        with clock.standing_at(volunteer.clearances[0].cleared_on):
            operations.start(pledge, by=runner)
    if volunteer.left_on:
        with clock.standing_at(volunteer.left_on):
            operations.end(pledge, by=runner)


def _aim(council: Council) -> Action | None:
    """What a promise serves: every third goes wherever it helps most."""
    actions = list(council.actions.values())
    return council.dice.choice(actions) if actions and council.dice.random() > 0.34 else None
