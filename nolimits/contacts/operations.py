"""What is written down of each time that two people met, called or wrote."""

from datetime import date

from nolimits.contacts import queries
from nolimits.contacts.models import Contact, ContactKind, ContactState, Event
from nolimits.kernel import audit, clock, crypto, drafts
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import change, db, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.states import States, step
from nolimits.matching.models import Match
from nolimits.young_people.names import mentions

LONGEST = 24 * 60
WORDLESS = "The team took the words out"
STATES = States({"see": step(ContactState.SUBMITTED, to=ContactState.SEEN, event=Event.SEEN)})


@transaction
def log_contact(
    match: Match,
    held_on: date,
    kind: ContactKind,
    minutes: int,
    activity: str,
    notes: str | None = None,
    *,
    by: Actor,
    in_work_time: bool = False,
) -> Contact:
    """Write down one time of being in touch; names stay out of it."""
    require(by, Permission.LOG_CONTACT, match)
    _check_day(match, held_on)
    if not 1 <= minutes <= LONGEST:
        raise Refused("It must be between 1 minute and 24 hours", "minutes")
    _name_nobody(match, by, activity=activity, notes=notes or "")
    contact = Contact(
        match=match,
        held_on=held_on,
        kind=kind,
        minutes=minutes,
        in_work_time=in_work_time,
        activity=activity,
        activity_print=crypto.fingerprint(activity),
        notes=notes or None,
        state=ContactState.SUBMITTED,
        logged_on=clock.today(),
        logged_by_id=by.id,
    )
    with refusing("You have written this down already", "activity"):
        db.session.add(contact)
    drafts.discard(by=by, journey=queries.DRAFT, about=match.reference)
    audit.record(Event.LOGGED, contact, by=by, match_id=match.id, minutes=minutes)
    return contact


def _check_day(match: Match, held_on: date) -> None:
    """A day from the first on which they met to today."""
    if not queries.have_met(match):
        raise Refused("You are not meeting now, so there is nothing to write down")
    if held_on > clock.today():
        raise Refused("The day cannot be in the future", "held_on")
    if match.introduction_on is None or held_on < match.introduction_on:
        raise Refused("The day cannot be before you first met", "held_on")


def _name_nobody(match: Match, by: Actor, **texts: str) -> None:
    """Refuse a text, by its field, that has the young person's name as their mentor knows it."""
    for field, text in texts.items():
        if mentions(match.young_person, text, by, knows_called=True):
            raise Refused("Leave their name out: write “we” or “they”", field)


@transaction
def mark_seen(contact: Contact, *, by: Actor) -> None:
    """Let the volunteer know that somebody has read it."""
    require(by, Permission.MARK_CONTACT_SEEN, contact)
    STATES.take(contact, "see", by=by, seen_on=clock.today())


@transaction
def take_words_out(contact: Contact, *, by: Actor) -> None:
    """Have what was written of a contact no more; that they were in touch, and how long, stays."""
    require(by, Permission.TAKE_WORDS_OUT, contact)
    if contact.activity == WORDLESS:
        raise Refused("The words have been taken out already")
    change(contact, where=Contact.state == contact.state, activity=WORDLESS, notes=None)
    audit.record(Event.WORDS_TAKEN_OUT, contact, by=by)
