"""Nobody learns who has an account, and nobody guesses a code by trying."""

import re

import pytest
import sqlalchemy as sa

from nolimits.kernel import clock
from nolimits.kernel.actors import NOBODY, SYSTEM
from nolimits.kernel.db import db
from nolimits.kernel.mail import OutboxMessage
from nolimits.people import operations as people
from nolimits.people.models import SuspensionReason
from nolimits.sign_in import limits, operations, queries
from nolimits.sign_in.models import Method, SignInCode, SignInTries
from tests import databases
from tests.factories.people import PersonFactory, staff
from tests.sign_in.signing_in import ask_for_code, is_signed_in

STRANGER = "nobody@elsewhere.example"


def wrong_codes(email, times):
    """Type so many wrong codes, asking for new ones as they are used up."""
    for number in range(times):
        if number % 5 == 0:
            operations.send_code(email, by=NOBODY)
        newest = db.session.scalars(sa.select(SignInCode).order_by(SignInCode.id.desc())).first()
        right = "111111" if newest is None else "000000"
        assert operations.sign_in(email, right, by=NOBODY) is None


def shapes(statements):
    """What was sent to the database, without what was in it."""
    return [re.sub(r"\s+", " ", one) for one in statements]


def leaver():
    """Somebody whose account was closed."""
    person = staff()
    people.leave(person, on=clock.today(), by=SYSTEM)
    return person


def answers(visitor, statements, email):
    """Everything that whoever asks and tries can notice: pages, and the work behind them."""
    browser, seen = visitor(), []
    steps = [lambda: ask_for_code(browser, email)]
    steps += [lambda: browser.submit(code="000000")] * 12
    for step in steps:
        databases.settle()
        statements.clear()
        page = step()
        text = page.text.replace(email, "the address")
        seen.append((page.status, page.path, text, page.errors, shapes(statements)))
    return seen


def test_nobody_can_tell_a_known_address_from_one_of_a_stranger_a_leaver_or_one_suspended(
    visitor, statements
):
    """Case 22. The same words, the same status, the same statements; to the lockout and beyond."""
    known = answers(visitor, statements, staff().email)

    assert answers(visitor, statements, STRANGER) == known
    assert answers(visitor, statements, leaver().email) == known
    people.suspend(away := staff(), SuspensionReason.OTHER, by=SYSTEM)
    assert answers(visitor, statements, away.email) == known
    assert "Too many wrong codes" in known[-1][3][0]


def test_nothing_is_mailed_to_strangers_and_leavers(mail_to):
    gone = leaver()
    for email in (STRANGER, gone.email):
        operations.send_code(email, by=NOBODY)

        assert mail_to(email) == []
    assert db.session.scalar(sa.select(sa.func.count(SignInCode.id))) == 2
    assert db.session.scalars(sa.select(OutboxMessage.sent_at)).all() == [clock.now()] * 2


def test_what_was_written_for_strangers_is_gone_the_next_night(dana, mail_to, held_clock):
    for email in (STRANGER, dana.email):
        operations.send_code(email, by=NOBODY)
        operations.sign_in(email, "000000", by=NOBODY)
    operations._forget_strangers()
    assert db.session.scalar(sa.select(sa.func.count(SignInCode.id))) == 2

    held_clock.move_on(days=1, seconds=1)
    operations._forget_strangers()

    assert db.session.scalars(sa.select(SignInCode.person_id)).all() == [dana.id]
    assert db.session.scalars(sa.select(OutboxMessage.recipient)).all() == [dana.email]
    assert db.session.scalars(sa.select(SignInTries)).all() == []


def test_after_the_eleventh_wrong_code_even_the_right_one_waits(visitor, dana, code_of, held_clock):
    """Case 23."""
    wrong_codes(dana.email, 10)
    assert queries.waits_until(queries.email_print(dana.email)) is None
    wrong_codes(dana.email, 1)

    page = ask_for_code(browser := visitor(), dana.email)
    page = page.submit(code=code_of(dana))
    assert page.errors == [
        "Too many wrong codes were tried. Wait until 20 November 2026 at 10:01, "
        "then ask for a new code"
    ]
    assert not is_signed_in(browser)

    held_clock.move_on(minutes=1)
    ask_for_code(browser, dana.email).submit(code=code_of(dana))
    assert is_signed_in(browser)


def test_one_locked_account_holds_up_nobody_else_in_the_office(visitor, dana, code_of, mail_to):
    """Case 23: all ask from the same address of the network."""
    wrong_codes(dana.email, 11)
    colleague = staff()
    browser = visitor()
    ask_for_code(browser, colleague.email).submit(code=code_of(colleague))

    assert is_signed_in(browser)


def test_the_wait_grows_to_an_hour_and_trying_meanwhile_does_not_lengthen_it(dana, held_clock):
    """Case 23."""
    minutes = [limits.wait_after(wrong).total_seconds() / 60 for wrong in range(9, 20)]
    assert minutes == [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]

    wrong_codes(dana.email, 11)
    until = queries.waits_until(queries.email_print(dana.email))
    wrong_codes(dana.email, 5)
    assert queries.waits_until(queries.email_print(dana.email)) == until


def test_the_owner_is_told_once(dana, mail_to, held_clock):
    """Case 23."""
    wrong_codes(dana.email, 11)
    held_clock.move_on(minutes=2)
    wrong_codes(dana.email, 1)

    told = [one for one in mail_to(dana) if one.template == "sign_in_wrong_codes"]
    assert [one.subject for one in told] == ["Wrong codes were typed for your account"]


def test_wrong_codes_are_forgotten_when_one_is_right_and_after_a_day(dana, code_of, held_clock):
    wrong_codes(dana.email, 9)
    operations.send_code(dana.email, by=NOBODY)
    assert operations.sign_in(dana.email, code_of(dana), by=NOBODY) == dana
    assert db.session.scalars(sa.select(SignInTries)).all() == []

    wrong_codes(dana.email, 1)
    held_clock.move_on(days=1, seconds=1)
    wrong_codes(dana.email, 1)
    assert db.session.scalars(sa.select(SignInTries)).one().wrong == 1


def test_a_forged_sender_resets_nothing(visitor, dana, code_of):
    """Case 24: the count is of the account, whoever says to ask for it."""
    browser = visitor()
    ask_for_code(browser, dana.email)
    right = code_of(dana)
    for number in range(11):
        data = {"code": "000000", "csrf_token": browser.token()}
        forged = {"X-Forwarded-For": f"203.0.113.{number}", "X-Real-IP": f"203.0.113.{number}"}
        page = browser.ask("POST", "/sign-in/code", data=data, headers=forged)

    assert page.errors[0].startswith("Too many wrong codes")
    assert browser.submit(code=right).errors[0].startswith("Too many wrong codes")


def test_nobody_is_mailed_without_end(dana, mail_to, held_clock):
    for _ in range(10):
        operations.send_code(dana.email, by=NOBODY)
    assert len(mail_to(dana)) == 6

    held_clock.move_on(minutes=61)
    operations.send_code(dana.email, by=NOBODY)
    assert len(mail_to(dana)) == 7


def test_a_code_is_dead_once_they_signed_in_any_other_way(dana, code_of):
    """Case 26."""
    operations.send_code(dana.email, by=NOBODY)
    code = code_of(dana)
    operations.begin(dana, Method.COUNCIL, by=NOBODY)

    assert operations.sign_in(dana.email, code, by=NOBODY) is None


def test_a_code_for_an_address_opens_nothing_to_who_has_that_address_next(dana, code_of):
    email = dana.email
    operations.send_code(email, by=NOBODY)
    code = code_of(dana)
    people.leave(dana, on=clock.today(), by=SYSTEM)
    successor = PersonFactory(email=email)

    assert operations.sign_in(email, code, by=NOBODY) is None
    assert successor.sign_in_token == ""


@pytest.mark.committed
def test_wrong_codes_tried_at_once_for_an_address_are_all_counted(dana, together):
    email = dana.email
    wrong_codes(email, 1)

    results = together([lambda: operations.sign_in(email, "000000", by=NOBODY)] * 4)

    assert db.session.scalars(sa.select(SignInTries)).one().wrong == 1 + results.count(None)
