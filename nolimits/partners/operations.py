"""What is done about partners: added, seen, agreed to by two, taken back, ended."""

from dataclasses import asdict, dataclass
from datetime import date

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import change, db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.partners import accounts, projects, totals
from nolimits.partners.kinds import GOING, OPEN, OWED, CheckKind, CheckState, PartnerKind
from nolimits.partners.models import Event, Partner, PartnerCheck
from nolimits.people.telling import tell_coordinators


@dataclass(frozen=True)
class Organisation:
    """What is known of a partner: its name, its kind, and whom to ask there."""

    name: str
    kind: PartnerKind
    contact_name: str
    contact_email: str


@dataclass(frozen=True)
class Seen:
    """What somebody saw of a partner: which of its checks, in what, when, until when it holds."""

    kind: CheckKind
    what: str
    seen_on: date
    valid_until: date


@transaction
def add_partner(said: Organisation, *, by: Actor) -> Partner:
    """Write down an organisation; nothing of it reaches a young person before it is checked."""
    require(by, Permission.RUN_PARTNERS)
    partner = Partner(**asdict(said), added_on=clock.today())
    with refusing("There is a partner of this name already", "name"):
        db.session.add(partner)
    audit.record(Event.ADDED, partner, by=by)
    return partner


@transaction
def change_partner(partner: Partner, said: Organisation, *, by: Actor) -> None:
    """Call it by another name, or ask somebody else there."""
    require(by, Permission.RUN_PARTNERS, partner)
    _open(partner)
    with refusing("There is a partner of this name already", "name"):
        for name, value in asdict(said).items():
            setattr(partner, name, value)
    audit.record(Event.CHANGED, partner, by=by)


@transaction
def record_check(partner: Partner, seen: Seen, *, by: Actor) -> PartnerCheck:
    """Write down what one saw; it counts once somebody else has agreed to it."""
    require(by, Permission.RUN_PARTNERS, partner)
    lock(partner)
    _open(partner)
    if seen.seen_on > clock.today():
        raise Refused("The day cannot be in the future", "seen_on")
    if seen.valid_until < clock.today():
        raise Refused("It holds no more: enter a day from today on", "valid_until")
    check = PartnerCheck(partner=partner, **asdict(seen), seen_by_id=by.id)
    with refusing("One of this kind waits for a second person already", "kind"):
        db.session.add(check)
    audit.record(Event.CHECK_SEEN, check, by=by)
    return check


@transaction
def confirm_check(check: PartnerCheck, *, by: Actor) -> None:
    """Agree, as somebody else, that what was seen is good enough; from now on it counts."""
    require(by, Permission.CONFIRM_PARTNER_CHECK, check)
    lock(check.partner)
    _open(check.partner)
    if check.state is not CheckState.TO_CONFIRM:
        raise Refused("It waits for nobody: look at it again")
    change(
        check,
        where=PartnerCheck.confirmed_on.is_(None) & PartnerCheck.withdrawn_on.is_(None),
        confirmed_on=clock.today(),
        confirmed_by_id=by.id,
    )
    audit.record(Event.CHECK_CONFIRMED, check, by=by)
    db.session.expire(check.partner, ["checks"])
    if check.partner.is_clear:
        check.partner.lapsed_on = None


@transaction
def withdraw_check(check: PartnerCheck, reason: str, *, by: Actor) -> None:
    """Take back what was seen: what rests on it stops at once."""
    require(by, Permission.WITHDRAW_PARTNER_CHECK, check)
    lock(check.partner)
    change(check, where=PartnerCheck.withdrawn_on.is_(None), withdrawn_on=clock.today())
    audit.record(Event.CHECK_WITHDRAWN, check, by=by, reason=reason)
    db.session.expire(check.partner, ["checks"])
    note_lapse(check.partner, by=by)


@transaction
def note_lapse(partner: Partner, *, by: Actor) -> bool:
    """Say once that a partner with a project in being is not clear any more; upper rooms hear it.

    Whatever young people are offered of it stops in the same transaction.
    """
    require(by, Permission.WITHDRAW_PARTNER_CHECK, partner)
    going = any(one.state in GOING for one in partner.projects)
    if partner.lapsed_on or not going or partner.is_clear:
        return False
    change(partner, where=Partner.lapsed_on.is_(None), lapsed_on=clock.today())
    audit.record(Event.LAPSED, partner, by=by)
    tell_coordinators(but=by.id)
    return True


@transaction
def end_partner(partner: Partner, reason: str, *, by: Actor) -> None:
    """End it: its projects stop, nobody of it signs in any more, nothing more is asked of it."""
    require(by, Permission.RUN_PARTNERS, partner)
    lock(partner)
    _open(partner)
    for project in partner.projects:
        if project.state in OPEN:
            projects.stop_project(project, reason, by=by)
        for one in project.totals:
            if one.state in OWED:
                totals.let_go(one, reason, by=by)
    for person in partner.people:
        if person.until_on is None:
            accounts.part_with(person, by=by)
    change(partner, where=Partner.ended_on.is_(None), ended_on=clock.today())
    audit.record(Event.ENDED, partner, by=by, reason=reason)


def _open(partner: Partner) -> None:
    if partner.ended_on:
        raise Refused("It is no partner any more")
