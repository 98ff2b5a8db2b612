"""Whoever is killed at any point lost nothing that was confirmed, and told nobody twice.

There is one honest window. A mail server takes a message, and we are killed before that is
written down: then nobody can know, and the message is sent again under the same Message-ID.
"""

import re
import subprocess
import sys

import pytest
import sqlalchemy as sa

from nolimits.config import ROOT
from nolimits.kernel import audit, mail
from nolimits.kernel.actors import NOBODY
from nolimits.kernel.db import db, transaction
from nolimits.kernel.mail import OutboxMessage
from nolimits.sign_in import operations as sign_in
from nolimits.sign_in.models import SignInCode, SignInSession
from tests.databases import settle
from tests.factories.people import coordinator
from tests.kernel.records import directorates, entries

pytestmark = pytest.mark.committed
KILLED = 9


@pytest.fixture
def kill(app, post, held_clock):
    """Do what is killed at a point; how it ended."""
    settings = app.config["SETTINGS"]
    url = db.engine.url.render_as_string(hide_password=False)
    sends_to = f"smtp://{post.host}:{post.port}"
    words = [url, sends_to, str(settings.instance), *settings.all_sealing_keys]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.kernel.killed", *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:

        def at(point, *words):
            settle()
            program.stdin.write(" ".join([point, held_clock.now.isoformat(), *words]) + "\n")
            program.stdin.flush()
            return int(program.stdout.readline())

        yield at
        program.stdin.close()


@transaction
def a_letter_to(person):
    mail.queue(person, "match_for_you")


def all_is_sent():
    settle()
    left = sa.select(OutboxMessage.id).where(OutboxMessage.sent_at.is_(None))
    return db.session.scalars(left).all() == []


def test_whoever_is_killed_lost_nothing_confirmed_and_told_nobody_twice(kill, post, held_clock):
    """Case 59: the audit trail, and mail. One program is killed again and again: a start is slow.

    Of each point in the sending of mail it is said how often the message came: twice in the one
    honest window.
    """
    kept = directorates(), entries()
    for point, more in {"record": 0, "chain": 0, "kept": 1}.items():
        assert kill(point) == KILLED
        settle()
        assert (directorates(), entries()) == (kept[0] + more, kept[1] + more), point
    assert list(audit.verify()) == []

    dana = coordinator()
    for point, times in {"claim": 1, "accepted": 2, "marked": 1}.items():
        post.messages.clear()
        a_letter_to(dana)
        assert kill(point) == KILLED
        assert mail.drain() == 0, "whoever was killed may still be sending it"
        held_clock.move_on(minutes=6)
        mail.drain()
        assert all_is_sent()
        assert len(post.messages) == times, point
        assert len({one["Message-ID"] for one in post.messages}) == 1


def test_whoever_is_killed_while_signing_in_is_in_or_may_use_the_same_code_again(kill):
    """Case 59: after the code was looked at, after it was used up, after the sign-in and what is
    written of it, before all is kept, and after.
    """
    dana = coordinator()
    sign_in.send_code(dana.email, by=NOBODY)
    body = db.session.scalars(sa.select(OutboxMessage.body)).one()
    code = re.search(r"\b\d{6}\b", body)[0]

    for point in ("code_tried", "codes_used_up", "record", "chain"):
        assert kill(point, dana.email, code) == KILLED
        settle()
        sent = db.session.scalars(sa.select(SignInCode)).one()
        assert (sent.tries, sent.used_at) == (0, None), point
        assert db.session.scalars(sa.select(SignInSession)).all() == [], point

    assert kill("kept", dana.email, code) == KILLED
    settle()
    assert db.session.scalars(sa.select(SignInSession)).one().person == dana
    assert sign_in.sign_in(dana.email, code, by=NOBODY) is None
    assert list(audit.verify()) == []
