"""Signing in: with a code that was mailed, once, soon, and without telling who has an account."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from nolimits.kernel import audit
from nolimits.kernel.actors import NOBODY, SYSTEM
from nolimits.kernel.db import db
from nolimits.people import operations
from nolimits.people.models import Event, SignInSession
from tests.factories.people import PersonFactory, administrator, coordinator, staff
from tests.page import Page
from tests.visitor import Visitor

WRONG = "That code is wrong or too old. Check it, or ask for another"


@pytest.fixture
def dana(app):
    """Somebody with an account."""
    return PersonFactory(name="Dana Invented", email="dana@council.example")


@pytest.fixture
def code_of(mail_to):
    """The code in the last mail to somebody."""

    def read(person) -> str:
        words = f"{mail_to(person)[-1].subject} {mail_to(person)[-1].body}".split()
        return next(
            word.strip(".") for word in words if len(word.strip(".")) == 6 and word[:6].isdigit()
        )

    return read


def ask_for_code(visitor: Visitor, email: str, path: str = "/sign-in") -> Page:
    return visitor.visit(path).submit(email=email)


def is_signed_in(visitor: Visitor) -> bool:
    return visitor.visit("/home", follow=False).headers["Location"].partition("?")[0] != "/sign-in"


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


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
def test_a_code_used_twice_at_once_signs_in_once(dana, code_of, together):
    operations.send_code(dana.email, by=NOBODY)
    email, code = dana.email, code_of(dana)

    results = together([lambda: operations.sign_in(email, code, by=NOBODY)] * 6)

    signed_in = [one for one in results if one is not None and not isinstance(one, Exception)]
    assert len(signed_in) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignInSession)) == 1


def test_an_unknown_address_sees_the_same_page_and_is_sent_nothing(visitor, dana, mail_to):
    known = ask_for_code(visitor(), dana.email)
    unknown = ask_for_code(visitor(), "nobody@elsewhere.example")

    assert unknown.text == known.text.replace(dana.email, "nobody@elsewhere.example")
    assert (unknown.status, unknown.path) == (known.status, known.path)
    assert mail_to("nobody@elsewhere.example") == []
    assert unknown.submit(code="123456").errors == [WRONG]


def test_nobody_is_mailed_without_end(dana, mail_to, held_clock):
    for _ in range(10):
        operations.send_code(dana.email, by=NOBODY)
    assert len(mail_to(dana)) == 6

    held_clock.move_on(minutes=61)
    operations.send_code(dana.email, by=NOBODY)
    assert len(mail_to(dana)) == 7


@pytest.mark.parametrize("typed", ["", "dana", "dana@", "a b@council.example", "@council.example"])
def test_what_is_no_address_is_told_so(visitor, typed):
    page = visitor().visit("/sign-in").submit(email=typed)

    assert page.status == 422
    assert page.errors[0].startswith(("Enter your email address", "Enter an email address"))


def test_nobody_reaches_the_code_page_without_an_address(visitor):
    assert visitor().visit("/sign-in/code").path == "/sign-in"


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app, sign_in, dana):
    browser = sign_in(dana)
    assert is_signed_in(browser)
    name = app.config["SESSION_COOKIE_NAME"]
    copied = browser.client.get_cookie(name).value

    page = browser.post("/sign-out")
    assert page.flash == "You have signed out"

    thief = Visitor(app)
    thief.client.set_cookie(name, copied)
    assert not is_signed_in(thief)
    assert not is_signed_in(browser)


def test_signing_out_of_one_browser_leaves_the_other_signed_in(sign_in, dana):
    desk, phone = sign_in(dana), sign_in(dana)
    desk.post("/sign-out")

    assert not is_signed_in(desk)
    assert is_signed_in(phone)


def test_a_leaver_is_signed_out_everywhere(sign_in, visitor, dana, mail_to):
    browser = sign_in(dana)
    operations.leave(dana, on=dana.joined_on, by=SYSTEM)

    assert not is_signed_in(browser)
    ask_for_code(visitor(), dana.email)
    assert mail_to(dana) == []


def test_whoever_leaves_later_works_until_then(sign_in, dana, held_clock):
    browser = sign_in(dana)
    operations.leave(dana, on=dana.joined_on + timedelta(days=7), by=SYSTEM)
    assert is_signed_in(sign_in(dana))

    held_clock.move_on(days=7)
    assert not is_signed_in(browser)


def test_whoever_holds_no_role_any_more_is_signed_out(sign_in, held_clock):
    person = staff()
    browser = sign_in(person)
    operations.end_role(person, next(iter(person.roles)), by=administrator())

    assert not is_signed_in(browser)


def test_a_sign_in_ends_after_twelve_hours(sign_in, dana, held_clock):
    browser = sign_in(dana)
    held_clock.move_on(hours=12)
    assert is_signed_in(browser)

    held_clock.move_on(seconds=1)
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    "next_page",
    [
        "https://evil.example/",
        "//evil.example/people",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "https:/evil.example",
        "evil.example",
        "/people\r\nSet-Cookie: a=b",
        "@evil.example",
        "%2F%2Fevil.example",
        "",
    ],
)
def test_signing_in_never_leads_elsewhere(visitor, dana, code_of, next_page):
    browser = visitor()
    browser.ask("GET", "/sign-in", query_string={"next": next_page}).submit(email=dana.email)
    form = browser.open_page.form()
    sent = form.filled({"code": code_of(dana)})

    answer = browser.ask("POST", form.action, data=sent, follow=False)

    assert answer.status == 303
    assert answer.headers["Location"] == "/home"
    assert "Set-Cookie: a=b" not in str(answer.headers)


def test_signing_in_leads_on_to_the_page_that_was_wanted(visitor, code_of):
    person = coordinator()
    browser = visitor()
    page = browser.visit("/people?search=Dana&page=2")
    assert page.path == "/sign-in"

    page.submit(email=person.email)
    page = browser.submit(code=code_of(person))

    assert page.url == "/people?search=Dana&page=2"


def test_signing_in_gives_the_browser_a_new_session(visitor, dana, code_of):
    browser = visitor()
    ask_for_code(browser, dana.email)
    with browser.client.session_transaction() as cookie:
        cookie["planted"] = "yes"
    browser.submit(code=code_of(dana))

    with browser.client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert "signing_in" not in cookie


def test_signing_in_and_out_is_written_down(sign_in, dana):
    browser = sign_in(dana)
    browser.post("/sign-out")
    row = db.session.scalars(sa.select(SignInSession)).one()

    events = [(entry.event, entry.actor_id) for entry in audit.timeline(row)]

    assert events == [(Event.SIGNED_OUT, dana.id), (Event.SIGNED_IN, dana.id)]


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
