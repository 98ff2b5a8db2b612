"""What somebody tells before they claim: what they would like to spend, and their other miles."""

from datetime import date

from nolimits.activities.models import PlaceState
from nolimits.expenses import agreed
from nolimits.expenses.kinds import About, Event
from nolimits.expenses.models import OtherMiles, PreApproval
from nolimits.expenses.queries import asks_already, subjects_of
from nolimits.expenses.wording import NAMELESS
from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import change, db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.matching.models import Match
from nolimits.people.models import Person
from nolimits.young_people.names import mentions


@transaction
def ask_first(
    subject: Match | About, planned_on: date, pence: int, what: str, *, by: Actor
) -> PreApproval:
    """Ask before spending more than was agreed."""
    require(by, Permission.CLAIM_EXPENSES)
    if subject not in subjects_of(by):
        raise Refused("You cannot claim for this any more. Ask a coordinator", "about")
    if planned_on < clock.today():
        raise Refused("Ask before you spend: choose today or a day to come", "planned_on")
    if not 0 < pence <= 1_000_00:
        raise Refused("Enter an amount from 1p to £1,000", "pence")
    if _names(subject, planned_on, what, by):
        raise Refused(NAMELESS, "what")
    lock(db.session.get_one(Person, by.id))
    if asks_already(by, subject, planned_on, pence):
        raise Refused("You have asked this already, and wait for the answer", "pence")
    ask = PreApproval(
        person_id=by.id,
        **agreed.told(subject),
        planned_on=planned_on,
        pence=pence,
        what=what,
        asked_on=clock.today(),
    )
    db.session.add(ask)
    audit.record(Event.ASKED_FIRST, ask, by=by)
    return ask


def _names(subject: Match | About, day: date, what: str, by: Actor) -> bool:
    """Whether words have a name, as far as somebody may know those whom they are to meet."""
    if isinstance(subject, Match):
        met = subject.introduction_on is not None
        return mentions(subject.young_person, what, by, knows_called=met)
    if subject is not About.ACTIVITIES or by.id is None:
        return False
    places = agreed.coming_to(agreed.offers_on(by.id, day), PlaceState.CONSENT_OK)
    return any(
        mentions(one.young_person, what, by, knows_called=one.offer.names_open) for one in places
    )


@transaction
def tell_other_miles(year: int, miles: int, *, by: Actor) -> OtherMiles:
    """Say how far one drove for others in a tax year: the first 10,000 miles are shared."""
    require(by, Permission.CLAIM_EXPENSES)
    if year not in [one for one, _ in agreed.told_miles(by)]:
        raise Refused("Choose this tax year or the one before", "year")
    if not 0 <= miles <= 100_000:
        raise Refused("Enter miles from 0 to 100,000", "miles")
    told = agreed.other_miles(by.id, year)
    if told is None:
        told = OtherMiles(person_id=by.id, tax_year=year, tenths=miles * 10, told_on=clock.today())
        with refusing("You told this at this moment. Look again", "miles"):
            db.session.add(told)
    else:
        same = OtherMiles.tenths == told.tenths
        change(told, where=same, tenths=miles * 10, told_on=clock.today())
    audit.record(Event.OTHER_MILES_TOLD, told, by=by, year=year, miles=miles)
    return told
