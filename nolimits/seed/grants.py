"""The invented council's grants: two programmes, four rounds, and an application at every state."""

from dataclasses import dataclass
from datetime import timedelta

from nolimits.funds.models import Fund
from nolimits.grants import operations, pack
from nolimits.grants.models import Application, HowGiven, Programme
from nolimits.grants.models import ApplicationState as S
from nolimits.kernel import clock, drafts
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.money import Pence
from nolimits.panel import operations as panel
from nolimits.panel.models import Outcome
from nolimits.people import operations as people
from nolimits.people.models import Person
from nolimits.seed import Council

BOUGHT, VOUCHER, BANK = HowGiven.BOUGHT, HowGiven.VOUCHER, HowGiven.BANK
OFFER, CULTURE = "care_experienced/refreshed-cl-offer", "resilience/cultural-experiences"
YES, PART, NO, DEFERRED = Outcome.YES, Outcome.PART, Outcome.NO, Outcome.DEFERRED


@dataclass(frozen=True)
class Wish:
    """What one of them asks for, how far it came, and what the panel said."""

    of: int  # the place of the young person among those with an account
    what: str
    pounds: int
    difference: str
    state: S = S.TOLD
    outcome: Outcome = YES
    how: HowGiven = BOUGHT
    seen: str = ""


@dataclass(frozen=True)
class Opening:
    """A round by days from today, and who asks in it."""

    days: tuple[int, int, int, int]
    wishes: tuple[Wish, ...]
    decided: int = 0  # days ago


FRESH_START = (
    Opening(
        (-150, -125, -115, -110),
        (
            Wish(0, "A desk and a lamp", 95, "I could do my homework in my own room", how=VOUCHER),
            Wish(1, "A bike to get to college", 180, "The bus does not run that early"),
            Wish(2, "A second-hand laptop", 250, "I would not have to wait for the library"),
            Wish(3, "Books for my exams", 120, "I could learn at home in the evening", how=BANK),
            Wish(4, "A bed that fits me", 300, "I have grown out of mine", outcome=PART),
            Wish(5, "A games console", 300, "All my friends have one", outcome=NO),
            Wish(6, "A school trip", 260, "I have never been abroad", outcome=DEFERRED),
        ),
        decided=114,
    ),
    Opening(
        (-45, -15, 5, 12),
        (
            Wish(0, "A sewing machine", 200, "I want to make my own clothes", S.WITH_PANEL),
            Wish(1, "A microwave and pans", 85, "I am learning to cook for myself", S.WITH_PANEL),
            Wish(2, "A food hygiene course", 60, "The café asks for it", S.WITH_PANEL),
            Wish(3, "Tools to mend bikes", 140, "Mine are borrowed", S.READY_FOR_PANEL),
            Wish(4, "A phone with a whole screen", 150, "Mine is broken", S.WITHDRAWN),
        ),
    ),
)
TRY_SOMETHING = (
    Opening(
        (-70, -40, -6, 6),
        (
            Wish(0, "Six climbing sessions", 60, "I like being high up", S.DECIDED_YES),
            Wish(1, "A skateboard and pads", 75, "There is a park near", S.DECIDED_PART),
            Wish(2, "A week of go-karting", 100, "It looks fun", S.DECIDED_NO),
            Wish(3, "Horse riding", 90, "Animals calm me down", S.DEFERRED),
            Wish(4, "A second-hand keyboard", 80, "I could play at home", how=BOUGHT),
            Wish(5, "Paints and an easel", 50, "Drawing helps me think", how=VOUCHER),
            Wish(6, "A term of boxing", 70, "It gets me out of the house", how=BANK),
        ),
        decided=5,
    ),
    Opening(
        (-10, 18, 28, 35),
        (
            Wish(4, "Singing lessons", 90, "I sing all day anyway", S.SUBMITTED),
            Wish(5, "A tent", 65, "My mentor and I want to go camping", S.CHECKING),
            Wish(6, "Swimming for a month", 40, "I want to learn properly", S.MORE_INFO),
        ),
    ),
)
REASONS = {
    YES: "We can see what it would do for you. You said it clearly.",
    PART: "We like it. There was not enough for all of it.",
    NO: "We had many who asked, and could not say yes to all. It was a good idea.",
    DEFERRED: "We like the idea. We do not know yet what it costs in all.",
}
NEXT = {
    YES: "Say yes, and choose how you would like to have it.",
    PART: "Say yes to this part. Your worker can help you to look for the rest.",
    NO: "Ask again in the next round. Your worker can tell you who else might help.",
    DEFERRED: "Find the price with your worker, and ask again in the next round.",
}
SAID = (
    (5, "It would be used every day"),
    (4, "A good idea, and not too dear"),
    (3, "I would like to know more"),
    (4, "I would have asked for this too"),
)


def fill(council: Council) -> None:
    """Open both programmes, then run their rounds."""
    askers, young_panel = _with_accounts(council)
    with clock.standing_at(council.ago(days=200)):
        for person in young_panel:
            people.grant_role(person, Role.PANEL_MEMBER, by=SYSTEM)
    members = [*council.panel_members, *young_panel]
    what = "A start in work, in study or in a home of your own."
    first = _programme(council, council.foundation_fund, "Fresh start grants", what, 300, OFFER)
    what = "Something you have not done before, and want to."
    second = _programme(council, council.council_fund, "Try something new", what, 100, CULTURE)
    for programme, openings in ((first, FRESH_START), (second, TRY_SOMETHING)):
        for opening in openings:
            _run(council, programme, opening, members, askers)
    _drafts(council, askers, first, second)


def _with_accounts(council: Council) -> tuple[list[Person], list[Person]]:
    """Those who ask, and the two who sit on panels instead."""
    adults = [one.person for one in council.young_people if one.person and one.age >= 18]
    others = [one.person for one in council.young_people if one.person]
    return [one for one in others if one not in adults[:2]], adults[:2]


def _programme(
    council: Council, fund: Fund | None, name: str, purpose: str, most: int, serves: str
) -> Programme:
    """A programme that serves an action of the strategy."""
    assert fund is not None, "the seed of funds comes first"  # noqa: S101
    with clock.standing_at(council.ago(days=195)):
        by = council.coordinators[0]
        action = council.actions.get(serves)
        made = operations.open_programme(
            name, purpose, fund, Pence(most * 100), by=by, action=action
        )
    return made


def _run(
    council: Council,
    programme: Programme,
    opening: Opening,
    members: list[Person],
    askers: list[Person],
) -> None:
    opens, closes, panel_on, tell_by = (council.today + timedelta(days=n) for n in opening.days)
    with clock.standing_at(opens - timedelta(days=14)):
        by = council.coordinators[0]
        round_ = operations.open_round(programme, opens, closes, panel_on, tell_by, by=by)
        for member in members:
            panel.name_panel_member(round_, member, by=by)
    for number, wish in enumerate(opening.wishes):
        asker = askers[wish.of]
        with clock.standing_at(opens + timedelta(days=min(3 + 2 * number, -opening.days[0]))):
            made = operations.submit_application(_answers(wish), programme, by=asker)
        _check(council, made, wish, asker)
        if made.state is S.WITH_PANEL:
            _before_panel(council, made, wish, opening, asker)


def _answers(wish: Wish) -> dict[str, object]:
    return {
        "what": wish.what,
        "pence": wish.pounds * 100,
        "seen": wish.seen or "A shop in town",
        "difference": wish.difference,
        "when": ("soon", "month", "quarter", "later")[wish.of % 4],
        "asked": "yes" if wish.of % 3 == 0 else "no",
        "asked_words": "My worker. There is no other money for it" if wish.of % 3 == 0 else None,
        "how": wish.how.value,
        "backer": "My worker" if wish.of % 2 else None,
    }


def _check(council: Council, made: Application, wish: Wish, asker: Person) -> None:
    """The office looks at it, asks some of them for more, and takes out what tells who asks."""
    by = council.coordinators[0]
    if wish.state is S.SUBMITTED:
        return
    with clock.standing_at(min(made.submitted_on + timedelta(days=4), council.ago(days=1))):
        operations.start_checking(made, by=by)
        if wish.state is S.MORE_INFO or wish.of == 2:
            operations.ask_more(made, "Where could you get it, and what does it cost there?", by=by)
        if wish.state in (S.CHECKING, S.MORE_INFO):
            return
        if wish.of == 2:
            operations.answer_more(made, "I looked again. The price is right", by=asker)
        words = {name: made.answers.get(name) for name in pack.OWN_WORDS}
        operations.mark_ready(made, words, by=by)
        if wish.state is not S.READY_FOR_PANEL:
            operations.send_to_panel(made, by=by)


def _before_panel(
    council: Council, made: Application, wish: Wish, opening: Opening, asker: Person
) -> None:
    """The panel scores, decides and tells, as far as it has come."""
    day = council.ago(days=opening.decided + 2 if opening.decided else 2)
    with clock.standing_at(day):
        if wish.state is S.WITHDRAWN:
            return operations.withdraw(made, by=asker)
        _score(made, few=wish.state is S.WITH_PANEL and wish.of > 0)
    if wish.state is S.WITH_PANEL:
        return None
    outcome = wish.outcome if wish.state is S.TOLD else Outcome(wish.state.value.split("_")[-1])
    with clock.standing_at(council.ago(days=opening.decided)):
        pence = Pence(made.asked_pence * 3 // 5) if outcome is PART else None
        said = (outcome, REASONS[outcome], NEXT[outcome])
        panel.decide(made, *said, by=council.coordinators[1], pence=pence)
    if wish.state is S.TOLD:
        with clock.standing_at(council.ago(days=opening.decided - 2)):
            operations.tell(made, by=council.coordinators[0])
    return None


def _score(made: Application, *, few: bool) -> None:
    """Each reader's score; where the pack has just come, only the first have read it."""
    readers = [one.person for one in made.round.panel if one.person_id in made.panel_reader_ids]
    if few:
        panel.declare_conflict(made, by=readers.pop())
        readers = readers[:1]
    for number, reader in enumerate(readers):
        points, why = SAID[(number + made.id) % len(SAID)]
        panel.score(made, points, why, by=reader)


def _drafts(council: Council, askers: list[Person], first: Programme, second: Programme) -> None:
    """Two who have begun to write: one for a round that is open, one for a round to come."""
    begun = {"what": "A bus pass for the summer", "pence": 4500}
    with clock.standing_at(council.ago(days=2)):
        drafts.keep(begun, by=askers[7], journey=operations.JOURNEY, about=second.reference)
        later = {"what": "A suitcase for moving out"}
        drafts.keep(later, by=askers[5], journey=operations.JOURNEY, about=first.reference)
