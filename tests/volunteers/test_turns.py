"""On whom the next step of a gate lies, and who stands for it, as the card says."""

import pytest
import sqlalchemy as sa

from nolimits.checks.chasing import want_another
from nolimits.checks.models import IdentityCheck, Interview, Suitability
from nolimits.checks.operations import decide_reference
from nolimits.kernel.actors import Role
from nolimits.kernel.db import db
from nolimits.volunteers import record
from nolimits.volunteers.readiness import Gate, Turn
from tests.factories import checks
from tests.factories.backgrounds import tell_background
from tests.factories.dbs import checked, started
from tests.factories.people import coordinator
from tests.factories.volunteers import VolunteerFactory, somebody

pytestmark = pytest.mark.usefixtures("app")


def test_the_turn_passes_from_the_volunteer_to_us_once_they_did_their_part():
    volunteer = VolunteerFactory()
    assert record.turns(volunteer)[Gate.OVERSEAS] is Turn.THEM

    tell_background(volunteer.person)

    assert record.turns(volunteer)[Gate.OVERSEAS] is Turn.US


def test_a_certificate_that_is_to_come_is_waited_for_and_the_decision_on_it_is_ours():
    volunteer, other, by = VolunteerFactory(), VolunteerFactory(), coordinator()
    assert record.turns(volunteer)[Gate.DBS] is Turn.US
    started(volunteer.person, by)
    checked(other.person, by, None)

    assert record.turns(volunteer)[Gate.DBS] is Turn.THIRD
    assert record.turns(other)[Gate.DBS] is Turn.US


def test_a_reference_is_the_referees_then_ours_then_the_volunteers_where_one_more_is_needed():
    volunteer, by = VolunteerFactory(), coordinator()
    first, _ = checks.references(volunteer.person)

    def turn():
        return record.turns(volunteer)[Gate.REFERENCES]

    assert turn() is Turn.THIRD
    checks.answer(first)
    assert turn() is Turn.US
    decide_reference(first, Suitability.NOT_SUITABLE, None, by=by)
    want_another(first, by=by)
    assert turn() is Turn.THEM


def test_the_card_names_who_stands_for_each_gate_until_when_and_what_is_next(sign_in):
    volunteer = VolunteerFactory(ready=True, without=("dbs", "clearance"))
    by, reader = somebody(Role.COORDINATOR, 2)
    started(volunteer.person, by)

    page = sign_in(reader).visit(f"/volunteers/{volunteer.reference}")

    card = {row["Gate"]: row for row in page.table("Report card")}
    seen_by = db.session.scalars(sa.select(IdentityCheck)).one().seen_by.name
    met = db.session.scalars(sa.select(Interview)).one()
    two = f"{met.first_interviewer.name} and {met.second_interviewer.name}"
    assert card["Identity"]["Evidence"] == f"Originals seen 20 November 2026, by {seen_by}"
    assert f"by {two}" in card["Interview"]["Evidence"]
    assert card["Identity"]["Until"] == "No end"
    assert card["Training"]["Until"] == "20 November 2028"
    assert card["DBS check"]["What next, and who"].startswith("Wait for the certificate")


def test_a_volunteer_reads_until_when_each_step_holds_and_no_names_of_who_decided(sign_in):
    volunteer = VolunteerFactory(ready=True)
    team = somebody(Role.COORDINATOR, 2)

    page = sign_in(volunteer.person).visit("/volunteering")

    assert "Runs out on 20 November 2028" in page.text
    assert not [one.name for one in team if one.name in page.text]
