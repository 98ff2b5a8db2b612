"""The invented council's young people: eighteen, by code, on every part of the way to a mentor."""

from dataclasses import dataclass
from datetime import date

from nolimits.kernel import clock
from nolimits.people.models import SLOTS, Area, Interest, Person
from nolimits.seed import Council
from nolimits.young_people import accounts, operations, queries, ties
from nolimits.young_people.models import CareBasis, ConsentGiver, ConsentScope, Tie, YoungPerson
from nolimits.young_people.models import YoungPersonState as S

GIVEN = (
    "Aspen Briar Cricket Dune Ember Fable Gale Heron Indigo Juniper Kestrel Lark Marlow Nimbus "
    "Onyx Piper Quill Rowan"
).split()
FAMILY = "Notaname Madeup Invented Pretend Makebelieve Storybook".split()
CALLED = "Ash Bee Comet Dot Echo Fox Jazz Moss Rook Sky".split()
WANTS = (
    "Somebody who does what they say.",
    "I want to get better at cooking, and to get out of the house.",
    "Someone to talk to about college.",
    "I like going places. I do not like being asked lots of questions.",
    "Somebody who is funny.",
    "Help with a first job.",
    "To try things I have not tried before.",
)
CARE_ORDER, ACCOMMODATED = CareBasis.CARE_ORDER, CareBasis.ACCOMMODATED


@dataclass(frozen=True)
class Story:
    """One young person: how old, how long ago referred, on what basis cared for, how far come."""

    age: int
    referred: int  # days ago
    basis: CareBasis
    state: S = S.READY_TO_MATCH
    account: bool = False


STORIES = (
    Story(15, 330, CARE_ORDER, account=True),
    Story(17, 398, ACCOMMODATED, account=True),
    Story(13, 391, CARE_ORDER),
    Story(16, 296, CARE_ORDER, account=True),
    Story(18, 384, CARE_ORDER, account=True),
    Story(14, 372, ACCOMMODATED, account=True),
    Story(20, 366, CARE_ORDER, account=True),
    Story(12, 228, CareBasis.SPECIAL_GUARDIANSHIP),
    Story(17, 205, CARE_ORDER, account=True),
    Story(15, 180, CARE_ORDER, account=True),
    Story(16, 160, ACCOMMODATED, account=True),
    Story(11, 131, CARE_ORDER),
    Story(14, 96, CARE_ORDER),
    Story(19, 75, CARE_ORDER, S.PREFERENCES_TAKEN, account=True),
    Story(15, 30, ACCOMMODATED, S.CONSENT_SOUGHT),
    Story(13, 6, CARE_ORDER, S.REFERRED),
    Story(16, 260, CARE_ORDER, S.PAUSED),
    Story(21, 402, CARE_ORDER, S.ENDED),
)


def fill(council: Council) -> None:
    """Refer them over the last year, and take each as far as their story goes."""
    for number, story in enumerate(STORIES):
        worker = council.workers[number % len(council.workers)]
        with clock.standing_at(council.ago(days=story.referred)):
            young_person = _refer(council, number, story, worker)
        council.young_people.append(young_person)
        if story.state is not S.REFERRED:
            _go_on(council, number, story, young_person)
    _last_touches(council)


def _refer(council: Council, number: int, story: Story, worker: Person) -> YoungPerson:
    dice = council.dice
    born = council.today.replace(day=1, year=council.today.year - story.age)
    area: Area = council.areas[number % len(council.areas)]
    young_person = operations.refer(
        GIVEN[number],
        FAMILY[number % len(FAMILY)],
        date.fromordinal(born.toordinal() - dice.randrange(70, 300)),
        area,
        story.basis,
        by=council.coordinators[0] if number % 3 == 0 else worker,
        worker=worker,
        cared_for_since=council.ago(days=story.referred + dice.randrange(200, 1500)),
    )
    if young_person.worker_accepted_on is None:
        operations.accept_worker(young_person, by=council.coordinators[0])
    return young_person


def _go_on(council: Council, number: int, story: Story, young_person: YoungPerson) -> None:
    worker, dice = young_person.worker, council.dice
    with clock.standing_at(council.ago(days=story.referred - 3)):
        operations.seek_consent(young_person, by=worker)
        if story.account:
            called = CALLED[sum(one.account for one in STORIES[:number])]
            email = f"{called.lower()}@young.example"
            accounts.give_account(young_person, called, email, by=worker)
    by = young_person.person or worker
    with clock.standing_at(council.ago(days=story.referred - 10)):
        _consent(young_person, half=story.state is S.CONSENT_SOUGHT)
    if story.state is S.CONSENT_SOUGHT:
        return
    with clock.standing_at(council.ago(days=story.referred - 16)):
        interests = dice.sample([one.value for one in Interest], 4)
        free = [*dice.sample(SLOTS[1::3] + SLOTS[2::3], 4), "saturday morning"]
        wants = WANTS[number % len(WANTS)]
        operations.take_preferences(young_person, interests, free, wants, by=by)
    if story.state is not S.PREFERENCES_TAKEN:
        with clock.standing_at(council.ago(days=story.referred - 18)):
            operations.mark_ready(young_person, by=worker)


def _consent(young_person: YoungPerson, *, half: bool) -> None:
    """Each yes that the law asks for; in the middle of asking, only the first of them."""
    missing = queries.missing_consents(young_person, on=clock.today())
    for scope, giver in missing[:1] if half else missing:
        own = giver.value == "young_person" and young_person.person
        operations.give_consent(young_person, scope, giver, by=own or young_person.worker)
    if not half and young_person.person:
        scope, giver = ConsentScope.SHARING_PROFILE, ConsentGiver.YOUNG_PERSON
        operations.give_consent(young_person, scope, giver, by=young_person.person)


def ready_young_person(council: Council, on: date) -> YoungPerson:
    """One more young person, who waits for a mentor from a day on; free at every time."""
    worker, area = council.workers[0], council.areas[0]
    with clock.standing_at(on):
        born = on.replace(day=1, year=on.year - 15)
        young_person = operations.refer("Invented", "Notaname", born, area, CARE_ORDER, by=worker)
        operations.accept_worker(young_person, by=council.coordinators[0])
        operations.seek_consent(young_person, by=worker)
        _consent(young_person, half=False)
        liked = [one.value for one in Interest]
        operations.take_preferences(young_person, liked, SLOTS, None, by=worker)
        operations.mark_ready(young_person, by=worker)
    return young_person


def _last_touches(council: Council) -> None:
    """A pause, an end, and two adults who must not be anybody's mentor."""
    paused, ended = council.young_people[16:18]
    with clock.standing_at(council.ago(days=80)):
        operations.pause(paused, by=paused.worker)
    with clock.standing_at(council.ago(days=60)):
        operations.end(ended, by=ended.worker)
    with clock.standing_at(council.ago(days=90)):
        for number, tie in ((0, Tie.RELATED), (12, Tie.NOT_THIS_PERSON)):
            young_person = council.young_people[number]
            adult = council.staff[-1 - number]
            ties.add_tie(young_person, adult, tie, by=young_person.worker)
