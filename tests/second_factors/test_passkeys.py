"""Passkeys: for one challenge, in one browser, on our own address, by their own person."""

import json

import pytest
import sqlalchemy as sa

from nolimits.kernel.db import db
from nolimits.kernel.errors import NotAllowed, NotVisible, Refused
from nolimits.proving import operations as proving
from nolimits.second_factors import operations, queries
from nolimits.second_factors.ceremonies import site_of
from nolimits.second_factors.models import Passkey, PasskeyChallenge
from tests.factories.people import coordinator, staff
from tests.factories.second_factors import SITE, Device, half_signed_in, with_app, with_passkey

pytestmark = pytest.mark.usefixtures("app")


def prove(person, answer, here, *, holder="this browser", site=SITE):
    return proving.prove_by_passkey(answer, site, here, holder, by=person)


def asked(person, holder="this browser"):
    return operations.ask_passkey(holder, by=person)


def test_a_passkey_is_the_second_step_and_is_said_to_have_been_used(held_clock, mail_to):
    person = coordinator()
    device = with_passkey(person)
    here = half_signed_in(person)
    assert here.second_factor_at is None
    before = here.token_print

    assert prove(person, device.use(asked(person)), here)

    assert here.second_factor_at == held_clock.now
    assert here.token_print != before
    (passkey,) = queries.passkeys_of(person)
    assert (passkey.name, passkey.last_used_at, passkey.sign_count) == (
        "Work laptop",
        held_clock.now,
        1,
    )
    assert [one.subject for one in mail_to(person)] == ["A passkey was set up"]


@pytest.mark.parametrize(
    "fault",
    [
        {"origin": "https://no-limits.example"},
        {"rp_id": "no-limits.example"},
        {"verifies": False},
    ],
    ids=["on another's page", "for another's name", "of nobody that the device knows"],
)
def test_a_passkey_is_neither_made_nor_used(fault):
    person = coordinator()
    device = with_passkey(person)
    here = half_signed_in(person)
    for name, value in fault.items():
        setattr(device, name, value)
    assert prove(person, device.use(asked(person)), here) is None

    other = Device(credential=b"another", **fault)
    answer = other.make(asked(person))
    whole = half_signed_in(staff())
    assert operations.add_passkey("x", answer, SITE, whole, "this browser", by=whole.person) is None


def test_a_challenge_that_was_answered_is_answered_no_more():
    person = coordinator()
    device, here = with_passkey(person), half_signed_in(person)
    answer = device.use(asked(person))
    assert prove(person, answer, here)

    assert prove(person, answer, half_signed_in(person)) is None
    assert db.session.scalars(sa.select(PasskeyChallenge)).all() == []


def test_a_challenge_that_was_answered_wrongly_is_over_too():
    person = coordinator()
    device, here = with_passkey(person), half_signed_in(person)
    challenge = asked(person)
    assert prove(person, "{}", here) is None

    assert prove(person, device.use(challenge), here) is None


def test_a_challenge_is_over_after_five_minutes_or_when_another_is_asked_for(held_clock):
    person = coordinator()
    device, here = with_passkey(person), half_signed_in(person)
    late, replaced = asked(person, "one"), asked(person, "two")
    asked(person, "two")
    assert prove(person, device.use(replaced), here, holder="two") is None

    held_clock.move_on(minutes=5)
    assert prove(person, device.use(late), here, holder="one") is None


def test_what_one_browser_asked_for_no_other_answers():
    person = coordinator()
    device, here = with_passkey(person), half_signed_in(person)
    challenge = asked(person, "the desk")

    assert prove(person, device.use(challenge), here, holder="the thief's") is None


def test_somebody_elses_passkey_proves_nothing():
    person, other = coordinator(), coordinator()
    with_passkey(person)
    theirs = with_passkey(other)
    here = half_signed_in(person)

    assert prove(person, theirs.use(asked(person)), here) is None
    assert here.second_factor_at is None


def test_a_copied_passkey_shows_by_its_count():
    person = coordinator()
    device, here = with_passkey(person), half_signed_in(person)
    assert prove(person, device.use(asked(person)), here)
    device.count -= 1

    assert prove(person, device.use(asked(person)), here) is None


def test_a_removed_passkey_opens_nothing(mail_to):
    person = staff()
    device = with_passkey(person)
    (passkey,) = queries.passkeys_of(person)
    here = half_signed_in(person)
    assert prove(person, device.use(asked(person)), here)

    operations.remove_passkey(passkey, here, by=person)

    assert prove(person, device.use(asked(person)), here) is None
    assert not queries.has_one(person)
    assert mail_to(person)[-1].subject == "A passkey was removed"


def test_the_last_factor_of_somebody_whose_role_needs_one_stays_until_there_is_another():
    person = coordinator()
    device = with_passkey(person)
    (passkey,) = queries.passkeys_of(person)
    here = half_signed_in(person)
    prove(person, device.use(asked(person)), here)
    with pytest.raises(Refused, match="your role needs one"):
        operations.remove_passkey(passkey, here, by=person)

    with_app(person)
    operations.remove_passkey(passkey, here, by=person)
    with pytest.raises(Refused, match="your role needs one"):
        operations.remove_app(here, by=person)


def test_nobody_removes_anothers_passkey():
    person, other = coordinator(), coordinator()
    with_passkey(person)
    (passkey,) = queries.passkeys_of(person)

    with pytest.raises(NotVisible):
        operations.remove_passkey(passkey, half_signed_in(other), by=other)


def test_a_mailbox_is_not_enough_to_add_to_what_somebody_has():
    person = coordinator()
    with_passkey(person)
    here = half_signed_in(person)
    answer = Device(credential=b"the thief's").make(asked(person))

    with pytest.raises(NotAllowed):
        operations.add_passkey("Mine", answer, SITE, here, "this browser", by=person)
    with pytest.raises(NotAllowed):
        operations.begin_app(here, by=person)
    with pytest.raises(NotAllowed):
        operations.make_recovery_codes(here, by=person)


def test_a_passkey_is_kept_once_whoever_brings_it():
    first, second = coordinator(), coordinator()
    device = with_passkey(first)
    answer = device.make(asked(second))

    here = half_signed_in(second)
    assert operations.add_passkey("Mine", answer, SITE, here, "this browser", by=second) is None
    assert db.session.scalar(sa.select(sa.func.count(Passkey.id))) == 1


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"id": 5}',
        '{"id": "x", "rawId": "eA", "type": "public-key", "response": {}}',
        '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "e30",'
        ' "attestationObject": "oA", "authenticatorData": "eA", "signature": "eA"}}',
        "[" * 50_000,
        '{"a":' * 3_000,
        "☃",
    ],
)
def test_what_is_no_answer_of_a_passkey_is_refused_like_a_wrong_one(answer):
    person = coordinator()
    device = with_passkey(person)
    here = half_signed_in(person)
    asked(person)
    assert prove(person, answer, here) is None
    named = json.loads(device.use("eA")) | {"response": {"clientDataJSON": answer[:50]}}
    asked(person)
    assert prove(person, json.dumps(named), here) is None
    other = staff()
    asked(other)
    whole = half_signed_in(other)
    assert operations.add_passkey("x", answer, SITE, whole, "this browser", by=other) is None


@pytest.mark.parametrize(
    ("address", "rp_id"),
    [
        ("https://nolimits.council.example", "nolimits.council.example"),
        ("http://localhost:5000/", "localhost"),
        ("http://127.0.0.1:5000", None),
        ("http://nolimits.council.example", None),
        ("https://192.0.2.7", None),
        ("https://[2001:db8::7]", None),
        ("", None),
    ],
)
def test_passkeys_need_a_name_and_https_but_on_this_machine(address, rp_id):
    site = site_of(address, "No Limits")

    assert (site and site.rp_id) == rp_id
