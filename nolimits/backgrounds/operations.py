"""What is done with what people tell of themselves: told, decided by two, looked into abroad."""

from collections.abc import Mapping, Sequence
from datetime import date

from nolimits.backgrounds import queries
from nolimits.backgrounds.abroad import LEAST_MONTHS, Address, covers, later, months_abroad
from nolimits.backgrounds.models import (
    Background,
    DisclosureDecision,
    Event,
    OverseasCheck,
    OverseasWay,
    SelfDisclosure,
    Told,
)
from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import change, db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Person
from nolimits.people.telling import tell_coordinators

YOUNGEST = 16  # the DBS checks nobody younger
ABOUT = ("unspent", "spent", "other")


@transaction
def tell_background(
    born_on: date,
    addresses: Sequence[Address],
    *,
    by: Actor,
    names: str = "",
    countries: str = "",
    more_months: int = 0,
) -> Background:
    """Say which names one has had, where one has lived for five years, and how long abroad."""
    require(by, Permission.TELL_OF_ONESELF)
    today = clock.today()
    if later(born_on, YOUNGEST) > today:
        raise Refused(f"Volunteers are {YOUNGEST} or older", "born_on")
    moves = [one.since for one in addresses]
    if moves != sorted(set(moves), reverse=True) or any(day > today for day in moves):
        raise Refused("Each address begins before the one that came after it")
    if not covers(addresses, today):
        raise Refused("Tell us of the last 5 years")
    background = Background(
        person_id=by.id,
        told_on=today,
        born_on=born_on.isoformat(),
        names=names,
        addresses=[
            {"words": one.words, "abroad": one.abroad, "since": one.since.isoformat()}
            for one in addresses
        ],
        countries=countries,
        months_abroad=months_abroad(addresses, born_on, today, more_months),
    )
    db.session.add(background)
    if background.months_abroad >= LEAST_MONTHS:
        tell_coordinators(but=by.id)
    audit.record(Event.BACKGROUND_TOLD, background, by=by)
    return background


@transaction
def disclose(words: Mapping[str, str], *, by: Actor) -> SelfDisclosure:
    """Say of oneself what is on one's record and not protected; or that nothing is (R-REC-3)."""
    require(by, Permission.TELL_OF_ONESELF)
    lock(db.session.get_one(Person, by.id))  # two tellings at once come one after the other
    told = {about: words[about].strip() for about in ABOUT if words.get(about, "").strip()}
    before = queries.disclosure_of(by)
    if not told and before and before.told == Told.SOMETHING and not before.seconded_on:
        # The same words while it waits and after a no, so that nothing is told by them.
        raise Refused("Two people decide on what you told us before. Talk to us if it has changed")
    disclosure = SelfDisclosure(
        person_id=by.id,
        made_on=clock.today(),
        told=Told.SOMETHING if told else Told.NOTHING,
        words=told or None,
    )
    db.session.add(disclosure)
    if told:
        tell_coordinators(but=by.id)
    audit.record(Event.SELF_DISCLOSED, disclosure, by=by)
    return disclosure


@transaction
def decide_disclosure(
    disclosure: SelfDisclosure, decision: DisclosureDecision, *, met: bool, by: Actor
) -> None:
    """Decide, having met them, on what they told; that they may go on waits for a second."""
    require(by, Permission.DECIDE_DISCLOSURE, disclosure)
    if not met:
        raise Refused("Meet them first, then decide", "met")
    if why := queries.against_deciding(disclosure):
        raise Refused(why)
    change(
        disclosure,
        where=SelfDisclosure.decision.is_(None),
        decision=decision,
        decided_on=clock.today(),
        decided_by_id=by.id,
    )
    audit.record(Event.DISCLOSURE_DECIDED, disclosure, by=by, met=met)


@transaction
def second_disclosure(disclosure: SelfDisclosure, *, by: Actor) -> None:
    """Agree, as the second decider, that they may go on (R-DBS-17)."""
    require(by, Permission.DECIDE_DISCLOSURE, disclosure)
    if why := queries.against_seconding(disclosure):
        raise Refused(why)
    if disclosure.decided_by_id == by.id:
        raise Refused("Somebody else must agree to what you decided")
    change(
        disclosure,
        where=SelfDisclosure.seconded_on.is_(None),
        seconded_on=clock.today(),
        seconded_by_id=by.id,
    )
    audit.record(Event.DISCLOSURE_SECONDED, disclosure, by=by)


@transaction
def record_overseas(person: Person, way: OverseasWay, *, by: Actor) -> OverseasCheck:
    """Write down how somebody's time abroad was looked into; another person approves it."""
    require(by, Permission.RECORD_CHECK, person)
    if queries.background_of(person) is None:
        raise Refused("They have not told us yet where they lived")
    months = queries.most_months(person)
    if months < LEAST_MONTHS:
        raise Refused("They were not abroad for so long that it is asked")
    found = {"months": months, "way": way, "recorded_on": clock.today(), "recorded_by_id": by.id}
    check = queries.overseas_of(person)
    if check and not check.approved_on:  # put right, or looked into again, before it is approved
        change(check, where=OverseasCheck.approved_on.is_(None), **found)
    else:
        check = OverseasCheck(person_id=person.id, **found)
        with refusing("Somebody has just recorded this. Look again"):
            db.session.add(check)
    audit.record(Event.OVERSEAS_RECORDED, check, by=by)
    return check


@transaction
def approve_overseas(person: Person, *, by: Actor) -> None:
    """Agree, as another person, that enough is known of somebody's time abroad (R-REC-4)."""
    require(by, Permission.APPROVE_OVERSEAS, person)
    check = queries.overseas_of(person)
    if check is None or check.approved_on:
        raise Refused("There is nothing to approve")
    if check.recorded_by_id == by.id:
        raise Refused("Somebody else must approve what you recorded")
    if queries.months_to_look_into(person):
        raise Refused("They have told us anew since it was recorded. That is looked into first")
    change(
        check,
        where=OverseasCheck.approved_on.is_(None),
        approved_on=clock.today(),
        approved_by_id=by.id,
    )
    audit.record(Event.OVERSEAS_APPROVED, check, by=by)
