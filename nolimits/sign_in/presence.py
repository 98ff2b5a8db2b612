"""Who a cookie signs in, asked at every request; what has rested too long ends here."""

import sqlalchemy as sa

from nolimits.kernel import clock
from nolimits.kernel.db import change, transaction
from nolimits.kernel.errors import Overtaken
from nolimits.kernel.settings import settings
from nolimits.people.models import Person
from nolimits.sign_in import limits, queries
from nolimits.sign_in.models import Method, SignInSession


def signed_in_by(token: str) -> Person | None:
    """Who a cookie's token signs in now, with the row of it; None when that is over.

    One statement; each minute a second and a third, to write down that they are still there.
    """
    row = queries.session_of(token)
    if row is None or not _holds(row):
        return None
    if clock.now() - row.seen_at > limits.SEEN_AGAIN:
        _be_seen(row)
        row = queries.session_of(token)
        if row is None or row.ended_at is not None:
            return None
    row.person.sign_in_token, row.person.sign_in_session = token, row
    row.person.sign_in_left = left_of(row)
    return row.person


def left_of(row: SignInSession) -> limits.Left:
    """How much longer a sign-in is good from now on."""
    return limits.time_left(row.begun_at, row.seen_at, row.person.roles, clock.now())


def _holds(row: SignInSession) -> bool:
    """Whether a sign-in is good still; what is over ends for good, whatever a clock says next."""
    if row.ended_at is not None:
        return False
    if row.method is Method.DEMONSTRATION and not settings().demonstration:
        return False
    person = row.person
    if person.is_active and not limits.is_over(
        row.begun_at, row.seen_at, person.roles, clock.now()
    ):
        return True
    _lapse(row)
    return False


@transaction
def _lapse(row: SignInSession) -> None:
    try:
        change(row, where=SignInSession.ended_at.is_(None), ended_at=clock.now())
    except Overtaken:
        return  # it was ended meanwhile, which is as well


@transaction
def _be_seen(row: SignInSession) -> None:
    now = clock.now()
    stays = sa.and_(SignInSession.ended_at.is_(None), SignInSession.seen_at < now)
    try:
        change(row, where=stays, seen_at=now)
    except Overtaken:
        return  # another page of theirs was quicker, or it has ended
