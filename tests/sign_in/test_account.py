"""One's own account: where one is signed in, and ending that; the demonstration's mail."""

from nolimits.sign_in import queries
from tests.factories.people import staff


def test_the_demonstration_signs_in_as_anyone_and_shows_its_mail(visitor, change_settings):
    change_settings(demonstration=True)
    person = staff()
    browser = visitor()
    page = browser.visit("/demonstration/sign-in")
    assert person.name in page.buttons
    browser.post("/sign-in", email=person.email)

    assert "Your code to sign in" in browser.visit("/demonstration/mail").text
    assert browser.visit("/demonstration/sign-in").press(person.name).status == 200
    assert browser.visit("/account").facts["Email"] == person.email


def test_somebody_sees_where_they_are_signed_in_and_ends_one(sign_in):
    person = staff()
    elsewhere, here = sign_in(person), sign_in(person)
    page = here.visit("/account")
    assert page.text.count("last seen on 20 November 2026 at 10:00") == 2
    assert page.text.count("This one") == 1

    page = page.press("End it the sign-in of 20 November 2026 at 10:00")

    assert page.flash == "That sign-in has ended"
    assert elsewhere.visit("/account").h1 == "Sign in"
    assert here.visit("/account").h1 == "My account"


def test_all_other_sign_ins_end_at_once_and_this_one_stays(sign_in):
    person = staff()
    others = [sign_in(person), sign_in(person)]
    here = sign_in(person)

    page = here.visit("/account").press("End all the others")

    assert page.flash == "2 other sign-ins ended"
    assert [one.visit("/account").h1 for one in others] == ["Sign in", "Sign in"]


def test_nobody_ends_the_sign_in_of_somebody_else(sign_in):
    person = staff()
    theirs = sign_in(person)
    number = queries.open_sessions(person)[0].id

    assert sign_in(staff()).post(f"/account/sign-ins/{number}/end").status == 404
    assert theirs.visit("/account").h1 == "My account"


def test_outside_a_demonstration_nobody_reads_the_mail(visitor):
    assert visitor().visit("/demonstration/mail").status == 404


def test_a_demonstration_shows_every_component_and_every_error(visitor, change_settings):
    change_settings(demonstration=True)
    page = visitor().visit("/design")

    assert page.h1 == "Components"
    assert "Enter a phone number" in page.press("Send my offer").errors


def test_outside_a_demonstration_there_is_no_page_of_components(visitor):
    assert visitor().visit("/design").status == 404
