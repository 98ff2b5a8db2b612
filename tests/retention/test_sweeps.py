"""What goes by itself each night: codes, ended sign-ins, drafts and sent mail."""

import pytest
import sqlalchemy as sa

from nolimits.kernel import clock, drafts
from nolimits.kernel.db import db, transaction
from nolimits.kernel.drafts import Draft
from nolimits.kernel.mail import OutboxMessage
from nolimits.retention import sweeps
from nolimits.sign_in.models import KnownBrowser, SignInSession, SignInTries
from tests.factories.people import coordinator

pytestmark = pytest.mark.usefixtures("app")


def number(model):
    """How many rows there are."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_a_childs_name_in_an_unfinished_referral_goes_after_two_weeks(held_clock):
    worker = coordinator()
    drafts.keep({"given_name": "Zephyrine"}, by=worker, journey="refer")
    drafts.keep({"give": "time"}, by=worker, journey="pledge")

    held_clock.move_on(days=14)
    sweeps.sweep()
    assert number(Draft) == 2
    held_clock.move_on(seconds=1)
    sweeps.sweep()

    assert [one.journey for one in db.session.scalars(sa.select(Draft))] == ["pledge"]


def test_other_drafts_go_after_ninety_days(held_clock):
    drafts.keep({"give": "time"}, by=coordinator(), journey="pledge")

    held_clock.move_on(days=89)
    sweeps.sweep()
    assert number(Draft) == 1
    held_clock.move_on(days=2)
    sweeps.sweep()

    assert number(Draft) == 0


def message(sent):
    """A message, sent now or still waiting."""

    @transaction
    def write():
        now = clock.now()
        db.session.add(
            OutboxMessage(
                message_key=f"M-{number(OutboxMessage)}",
                recipient="dana@council.example",
                template="any",
                subject="Hello",
                body="Hello",
                queued_at=now,
                due_at=now,
                sent_at=now if sent else None,
            )
        )

    write()


def test_mail_goes_after_ninety_days_whether_it_was_sent_or_not(held_clock):
    message(sent=True)
    message(sent=False)

    held_clock.move_on(days=89)
    sweeps.sweep()
    assert number(OutboxMessage) == 2
    held_clock.move_on(days=2)
    sweeps.sweep()
    sweeps.sweep()

    assert number(OutboxMessage) == 0


def test_a_sign_in_that_ended_long_ago_is_forgotten(sign_in, held_clock):
    sign_in(coordinator())

    held_clock.move_on(days=89)
    sweeps.sweep()
    assert number(SignInSession) == 1
    held_clock.move_on(days=2)
    sweeps.sweep()

    assert number(SignInSession) == 0


def test_a_browser_and_wrong_codes_of_long_ago_are_forgotten(held_clock):
    @transaction
    def then():
        now = clock.now()
        seen = {"person_id": coordinator().id, "token_print": "a" * 64}
        db.session.add(KnownBrowser(**seen, first_at=now, last_at=now))
        db.session.add(SignInTries(email_print="b" * 64, wrong=1, last_at=now))

    then()
    held_clock.move_on(days=89)
    sweeps.sweep()
    assert (number(KnownBrowser), number(SignInTries)) == (1, 1)
    held_clock.move_on(days=2)
    sweeps.sweep()

    assert (number(KnownBrowser), number(SignInTries)) == (0, 0)
