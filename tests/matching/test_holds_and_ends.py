"""What holds a match, what lets it go on, and how it ends."""

from datetime import timedelta

import pytest

from nolimits.activities.models import OfferState
from nolimits.checks.models import Suitability
from nolimits.kernel import audit, clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.errors import Refused
from nolimits.matching import operations, own, stopping
from nolimits.matching.models import EndReason, MatchState
from nolimits.people import operations as people
from nolimits.people.models import SuspensionReason
from nolimits.volunteers import operations as volunteers
from nolimits.volunteers.models import NEUTRAL
from nolimits.volunteers.readiness import Gate
from nolimits.young_people import operations as young_people
from nolimits.young_people import ties
from nolimits.young_people.models import ConsentGiver, ConsentScope, Tie, YoungPersonState
from tests.factories.activities import OfferFactory
from tests.factories.checks import interview
from tests.factories.matching import MatchFactory
from tests.factories.people import administrator, coordinator, staff
from tests.factories.training import ProgrammeFactory

pytestmark = pytest.mark.usefixtures("app")
M = MatchState


def test_a_lapsed_gate_holds_the_match_in_the_same_moment(mail_to):
    match = MatchFactory(state=M.ACTIVE)

    volunteers.notice_lapse(match.volunteer, Gate.DBS, clock.today(), by=SYSTEM)

    assert match.state is M.ON_HOLD
    assert match.mentor_person_id is None
    [message] = [one for one in mail_to(match.volunteer.person) if "on hold" in one.subject]
    assert "DBS" not in message.body


def test_each_night_who_misses_a_gate_that_nothing_told_of_meets_nobody_and_reads_it_once(mail_to):
    meet, asked = MatchFactory(state=M.ACTIVE), MatchFactory(state=M.PROPOSED)
    assert stopping._stop_unready() == 0
    ProgrammeFactory(name="Asked from now on", for_readiness=True)
    told = len(mail_to(meet.volunteer.person))

    assert [stopping._stop_unready(), stopping._stop_unready()] == [2, 0]

    assert (meet.state, asked.state) == (M.ON_HOLD, M.RELEASED)
    [letter] = mail_to(meet.volunteer.person)[told:]
    assert letter.template == "match_on_hold"
    assert "Asked from now on" not in letter.body
    assert audit.timeline(meet)[0].reason == NEUTRAL


def test_whom_two_people_find_not_suitable_meets_nobody_from_that_moment():
    match, offer = MatchFactory(state=M.ACTIVE), OfferFactory()
    for person in (match.volunteer.person, offer.person):
        interview(person, coordinator(), coordinator(), outcome=Suitability.NOT_SUITABLE)

    assert (match.state, offer.state) == (M.ON_HOLD, OfferState.CANCELLED)


def test_a_lapse_and_its_hold_happen_together_or_not_at_all(monkeypatch):
    match = MatchFactory(state=M.ACTIVE)

    def fails(*args, **kwargs):
        raise RuntimeError("the mail could not be written")

    monkeypatch.setattr(operations.mail, "queue", fails)
    with pytest.raises(RuntimeError):
        volunteers.notice_lapse(match.volunteer, Gate.DBS, clock.today(), by=SYSTEM)

    assert match.state is M.ACTIVE
    assert "gate_lapsed" not in [one.event for one in audit.timeline(match.volunteer)]


def test_a_new_tie_or_a_withdrawn_consent_holds_the_match():
    for change in (
        lambda one: ties.add_tie(
            one.young_person, one.volunteer.person, Tie.RELATED, by=one.young_person.worker
        ),
        lambda one: young_people.withdraw_consent(
            one.young_person,
            ConsentScope.TAKING_PART,
            ConsentGiver.COUNCIL,
            by=one.young_person.worker,
        ),
    ):
        match = MatchFactory(state=M.TRIAL)
        change(match)
        assert match.state is M.ON_HOLD


@pytest.mark.parametrize("state", [M.SUGGESTED, M.PROPOSED, M.VOLUNTEER_AGREED])
@pytest.mark.parametrize(
    "changed",
    [
        lambda match, by: ties.add_tie(
            match.young_person, match.volunteer.person, Tie.NOT_THIS_PERSON, by=by
        ),
        lambda match, by: young_people.withdraw_consent(
            match.young_person, ConsentScope.MATCHING, ConsentGiver.COUNCIL, by=by
        ),
        lambda match, by: young_people.pause(match.young_person, by=by),
        lambda match, by: young_people.end(match.young_person, by=by),
        lambda match, by: volunteers.put_on_hold(match.volunteer, "A break", by=by),
    ],
)
def test_who_must_not_be_their_mentor_reads_nothing_of_them_from_that_moment(
    state, changed, sign_in, mail_to
):
    match = MatchFactory(state=state)

    changed(match, coordinator())

    assert (match.state, match.end_reason) == (M.RELEASED, EndReason.LET_GO)
    asked = state is not M.SUGGESTED
    told = [one for one in mail_to(match.volunteer.person) if "is settled" in one.subject]
    assert len(told) == asked
    visitor = sign_in(match.volunteer.person)
    assert visitor.visit(f"/my-matches/{match.reference}").status == 404


def test_a_tie_to_somebody_else_leaves_a_match_alone():
    match = MatchFactory(state=M.VOLUNTEER_AGREED)

    ties.add_tie(match.young_person, staff(), Tie.RELATED, by=coordinator())

    assert match.state is M.VOLUNTEER_AGREED


def test_a_worker_is_told_when_somebody_wants_to_stop(mail_to):
    match = MatchFactory(state=M.ACTIVE)

    operations.stop_as_young_person(match, by=match.young_person.person)

    [message] = [one for one in mail_to(match.young_person.worker) if "ending" in one.subject]
    assert match.reference in message.body


def test_a_reason_for_a_pause_names_nobody():
    match = MatchFactory(state=M.ACTIVE)
    name = match.young_person.identity.given_name

    with pytest.raises(Refused, match="name out"):
        operations.hold(match, f"{name.upper()}'s wish", by=coordinator())

    assert match.state is M.ACTIVE


@pytest.mark.parametrize(
    "state", [M.CHECKS_CONFIRMED, M.INTRODUCTION_ARRANGED, M.TRIAL, M.ACTIVE, M.ENDING]
)
def test_a_held_match_goes_on_where_it_stood_once_all_is_in_order(state):
    match, by = MatchFactory(state=state), coordinator()
    volunteers.put_on_hold(match.volunteer, "A break", by=by)
    assert match.state is M.ON_HOLD
    with pytest.raises(Refused, match="still needs"):
        operations.resume(match, by=by)

    volunteers.return_from_hold(match.volunteer, by=by)
    operations.resume(match, by=by)

    assert match.state is state


def test_the_young_person_is_told_before_a_match_is_closed_r_end_1():
    match, by = MatchFactory(state=M.ENDING), coordinator()

    with pytest.raises(Refused, match="Tell the young person first"):
        operations.close(match, EndReason.MOVED, clock.today() + timedelta(days=1), by=by)

    operations.close(match, EndReason.MOVED, clock.today(), by=by)
    assert (match.state, match.ended_on) == (M.CLOSED, clock.today())
    assert match.young_person.state is YoungPersonState.READY_TO_MATCH


def test_after_the_end_the_match_is_nobodys_to_see_but_the_schemes():
    match = MatchFactory(state=M.CLOSED)

    assert match.volunteer_person_id is None
    assert match.young_person_person_id is None
    assert match.mentor_person_id is None


def test_names_are_known_only_while_they_meet():
    match = MatchFactory(state=M.CHECKS_CONFIRMED)
    assert match.mentor_person_id is None

    operations.arrange_introduction(match, clock.today(), by=coordinator())

    assert match.mentor_person_id == match.volunteer.person_id


SHUT = {
    "suspended": lambda person, by: people.suspend(person, SuspensionReason.WORRY, by=by),
    "without the role": lambda person, by: people.end_role(person, Role.VOLUNTEER, by=by),
    "gone": lambda person, by: people.leave(person, clock.today(), by=by),
}


@pytest.mark.parametrize("shut", SHUT)
def test_whoever_cannot_sign_in_as_a_volunteer_meets_nobody_from_that_moment(shut, mail_to):
    match = MatchFactory(state=M.TRIAL)
    child, by = match.young_person, administrator()

    SHUT[shut](match.volunteer.person, by)

    assert match.state is M.ON_HOLD
    told = (match.volunteer.person, child.worker, child.person)
    held, worker, young = (mail_to(person)[-1] for person in told)
    assert "do not meet" in held.body
    assert worker.subject == "A match is on hold"
    assert "do not meet" not in worker.body
    assert "new on your page" in young.subject
    assert own.of_volunteer(match.volunteer.person) == []
    with pytest.raises(Refused, match="an open account"):
        operations.resume(match, by=coordinator())


def test_an_account_that_is_open_again_starts_no_match_by_itself():
    match, by = MatchFactory(state=M.ACTIVE), administrator()
    people.suspend(match.volunteer.person, SuspensionReason.LOST_DEVICE, by=by)

    people.bring_back(match.volunteer.person, by=by)
    assert match.state is M.ON_HOLD

    operations.resume(match, by=coordinator())
    assert match.state is M.ACTIVE


def test_a_role_that_ends_beside_it_changes_nothing_for_a_volunteer():
    match = MatchFactory(state=M.ACTIVE)
    people.end_role(match.volunteer.person, Role.STAFF, by=administrator())

    assert match.state is M.ACTIVE
    assert own.of_volunteer(match.volunteer.person) == [match]


@pytest.mark.parametrize("who", ["young_person", "worker"])
def test_whoever_begins_to_end_a_match_the_mentor_reads_the_same_and_no_reason(who, mail_to):
    match = MatchFactory()
    young = match.young_person

    if who == "worker":
        operations.plan_end(match, by=young.worker)
    else:
        operations.stop_as_young_person(match, by=young.person)

    letter = mail_to(match.volunteer.person)[-1]
    assert letter.template == "match_ending_mentor"
    assert young.reference not in letter.body


def test_a_no_of_the_young_person_is_told_to_the_volunteer_who_waits_for_it(mail_to):
    match = MatchFactory(state=M.VOLUNTEER_AGREED)
    volunteer, child = match.volunteer.person, match.young_person
    asked = len(mail_to(child.person))

    operations.young_person_decline(match, by=child.person)

    letter = mail_to(volunteer)[-1]
    assert letter.subject == "What we asked you about is settled"
    assert "may ask you" not in letter.body
    assert own.came_to_nothing(volunteer) == [match]
    assert mail_to(child.worker)[-1].subject == "A match is not to be"
    assert len(mail_to(child.person)) == asked
    assert not own.lost_by(child.person)


def test_a_volunteer_who_withdraws_leaves_nobody_without_a_word(mail_to):
    match = MatchFactory(state=M.CHECKS_CONFIRMED)
    volunteer, child = match.volunteer.person, match.young_person

    operations.volunteer_decline(match, by=volunteer)

    assert mail_to(child.worker)[-1].subject == "A match is not to be"
    assert "new on your page" in mail_to(child.person)[-1].subject
    assert own.lost_by(child.person)
    assert own.came_to_nothing(volunteer) == []


def test_a_volunteer_who_says_no_at_once_troubles_nobody_who_was_not_asked(mail_to):
    match = MatchFactory(state=M.PROPOSED)
    child = match.young_person
    before = len(mail_to(child.worker)), len(mail_to(child.person))

    operations.volunteer_decline(match, by=match.volunteer.person)

    assert (len(mail_to(child.worker)), len(mail_to(child.person))) == before
    assert not own.lost_by(child.person)
