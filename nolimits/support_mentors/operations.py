"""What a support mentor writes down of a catch-up."""

from datetime import date

from nolimits.kernel import audit, clock, drafts
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.pages import day
from nolimits.kernel.permissions import Permission, require
from nolimits.support_mentors import queries
from nolimits.support_mentors.due import counts_for, next_due
from nolimits.support_mentors.models import CatchUp, Event
from nolimits.volunteers.models import Volunteer


@transaction
def hold_catch_up(
    volunteer: Volunteer, held_on: date, words: str, next_on: date | None = None, *, by: Actor
) -> CatchUp:
    """Write down that a support mentor and a volunteer spoke, how it goes, and when they do next.

    The day due does not move with the day on which they spoke.
    """
    require(by, Permission.HOLD_CATCH_UP, volunteer)
    lock(volunteer)
    support = next((one for one in volunteer.supports if one.until_on is None), None)
    if support is None:
        raise Refused("Somebody else has just changed who supports them. Look again")
    if held_on > clock.today():
        raise Refused("The day cannot be in the future", "held_on")
    cover = volunteer.cover if support.mentor_id != by.id else None
    since = cover.from_on if cover else support.from_on
    if held_on < since:
        told = f"You support them since {day(since)}: enter that day or a later one"
        raise Refused(told, "held_on")
    due_on = counts_for(queries.next_of(volunteer).due_on, held_on)
    catch_up = CatchUp(
        volunteer=volunteer,
        support=support,
        held_on=held_on,
        due_on=due_on,
        next_on=_agreed(volunteer, next_on, held_on, due_on),
        words=words,
        logged_on=clock.today(),
        held_by_id=by.id,
    )
    with refusing("A catch-up of this day is written down already", "held_on"):
        db.session.add(catch_up)
    drafts.discard(by=by, journey=queries.DRAFT, about=volunteer.reference)
    audit.record(Event.CATCH_UP_HELD, catch_up, by=by)
    return catch_up


def _agreed(
    volunteer: Volunteer, next_on: date | None, held_on: date, due_on: date | None
) -> date | None:
    """The day that they agreed on, which is never later than the next day due."""
    if next_on is None:
        return None
    if next_on <= held_on or next_on < clock.today():
        raise Refused("The next time is a day to come", "next_on")
    due = queries.next_of(volunteer).due_on
    last = next_due(due_on, due_on, held_on) if due_on else due
    if last and next_on > last:
        raise Refused(f"The next one is due by {day(last)}: agree on a day until then", "next_on")
    return next_on
