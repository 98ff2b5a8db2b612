"""Who of a panel reads what somebody asks for: nobody who knows them, and not for ever."""

from functools import partial
from itertools import pairwise

import pytest
import sqlalchemy as sa

from nolimits.grants import operations as grants
from nolimits.grants.models import PACK_OPEN, ApplicationState
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.matching.models import Match, MatchState
from nolimits.panel import operations
from nolimits.panel.models import Outcome
from nolimits.panel.queries import pack_for, panels_of
from nolimits.people import operations as people
from nolimits.safeguarding import operations as safeguarding
from nolimits.safeguarding.kinds import ConcernState
from nolimits.safeguarding.models import ContactStop
from nolimits.volunteers.models import NEUTRAL
from nolimits.volunteers.operations import put_on_hold
from nolimits.volunteers.queries import volunteer_of
from nolimits.young_people import ties
from nolimits.young_people.models import Tie
from tests.factories.grants import (
    ApplicationFactory,
    RoundFactory,
    decided,
    on_panel,
    scored,
)
from tests.factories.matching import STEPS, MatchFactory
from tests.factories.people import coordinator, panel_member, safeguarding_lead
from tests.factories.safeguarding import ConcernFactory
from tests.factories.volunteers import VolunteerFactory

S = ApplicationState
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def before_panel():
    """An application that the panel can read."""
    return ApplicationFactory(state=S.WITH_PANEL)


def members(application):
    """The panel, adults first."""
    return [one.person for one in sorted(application.round.panel, key=lambda one: one.young)]


def test_who_is_known_to_know_them_need_not_say_so(before_panel):
    one, two, *_ = members(before_panel)
    young_person = before_panel.young_person
    ties.add_tie(young_person, one, Tie.RELATED, by=young_person.worker)

    assert one.id not in before_panel.panel_reader_ids
    assert two.id in before_panel.panel_reader_ids


def test_whoever_was_ever_asked_to_be_their_mentor_neither_reads_it_nor_do_those_behind_them():
    """Whatever the match came to, and when: someone declined knows them as well."""
    match = MatchFactory(state=MatchState.PROPOSED)
    behind = match.volunteer.supports[0].mentor
    round_ = RoundFactory()
    for one in (match.volunteer.person, behind):
        people.grant_role(one, Role.PANEL_MEMBER, by=SYSTEM)
        on_panel(round_, one)
    made = ApplicationFactory(round=round_, young_person=match.young_person, state=S.WITH_PANEL)
    know, reached = {match.volunteer.person_id, behind.id}, {match.state}
    assert not know & made.panel_reader_ids

    for step in STEPS[1:]:
        step(match, coordinator(), coordinator())
        reached.add(match.state)
        assert not know & made.panel_reader_ids, match.state
    for state in set(MatchState) - reached - {MatchState.SUGGESTED}:
        over = {"state": state, "young_person_told_on": match.suggested_on}
        db.session.execute(sa.update(Match).values(**over))
        db.session.expire_all()
        assert not know & made.panel_reader_ids, state
        assert not know & round_.closed_to_ids, "they never had it: the rest is theirs to read"
    db.session.commit()
    with pytest.raises(NotVisible):
        operations.score(made, 5, "I know how much they would like it", by=behind)


def seen(round_, member, events):
    """What a panel member finds in the pack after each of some events, and at the start."""
    shown = [set()]
    for event in events:
        event()
        shown.append({page.application.id for page in pack_for(round_, member).pages})
    return shown


def round_with(member):
    """A round with somebody on its panel too, and how each of two packs is sent."""
    round_ = RoundFactory()
    on_panel(round_, member)
    made = [ApplicationFactory(round=round_, state=S.READY_FOR_PANEL) for _ in range(2)]
    sent = [partial(grants.send_to_panel, one, by=coordinator()) for one in made]
    return round_, made, sent


@pytest.mark.parametrize("place", range(3))
def test_who_learns_who_asks_never_sees_by_one_row_that_is_gone_which_it_was(place):
    """A tie is named before the packs, between them and after; each is scored as it comes."""
    member = panel_member()
    round_, made, events = round_with(member)
    young_person = made[0].young_person
    events = [
        partial(run, sent, partial(score, one, member))
        for one, sent in zip(made, events, strict=True)
    ]
    tie = partial(ties.add_tie, young_person, member, Tie.RELATED, by=young_person.worker)
    events.insert(place, tie)

    shown = seen(round_, member, events)

    assert all(after >= before or not after for before, after in pairwise(shown)), shown
    assert len(shown[-1]) == (1 if place == 0 else 0), "who knew before is spared that one alone"
    votes = [member.id in {given.person_id for given in one.counted_scores} for one in made]
    assert votes == [False, place != 1], "what they said of somebody else stays said"
    assert pack_for(round_, member).kept == []


def run(*steps):
    for step in steps:
        step()


def score(application, member):
    if member.id in application.panel_reader_ids:
        operations.score(application, 4, "It would be used each day", by=member)


def worried_about(person):
    ConcernFactory(adult=person, state=ConcernState.TRIAGED)


def take_a_break(person):
    put_on_hold(volunteer_of(person.id), NEUTRAL, by=coordinator())


@pytest.mark.parametrize("place", range(3))
def test_a_pack_looks_alike_after_an_allegation_and_after_a_break(place):
    """R-SAF-4. Whoever takes no breaks, as they do not volunteer, keeps what they had."""
    found = []
    for stop, volunteers in ((worried_about, True), (take_a_break, True), (worried_about, False)):
        member = panel_member()
        if volunteers:
            VolunteerFactory(person=member)
        round_, made, events = round_with(member)
        events.insert(place, partial(stop, member))
        events.insert(place, partial(score, made[0], member))
        shown = seen(round_, member, events)
        found.append([[one.id in row for one in made] for row in shown])
        votes = [given.person_id for given in made[0].counted_scores]
        assert votes == ([member.id] if place else [])

    told, paused, neither = found
    assert told == paused
    assert told[-1] == [False, False]
    assert neither[-1] == [place > 0, place > 1]


def test_who_is_to_meet_no_young_person_reads_of_none_and_the_panel_can_be_too_small():
    made = ApplicationFactory(state=S.READY_FOR_PANEL)
    adults = [one for one in members(made) if Role.YOUNG_PERSON not in one.roles]
    for one in adults[:2]:
        ConcernFactory(adult=one, state=ConcernState.TRIAGED)

    with pytest.raises(Refused, match="needs 3 people who can read this"):
        grants.send_to_panel(made, by=coordinator())

    stop = ContactStop.query.filter_by(person_id=adults[0].id).one()
    safeguarding.free_contact(stop.concern, adults[0], by=safeguarding_lead())
    grants.send_to_panel(made, by=coordinator())
    assert adults[1].id not in made.panel_reader_ids
    assert [(one.to_read, one.round) for one in panels_of(adults[1])] == [(0, made.round)]
    with pytest.raises(NotVisible):
        operations.score(made, 5, "Yes", by=adults[1])


def test_who_said_that_they_know_somebody_reads_nothing_else_that_these_ask_for(before_panel):
    one, two, *_ = members(before_panel)
    operations.declare_conflict(before_panel, by=one)

    later = RoundFactory()
    for member in (one, two):
        on_panel(later, member)
    again = ApplicationFactory(
        round=later, young_person=before_panel.young_person, state=S.WITH_PANEL
    )

    assert one.id not in again.panel_reader_ids
    assert two.id in again.panel_reader_ids


def test_weeks_after_somebody_was_told_their_words_are_closed_and_ones_own_score_stays(
    before_panel, held_clock
):
    one, *_ = members(before_panel)
    scored(before_panel)
    decided(before_panel, Outcome.YES, by=coordinator())
    grants.tell(before_panel, by=coordinator())
    held_clock.move_on(days=PACK_OPEN.days)
    assert [page.application for page in pack_for(before_panel.round, one).pages] == [before_panel]

    held_clock.move_on(days=1)

    assert before_panel.panel_reader_ids == set()
    assert not before_panel.is_read_by(one.id)
    pack = pack_for(before_panel.round, one)
    assert pack.pages == []
    assert [own.person_id for own in pack.kept] == [one.id]
    assert len(before_panel.counted_scores) == 4


def test_their_own_worker_is_no_reader():
    round_ = RoundFactory()
    made = ApplicationFactory(round=round_, state=S.WITH_PANEL)
    worker = made.young_person.worker
    people.grant_role(worker, Role.PANEL_MEMBER, by=SYSTEM)
    operations.name_panel_member(round_, worker, by=coordinator())

    assert worker.id in round_.panel_reader_ids
    assert worker.id not in made.panel_reader_ids
