"""The nights: a removal that was agreed; and codes, old sign-ins, drafts and mail, unasked."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import sqlalchemy as sa

from nolimits.kernel import clock, jobs
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.db import Base, db, transaction
from nolimits.kernel.dictionary import Keep
from nolimits.retention import operations, queries

NAMES_A_CHILD = ("refer",)  # journeys whose unfinished answers hold a young person's name
SHORT = timedelta(days=14)


@jobs.nightly("remove_what_is_due", hour=2, minute=20)
def remove_what_is_due() -> int:
    """Carry out the removal whose week is over, or go on with it; the number of rows."""
    run = queries.open_run()
    if run is None or not run.is_due:
        return 0
    parts = len(queries.all_due(run.as_at))
    removed = sum(operations.remove_part(run, number, by=SYSTEM) for number in range(parts))
    operations.finish(run, by=SYSTEM)
    return removed


@jobs.nightly("sweep", hour=2, minute=50)
def sweep() -> int:
    """Remove all that is past its time of the short-lived classes; how many rows."""
    return sum(_sweep(number) for number in range(len(list(past()))))


@transaction
def _sweep(number: int) -> int:
    table, over = list(past())[number]
    return db.session.connection().execute(sa.delete(table).where(over)).rowcount


def past() -> Iterator[tuple[sa.Table, sa.ColumnElement[bool]]]:
    """The tables in the order in which their rows can go, each with what is past its time."""
    of, now = Base.metadata.tables, clock.now()
    session, draft, mail = of["sign_in_session"], of["draft"], of["outbox_message"]
    signing_in = _moment(Keep.SESSION)
    for name in ("confirming_code", "passkey_challenge", "sign_in_code"):
        yield of[name], of[name].c.made_at < signing_in
    for name in ("known_browser", "sign_in_tries"):
        yield of[name], of[name].c.last_at < signing_in
    named = sa.exists().where(of["confirming_code"].c.session_id == session.c.id)
    last = sa.func.coalesce(session.c.ended_at, session.c.seen_at, type_=session.c.seen_at.type)
    yield session, sa.and_(last < signing_in, ~named)
    yield draft, draft.c.saved_at < _moment(Keep.DRAFT)
    short = sa.and_(draft.c.journey.in_(NAMES_A_CHILD), draft.c.saved_at < now - SHORT)
    yield draft, short
    yield mail, mail.c.queued_at < _moment(Keep.MAIL)  # what has not left by now is of no use


def _moment(keep: Keep) -> datetime:
    return datetime.combine(queries.cut_off(keep), time(), clock.LONDON)
