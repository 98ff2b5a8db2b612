"""Being signed in: until signing out, leaving, or half a day is over, whatever a cookie says."""

from datetime import timedelta

import sqlalchemy as sa

from nolimits.kernel import audit
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.db import db
from nolimits.people import operations
from nolimits.people.models import Event, SignInSession
from tests.factories.people import administrator, staff
from tests.people.signing_in import ask_for_code, is_signed_in
from tests.visitor import Visitor


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
    assert [row.ended_at is None for row in db.session.scalars(sa.select(SignInSession))] == [False]
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


def test_what_only_takes_forms_is_not_gone_on_to_after_signing_in(visitor):
    assert visitor().post("/sign-out").url == "/sign-in"


def test_a_sign_in_ends_after_twelve_hours(sign_in, dana, held_clock):
    browser = sign_in(dana)
    held_clock.move_on(hours=12)
    assert is_signed_in(browser)

    held_clock.move_on(seconds=1)
    assert not is_signed_in(browser)


def test_signing_in_and_out_is_written_down(sign_in, dana):
    browser = sign_in(dana)
    browser.post("/sign-out")
    row = db.session.scalars(sa.select(SignInSession)).one()

    events = [(entry.event, entry.actor_id) for entry in audit.timeline(row)]

    assert events == [(Event.SIGNED_OUT, dana.id), (Event.SIGNED_IN, dana.id)]
