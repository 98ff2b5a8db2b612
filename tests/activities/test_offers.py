"""Offers to invite along: checked by another, by ready volunteers, for those whom they suit."""

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
from tests.factories.activities import SAFE, OfferFactory, PlaceFactory, invitation, say_yes
from tests.factories.matching import ready_volunteer, refused
from tests.factories.people import coordinator, staff
from tests.factories.pledges import TimePledgeFactory
from tests.factories.volunteers import VolunteerFactory
from tests.factories.young_people import AreaFactory, YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")
State = OfferState


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
        operations.check_offer(offer, SAFE, None, by=volunteer.person)

    with pytest.raises(sa.exc.IntegrityError, match="checked_by_another"):
        db.session.execute(sa.update(Offer).values(checked_by_id=volunteer.person_id))
    db.session.rollback()


def test_every_question_is_answered_and_what_is_not_safe_alone_says_what_is_done():
    offer, by = OfferFactory(state=State.DRAFT), coordinator()
    less = {risk: answer for risk, answer in SAFE.items() if risk is not Risk.TRAVEL}
    assert "Answer every question" in refused(
        lambda: operations.check_offer(offer, less, None, by=by)
    )
    wet = {**SAFE, Risk.HAZARDS: RiskAnswer.WITH}
    assert refused(lambda: operations.check_offer(offer, wet, "", by=by)) == (
        "Say what is done about it"
    )

    operations.check_offer(offer, wet, "A lifeguard is there", by=by)

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
    operations.check_offer(offer, SAFE, None, by=by)

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
    assert draft not in queries.to_check()

    operations.change_offer(draft, invitation(draft.area, seats=3), by=draft.person)

    assert (draft.seats, draft.to_change) == (3, None)
    assert draft in queries.to_check()
    with pytest.raises(Refused):
        operations.change_offer(offer, invitation(offer.area), by=offer.person)


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
