"""Everything lost: it takes an administrator's word and the person's own mailed code."""

import pytest

from nolimits.kernel.actors import Role
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.people import operations as people
from nolimits.proving import operations
from nolimits.proving.models import Purpose
from nolimits.second_factors import queries
from nolimits.sign_in.queries import open_sessions
from nolimits.staff_list import operations as staff_list
from nolimits.staff_list.queries import plan_of
from tests.factories.people import administrator, coordinator, safeguarding_lead, staff
from tests.factories.second_factors import (
    browser_of,
    half_signed_in,
    with_app,
    with_passkey,
    with_recovery_codes,
    wrong,
)
from tests.factories.staff_list import StaffListFactory

WHY = "Lost the phone on a train. I know them, and saw them on a call"


def test_two_people_take_off_what_was_lost_and_both_are_told(app, sign_in, mail_to, code_of):
    boss, person = administrator(), coordinator()
    with_app(person)
    with_recovery_codes(person)
    thief = browser_of(app, person)
    page = sign_in(boss).visit(f"/people/{person.reference}").follow("They have lost it")
    page = page.submit(reason=WHY)
    assert page.flash.startswith("They can sign in now")
    assert mail_to(person)[-1].subject == "Your passkey or app can be taken off"

    page = browser_of(app, person).visit("/people").follow("I have lost these")
    page = page.press("Send me a code")
    code = code_of(person)
    page = page.press("Take off what I have lost", code=wrong(code))
    assert page.errors == ["That code is wrong, too old, or was used already"]
    assert queries.has_one(person)
    page = page.press("Take off what I have lost", code=code)

    assert page.h1 == "Set up a second step"
    assert not queries.has_one(person)
    assert queries.recovery_codes_left(person) == 0
    assert len(open_sessions(person)) == 1
    assert thief.visit("/account").path == "/sign-in"
    assert mail_to(boss)[-1].subject == "A reset that you agreed to is done"
    gone = "Your passkeys, authenticator app and recovery codes were taken off"
    assert gone in [one.subject for one in mail_to(person)]
    assert not any(WHY in one.body for one in mail_to(person) + mail_to(boss))
    (row,) = sign_in(boss).visit(f"/people/{person.reference}").table("Passkey or app lost")
    assert (row["By"], row["Why"]) == (boss.name, WHY)
    assert sign_in(coordinator()).visit(f"/people/{person.reference}").text.count(WHY) == 0


def test_no_administrator_opens_a_way_into_an_account_that_opens_more_unseen(app, mail_to):
    """Not through its address, by a list neither, nor through its second step."""
    boss, other, lead, person = administrator(), administrator(), safeguarding_lead(), coordinator()
    with_app(person)
    people.name_address(person, "elsewhere@mailbox.example", by=boss)
    operations.agree_reset(person, WHY, by=boss)
    made = StaffListFactory(people=[("100", person.name, person.email)], by=boss)
    staff_list.apply(made, plan_of(made, by=boss).print, by=boss)
    made = StaffListFactory(people=[("100", person.name, "other@mailbox.example")], by=boss)
    staff_list.apply(made, plan_of(made, by=boss).print, by=boss)
    people.name_address(staff(), "nobody@mailbox.example", by=boss)  # opens nothing of others

    for reader in (other, lead):
        letters = [one.body for one in mail_to(reader) if one.template == "role_given"]
        assert ["named another address" in one for one in letters] == [True, False, True]
        assert ["is lost" in one for one in letters] == [False, True, False]
        assert all(f"{person.reference}, which has the role coordinator" in one for one in letters)
        assert not any(person.name in one or boss.name in one for one in letters)
    assert [one for one in mail_to(boss) + mail_to(person) if one.template == "role_given"] == []


def test_nobody_resets_their_own_and_none_but_an_administrator_anybodys(sign_in):
    boss = administrator()
    with_passkey(boss)
    with pytest.raises(NotVisible):
        operations.agree_reset(boss, WHY, by=boss)
    with pytest.raises(NotVisible):
        operations.agree_reset(boss, WHY, by=coordinator())
    assert "They have lost it" not in sign_in(boss).visit(f"/people/{boss.reference}").links


def test_an_only_administrator_is_helped_from_the_command_line(app, code_of):
    boss = administrator()
    with_app(boss)
    run = app.test_cli_runner().invoke
    words = ["council", "lost-factors", boss.email, "--reason", WHY]
    assert run(args=words).output == "They can take it off within an hour\n"
    here = half_signed_in(boss)
    operations.mail_code(Purpose.RESET, here, by=boss)

    assert operations.reset(code_of(boss), here, by=boss)

    assert "have nothing set up" in run(args=words).output
    words[2] = "nobody@council.example"
    assert run(args=words).output == "Nobody signs in with nobody@council.example\n"


def test_a_mailed_code_alone_takes_nothing_off(app):
    person = coordinator()
    with_app(person)
    here = half_signed_in(person)

    assert operations.reset("123456", here, by=person) is None
    with pytest.raises(Refused, match="An administrator has to say first"):
        operations.mail_code(Purpose.RESET, here, by=person)
    page = browser_of(app, person).visit("/people").follow("I have lost these")
    assert page.buttons == []


def test_an_administrators_word_is_good_for_an_hour_and_once(app, held_clock, code_of):
    """Case 26."""
    person = coordinator()
    with_app(person)
    here = half_signed_in(person)
    operations.agree_reset(person, WHY, by=administrator())
    operations.mail_code(Purpose.RESET, here, by=person)
    code = code_of(person)
    held_clock.move_on(hours=1)
    assert operations.reset(code, here, by=person) is None

    operations.agree_reset(person, WHY, by=administrator())
    operations.mail_code(Purpose.RESET, here, by=person)
    assert operations.reset(code_of(person), here, by=person)
    with_app(person)
    with pytest.raises(Refused, match="An administrator has to say first"):
        operations.mail_code(Purpose.RESET, half_signed_in(person), by=person)


def test_the_word_of_somebody_who_is_no_administrator_any_more_is_worth_nothing(app, code_of):
    person, boss = coordinator(), administrator()
    with_app(person)
    here = half_signed_in(person)
    operations.agree_reset(person, WHY, by=boss)
    operations.mail_code(Purpose.RESET, here, by=person)
    people.end_role(boss, Role.ADMINISTRATOR, by=administrator())

    with pytest.raises(NotVisible):
        operations.reset(code_of(person), here, by=person)
    assert queries.has_one(person)


def test_a_code_for_one_purpose_serves_no_other(app, code_of, held_clock):
    person = coordinator()
    here = half_signed_in(person)
    operations.mail_code(Purpose.CONFIRM, here, by=person)
    code = code_of(person)
    with_app(person)
    operations.agree_reset(person, WHY, by=administrator())

    assert operations.reset(code, here, by=person) is None


def test_a_mailed_code_is_tried_five_times_in_ten_minutes_and_six_are_mailed_an_hour(
    app, code_of, held_clock
):
    person = staff()
    here = half_signed_in(person)
    operations.mail_code(Purpose.CONFIRM, here, by=person)
    code = code_of(person)
    for _ in range(5):
        assert operations.prove_by_mail(wrong(code), here, by=person) is None
    assert operations.prove_by_mail(code, here, by=person) is None

    operations.mail_code(Purpose.CONFIRM, here, by=person)
    held_clock.move_on(minutes=10)
    assert operations.prove_by_mail(code_of(person), here, by=person) is None
    for _ in range(4):
        operations.mail_code(Purpose.CONFIRM, here, by=person)
    with pytest.raises(Refused, match="as many codes as we do in an hour"):
        operations.mail_code(Purpose.CONFIRM, here, by=person)
