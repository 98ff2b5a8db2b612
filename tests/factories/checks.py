"""Checks of invented people, made through the operations that people use."""

import re
from typing import Any

import sqlalchemy as sa

from nolimits.checks import operations
from nolimits.checks.documents import Document
from nolimits.checks.models import (
    IdentityCheck,
    Interview,
    ReferenceContext,
    ReferenceRequest,
    Suitability,
    Verified,
)
from nolimits.checks.queries import is_trained, references
from nolimits.checks.referees import Referee
from nolimits.checks.talk import QUESTIONS
from nolimits.kernel import clock, crypto
from nolimits.kernel.actors import NOBODY, Role
from nolimits.kernel.db import db
from nolimits.kernel.mail import OutboxMessage
from nolimits.people.models import Person

__all__ = ["accept", "answer", "interview", "referee", "references", "see_identity"]

ANSWERS = {
    "related": "no",
    "lives_with": "no",
    "years": 6,
    "postcode": "TS98 1AA",
    "known": "We worked at the same library for six years.",
    "suitable": "yes",
    "why": "Patient, and there when it matters.",
    "worries": "no",
    "phone": "01642 555 020",
    "trust": "yes",
}
GOOD = dict.fromkeys(QUESTIONS, (3, ""))


def referee(number: int = 1, **given: Any) -> Referee:
    """Somebody who knows a person; numbers 1 and 2 come from two parts of life."""
    context = (ReferenceContext.WORK, ReferenceContext.COMMUNITY)[number % 2]
    said = {"name": f"Robin Referee {number}", "email": f"referee{number}@home.example"}
    return Referee(**{**said, "context": context, "years_known": 6, **given})


def see_identity(person: Person, by: Person) -> IdentityCheck:
    """Their passport and a bill, seen today."""
    shown = [Document.PASSPORT, Document.UTILITY_BILL]
    return operations.record_identity(person, shown, clock.today(), by=by)


def interview(
    person: Person, first: Person, second: Person, by: Person | None = None, **said: Any
) -> Interview:
    """A talk of two with them, today, who found them good."""
    if Role.COORDINATOR in second.roles:
        trained(first, by=second)
    told = {"scores": GOOD, "apart": True, "by": by or first, **said}
    suitable = told.pop("outcome", Suitability.SUITABLE)
    return operations.record_interview(person, first, second, suitable, clock.today(), **told)


def trained(person: Person, by: Person) -> None:
    """Trained in safer recruitment today, unless they were."""
    if not is_trained(person, clock.today()):
        operations.record_recruiter_training(person, clock.today(), by=by)


def answer(reference: ReferenceRequest, **given: Any) -> None:
    """Have a referee answer: with a link of their own, since the mailed one is not kept."""
    token = given.pop("token", None) or _link_of(reference)
    operations.receive_reference(token, {**ANSWERS, **given}, by=NOBODY)


def accept(reference: ReferenceRequest, by: Person) -> None:
    """Have a referee answer well, and be believed."""
    answer(reference)
    operations.decide_reference(reference, Suitability.SUITABLE, Verified.MET, by=by)


def accept_all(person: Person, by: Person) -> None:
    """Have every referee who is still to answer do so well, and be believed."""
    for reference in references(person):
        if reference.decided_on is None and reference.replaced_on is None:
            accept(reference, by)


def _link_of(reference: ReferenceRequest) -> str:
    """The token in the newest letter to a referee."""
    letters = sa.select(OutboxMessage.body).where(OutboxMessage.recipient == reference.email)
    tokens = [
        found[1]
        for body in db.session.scalars(letters)
        if (found := re.search(r"/references/(\S+)", body))
    ]
    return next(one for one in tokens if crypto.fingerprint(one) == reference.token_print)
