"""Generated support: a support mentor for every 15 volunteers, catch-ups, and some who are away."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from nolimits.kernel import clock
from nolimits.kernel.actors import Role
from nolimits.kernel.db import transaction
from nolimits.people.models import RoleGrant
from nolimits.seed.size.rows import next_id, reference, write
from nolimits.support_mentors.models import CatchUp
from nolimits.volunteers.models import Cover, Support, SupportCapacity

EACH = 15  # volunteers behind whom one stands
AGO = (100, 30)  # days since each was caught up with
AWAY = 20  # of so many, one is away


@transaction
def fill(mentors: Sequence[int], volunteers: Sequence[int], coordinator: int) -> None:
    """Have support mentors stand behind volunteers, each caught up with twice."""
    today = clock.today()
    since, first = today - timedelta(days=200), next_id(Support)
    behind = [mentors[place // EACH] for place in range(len(volunteers))]
    duty = {"role": Role.SUPPORT_MENTOR, "from_on": since}
    write(RoleGrant, mentors, lambda one: {"person_id": one, **duty})
    write(SupportCapacity, mentors, lambda one: {"person_id": one, "most": 20, "from_on": since})
    write(
        Support,
        range(len(volunteers)),
        lambda place: {
            "id": first + place,
            "volunteer_id": volunteers[place],
            "mentor_id": behind[place],
            "from_on": since,
        },
    )
    write(
        CatchUp,
        range(len(volunteers) * len(AGO)),
        lambda row: {
            **_catch_up(row),
            "volunteer_id": volunteers[row // len(AGO)],
            "support_id": first + row // len(AGO),
            "held_by_id": behind[row // len(AGO)],
        },
    )
    write(
        Cover,
        range(0, len(mentors) - 1, AWAY),
        lambda place: {
            "person_id": mentors[place],
            "cover_id": mentors[place + 1],
            "from_on": today - timedelta(days=2),
            "until_on": today + timedelta(days=12),
            "arranged_by_id": coordinator,
        },
    )


def _catch_up(row: int) -> dict[str, Any]:
    held_on = clock.today() - timedelta(days=AGO[row % len(AGO)])
    return {
        "reference": reference("CU", row + 1),
        "held_on": held_on,
        "words": "It goes well.",
        "logged_on": held_on,
    }
