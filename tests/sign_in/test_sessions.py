"""Being signed in: until signing out, leaving, or half a day is over, whatever a cookie says."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import NOBODY, SYSTEM, Role
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible
from nolimits.kernel.mail import OutboxMessage
from nolimits.people import operations
from nolimits.people.models import SuspensionReason
from nolimits.proving import operations as proving
from nolimits.proving.models import Purpose
from nolimits.sign_in import operations as sign_in_operations
from nolimits.sign_in import presence
from nolimits.sign_in.models import Event, SignInSession
from tests.databases import KINDS
from tests.factories.people import administrator, coordinator, staff
from tests.factories.second_factors import half_signed_in, with_app
from tests.sign_in.signing_in import ask_for_code, is_signed_in
from tests.visitor import Visitor

on_one = pytest.mark.parametrize("database", [KINDS[0]], indirect=True)


def ended_from_elsewhere(browser, person):
    other = Visitor(browser.app, person).visit("/account")
    return other.press("End it the sign-in of 20 November 2026 at 10:00").flash


ENDS = {
    "signed out": lambda browser, person: browser.post("/sign-out").flash,
    "ended on the account page": ended_from_elsewhere,
    "suspended": lambda _, person: operations.suspend(
        person, SuspensionReason.LOST_DEVICE, by=SYSTEM
    ),
    "left": lambda _, person: operations.leave(person, on=person.joined_on, by=SYSTEM),
    "no role left": lambda _, person: operations.end_role(person, Role.STAFF, by=SYSTEM),
    "factors reset": lambda _, person: reset(person),
}


def reset(person):
    """Have somebody who lost everything take it off, with an administrator's word."""
    with_app(person)
    here = half_signed_in(person)
    proving.agree_reset(person, "Lost on a train", by=administrator())
    proving.mail_code(Purpose.RESET, here, by=person)
    letters = sa.select(OutboxMessage.body).order_by(OutboxMessage.id)
    code = re.search(r"\b\d{6}\b", db.session.scalars(letters).all()[-1])[0]
    assert proving.reset(code, here, by=person)


@on_one
def test_a_copied_cookie_is_worth_nothing_once_that_sign_in_is_over_however_it_ended(app, sign_in):
    """Case 20. A page asks whoever comes to sign in: that is our 401. Nothing is told or done."""
    name = app.config["SESSION_COOKIE_NAME"]
    for number, (how, ends) in enumerate(ENDS.items()):
        person = staff(name=f"Canary{number}", email=f"canary{number}@council.example")
        browser, thief = sign_in(person), Visitor(app)
        thief.client.set_cookie(name, browser.client.get_cookie(name).value)
        assert f"Canary{number}" in thief.visit("/account").text, how

        ends(browser, person)

        before = audit_end()
        for method, path in (("GET", "/account"), ("GET", "/home"), ("POST", "/pledges/new/check")):
            page = thief.ask(method, path, follow=False, data={"csrf_token": thief.token()})
            assert page.status in (302, 403), how
            assert page.headers.get("Location", "/sign-in").startswith("/sign-in"), how
            assert b"anary" not in page.body, how
        assert not is_signed_in(browser)
        assert audit_end() == before, how


def audit_end():
    return db.session.scalar(sa.select(sa.func.max(audit.AuditEntry.id)))


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
    """Case 9."""
    person = staff()
    browser = sign_in(person)
    operations.end_role(person, next(iter(person.roles)), by=administrator())

    assert not is_signed_in(browser)


def test_of_two_roles_the_one_that_was_taken_away_opens_nothing_at_the_next_step(sign_in):
    """Case 9."""
    person = coordinator()
    operations.grant_role(person, Role.STAFF, by=SYSTEM)
    browser = sign_in(person)
    assert browser.visit("/people").status == 200

    operations.end_role(person, Role.COORDINATOR, by=administrator())

    assert browser.visit("/people").status == 403
    assert is_signed_in(browser)


def test_what_only_takes_forms_is_not_gone_on_to_after_signing_in(visitor):
    assert visitor().post("/sign-out").url == "/sign-in"


@pytest.mark.parametrize(("of", "minutes"), [(coordinator, 15), (administrator, 15), (staff, 30)])
def test_a_browser_that_rests_too_long_is_signed_out(sign_in, held_clock, of, minutes):
    """Case 21. Privileged people's after 15 minutes, others' after 30."""
    browser = sign_in(of())
    for _ in range(2):  # each page counts anew
        held_clock.move_on(minutes=minutes)
        assert is_signed_in(browser)

    held_clock.move_on(minutes=minutes, seconds=1)
    assert not is_signed_in(browser)


def test_a_sign_in_ends_after_twelve_hours_however_busy(sign_in, dana, held_clock):
    """Case 21."""
    browser = sign_in(dana)
    for _ in range(24):
        held_clock.move_on(minutes=30)
        assert is_signed_in(browser)

    held_clock.move_on(seconds=1)
    assert not is_signed_in(browser)


def test_what_a_clock_that_jumped_ahead_has_ended_stays_ended(sign_in, dana, held_clock):
    """Case 21, one way."""
    browser = sign_in(dana)
    held_clock.move_on(days=2)
    assert not is_signed_in(browser)

    held_clock.move_on(days=-2)
    assert not is_signed_in(browser)


def test_a_sign_in_from_the_future_is_none(sign_in, dana, held_clock):
    """Case 21, the other way: a clock put back gives nobody more than twelve hours."""
    early, late = sign_in(dana), sign_in(dana)
    held_clock.move_on(seconds=-30)
    assert is_signed_in(early)  # two servers' clocks may differ by so much

    held_clock.move_on(hours=-1)
    assert not is_signed_in(late)


def test_not_every_page_writes_that_somebody_is_there(sign_in, dana, held_clock, statements):
    browser = sign_in(dana)
    browser.visit("/directorates")
    statements.clear()
    browser.visit("/directorates")
    assert [one for one in statements if one.startswith("UPDATE")] == []
    assert len([one for one in statements if "sign_in_session" in one]) == 1

    held_clock.move_on(minutes=1, seconds=1)
    browser.visit("/directorates")
    assert len([one for one in statements if one.startswith("UPDATE sign_in_session")]) == 1


def test_whoever_proves_again_who_they_are_has_a_new_token_and_a_copy_is_worth_nothing(
    app, sign_in, dana
):
    """Cases 19 and 20: rights are raised with a new token."""
    browser = sign_in(dana)
    name = app.config["SESSION_COOKIE_NAME"]
    copied = browser.client.get_cookie(name).value
    row = db.session.scalars(sa.select(SignInSession)).one()

    token = sign_in_operations.confirm(row, by=dana, second_factor=True).sign_in_token

    thief = Visitor(app)
    thief.client.set_cookie(name, copied)
    assert not is_signed_in(thief)
    assert presence.signed_in_by(token) == dana
    assert (row.confirmed_at, row.second_factor_at) == (clock.now(), clock.now())


def test_a_demonstrations_sign_in_is_worth_nothing_elsewhere(visitor, dana, change_settings):
    change_settings(demonstration=True)
    browser = visitor()
    browser.visit("/demonstration/sign-in").forge(person=dana.reference)
    assert is_signed_in(browser)

    change_settings(demonstration=False)
    assert not is_signed_in(browser)
    with pytest.raises(NotVisible):
        sign_in_operations.sign_in_as(dana, by=NOBODY)


def test_signing_in_and_out_is_written_down(sign_in, dana):
    browser = sign_in(dana)
    browser.post("/sign-out")
    row = db.session.scalars(sa.select(SignInSession)).one()

    events = [(entry.event, entry.actor_id) for entry in audit.timeline(row)]

    assert events == [(Event.SIGNED_OUT, dana.id), (Event.SIGNED_IN, dana.id)]
