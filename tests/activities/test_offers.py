"""Offers to invite along: checked by another, by ready volunteers, for those whom they suit."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from nolimits.activities import operations, own, queries
from nolimits.activities.models import Offer, OfferState, Risk, RiskAnswer
from nolimits.kernel import audit, clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.people import operations as people
from nolimits.volunteers import operations as volunteers
from nolimits.volunteers.readiness import Gate
from nolimits.young_people import operations as young_people
from nolimits.young_people import ties
from nolimits.young_people.models import ConsentGiver, ConsentScope, Tie
from tests.factories.activities import (
    SAFE,
    OfferFactory,
    PlaceFactory,
    check,
    invitation,
    say_yes,
)
from tests.factories.matching import ready_volunteer, refused
from tests.factories.people import coordinator, staff
from tests.factories.pledges import TimePledgeFactory
from tests.factories.volunteers import VolunteerFactory
from tests.factories.young_people import AreaFactory, YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")
State = OfferState
HOUR = timedelta(hours=1)


@pytest.fixture
def offer():
    return OfferFactory()


def invited(offer, **given):
    return YoungPersonFactory(account=True, area=offer.area, **given)


def test_whoever_promised_to_invite_along_offers_and_nobody_else():
    somebody, area = staff(), AreaFactory()
    assert "First promise" in refused(lambda: operations.offer_along(invitation(area), by=somebody))

    TimePledgeFactory(person=somebody, route="invite_along")
    made = operations.offer_along(invitation(area), by=somebody, times=3)

    assert [one.on - made.on for one in queries.together(made, State.DRAFT)] == [
        timedelta(weeks=weeks) for weeks in range(3)
    ]


def test_nobody_checks_what_they_offer_themselves():
    volunteer = ready_volunteer()
    people.grant_role(volunteer.person, Role.COORDINATOR, by=SYSTEM)
    offer = OfferFactory(volunteer=volunteer, state=State.DRAFT)

    with pytest.raises(NotVisible):
        check(offer, by=volunteer.person)

    with pytest.raises(sa.exc.IntegrityError, match="checked_by_another"):
        db.session.execute(sa.update(Offer).values(checked_by_id=volunteer.person_id))
    db.session.rollback()


def test_every_question_is_answered_and_what_is_not_safe_alone_says_what_is_done():
    offer, by = OfferFactory(state=State.DRAFT), coordinator()
    less = {risk: answer for risk, answer in SAFE.items() if risk is not Risk.TRAVEL}
    assert "Answer every question" in refused(lambda: check(offer, answers=less, by=by))
    wet = {**SAFE, Risk.HAZARDS: RiskAnswer.WITH}
    assert refused(lambda: check(offer, answers=wet, by=by)) == "Say what is done about it"

    check(offer, answers=wet, mitigations="A lifeguard is there", by=by)

    assert (offer.state, offer.risks) == (State.RISK_CHECKED, ["hazards"])


@pytest.mark.parametrize("gate", [Gate.DBS, Gate.TRAINING, Gate.SUPPORT_MENTOR])
def test_inviting_along_alone_means_the_same_gates(gate):
    """Volunteering, trap 9."""
    offer = OfferFactory(
        volunteer=VolunteerFactory(ready=True, without=gate), state=State.RISK_CHECKED
    )

    assert "is not a ready volunteer" in refused(
        lambda: operations.publish(offer, by=coordinator())
    )


def test_somebody_who_only_promised_is_no_ready_volunteer():
    person = TimePledgeFactory(route="invite_along").person
    offer, by = operations.offer_along(invitation(AreaFactory()), by=person), coordinator()
    check(offer, by=by)

    assert "is not a ready volunteer" in refused(lambda: operations.publish(offer, by=by))


def test_who_invites_is_in_one_place_at_a_time(offer):
    other = OfferFactory(
        volunteer=queries.volunteers_of([offer.person_id])[0], state=State.RISK_CHECKED
    )

    assert "invites to something else" in refused(
        lambda: operations.publish(other, by=offer.person)
    )


def test_what_was_asked_about_is_changed_and_looked_at_again(offer):
    draft, by = OfferFactory(state=State.DRAFT), coordinator()
    operations.send_back(draft, "Who else is there?", by=by)
    assert draft not in queries.to_check(by)

    operations.change_offer(draft, invitation(draft.area, seats=3), by=draft.person)

    assert (draft.seats, draft.to_change) == (3, None)
    assert draft in queries.to_check(by)
    with pytest.raises(Refused):
        operations.change_offer(offer, invitation(offer.area), by=offer.person)


def test_what_somebody_looks_at_stays_as_it_is_on_each_of_its_days():
    """Nothing is checked that nobody read: neither this day of a series nor another."""
    person, by = TimePledgeFactory(route="invite_along").person, coordinator()
    said = invitation(AreaFactory())
    first = operations.offer_along(said, by=person, times=3)
    series = queries.together(first, State.DRAFT)
    third, read = series[2], queries.print_of(series)
    wild = replace(said, what="We climb.", day=said.day + timedelta(days=1))
    assert "looks at it just now" in refused(
        lambda: operations.change_offer(third, wild, by=person)
    )

    operations.send_back(third, "Who else is there?", by=by)
    assert "changes something first" in refused(lambda: check(first, by=by))
    operations.change_offer(first, wild, by=person)

    days = queries.together(first, State.DRAFT)
    assert [(one.what, (one.on - said.day).days) for one in days] == [
        ("We climb.", 1 + 7 * weeks) for weeks in range(3)
    ]
    assert "Read it again" in refused(
        lambda: operations.check_offer(first, SAFE, None, seen=read, by=by)
    )
    check(first, by=by)
    assert {one.state for one in days} == {State.RISK_CHECKED}
    assert refused(lambda: check(first, by=by)) == "This is risk checked already"


def test_no_day_of_a_series_is_put_otherwise_on_its_own_and_checked_unread_with_the_others():
    first, by = OfferFactory(state=State.DRAFT, times=3), coordinator()
    second, third = queries.together(first, State.DRAFT)[1:]
    operations.send_back(first, "Who else is there?", by=by)
    other = invitation(first.area, meeting_place="Another", day=clock.today() + timedelta(days=40))
    with clock.standing_at(first.ends_at):
        operations.change_offer(second, invitation(first.area, day=second.on), by=first.person)
        assert "Its time has come" in refused(
            lambda: operations.change_offer(first, other, by=first.person)
        )
        for unread in ([second], [second, third, first]):
            seen = queries.print_of(unread)
            assert "Read it again" in refused(
                lambda seen=seen: operations.check_offer(second, SAFE, None, seen=seen, by=by)
            )
        for name, value in (("meeting_place", "Another"), ("ends_at", third.ends_at + HOUR)):
            kept = getattr(third, name)
            setattr(third, name, value)
            assert queries.together(second, State.DRAFT) == [second]
            setattr(third, name, kept)
        check(second, by=by)

    states = (State.DRAFT, State.RISK_CHECKED, State.RISK_CHECKED)
    assert (first.state, second.state, third.state) == states


def test_a_series_goes_on_once_its_first_day_is_over():
    offer, by = OfferFactory(state=State.DRAFT, times=3), coordinator()
    first, second, third = queries.together(offer, State.DRAFT)
    with clock.standing_at(first.ends_at):
        check(second, by=by)
        operations.publish(third, by=by)

        assert [one.state for one in (first, second, third)] == [
            State.DRAFT,
            State.PUBLISHED,
            State.PUBLISHED,
        ]
        assert own.invited_to(invited(offer)) == [second, third]


def test_nobody_is_asked_to_check_what_they_offer_themselves():
    volunteer = ready_volunteer()
    people.grant_role(volunteer.person, Role.COORDINATOR, by=SYSTEM)
    offer = OfferFactory(volunteer=volunteer, state=State.DRAFT)

    assert offer in queries.to_check(coordinator())
    assert offer not in queries.to_check(volunteer.person)


def test_words_for_young_people_lead_past_nobody(offer):
    said = invitation(offer.area, what="Ring me on 07700 900123")

    assert refused(lambda: operations.offer_along(said, by=offer.person)) == (
        "Leave phone numbers out"
    )


# --- Whom it is shown ---------------------------------------------------------------------------


def test_an_offer_is_shown_to_those_whom_it_suits_alone(offer):
    fits = invited(offer)
    near = AreaFactory(easting=offer.area.easting + 16_000)
    far = AreaFactory(easting=offer.area.easting + 17_000)
    away = YoungPersonFactory(area=far)
    older, younger = invited(offer, age=18), invited(offer, age=10)
    not_them = invited(offer)
    ties.add_tie(not_them, offer.person, Tie.NOT_THIS_PERSON, by=not_them.worker)
    silent = invited(offer)
    theirs = (ConsentScope.TAKING_PART, ConsentGiver.YOUNG_PERSON)
    young_people.withdraw_consent(silent, *theirs, by=silent.person)
    paused = invited(offer)
    young_people.pause(paused, by=paused.worker)

    for one in (fits, YoungPersonFactory(area=near)):
        assert own.invited_to(one) == [offer]
    for one in (away, older, younger, not_them, silent, paused):
        assert own.invited_to(one) == []
        assert "not on for you" in refused(lambda one=one: say_yes(offer, one))


def test_their_worker_and_their_relations_never_invite_them(offer):
    worker = ready_volunteer(area=offer.area)
    theirs = OfferFactory(volunteer=worker)
    young = YoungPersonFactory(area=offer.area, worker=worker.person)

    assert theirs not in own.invited_to(young)
    assert offer in own.invited_to(young)


def test_whoever_is_not_ready_in_this_moment_is_shown_to_nobody(offer, monkeypatch):
    """Even where nobody has noticed yet."""
    young = invited(offer)
    monkeypatch.setattr(operations.stopping, "call_off", lambda *told: None)

    volunteers.put_on_hold(queries.volunteers_of([offer.person_id])[0], "A rest", by=coordinator())

    assert offer.state is State.PUBLISHED
    assert own.invited_to(young) == []
    assert "not on for you" in refused(lambda: say_yes(offer, young))


# --- What stops it ------------------------------------------------------------------------------


def test_a_lapsed_gate_calls_off_what_they_invite_to_in_the_same_moment(mail_to):
    """Volunteering, trap 2."""
    place = PlaceFactory()
    volunteer = queries.volunteers_of([place.offer.person_id])[0]

    volunteers.put_on_hold(volunteer, "A rest", by=coordinator())

    assert place.offer.state is State.CANCELLED
    told = (place.young_person.person, place.young_person.worker, volunteer.person)
    last = [mail_to(one)[-1] for one in told]
    assert [one.template for one in last] == ["offer_for_you", "offer_answered", "offer_news"]
    assert not any("rest" in one.body or "Park" in one.body for one in last)


def test_a_lapse_and_what_it_calls_off_happen_together_or_not_at_all(monkeypatch):
    place = PlaceFactory()
    volunteer = queries.volunteers_of([place.offer.person_id])[0]
    monkeypatch.delattr(operations.letters, "tell_who_invites")

    with pytest.raises(AttributeError):
        volunteers.put_on_hold(volunteer, "A rest", by=coordinator())

    assert place.offer.state is State.PUBLISHED
    assert "volunteer_put_on_hold" not in [one.event for one in audit.timeline(volunteer)]


def test_each_night_what_is_over_is_closed_and_what_nobody_noticed_is_called_off(monkeypatch):
    over, unready = OfferFactory(), OfferFactory(day=clock.today() + timedelta(days=40))
    monkeypatch.setattr(operations.stopping, "call_off", lambda *told: None)
    volunteers.put_on_hold(queries.volunteers_of([unready.person_id])[0], "", by=coordinator())
    monkeypatch.undo()

    with clock.standing_at(over.ends_at):
        assert operations._close_offers() == 2

    assert (over.state, unready.state) == (State.HAPPENED, State.CANCELLED)
