"""Authenticator apps: each code once, near now; whoever guesses waits longer each time."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from nolimits.kernel.db import db
from nolimits.kernel.errors import Overtaken, Refused
from nolimits.people.models import Person
from nolimits.proving import operations as proving
from nolimits.second_factors import operations, queries, totp
from nolimits.second_factors.models import AuthenticatorApp, Passkey
from nolimits.sign_in.models import SignInSession
from tests.factories.people import coordinator, staff
from tests.factories.second_factors import (
    half_signed_in,
    passkey_of,
    shown,
    signed_in,
    with_app,
    with_recovery_codes,
    wrong,
)


def prove(person, code, here):
    return proving.prove_by_code(code, here, by=person)


@pytest.mark.usefixtures("app")
def test_an_apps_code_is_the_second_step(held_clock):
    person = coordinator()
    app = with_app(person)
    held_clock.move_on(minutes=1)
    here = half_signed_in(person)

    assert prove(person, shown(app), here)

    assert here.second_factor_at == held_clock.now
    assert queries.app_of(person).last_used_at == held_clock.now


@pytest.mark.usefixtures("app")
def test_a_code_is_good_once_and_so_is_none_from_before_it(held_clock):
    """Case 25."""
    person = coordinator()
    app = with_app(person)
    held_clock.move_on(minutes=1)
    here, earlier, code = half_signed_in(person), shown(app, -1), shown(app)
    assert prove(person, code, here)

    assert prove(person, code, here) is None
    assert prove(person, earlier, here) is None


@pytest.mark.usefixtures("app")
def test_a_phone_may_be_half_a_minute_off_and_no_more(held_clock):
    person = coordinator()
    app = with_app(person)
    here = half_signed_in(person)
    held_clock.move_on(minutes=5)
    assert prove(person, shown(app, -2), here) is None
    assert prove(person, shown(app, 2), here) is None
    assert prove(person, shown(app, -1), here)
    assert prove(person, shown(app, 1), here)


@pytest.mark.usefixtures("app")
def test_after_six_wrong_codes_even_the_right_one_waits_and_longer_each_time(held_clock, mail_to):
    """Case 25."""
    person = coordinator()
    app = with_app(person)
    here = half_signed_in(person)
    held_clock.move_on(minutes=1)
    for _ in range(totp.FREE_TRIES):
        assert prove(person, wrong(shown(app)), here) is None
    assert mail_to(person)[-1].subject == "A wrong code was typed too often"

    with pytest.raises(Refused, match=r"Try again after 20 November 2026 at 10:06"):
        prove(person, shown(app), here)
    held_clock.move_on(minutes=5, seconds=1)
    assert prove(person, wrong(shown(app)), here) is None
    with pytest.raises(Refused, match="at 10:16"):
        prove(person, shown(app), here)
    held_clock.move_on(minutes=11)
    assert prove(person, shown(app), here)
    assert queries.app_of(person).wrong_tries == 0


@pytest.mark.parametrize(
    ("wrong_ones", "wait"),
    [
        (5, None),
        (6, timedelta(minutes=5)),
        (8, timedelta(minutes=20)),
        (9_999_999, timedelta(hours=12)),
    ],
)
def test_the_wait_doubles_and_has_an_end(wrong_ones, wait):
    assert totp.lock_after(wrong_ones) == wait


@pytest.mark.usefixtures("app")
def test_one_persons_guesses_lock_nobody_else_out(held_clock):
    person, other = coordinator(), coordinator()
    app, others = with_app(person), with_app(other)
    held_clock.move_on(minutes=1)
    here = half_signed_in(person)
    for _ in range(totp.FREE_TRIES):
        prove(person, wrong(shown(app)), here)

    assert prove(other, shown(others), half_signed_in(other))


@pytest.mark.usefixtures("app")
def test_somebody_elses_code_proves_nothing(held_clock):
    person, other = coordinator(), coordinator()
    with_app(person)
    others = with_app(other)
    held_clock.move_on(minutes=1)

    assert prove(person, shown(others), half_signed_in(person)) is None


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    "code", ["", "\uff11\uff12\uff13\uff14\uff15\uff16", "12345", "1234567", "0x1234", "a" * 5000]
)
def test_what_is_no_code_is_wrong(code):
    person = coordinator()
    with_app(person)

    assert prove(person, code, half_signed_in(person)) is None


@pytest.mark.usefixtures("app")
def test_an_app_is_in_use_only_once_its_first_code_was_typed(held_clock, mail_to):
    person = staff()
    here = half_signed_in(person)
    app = operations.begin_app(here, by=person)
    assert not queries.has_one(person)
    assert operations.add_app("000000", here, by=person) is None

    held_clock.move_on(hours=1)
    code = totp.step_of(app.secret, "000000", held_clock.now)
    assert code is None
    assert queries.app_begun_by(person) is None
    assert mail_to(person) == []


@pytest.mark.usefixtures("app")
def test_an_app_on_another_phone_takes_the_place_of_the_one_before(held_clock):
    person = coordinator()
    old = with_app(person)
    held_clock.move_on(minutes=1)
    new = with_app(person)
    held_clock.move_on(minutes=1)
    here = half_signed_in(person)

    assert prove(person, shown(old), here) is None
    assert prove(person, shown(new), here)


@pytest.mark.usefixtures("app")
def test_the_secret_of_an_app_is_sealed_in_the_database():
    person = coordinator()
    app = with_app(person)

    kept = db.session.execute(sa.text("SELECT secret FROM authenticator_app")).scalar()

    assert app.secret not in kept


@pytest.mark.committed
def test_a_code_that_two_send_at_once_lets_one_in(app, together, held_clock):
    """Case 25."""
    person = coordinator()
    shows = with_app(person)
    held_clock.move_on(minutes=1)
    code = shown(shows)
    rows, me = [half_signed_in(person).id for _ in range(6)], person.id

    def send(row):
        by = db.session.get_one(Person, me)
        return prove(by, code, db.session.get_one(SignInSession, row))

    results = together([lambda row=row: send(row) for row in rows])

    through = [one for one in results if one is not None and not isinstance(one, Exception)]
    refused = [one for one in results if one is None or isinstance(one, Overtaken | Refused)]
    assert (len(through), len(refused)) == (1, 5)
    steps = [one.second_factor_at for one in db.session.scalars(sa.select(SignInSession))]
    assert len([one for one in steps if one]) == 2  # the one that set it up, and this one


@pytest.mark.committed
def test_many_wrong_codes_at_once_are_no_more_tries_than_one_after_another(app, together):
    """Case 25."""
    person = coordinator()
    shows = with_app(person)
    bad, me, row = wrong(shown(shows)), person.id, half_signed_in(person).id

    def guess():
        by = db.session.get_one(Person, me)
        return prove(by, bad, db.session.get_one(SignInSession, row))

    results = together([guess] * 12)

    assert [one for one in results if one is not None and not isinstance(one, Refused)] == []
    tried = [one for one in results if one is None]
    kept = db.session.scalars(sa.select(AuthenticatorApp)).one()
    assert kept.wrong_tries == len(tried) <= totp.FREE_TRIES


@pytest.mark.committed
def test_of_two_last_factors_that_are_removed_at_once_one_stays(app, together):
    person = coordinator()
    with_app(person)
    passkey = passkey_of(person).id
    me, row = person.id, signed_in(person).id

    def take(remove, *what):
        here = db.session.get_one(SignInSession, row)
        remove(*what, here, by=db.session.get_one(Person, me))

    results = together(
        [
            lambda: take(operations.remove_app),
            lambda: take(operations.remove_passkey, db.session.get_one(Passkey, passkey)),
        ]
    )

    assert [isinstance(one, Refused) for one in results].count(True) == 1
    assert queries.has_one(db.session.get_one(Person, me))


@pytest.mark.committed
def test_a_recovery_code_that_two_type_at_once_lets_one_in(app, together):
    person = coordinator()
    with_app(person)
    code = with_recovery_codes(person)[0]
    me, row = person.id, half_signed_in(person).id

    def send():
        by = db.session.get_one(Person, me)
        return prove(by, code, db.session.get_one(SignInSession, row)) is not None

    results = together([send] * 4)

    assert [one is True for one in results].count(True) == 1
