"""How a match stops, for now or for good, and what stops it by itself."""

from typing import Any

import sqlalchemy as sa

from nolimits.kernel import audit, clock, jobs
from nolimits.kernel.actors import SYSTEM, Actor
from nolimits.kernel.db import lock, transaction
from nolimits.kernel.permissions import Permission, require
from nolimits.matching import guards, letters, queries
from nolimits.matching.models import ASKING, HOLDABLE, EndReason, Match
from nolimits.matching.stages import STATES
from nolimits.volunteers.models import NEUTRAL, Volunteer
from nolimits.volunteers.models import Event as VolunteerEvent
from nolimits.volunteers.queries import readiness
from nolimits.young_people import operations as young_people
from nolimits.young_people.models import Event as YoungPersonEvent
from nolimits.young_people.models import YoungPerson


@audit.heard(VolunteerEvent.GATE_LAPSED)
def _on_gate_lapsed(volunteer: Volunteer, *, by: Actor) -> None:
    """A volunteer who is not ready meets nobody, and is asked about nobody."""
    for match in queries.not_held(Match.volunteer_id == volunteer.id):
        _stop(match, "Something of the volunteer has to be renewed", by)


@audit.heard(YoungPersonEvent.CONSENT_WITHDRAWN)
@audit.heard(YoungPersonEvent.CARE_PERIOD_RECORDED)
@audit.heard(YoungPersonEvent.EXCLUSION_ADDED)
@audit.heard(YoungPersonEvent.PAUSED)
@audit.heard(YoungPersonEvent.ENDED)
def _on_young_person_changed(young_person: YoungPerson, *, by: Actor) -> None:
    """Without every consent, with a tie, paused or gone: nobody meets, and nobody reads of them."""
    for match in queries.not_held(Match.young_person_id == young_person.id):
        if guards.consented(match) or guards.not_tied(match) or guards.wanted(match):
            _stop(match, NEUTRAL, by)


@transaction
def stop_unready(match: Match, *, by: Actor) -> None:
    """Stop a match that goes on while its volunteer misses a gate, whatever closed it."""
    require(by, Permission.NOTICE_LAPSE)
    lock(match)
    if match.state in (*ASKING, *HOLDABLE) and guards.ready(match):
        _stop(match, NEUTRAL, by)


@jobs.nightly("matches_of_who_is_not_ready", minute=30)
def _stop_unready() -> int:
    """Look each night for gates that nothing told of, as when a new one is asked; how many."""
    going_on = queries.not_held(sa.true())
    missing = readiness(clock.today(), {one.volunteer_id for one in going_on})
    found = [one for one in going_on if missing[one.volunteer_id]]
    for match in found:
        stop_unready(match, by=SYSTEM)
    return len(found)


def _stop(match: Match, reason: str, by: Actor) -> None:
    """Put a match on hold; where it is only being asked about, let it go."""
    if match.state in ASKING:
        let_go(match, EndReason.LET_GO, by)
    else:
        hold(match, reason, by)


def hold(match: Match, reason: str, by: Actor) -> None:
    """Let it rest: nobody is in touch until somebody says that it goes on."""
    STATES.take(match, "hold", by=by, reason=reason)
    letters.on_hold(match)


def let_go(match: Match, reason: EndReason, by: Actor) -> None:
    """End a match that nobody has taken up; whoever was asked need not answer."""
    end(match, "release", reason, by)
    letters.not_to_be(match, by)


def end(match: Match, name: str, reason: EndReason, by: Actor, **facts: Any) -> None:
    """Close a match in one of its ways; its young person waits again, if they were matched."""
    STATES.take(match, name, by=by, ended_on=clock.today(), end_reason=reason, **facts)
    if match.taken_up_on:
        since = None if match.trial_on else match.young_person.ready_on
        young_people.return_to_pool(match.young_person, by=SYSTEM, since=since)
