"""A match goes on only while everything is in order, and with everybody's yes."""

from datetime import timedelta

import pytest

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.matching import operations, queries
from nolimits.matching.models import ASKING, EndReason, Event, MatchState, Whose
from nolimits.people import operations as people
from nolimits.volunteers import operations as volunteers
from nolimits.young_people import operations as young_people
from nolimits.young_people import ties
from nolimits.young_people.models import ConsentGiver, ConsentScope, Tie, YoungPersonState
from tests.factories.matching import MatchFactory, ready_volunteer, refused
from tests.factories.people import coordinator, safeguarding_lead, staff
from tests.factories.volunteers import VolunteerFactory
from tests.factories.young_people import AreaFactory, YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")
M = MatchState
FORWARD = (
    M.SUGGESTED,
    M.PROPOSED,
    M.VOLUNTEER_AGREED,
    M.YOUNG_PERSON_AGREED,
    M.CHECKS_CONFIRMED,
    M.INTRODUCTION_ARRANGED,
    M.TRIAL,
)


def not_taken(step):
    """A step is refused, or is nobody's to take any more."""
    with pytest.raises((Refused, NotVisible)):
        step()


def next_step(match):
    """What would be done next, by who would do it."""
    by, second = coordinator(), safeguarding_lead()
    return {
        M.SUGGESTED: lambda: operations.propose(match, by=by),
        M.PROPOSED: lambda: operations.volunteer_agree(match, by=match.volunteer.person),
        M.VOLUNTEER_AGREED: lambda: operations.young_person_agree(
            match, by=match.young_person.person
        ),
        M.YOUNG_PERSON_AGREED: lambda: operations.confirm_checks(match, by=second),
        M.CHECKS_CONFIRMED: lambda: operations.arrange_introduction(match, clock.today(), by=by),
        M.INTRODUCTION_ARRANGED: lambda: operations.start_trial(match, by=by),
        M.TRIAL: lambda: operations.start(match, by=by),
    }[match.state]


def test_nobody_tries_out_a_match_before_the_first_meeting(held_clock):
    match = MatchFactory(state=M.CHECKS_CONFIRMED)
    by = coordinator()
    operations.arrange_introduction(match, clock.today() + timedelta(days=3), by=by)

    said = refused(lambda: operations.start_trial(match, by=by))
    assert said == "They meet for the first time on 23 November 2026"

    held_clock.move_on(days=3)
    operations.start_trial(match, by=by)
    assert match.state is M.TRIAL


def test_a_match_goes_from_an_idea_to_meeting():
    match = MatchFactory(state=M.ACTIVE)

    events = [entry.event for entry in reversed(audit.timeline(match))]
    assert [one for one in events if one != Event.YES_RECORDED] == [
        Event.SUGGESTED,
        Event.PROPOSED,
        Event.VOLUNTEER_AGREED,
        Event.YOUNG_PERSON_AGREED,
        Event.CHECKS_CONFIRMED,
        Event.INTRODUCTION_ARRANGED,
        Event.TRIAL_STARTED,
        Event.STARTED,
    ]
    assert {one.whose for one in match.yeses} == set(Whose)
    assert match.young_person.state is YoungPersonState.MATCHED


def test_a_pair_is_kept_with_its_score_and_reasons():
    match = MatchFactory(state=M.SUGGESTED)

    assert match.score == 2 * 12 + 2 * 4 + 25
    assert match.reasons_for[0] == "Both like cooking and music"
    assert match.reasons_against == []


def test_nobody_is_put_forward_before_every_gate_is_passed():
    dana = ready_volunteer(name="Dana Pretend", without="dbs")

    with pytest.raises(Refused, match=r"Dana Pretend still needs .*DBS"):
        operations.suggest(dana, YoungPersonFactory(area=dana.area), by=coordinator())


def test_nobody_is_put_forward_for_somebody_whom_they_work_with():
    volunteer = ready_volunteer()
    young_person = YoungPersonFactory(area=volunteer.area)
    ties.add_tie(young_person, volunteer.person, Tie.WORKS_WITH, by=young_person.worker)

    with pytest.raises(Refused, match="must not be matched"):
        operations.suggest(volunteer, young_person, by=coordinator())


def test_nobody_is_put_forward_who_lives_too_far_away_or_is_never_free():
    volunteer = ready_volunteer()
    far = YoungPersonFactory(area=AreaFactory(easting=volunteer.area.easting + 25_001))
    busy = YoungPersonFactory(area=volunteer.area, availability=["friday afternoon"])

    for young_person, why in ((far, "too far apart"), (busy, "never free at the same time")):
        with pytest.raises(Refused, match=why):
            operations.suggest(volunteer, young_person, by=coordinator())


def test_nobody_is_put_forward_for_somebody_who_does_not_wait():
    young_person = YoungPersonFactory(state=YoungPersonState.PREFERENCES_TAKEN)

    with pytest.raises(Refused, match="not waiting"):
        operations.suggest(ready_volunteer(), young_person, by=coordinator())


def test_only_a_coordinator_puts_people_together():
    with pytest.raises(NotVisible):
        operations.suggest(ready_volunteer(), YoungPersonFactory(), by=staff())


def test_two_are_put_together_once():
    match = MatchFactory(state=M.SUGGESTED)

    with pytest.raises(Refused, match="put together already"):
        operations.suggest(match.volunteer, match.young_person, by=coordinator())


def test_a_volunteer_is_asked_about_no_more_than_they_offered():
    match = MatchFactory(state=M.PROPOSED)
    other = MatchFactory(volunteer=match.volunteer, state=M.SUGGESTED)

    with pytest.raises(Refused, match="no room for another match"):
        operations.propose(other, by=coordinator())


@pytest.mark.parametrize("state", FORWARD)
def test_no_step_is_taken_once_a_gate_lapsed(state):
    match = MatchFactory(state=state)
    by = coordinator()
    if state is M.YOUNG_PERSON_AGREED:
        for whose in (Whose.WORKER, Whose.CARER):
            operations.record_yes(match, whose, by=by)
    step = next_step(match)
    volunteers.put_on_hold(match.volunteer, "A break", by=by)

    not_taken(step)

    assert match.state is (M.RELEASED if state in ASKING else M.ON_HOLD)


@pytest.mark.parametrize("state", FORWARD)
def test_no_step_is_taken_once_a_consent_is_withdrawn(state):
    match = MatchFactory(state=state)
    step = next_step(match)
    young_people.withdraw_consent(
        match.young_person,
        ConsentScope.MATCHING,
        ConsentGiver.YOUNG_PERSON,
        by=match.young_person.person,
    )

    not_taken(step)

    assert match.state is (M.RELEASED if state in ASKING else M.ON_HOLD)


def test_the_volunteer_is_not_told_what_is_missing_about_whom(held_clock):
    match = MatchFactory(state=M.PROPOSED, young_person=YoungPersonFactory(age=24, account=True))
    held_clock.move_on(days=365)

    said = refused(lambda: operations.volunteer_agree(match, by=match.volunteer.person))

    assert said == "Something has to be sorted out first. We will tell you when you can answer"


def test_nobody_answers_for_another():
    match = MatchFactory(state=M.VOLUNTEER_AGREED)

    for somebody in (coordinator(), match.volunteer.person, staff()):
        with pytest.raises(NotVisible):
            operations.young_person_agree(match, by=somebody)


def test_a_worker_answers_only_for_somebody_without_an_account():
    volunteer = ready_volunteer()
    alone = YoungPersonFactory(area=volunteer.area)
    match = MatchFactory(volunteer=volunteer, young_person=alone, state=M.VOLUNTEER_AGREED)
    operations.young_person_agree(match, by=alone.worker)
    assert match.state is M.YOUNG_PERSON_AGREED

    other = MatchFactory(state=M.VOLUNTEER_AGREED)
    with pytest.raises(Refused, match="answer there"):
        operations.young_person_agree(other, by=other.young_person.worker)


def test_choosing_one_lets_the_others_go():
    first = ready_volunteer()
    young_person = YoungPersonFactory(account=True, area=first.area)
    chosen = MatchFactory(volunteer=first, young_person=young_person, state=M.VOLUNTEER_AGREED)
    other = MatchFactory(young_person=young_person, state=M.PROPOSED)

    operations.young_person_agree(chosen, by=young_person.person)

    assert (other.state, other.end_reason) == (M.RELEASED, EndReason.ANOTHER_CHOSEN)
    assert chosen.taken_up_on == clock.today()


def test_a_no_of_the_young_person_keeps_no_reason_and_they_wait_again():
    match = MatchFactory(state=M.CHECKS_CONFIRMED)

    operations.young_person_decline(match, by=match.young_person.person)

    entry = next(one for one in audit.timeline(match) if one.event == Event.DECLINED)
    assert entry.reason is None
    assert match.state is M.DECLINED_BY_YOUNG_PERSON
    assert match.young_person.state is YoungPersonState.READY_TO_MATCH


def test_whoever_never_met_anybody_has_waited_since_they_were_ready(held_clock):
    match = MatchFactory(state=M.CHECKS_CONFIRMED)
    ready_on = match.young_person.ready_on
    held_clock.move_on(days=20)

    operations.young_person_decline(match, by=match.young_person.person)

    assert match.young_person.ready_on == ready_on


def test_a_no_of_the_volunteer_frees_the_young_person():
    match = MatchFactory(state=M.YOUNG_PERSON_AGREED)

    operations.volunteer_decline(match, by=match.volunteer.person)

    assert match.young_person.state is YoungPersonState.READY_TO_MATCH


def test_four_have_said_yes_before_anybody_meets_r_mat_1():
    match = MatchFactory(state=M.YOUNG_PERSON_AGREED)
    operations.record_yes(match, Whose.WORKER, by=match.young_person.worker)

    with pytest.raises(Refused, match="no yes yet from the carer"):
        operations.confirm_checks(match, by=safeguarding_lead())


def test_nobody_confirms_what_they_proposed():
    by = people.add_person(
        "Two Hats", "hats@council.example", {Role.COORDINATOR, Role.SAFEGUARDING_LEAD}, by=SYSTEM
    )
    match = MatchFactory(state=M.YOUNG_PERSON_AGREED, by=by)
    for whose in (Whose.WORKER, Whose.CARER):
        operations.record_yes(match, whose, by=by)

    with pytest.raises(Refused, match="somebody else must confirm"):
        operations.confirm_checks(match, by=by)


def test_a_yes_is_written_down_once_and_only_for_worker_and_carer():
    match = MatchFactory(state=M.VOLUNTEER_AGREED)
    worker = match.young_person.worker
    operations.record_yes(match, Whose.CARER, by=worker)

    with pytest.raises(Refused, match="written down already"):
        operations.record_yes(match, Whose.CARER, by=worker)
    with pytest.raises(Refused, match="themselves"):
        operations.record_yes(match, Whose.YOUNG_PERSON, by=worker)


def test_the_pool_leaves_out_whoever_is_being_asked():
    volunteer = ready_volunteer()
    waiting = YoungPersonFactory(area=volunteer.area)
    asked = MatchFactory(state=M.PROPOSED)
    VolunteerFactory()

    pool = queries.pool()

    [proposal] = pool.plan.proposals
    assert proposal.pair.seeker.reference == waiting.reference
    assert proposal.pair.giver.reference == volunteer.reference
    assert asked.young_person.reference not in pool.young_people
    assert pool.can_be_asked == 1
