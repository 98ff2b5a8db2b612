"""Proof of who asks: the second step of signing in, and proof again before what matters most."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from nolimits.kernel import clock
from nolimits.kernel.actors import PRIVILEGED, Actor
from nolimits.kernel.errors import NotProven
from nolimits.kernel.permission_names import Permission

LASTS = timedelta(minutes=10)
CLOCKS_DIFFER = timedelta(minutes=1)

# What nobody sees or does on the strength of a sign-in of this morning: whoever sits down at a desk
# that was left open, or has copied a cookie, is stopped here. A file (`?file=`) always counts.
FRESH: frozenset[Permission] = frozenset(
    {
        Permission.ADD_PERSON,
        Permission.GRANT_ROLE,
        Permission.END_ROLE,
        Permission.END_SIGN_IN,
        Permission.END_OTHER_SIGN_INS,
        Permission.CHANGE_ACCOUNT,
        Permission.APPLY_STAFF_LIST,
        Permission.CHANGE_FACTORS,
        Permission.REMOVE_PASSKEY,
        Permission.RESET_FACTORS,
        Permission.APPROVE_BATCH,
        Permission.DECIDE_APPLICATION,
        Permission.APPROVE_PAYMENT,
        Permission.PAY_AWARD,
        Permission.APPROVE_EXPENSE,
        Permission.PAY_EXPENSE,
        Permission.CANCEL_AWARD,
        Permission.SEE_GIFT_RECIPIENT,
        Permission.BREAK_GLASS,
        Permission.FETCH_OWN_COPY,
        Permission.READ_COPY_SECOND,
        Permission.AGREE_REMOVAL,
        Permission.TAKE_CASE_RECORD,
    }
)


class Proof(Protocol):
    """What a browser's sign-in knows of the person who is signed in there."""

    @property
    def confirmed_at(self) -> datetime | None:
        """When they last proved who they are."""

    @property
    def second_factor_at(self) -> datetime | None:
        """When they did so with more than their mail."""


Question = Callable[[Actor], bool]
_set_up: list[Question] = []


def knows_second_factors(question: Question) -> Question:
    """Have a room say whether somebody has a second factor."""
    _set_up.append(question)
    return question


def has_second_factor(by: Actor) -> bool:
    """Whether somebody has set up a second factor."""
    return any(question(by) for question in _set_up)


def proof_of(by: Actor) -> Proof | None:
    """What the browser that asks has proved; None for whoever is signed in nowhere."""
    proof: Proof | None = getattr(by, "sign_in_session", None)
    return proof


def owes_second_step(by: Actor) -> bool:
    """Whether somebody is only half signed in: their role, or their own wish, asks for more."""
    proof = proof_of(by)
    if proof is not None and proof.second_factor_at is not None:
        return False
    return bool(by.roles & PRIVILEGED) or has_second_factor(by)


def is_fresh(by: Actor) -> bool:
    """Whether somebody proved lately who they are; a clock that ran ahead proves nothing."""
    proof, now = proof_of(by), clock.now()
    if proof is None or proof.confirmed_at is None:
        return False
    return now - LASTS <= proof.confirmed_at <= now + CLOCKS_DIFFER


def require_fresh(by: Actor) -> None:
    """Go on only with proof that is fresh; raises NotProven."""
    if not is_fresh(by):
        raise NotProven
