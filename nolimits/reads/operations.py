"""What is done about looks: a record opened in an emergency, and a week reviewed."""

from datetime import date, timedelta

from nolimits.kernel import audit, clock, jobs, mail
from nolimits.kernel.actors import SYSTEM, Actor, Role
from nolimits.kernel.db import change, db, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, can, require
from nolimits.people.models import Person
from nolimits.people.queries import holders
from nolimits.reads import queries
from nolimits.reads.models import (
    OPEN_FOR,
    BrokenGlass,
    Event,
    LookMark,
    LookWeek,
    Verdict,
)
from nolimits.reads.review import Whose
from nolimits.young_people.apart import may_know
from nolimits.young_people.models import YoungPerson
from nolimits.young_people.queries import written_to

NO_RECORD = "No record opens with this code. Check it letter by letter"
GRAVE = {"glass", "tied", "colleague", "outside"}


@transaction
def break_glass(young_person: YoungPerson | None, reason: str, *, by: Actor) -> BrokenGlass:
    """Open a young person's record for an hour in an emergency, and tell whoever it belongs to.

    A code that is nobody's, and one of somebody they are tied to, are answered alike.
    """
    require(by, Permission.BREAK_GLASS)
    if not reason.strip():
        raise Refused("Write why you need to open this record", "reason")
    if not queries.may_need(by):
        raise Refused("Only those who work with young people open a record in an emergency")
    if young_person is None or by.id in young_person.kept_apart_ids:
        raise Refused(NO_RECORD, "code")
    if can(by, Permission.SEE_YOUNG_PERSON, young_person):
        raise Refused("You may open this record already: look in the list of young people", "code")
    glass = BrokenGlass(
        young_person=young_person,
        person_id=by.id,
        reason=reason.strip(),
        opened_at=clock.now(),
        until_at=clock.now() + OPEN_FOR,
    )
    db.session.add(glass)
    audit.record(Event.GLASS_BROKEN, glass, by=by, young_person=young_person.id)
    for one in _owners(young_person, by):
        mail.queue(one, "glass_broken")
    return glass


def _owners(young_person: YoungPerson, by: Actor) -> list[Person]:
    """Whoever is told at once: their worker and the leads, but not who opened it."""
    leads = may_know(young_person, Role.SAFEGUARDING_LEAD)
    told = {one.id: one for one in (*written_to(young_person), *leads)}
    return [one for one in told.values() if one.id != by.id]


@transaction
def close_glass(glass: BrokenGlass, *, by: Actor) -> None:
    """Close a record before the hour is over."""
    require(by, Permission.CLOSE_GLASS, glass)
    now = clock.now()
    if glass.until_at > now:
        change(glass, where=BrokenGlass.until_at > now, until_at=now)
        audit.record(Event.GLASS_CLOSED, glass, by=by)


@transaction
def mark(
    monday: date, looker: Person, whose: Whose, verdict: Verdict, note: str, *, by: Actor
) -> None:
    """Say of somebody's looks at a record that they looked right, or that they are to be asked."""
    require(by, Permission.REVIEW_LOOKS)
    if looker.id == by.id:
        raise Refused("Another safeguarding lead looks at your own")
    if verdict is Verdict.ASK and not note.strip():
        raise Refused("Write what to ask them", "note")
    row = LookMark(
        begins_on=monday,
        looker_id=looker.id,
        whose=whose[0],
        whose_number=whose[1],
        verdict=verdict,
        note=note.strip() or None,
        marked_at=clock.now(),
        marked_by_id=by.id,
    )
    db.session.add(row)
    audit.record(Event.LOOK_MARKED, row, by=by, looker=looker.id, verdict=verdict.value)


@transaction
def mark_rest(monday: date, looker: Person, *, by: Actor) -> int:
    """Say that the rest of somebody's looks was right, the gravest kinds left out; how many."""
    require(by, Permission.REVIEW_LOOKS)
    rest = [
        one
        for one in queries.week_for(by, monday)
        if one.by_id == looker.id and one.mark is None and not GRAVE & set(one.unusual)
    ]
    for one in rest:
        mark(monday, looker, one.whose, Verdict.RIGHT, "", by=by)
    return len(rest)


@transaction
def sign_off(monday: date, *, by: Actor) -> LookWeek:
    """End the review of a week, once: all that is unusual is marked, the lead's own by another."""
    require(by, Permission.REVIEW_LOOKS)
    if monday + timedelta(days=7) > clock.today():
        raise Refused("This week is not over yet")
    lines = queries.week(monday)
    own = [one for one in lines if one.by_id == by.id and one.mark is None]
    if own:
        raise Refused("Another safeguarding lead has to mark what you looked at yourself")
    theirs = {one.key for one in queries.week_for(by, monday)}
    if any(one.unusual and one.mark is None and one.key not in theirs for one in lines):
        raise Refused("Another safeguarding lead has to mark what is not yours to read")
    if any(one.unusual and one.mark is None for one in lines):
        raise Refused("Mark every unusual line first")
    row = _row(monday)
    change(
        row,
        where=LookWeek.signed_off_at.is_(None),
        signed_off_at=clock.now(),
        signed_off_by_id=by.id,
    )
    audit.record(Event.WEEK_SIGNED_OFF, row, by=by, lines=len(lines))
    return row


def _row(monday: date) -> LookWeek:
    row = queries.week_row(monday)
    if row is None:
        row = LookWeek(begins_on=monday)
        with refusing("Somebody else has just begun this week. Try again"):
            db.session.add(row)
    return row


@transaction
def take_week(monday: date, *, by: Person) -> None:
    """Write down that a lead takes a week's looks away as a file."""
    require(by, Permission.REVIEW_LOOKS)
    audit.record(Event.WEEK_TAKEN, by, by=by, week=monday.isoformat())


@jobs.nightly("remind_of_looks", hour=6, minute=30)
def _remind() -> int:
    """Remind the leads on a Monday of the week that is over, once; how many were written to."""
    monday = queries.monday_of(clock.today()) - timedelta(days=7)
    waits = next((one for one in queries.weeks() if one.begins_on == monday), None)
    if waits is None or not waits.waits:
        return 0
    return remind(monday, by=SYSTEM)


@transaction
def remind(monday: date, *, by: Actor) -> int:
    """Write to every lead that a week's looks wait for review; once."""
    require(by, Permission.REMIND_OF_LOOKS)
    row = _row(monday)
    if row.reminded_on is not None:
        return 0
    row.reminded_on = clock.today()
    leads = holders(Role.SAFEGUARDING_LEAD)
    for one in leads:
        mail.queue(one, "looks_to_review", monday=monday)
    audit.record(Event.WEEK_REMINDED, row, by=by)
    return len(leads)
