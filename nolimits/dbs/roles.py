"""What a volunteer role asks of a DBS check: proposed by one person, approved by another (R-DBS-2).

A role without an approved version is not open: nobody is checked for it, and nobody is clear.
"""

from dataclasses import dataclass

from nolimits.dbs import queries
from nolimits.dbs.kinds import DbsLevel, RoleVersionState, VolunteerRole, Workforce
from nolimits.dbs.models import Event, RoleVersion
from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import change, db, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people.telling import tell_coordinators


@dataclass(frozen=True)
class Asks:
    """What a role asks, and why it may: the reason in law for a check of that level."""

    level: DbsLevel
    workforce: Workforce
    regulated: bool
    reason: str
    paid: bool = False


@transaction
def propose_role_version(role: VolunteerRole, asks: Asks, *, by: Actor) -> RoleVersion:
    """Put forward what a role asks, in place of what was put forward and not approved."""
    require(by, Permission.PROPOSE_ROLE_VERSION)
    if why := _against(asks):
        raise Refused(why, "level")
    if not asks.reason.strip():
        raise Refused("Say why the role may be checked at this level", "reason")
    for waiting in queries.role_versions()[role]:
        if waiting.state is RoleVersionState.PROPOSED:
            change(waiting, where=RoleVersion.closed_on.is_(None), closed_on=clock.today())
    version = RoleVersion(
        role=role,
        number=queries.last_number(role) + 1,
        level=asks.level,
        workforce=asks.workforce,
        regulated=asks.regulated,
        paid=asks.paid,
        reason=asks.reason.strip(),
        proposed_on=clock.today(),
        proposed_by_id=by.id,
    )
    with refusing("Somebody has just proposed another. Look again"):
        db.session.add(version)
    audit.record(Event.ROLE_VERSION_PROPOSED, version, by=by)
    tell_coordinators(but=by.id)
    return version


@transaction
def approve_role_version(version: RoleVersion, *, by: Actor) -> None:
    """Open a role with what was proposed, in place of what it asked until now."""
    require(by, Permission.APPROVE_ROLE_VERSION, version)
    if version.state is not RoleVersionState.PROPOSED:
        raise Refused("This does not wait for approval any more")
    today = clock.today()
    if before := queries.open_version(version.role):
        change(before, where=RoleVersion.closed_on.is_(None), closed_on=today)
    change(
        version,
        where=RoleVersion.opened_on.is_(None) & RoleVersion.closed_on.is_(None),
        opened_on=today,
        approved_by_id=by.id,
    )
    audit.record(Event.ROLE_VERSION_OPENED, version, by=by)


def _against(asks: Asks) -> str | None:
    """Why a level cannot be asked: the barred list belongs to regulated activity, and only to it.

    Regulated activity with children needs the children's list (Safeguarding Vulnerable Groups
    Act 2006); asking to see it for anything else is unlawful.
    """
    if asks.regulated and asks.level is not DbsLevel.ENHANCED_BARRED:
        return "Regulated activity with children takes an enhanced check with the barred list"
    if not asks.regulated and asks.level is DbsLevel.ENHANCED_BARRED:
        return "The barred list may be asked for regulated activity only"
    if asks.regulated and asks.workforce not in (Workforce.CHILD, Workforce.CHILD_AND_ADULT):
        return "Regulated activity with children is work with children"
    return None
