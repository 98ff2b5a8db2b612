"""Concerns, payers and requests go when their time is over, and not a day before (R-DP-6)."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from nolimits.kernel import clock
from nolimits.kernel.audit import AuditReason
from nolimits.kernel.db import db, transaction
from nolimits.kernel.dictionary import Keep
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.privacy import operations as privacy
from nolimits.privacy import queries as privacy_queries
from nolimits.privacy.kinds import Outcome, RequestKind
from nolimits.retention import operations, queries, sweeps
from nolimits.safeguarding import operations as safeguarding
from nolimits.safeguarding.kinds import ConcernState
from nolimits.safeguarding.models import Concern
from nolimits.volunteers import operations as leaving
from nolimits.volunteers.models import LeavingReason
from nolimits.young_people import ties
from nolimits.young_people.models import Tie
from tests.databases import KINDS
from tests.factories.giving import BatchFactory
from tests.factories.people import (
    administrator,
    coordinator,
    data_protection_officer,
    safeguarding_lead,
)
from tests.factories.privacy import DataRequestFactory
from tests.factories.safeguarding import ConcernFactory
from tests.factories.volunteers import VolunteerFactory
from tests.factories.young_people import signed_in_young_person
from tests.kernel.records import name_directorate

pytestmark = pytest.mark.usefixtures("app")


def removed(held_clock):
    """Propose and agree today, wait a week, and let the night do it."""
    run = operations.propose(by=coordinator())
    operations.agree(run, by=safeguarding_lead())
    held_clock.move_on(days=7)
    sweeps.remove_what_is_due()
    db.session.expire_all()


LONG_AGO = date(1985, 3, 4)
OVER = date(2020, 3, 4)


def closed_concern(**facts):
    """A concern that was closed so long ago that the database's own clock lets it be emptied."""
    with clock.standing_at(LONG_AGO):
        return ConcernFactory(words="Words of long ago", state=ConcernState.CLOSED, **facts)


def test_a_closed_concern_is_emptied_after_35_years_and_its_steps_stay(held_clock):
    """R-DP-6."""
    concern = closed_concern()
    assert "CHILD_PROTECTION" not in queries.counted(OVER - timedelta(days=1))
    assert queries.counted(OVER)["CHILD_PROTECTION"] == {"concern": 1, "concern_step": 4}

    removed(held_clock)

    assert (concern.words, concern.state) == ("", ConcernState.CLOSED)
    assert {one.note for one in concern.steps} <= {"", None}


@pytest.mark.parametrize("still", ["open", "added to", "closed in this century"])
def test_a_concern_that_is_open_or_was_added_to_since_is_not_due(still):
    if still == "open":
        with clock.standing_at(LONG_AGO):
            ConcernFactory(state=ConcernState.REFERRED)
    elif still == "added to":
        safeguarding.add_to(concern := closed_concern(), "And another thing", by=concern.raised_by)
    else:
        ConcernFactory(state=ConcernState.CLOSED)

    assert "CHILD_PROTECTION" not in queries.counted(OVER + timedelta(days=365))


def test_a_hold_on_whoever_a_concern_is_about_keeps_the_concern():
    adult = VolunteerFactory().person
    closed_concern(adult=adult)

    operations.place_hold(adult, "A pension question", by=coordinator())

    assert "CHILD_PROTECTION" not in queries.counted(OVER)


def test_no_concern_of_less_than_35_years_can_be_emptied_by_anybody():
    concern = ConcernFactory(state=ConcernState.CLOSED)
    with pytest.raises(Refused, match="sooner"):
        operations.set_period(
            Keep.CHILD_PROTECTION, (34, 11, 30), date(2027, 1, 1), by=administrator()
        )

    @transaction
    def behind():
        db.session.execute(sa.update(Concern).where(Concern.id == concern.id).values(words=""))

    with pytest.raises(DatabaseError):
        behind()


def test_whoever_paid_is_forgotten_six_council_years_later_and_the_sums_stay(held_clock):
    """R-DP-6: the day on which the money came is in the year that ends on 31 March 2027."""
    line = BatchFactory(approve=True).lines[0]
    paid, pence = date(2033, 3, 31), line.pence

    assert "FINANCE" not in queries.counted(paid - timedelta(days=1))
    assert queries.counted(paid)["FINANCE"] == {"batch_line": len(line.batch.lines)}
    held_clock.move_to(paid)
    removed(held_clock)

    assert (line.payer, line.pence) == ("", pence)


@pytest.mark.parametrize("state", ["answered", "withdrawn"])
def test_what_somebody_asked_about_their_data_goes_three_years_after_it_was_closed(state):
    DataRequestFactory(kind=RequestKind.CORRECTION, words="My job title", state=state)
    closed = date(2029, 11, 20)

    assert "REQUEST" not in queries.counted(closed - timedelta(days=1))
    assert queries.counted(closed)["REQUEST"] == {"data_request": 1}


@pytest.mark.parametrize("kind", [RequestKind.RESTRICTION, RequestKind.OBJECTION])
def test_what_was_limited_at_somebodys_wish_is_not_emptied_until_the_limit_ends(kind):
    volunteer, officer = VolunteerFactory(), data_protection_officer()
    asked = DataRequestFactory(person=volunteer.person, kind=kind, words="A claim of mine")
    privacy.answer(asked, Outcome.GRANTED, None, "Kept and not used", by=officer)
    leaving.leave(volunteer, LeavingReason.WITHDREW, by=coordinator())
    late = date(2027, 5, 20)

    assert "UNSUCCESSFUL" not in queries.counted(late)
    privacy.end_limit(privacy_queries.limits(asked)[0], by=officer)
    assert queries.counted(late)["UNSUCCESSFUL"]["volunteer"] == 1


def test_what_was_typed_as_a_reason_is_kept_while_anybody_asks_that_their_data_be_kept(held_clock):
    officer = data_protection_officer()
    person = VolunteerFactory().person
    asked = DataRequestFactory(person=person, kind=RequestKind.RESTRICTION, words="A claim of mine")
    privacy.answer(asked, Outcome.GRANTED, None, "Kept and not used", by=officer)
    name_directorate("Alpha", reason="Her father rang")
    late = date(2032, 11, 20)

    assert "AUDIT" not in queries.counted(late)
    privacy.end_limit(privacy_queries.limits(asked)[0], by=officer)
    assert queries.counted(late)["AUDIT"] == {"audit_reason": 1}


def test_a_reason_that_goes_before_its_time_is_found(app):
    """Case 57."""
    name_directorate("Alpha", reason="Her father rang")
    verify = ["audit", "verify"]
    assert app.test_cli_runner().invoke(args=verify).exit_code == 0

    db.session.connection().execute(sa.delete(AuditReason.__table__))

    told = app.test_cli_runner().invoke(args=verify)
    assert (told.output, told.exit_code) == ("1 reason is gone that no removal took\n", 1)


def test_a_hold_on_a_young_persons_account_is_kept_from_who_is_kept_apart_from_them(sign_in):
    young, (tied, other) = signed_in_young_person(), (coordinator(), coordinator())
    hold = operations.place_hold(young.person, "A claim", by=safeguarding_lead())
    ties.add_tie(young, tied, Tie.RELATED, by=young.worker)

    assert hold.about == young.reference  # and not what they chose to be called
    assert [hold in queries.holds(one) for one in (tied, other)] == [False, True]
    with pytest.raises(NotVisible):
        operations.lift_hold(hold, by=tied)
    operations.lift_hold(hold, by=other)


@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
def test_who_holds_somebody_back_learns_of_no_address_that_it_is_a_childs(sign_in):
    young, reader = signed_in_young_person(), sign_in(administrator())
    form = {"who": young.person.email, "reason": "A claim"}

    page = reader.visit("/retention/holds/new").submit(**form)

    assert page.errors == ["Nobody has this code or email address"]
    assert queries.holds(coordinator()) == []
    page = sign_in(coordinator()).visit("/retention/holds/new").submit(**form)
    assert [one.about for one in queries.holds(coordinator())] == [young.reference]
    assert young.person.name not in page.text
