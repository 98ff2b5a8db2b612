"""Who pays for a DBS check, and what a check that cost nothing serves (R-DBS-14, R-DBS-16)."""

from dataclasses import replace

import pytest

from nolimits.dbs.kinds import Fee, Terms
from nolimits.kernel import clock
from nolimits.kernel.errors import Refused
from nolimits.volunteers.queries import missing_gates
from nolimits.volunteers.readiness import Gate
from tests.factories.dbs import checked, new_version, started
from tests.factories.people import coordinator, safeguarding_lead
from tests.factories.volunteers import VolunteerFactory

PAID = Terms(unpaid=False)


def missing(volunteer):
    """The gates they miss today."""
    return [one.gate for one in missing_gates(volunteer, on=clock.today())]


@pytest.mark.parametrize("asked", ["unpaid", "placement", "trainee", "relatives_only"])
def test_a_check_is_free_only_where_all_four_answers_are_right(asked):
    """R-DBS-16."""
    assert Terms().fee is Fee.VOLUNTEER

    assert replace(Terms(), **{asked: not getattr(Terms(), asked)}).fee is Fee.PAID


def test_a_volunteers_certificate_serves_no_paid_role(app):
    """R-DBS-14."""
    by, lead = coordinator(), safeguarding_lead()
    free = VolunteerFactory(ready=True)
    paid = VolunteerFactory(ready=True, without="dbs")
    checked(paid.person, by, terms=PAID)
    assert (missing(free), missing(paid)) == ([], [])

    new_version(by, lead, paid=True)

    assert (missing(free), missing(paid)) == ([Gate.DBS], [])
    with pytest.raises(Refused, match="cannot serve it"):
        started(free.person, by)
    assert started(free.person, by, PAID).fee is Fee.PAID
