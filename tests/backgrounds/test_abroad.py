"""Time abroad: told, looked into by one person, agreed to by another, and never taken back."""

from datetime import date

import pytest

from nolimits.backgrounds import operations
from nolimits.backgrounds.abroad import Address, months_abroad
from nolimits.backgrounds.models import OverseasWay
from nolimits.kernel import clock
from nolimits.kernel.errors import Refused
from nolimits.volunteers import queries as volunteers
from nolimits.volunteers.readiness import Gate
from tests.factories.backgrounds import HOME, tell_background
from tests.factories.people import coordinator, safeguarding_lead
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")
SPAIN = Address("Calle Inventada 1", True, date(2022, 1, 1))


def missing(volunteer):
    return {one.gate for one in volunteers.missing_gates(volunteer, on=clock.today())}


@pytest.fixture
def volunteer():
    """Somebody with nothing missing."""
    return VolunteerFactory(ready=True)


@pytest.mark.parametrize(
    ("addresses", "more", "months"),
    [
        ([HOME], 0, 0),
        ([HOME], 14, 14),
        ([Address("Now", False, date(2024, 1, 1)), SPAIN], 0, 24),
        ([Address("Now", False, date(2014, 1, 1)), SPAIN], 0, 0),  # longer ago than ten years
    ],
)
def test_months_abroad_are_those_of_ten_years_as_an_adult(addresses, more, months):
    if len(addresses) > 1 and months == 0:
        addresses = [addresses[0], Address("Then", True, date(2000, 1, 1))]
    on, born = date(2026, 11, 30), date(1980, 1, 1)

    assert months_abroad(addresses, born, on, more) == months
    grown_up_today = date(2008, 11, 30)
    assert months_abroad(addresses, grown_up_today, on) == 0


def test_long_time_abroad_waits_for_a_certificate_that_another_person_agrees_to(volunteer):
    first, second = coordinator(), safeguarding_lead()
    tell_background(volunteer.person, countries="Spain", more_months=14)
    assert missing(volunteer) == {Gate.OVERSEAS}

    operations.record_overseas(volunteer.person, OverseasWay.CERTIFICATE, by=first)
    with pytest.raises(Refused, match="Somebody else must approve"):
        operations.approve_overseas(volunteer.person, by=first)
    assert missing(volunteer) == {Gate.OVERSEAS}
    operations.approve_overseas(volunteer.person, by=second)
    assert missing(volunteer) == set()

    tell_background(volunteer.person, countries="Spain, Peru", more_months=20)
    assert missing(volunteer) == {Gate.OVERSEAS}


def test_an_approval_covers_no_country_that_was_told_of_after_it_was_recorded(
    volunteer, held_clock
):
    first, second = coordinator(), safeguarding_lead()
    tell_background(volunteer.person, countries="Spain", more_months=14)
    operations.record_overseas(volunteer.person, OverseasWay.REFERENCES, by=first)
    held_clock.move_on(days=1)
    tell_background(volunteer.person, countries="Peru", more_months=14)
    with pytest.raises(Refused, match="told us anew since"):
        operations.approve_overseas(volunteer.person, by=second)

    check = operations.record_overseas(volunteer.person, OverseasWay.CERTIFICATE, by=first)
    operations.approve_overseas(volunteer.person, by=second)

    assert check.way is OverseasWay.CERTIFICATE
    assert missing(volunteer) == set()
    held_clock.move_on(days=1)
    tell_background(volunteer.person, countries="Chile", more_months=14)
    assert missing(volunteer) == {Gate.OVERSEAS}


def test_months_abroad_that_are_told_as_fewer_are_looked_into_as_told_before(sign_in, volunteer):
    tell_background(volunteer.person, countries="Spain", more_months=14)
    tell_background(volunteer.person)
    assert missing(volunteer) == {Gate.OVERSEAS}
    page = sign_in(coordinator()).visit(f"/backgrounds/{volunteer.person.reference}")
    assert page.facts["To look into"] == "14 months, as they told"

    page = page.follow("Record how it was looked into").submit(way="certificate")
    assert page.flash == "It is on record. Another person approves it"
    path = f"/backgrounds/{volunteer.person.reference}"
    page = sign_in(safeguarding_lead()).visit(path).follow("Approve it").submit(looked=True)

    assert page.flash == "You have approved it"
    assert missing(volunteer) == set()
