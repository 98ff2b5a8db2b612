"""The duty to refer to the DBS whoever leaves and harmed a child, or may (R-DBS-18)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from nolimits.kernel import clock
from nolimits.kernel.errors import Refused
from nolimits.people.models import Person
from nolimits.safeguarding.kinds import DbsReferral
from nolimits.safeguarding.queries import names_adult
from nolimits.volunteers.models import Grounds, Volunteer


@dataclass(frozen=True)
class DutyToRefer:
    """Whether somebody is referred to the DBS, who decided it and on which day (R-DBS-18)."""

    referral: DbsReferral
    decided_by: Person
    decided_on: date


def grounds(volunteer: Volunteer, harm: bool, duty: DutyToRefer | None) -> dict[str, Any]:
    """What is written of why a volunteer leaves, beside the reason that they are told."""
    if harm and duty is None:
        raise Refused("Say whether they are referred to the DBS, who decided and when", "referral")
    if harm and duty:
        if duty.decided_by.id == volunteer.person_id:
            raise Refused("Nobody decides about themself", "decided_by")
        if duty.decided_on > clock.today():
            raise Refused("The day cannot be in the future", "decided_on")
        return {
            "left_grounds": Grounds.HARM,
            "dbs_referral": duty.referral,
            "dbs_decided_on": duty.decided_on,
            "dbs_decided_by_id": duty.decided_by.id,
        }
    # An open concern cannot close without the same decision, so that a resignation ends nothing.
    looked_into = names_adult(volunteer.person_id)
    return {"left_grounds": Grounds.LOOKED_INTO if looked_into else Grounds.NONE}
