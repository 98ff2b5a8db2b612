"""The invented council's matches, each begun by the engine on its day and taken some way on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM
from nolimits.matching import operations, queries
from nolimits.matching.models import EndReason, Match, Whose
from nolimits.seed import Council
from nolimits.seed.contacts import visits
from nolimits.strategy.models import Action
from nolimits.volunteers.models import Volunteer
from nolimits.volunteers.operations import notice_lapse
from nolimits.volunteers.queries import newly_lapsed
from nolimits.young_people.models import YoungPerson

Step = tuple[int, Callable[[Council, Match], object]]
WAYS = ("suggest", "propose", "volunteer", "young_person", "confirm", "arrange", "trial", "start")


@dataclass(frozen=True)
class Story:
    """A match: how long ago it was thought of, how far it went, and what came after, when."""

    begun: int  # days ago
    until: str
    account: bool | None = None  # whether the young person has one; either way when None
    after: tuple[Step, ...] = ()


def _close(reason: EndReason) -> Callable[[Council, Match], None]:
    return lambda council, match: operations.close(
        match, reason, clock.today() - timedelta(days=2), by=council.coordinators[0]
    )


STORIES = (
    Story(262, "start", account=False),
    Story(
        255,
        "start",
        account=True,
        after=(
            (
                40,
                lambda council, match: operations.stop_as_volunteer(
                    match, by=match.volunteer.person
                ),
            ),
            (26, _close(EndReason.VOLUNTEER_CIRCUMSTANCES)),
        ),
    ),
    Story(236, "start", account=True),
    Story(
        170,
        "young_person",
        account=True,
        after=(
            (
                158,
                lambda council, match: operations.young_person_decline(
                    match, by=match.young_person.person or match.young_person.worker
                ),
            ),
        ),
    ),
    Story(
        120,
        "start",
        account=True,
        after=(
            (
                12,
                lambda council, match: operations.hold(
                    match, "Something has to be talked over first", by=council.coordinators[1]
                ),
            ),
        ),
    ),
    Story(48, "trial", account=True),
    Story(40, "trial"),
    Story(24, "arrange"),
    Story(17, "young_person", account=True),
    Story(9, "volunteer", account=True),
    Story(5, "propose"),
)


def fill(council: Council) -> None:
    """Begin each match on its day with what the engine proposes then, in order of days."""
    for story in STORIES:
        with clock.standing_at(council.ago(days=story.begun)):
            found = _found(council, story)
        if found is None:
            continue
        match = _take(council, found, council.ago(days=story.begun), story.until)
        ended = story.after[0][0] + 1 if story.after else 1
        visits(council, match, council.ago(days=ended))
        for days, act in story.after:
            with clock.standing_at(council.ago(days=days)):
                act(council, match)
    for volunteer, gate, on in newly_lapsed(council.today):  # as each night looks for them
        notice_lapse(volunteer, gate, on, by=SYSTEM)


def meet(council: Council, volunteer: Volunteer, young_person: YoungPerson, on: date) -> Match:
    """Take two people all the way to being mentor and young person, from a day on."""
    with clock.standing_at(on):
        match = operations.suggest(volunteer, young_person, by=council.coordinators[0])
    return _take(council, match, on, "start")


def _found(council: Council, story: Story) -> Match | None:
    """What the engine proposes on the day for somebody of this story, longest waiting first."""
    pool = queries.pool()
    for one in sorted(pool.plan.proposals, key=lambda each: -each.pair.seeker.waiting_days):
        young_person = pool.young_people[one.pair.seeker.reference]
        if story.account in (None, young_person.person_id is not None):
            volunteer = pool.volunteers[one.pair.giver.reference]
            by = council.coordinators[0]
            return operations.suggest(volunteer, young_person, by=by, action=_action(council))
    return None


def _action(council: Council) -> Action | None:
    """The action of the strategy that mentoring serves, where the seed knows one."""
    wanted = [one for one in council.actions.values() if "mentor" in one.text.lower()]
    return wanted[0] if wanted else None


def _take(council: Council, match: Match, begun: date, until: str) -> Match:
    """Do each step by who would do it, a few days after the one before."""
    first, second = council.coordinators[:2]
    answers = match.young_person.person or match.young_person.worker
    steps: tuple[tuple[int, Callable[[], object]], ...] = (
        (0, lambda: operations.propose(match, by=first)),
        (2, lambda: operations.volunteer_agree(match, by=match.volunteer.person)),
        (5, lambda: operations.young_person_agree(match, by=answers)),
        (9, lambda: _confirm(council, match)),
        (11, lambda: operations.arrange_introduction(match, begun + timedelta(days=15), by=first)),
        (16, lambda: operations.start_trial(match, by=first)),
        (28, lambda: operations.start(match, by=second)),
    )
    for later, step in steps[: WAYS.index(until)]:
        with clock.standing_at(min(begun + timedelta(days=later), council.today)):
            step()
    return match


def _confirm(council: Council, match: Match) -> None:
    for whose in (Whose.WORKER, Whose.CARER):
        operations.record_yes(match, whose, by=match.young_person.worker)
    operations.confirm_checks(match, by=council.coordinators[1])
