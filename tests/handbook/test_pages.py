"""Pages of the handbook: one success, one refusal and one denial of each."""

from nolimits.handbook import queries
from tests.factories.handbook import HandbookFactory, has_read
from tests.factories.people import coordinator, staff


def test_the_handbook_is_read_and_that_is_said(sign_in):
    handbook, person = HandbookFactory(text="# Why\nBecause.\n- one\n- two"), staff()
    somebody = sign_in(person)
    page = somebody.visit("/handbook")
    assert "Because." in page.text

    page = somebody.press("I have read it")

    assert "You read it on 20 November 2026" in page.text
    assert queries.read_on(handbook, person)


def test_an_older_version_cannot_be_acknowledged(sign_in):
    first, person = HandbookFactory(), staff()
    has_read(person, first)
    HandbookFactory(text="Other words.")
    somebody = sign_in(person)
    assert "There is a newer one" in somebody.visit(f"/handbook/{first.reference}").text
    page = somebody.visit("/handbook")
    assert "New: Other words." in page.text
    assert "about 1 minute to read" in page.text

    page = somebody.post(f"/handbook/{first.reference}/read")

    assert "There is a newer version" in page.text


def test_the_handbook_is_not_for_the_signed_out(visitor):
    assert visitor().visit("/handbook").path == "/sign-in"


def test_a_handbook_is_seen_once_more_before_it_goes_out(sign_in):
    has_read(staff())
    somebody = sign_in(coordinator())
    somebody.visit("/handbook/publish")

    page = somebody.submit(title="Second", text="New words.", changes="All of it.")
    assert "This writes to 1 person" in page.text
    assert queries.current_handbook().number == 1

    page = somebody.press("Publish it")
    assert page.path == "/handbook"
    assert queries.current_handbook().text.strip() == "New words."


def test_a_handbook_without_words_about_what_changed_is_refused(sign_in):
    HandbookFactory()
    somebody = sign_in(coordinator())
    somebody.visit("/handbook/publish")
    somebody.submit(title="Second", text="New words.")

    page = somebody.press("Publish it")

    assert page.errors == ["Say what changed, so that people know what to look for"]


def test_only_the_coordinator_publishes(sign_in):
    assert sign_in(staff()).visit("/handbook/publish").status == 403
