"""What is done where something is on a certificate: they are met, the risk is weighed (R-DBS-17).

Something on a certificate rules nobody out. Whoever meets them decides nothing afterwards: others
do, and nobody is clear before two of them agree. Who is barred from work with children is out, and
nobody can decide otherwise.
"""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from nolimits.checks.refusals import not_in_future, not_their_referee
from nolimits.dbs.kinds import DbsDecision, DbsLevel, Factor, Met, StatusAnswer, Weight
from nolimits.dbs.models import CertificateDisclosure, DbsRecord, Event
from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import change, db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require


@transaction
def find_disclosure(check: DbsRecord, *, by: Actor) -> CertificateDisclosure:
    """Write down that something is on a certificate; until it is decided they meet nobody."""
    require(by, Permission.DECIDE_DBS, check)
    found = _found(check, by)
    end_standing(check.person_id)
    audit.record(Event.DISCLOSURE_FOUND, check, by=by, person=check.person_id)
    return found


@transaction
def record_meeting(
    check: DbsRecord, met_on: date, how: Met, answers: Mapping[Factor, Weight], *, by: Actor
) -> None:
    """Write down that they were met, and how what is on the certificate weighs; never what it is.

    While nobody has decided it can be written anew.
    """
    require(by, Permission.DECIDE_DBS, check)
    not_in_future(met_on, "met_on")
    not_their_referee(by, check.person_id)
    lock(check)
    found = check.disclosure
    if found is None or check.decision:
        raise Refused("Nobody has to be met about this certificate")
    if check.seen_on and met_on < check.seen_on:
        raise Refused("They are met after the certificate was seen", "met_on")
    if set(answers) != set(Factor):
        raise Refused("Say of each what it does to the risk")
    found.met_on, found.how, found.met_by_id = met_on, how, by.id
    found.answers = {factor.value: Weight(weight).value for factor, weight in answers.items()}
    audit.record(Event.RISK_ASSESSED, check, by=by, person=check.person_id)


@transaction
def bar(check: DbsRecord, *, by: Actor) -> None:
    """Stop somebody for good who is on the children's barred list; the leads hear of it."""
    require(by, Permission.DECIDE_DBS, check)
    if check.level is not DbsLevel.ENHANCED_BARRED:
        raise Refused("Only an enhanced check with the barred list can say so")
    found = check.disclosure or _found(check, by)
    change(found, where=CertificateDisclosure.barred_on.is_(None), barred_on=clock.today())
    change(
        check,
        where=DbsRecord.decision.is_(None),
        decision=DbsDecision.NOT_SUITABLE,
        decided_on=clock.today(),
        decided_by_id=by.id,
    )
    audit.record(Event.DBS_DECIDED, check, by=by, person=check.person_id)
    audit.record(Event.BARRED, check, by=by, person=check.person_id)


def end_standing(person_id: int) -> None:
    """Make the recheck of whatever certificate of somebody still stands due today."""
    today = clock.today()
    standing = (DbsRecord.person_id == person_id) & (DbsRecord.recheck_on > today)
    db.session.execute(sa.update(DbsRecord).where(standing).values(recheck_on=today))


def against_deciding(check: DbsRecord, decision: DbsDecision, by: Actor) -> str:
    """Why a decision cannot be made on a certificate: nobody is ruled out, or in, unmet."""
    found, told = check.disclosure, check.subscription
    if decision is DbsDecision.CLEAR:
        if told and told.last_answer is StatusAnswer.NON_BLANK_NO_NEW_INFO:
            return "The Update Service says that something is on it, so it is weighed first"
        return "Something is on the certificate, so it is weighed first" if found else ""
    if found is None:
        return "Say first that something is on the certificate"
    if found.met_on is None:
        return "Somebody has to meet them first, and weigh the risk"
    return (
        "Whoever met them does not decide. Somebody else must" if found.met_by_id == by.id else ""
    )


def _found(check: DbsRecord, by: Actor) -> CertificateDisclosure:
    lock(check)
    if check.seen_on is None:
        raise Refused("See the certificate first")
    if check.decision:
        raise Refused("It is decided already")
    found = CertificateDisclosure(dbs_record_id=check.id, found_on=clock.today(), found_by_id=by.id)
    with refusing("It is on record already that something is on it"):
        db.session.add(found)
    return found
