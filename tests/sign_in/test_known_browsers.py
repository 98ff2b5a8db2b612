"""Whoever signs in from a browser that is new to them is told, and so is whoever was not it."""

from nolimits.kernel.actors import SYSTEM, Role
from nolimits.people import operations as people
from nolimits.sign_in import operations, queries
from tests.sign_in.signing_in import ask_for_code

NEW = "Signed in from a new browser"


def sign_in_with(browser, person, code_of):
    ask_for_code(browser, person.email)
    return browser.submit(code=code_of(person))


def told(person, mail_to):
    return [one.subject for one in mail_to(person)].count(NEW)


def test_a_browser_that_is_new_is_told_by_mail_and_one_that_is_known_is_not(
    visitor, dana, code_of, mail_to
):
    desk, phone = visitor(), visitor()
    sign_in_with(desk, dana, code_of)
    desk.post("/sign-out")
    sign_in_with(desk, dana, code_of)
    assert told(dana, mail_to) == 0  # the first of all, and it again

    sign_in_with(phone, dana, code_of)
    assert told(dana, mail_to) == 1
    phone.post("/sign-out")
    sign_in_with(phone, dana, code_of)
    assert told(dana, mail_to) == 1
    assert "Chrome" not in mail_to(dana)[-2].body


def test_what_keeps_a_browser_known_signs_nobody_in(visitor, dana, code_of):
    desk = visitor()
    sign_in_with(desk, dana, code_of)
    kept = desk.client.get_cookie("nolimits-browser")
    assert kept.http_only
    assert kept.same_site == "Lax"

    thief = visitor()
    thief.client.set_cookie(kept.key, kept.value)
    assert thief.visit("/account").path == "/sign-in"


def test_one_browser_is_new_to_each_person(visitor, dana, code_of, mail_to):
    other = people.add_person("Glen Pretend", "glen@council.example", {Role.STAFF}, by=SYSTEM)
    shared, own = visitor(), visitor()
    sign_in_with(own, other, code_of)
    sign_in_with(shared, dana, code_of)
    shared.post("/sign-out")

    sign_in_with(shared, other, code_of)

    assert told(other, mail_to) == 1


def test_a_stranger_keeps_nobody_out_of_a_browser_in_which_they_signed_in_before(
    visitor, dana, code_of
):
    """Case 23: neither by asking for codes without end nor by typing wrong ones."""
    desk = visitor()
    sign_in_with(desk, dana, code_of)
    desk.post("/sign-out")
    ask_for_code(desk, dana.email)
    mailed = code_of(dana)
    stranger = visitor()
    for _ in range(3):
        ask_for_code(stranger, dana.email)
        for _ in range(4):
            stranger.submit(code="000000")
    assert "Too many wrong codes" in stranger.submit(code="000000").errors[0]

    assert desk.submit(code=mailed).path == "/my"


def test_another_persons_browser_has_no_codes_of_its_own(dana):
    other = people.add_person("Glen Pretend", "glen@council.example", {Role.STAFF}, by=SYSTEM)
    operations.know_browser("a token", by=other)

    assert queries.counted_under(dana.email, dana, "a token") == queries.email_print(dana.email)
    assert queries.counted_under(other.email, other, "a token") != queries.email_print(other.email)
