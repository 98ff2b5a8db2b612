"""Signing in: with a code that was mailed, once, soon, and without telling who has an account."""

import pytest
import sqlalchemy as sa

from nolimits.kernel.actors import NOBODY
from nolimits.kernel.db import db
from nolimits.kernel.errors import Overtaken
from nolimits.sign_in import operations, presence
from nolimits.sign_in.models import Method, SignInCode, SignInSession
from tests.factories.people import PersonFactory
from tests.sign_in.signing_in import WRONG, ask_for_code, is_signed_in, other_than


def test_the_mailed_code_signs_in(visitor, dana, code_of):
    browser = visitor()
    page = ask_for_code(browser, "Dana@Council.example ")
    assert page.path == "/sign-in/code"

    page = page.submit(code=code_of(dana))

    assert page.status == 200
    assert is_signed_in(browser)


def test_a_wrong_code_is_refused_on_the_page(visitor, dana, code_of):
    browser = visitor()
    page = ask_for_code(browser, dana.email).submit(code=other_than(code_of(dana)))

    assert page.errors == [WRONG]
    assert page.status == 422
    assert not is_signed_in(browser)


def test_a_code_works_once(visitor, dana, code_of):
    """Case 26."""
    ask_for_code(first := visitor(), dana.email)
    code = code_of(dana)
    first.submit(code=code)
    assert is_signed_in(first)

    assert operations.sign_in(dana.email, code, by=NOBODY) is None


def test_a_code_works_for_ten_minutes(visitor, dana, code_of, held_clock):
    operations.send_code(dana.email, by=NOBODY)
    code = code_of(dana)
    held_clock.move_on(minutes=9, seconds=59)
    assert operations.sign_in(dana.email, code, by=NOBODY) == dana

    operations.send_code(dana.email, by=NOBODY)
    code = code_of(dana)
    held_clock.move_on(minutes=10)
    assert operations.sign_in(dana.email, code, by=NOBODY) is None


def test_a_code_may_be_tried_five_times(dana, code_of):
    operations.send_code(dana.email, by=NOBODY)
    code = code_of(dana)
    for _ in range(5):
        assert operations.sign_in(dana.email, other_than(code), by=NOBODY) is None

    assert operations.sign_in(dana.email, code, by=NOBODY) is None


def test_the_fifth_try_may_still_be_right(dana, code_of):
    operations.send_code(dana.email, by=NOBODY)
    code = code_of(dana)
    for _ in range(4):
        operations.sign_in(dana.email, other_than(code), by=NOBODY)

    assert operations.sign_in(dana.email, code, by=NOBODY) == dana


def test_when_another_code_was_asked_for_only_the_newest_works(dana, code_of):
    operations.send_code(dana.email, by=NOBODY)
    older = code_of(dana)
    operations.send_code(dana.email, by=NOBODY)
    newest = code_of(dana)

    assert older == newest or operations.sign_in(dana.email, older, by=NOBODY) is None
    assert operations.sign_in(dana.email, newest, by=NOBODY) == dana


def test_no_older_code_works_once_one_was_used(dana, code_of):
    operations.send_code(dana.email, by=NOBODY)
    older = code_of(dana)
    operations.send_code(dana.email, by=NOBODY)
    operations.sign_in(dana.email, code_of(dana), by=NOBODY)

    assert operations.sign_in(dana.email, older, by=NOBODY) is None


def test_a_code_works_for_nobody_else(dana, code_of):
    other = PersonFactory()
    operations.send_code(dana.email, by=NOBODY)

    assert operations.sign_in(other.email, code_of(dana), by=NOBODY) is None


def test_a_code_is_not_kept_where_it_could_be_read(dana, code_of):
    operations.send_code(dana.email, by=NOBODY)
    rows = db.session.execute(sa.text("SELECT * FROM sign_in_code")).mappings().all()

    assert code_of(dana) not in str(rows)


@pytest.mark.committed
def test_wrong_codes_tried_at_once_all_count(dana, code_of, together):
    operations.send_code(dana.email, by=NOBODY)
    email, wrong = dana.email, other_than(code_of(dana))

    results = together([lambda: operations.sign_in(email, wrong, by=NOBODY)] * 4)

    tried = db.session.scalars(sa.select(SignInCode)).one().tries
    assert tried == results.count(None)
    assert all(one is None or isinstance(one, Overtaken) for one in results)


@pytest.mark.committed
def test_a_code_used_twice_at_once_signs_in_once(dana, code_of, together):
    operations.send_code(dana.email, by=NOBODY)
    email, code = dana.email, code_of(dana)

    results = together([lambda: operations.sign_in(email, code, by=NOBODY)] * 6)

    signed_in = [one for one in results if one is not None and not isinstance(one, Exception)]
    assert len(signed_in) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignInSession)) == 1


@pytest.mark.parametrize("typed", ["", "dana", "dana@", "a b@council.example", "@council.example"])
def test_what_is_no_address_is_told_so(visitor, typed):
    page = visitor().visit("/sign-in").submit(email=typed)

    assert page.status == 422
    assert page.errors[0].startswith(("Enter your email address", "Enter an email address"))


def test_nobody_reaches_the_code_page_without_an_address(visitor):
    assert visitor().visit("/sign-in/code").path == "/sign-in"


def test_signing_in_gives_the_browser_a_new_session(visitor, dana, code_of):
    """Case 19: whatever was planted there, be it a sign-in of whoever planted it."""
    browser, thief = visitor(), PersonFactory()
    planted = operations.begin(thief, Method.CODE, by=NOBODY).sign_in_token
    ask_for_code(browser, dana.email)
    with browser.client.session_transaction() as cookie:
        cookie["planted"], cookie["_user_id"] = "yes", planted
    browser.submit(code=code_of(dana))

    with browser.client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert presence.signed_in_by(cookie["_user_id"]) == dana
        assert presence.signed_in_by(planted) != dana
        assert "signing_in" not in cookie


def test_the_demonstration_lets_anyone_be_anyone(visitor, dana, change_settings):
    change_settings(demonstration=True)
    browser = visitor()
    browser.visit("/demonstration/sign-in").forge(person=dana.reference)

    assert is_signed_in(browser)


def test_nobody_is_anyone_where_this_is_no_demonstration(visitor, dana):
    browser = visitor()

    assert browser.visit("/demonstration/sign-in").status == 404
    assert browser.post("/demonstration/sign-in", person=dana.reference).status == 404
    assert browser.visit("/demonstration/mail").status == 404
    assert not is_signed_in(browser)
