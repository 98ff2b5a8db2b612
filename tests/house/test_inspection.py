"""The tests' own tools notice what they are there to notice."""

import socket
import threading

import pytest
from werkzeug.datastructures import Headers

from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.db import db
from nolimits.people import operations
from nolimits.people.models import Directorate
from tests import databases
from tests.factories.people import DirectorateFactory, coordinator
from tests.inspection import ENDING, inspect
from tests.page import Page

GOOD = f"""<!DOCTYPE html>
<html lang="en-GB"><head><title>Hello {ENDING}</title></head>
<body><main id="main"><h1>Hello</h1>
<form method="post" action="/sign-in"><label for="email">Email</label>
<input id="email" name="email">
<button>Send</button></form><a href="/">Home</a></main></body></html>"""


@pytest.fixture
def look(app):
    """Inspect a page of our own making."""

    def at(html, **headers):
        sent = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": "script-src 'nonce-abc'",
            "Cache-Control": "no-store",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        given = Headers({name: value for name, value in sent.items() if value})
        inspect(Page(None, "/sign-in", 200, given, html.encode()), app)

    return at


def test_a_page_with_nothing_wrong_passes(look):
    look(GOOD)


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ("<h1>Hello</h1>", "", "it has 0 h1"),
        ("<h1>Hello</h1>", "<h1>Hello</h1><h1>Hello</h1>", "it has 2 h1"),
        ("<h1>Hello</h1>", "<h1>Goodbye</h1>", "does not start with the heading"),
        (f"<title>Hello {ENDING}", "<title>Hello", "does not end with"),
        ('<label for="email">Email</label>', "", "'email' has no label"),
        ('<label for="email">', '<label for="mail">', "points nowhere"),
        ('<main id="main">', '<main id="email">', "'email' is there 2 times"),
        ("<button>", "<button style='color: red'>", "a style of its own"),
        ("<button>", "<button onclick='go()'>", "has onclick"),
        ("</main>", "<script>go()</script></main>", "lacks the nonce"),
        ("</main>", "<style>a{}</style></main>", "lacks the nonce"),
        ("</main>", "<script nonce='old'>go()</script></main>", "lacks the nonce"),
        ('href="/"', 'href="/nowhere"', "GET /nowhere leads nowhere"),
        ('href="/"', 'href="/sign-out"', "GET /sign-out leads nowhere"),
        ('href="/"', 'href="#nowhere"', "nowhere on the page"),
        ('action="/sign-in"', 'action="/people"', "POST /people leads nowhere"),
        ("</main>", "<p>{{ name }}</p></main>", "should have filled in"),
        ("</main>", "<p>None</p></main>", "says None"),
        ('name="email"', 'name="email" value="None"', 'value="None"'),
        ("</main>", "<p>For LAC only</p></main>", "it says LAC"),
        ("</main>", "<p><div>Hello</p></main>", "not valid HTML"),
        ("</main>", "<p class='a' class='b'>Hello</p></main>", "not valid HTML"),
        (
            "<h1>",
            '<div class="govuk-error-summary"><ul><li>No</li></ul></div><h1>',
            "does not say so",
        ),
    ],
)
def test_what_is_wrong_with_a_page_fails_the_test_that_fetched_it(look, good, bad, fault):
    assert good in GOOD

    with pytest.raises(AssertionError, match=fault):
        look(GOOD.replace(good, bad))


@pytest.mark.parametrize("header", ["Content-Security-Policy", "Cache-Control"])
def test_a_page_without_its_headers_fails_too(look, header):
    with pytest.raises(AssertionError, match=header):
        look(GOOD, **{header: ""})


def test_a_title_may_say_that_there_is_an_error(look):
    look(GOOD.replace("<title>", "<title>Error: "))


@pytest.mark.parametrize("number", [1, 2])
def test_each_test_starts_with_nothing(app, number):
    assert db.session.query(Directorate).count() == 0
    DirectorateFactory()
    assert db.session.query(Directorate).count() == 1


@pytest.mark.committed
@pytest.mark.parametrize("number", [1, 2])
def test_each_committed_test_starts_with_nothing(app, together, number):
    together([DirectorateFactory])
    assert db.session.query(Directorate).count() == 1


def test_a_page_sees_what_the_test_made_and_the_test_what_the_page_made(sign_in, app):
    library = DirectorateFactory(name="Invented Libraries")
    page = sign_in(coordinator()).visit("/directorates")
    assert "Invented Libraries" in page.text

    with app.app_context():
        operations.add_directorate("Invented Parks", by=SYSTEM)
    assert library.name == "Invented Libraries"
    assert db.session.query(Directorate).count() == 2


@pytest.mark.parametrize("flushed", [False, True])
def test_a_change_that_nobody_committed_is_found(app, flushed):
    library = DirectorateFactory()
    library.name = "Changed"
    if flushed:
        db.session.flush()

    with pytest.raises(AssertionError, match="left a change uncommitted"):
        databases.nothing_unsaved("the test")


def test_nothing_but_this_machine_can_be_reached():
    with socket.socket() as one, pytest.raises(PermissionError, match="tried to reach"):
        one.connect(("192.0.2.1", 80))


def test_a_thread_of_its_own_has_the_time_of_the_test(app, together):
    seen = []
    plain = threading.Thread(target=lambda: seen.append(clock.now()))
    plain.start()
    plain.join()
    assert seen != [clock.now()]  # which is why `together` carries the clock along

    assert together([clock.now]) == [clock.now()]


def test_a_form_takes_only_what_a_browser_could_send(sign_in):
    library = DirectorateFactory()
    dana = coordinator(directorate=library)
    page = sign_in(dana).visit(f"/directorates/{library.reference}/champion")

    with pytest.raises(AssertionError, match="no field 'who'"):
        page.submit(who=dana.reference)
    with pytest.raises(AssertionError, match="offers no 'nobody'"):
        page.submit(person="nobody")
    assert page.submit(person=dana.name).status == 200  # by the words beside the button
