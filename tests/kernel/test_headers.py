"""Every answer protects whoever reads it, whatever its status and whoever gave it. Case 39."""

import re

import pytest
from flask import abort
from gunicorn.config import Config
from werkzeug.test import Client

import nolimits
from nolimits import serving
from nolimits.config import ROOT, Settings, new_sealing_key
from nolimits.kernel.errors import Overtaken, Refused
from tests.databases import KINDS
from tests.factories.people import coordinator, finance_officer, staff
from tests.markup import parse, text_of
from tests.visitor import Visitor

on_one = pytest.mark.parametrize("database", [KINDS[0]], indirect=True)

PAGE = (
    "default-src 'none'; script-src 'nonce-…'; style-src 'self' 'nonce-…'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
FILE = "default-src 'none'; frame-ancestors 'none'; sandbox"
EVERY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
}
# What says what an answer is, and not how a browser has to treat it.
OF_THE_ANSWER = {
    *("Content-Type", "Content-Length", "Content-Disposition", "Content-Encoding"),
    *(
        "Location",
        "Allow",
        "Vary",
        "ETag",
        "Last-Modified",
        "Retry-After",
        "Set-Cookie",
        "Clear-Site-Data",
    ),
}
STYLE = next((ROOT / "static/css").glob("*.css")).name
PLAIN = "OFL.txt"
OUR_NAME = "https://limits.council.example"


@pytest.fixture
def failing(app, monkeypatch):
    """Have a public page fail in a given way, in a server that catches what fails."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    def fail(with_what):
        def view():
            abort(with_what) if isinstance(with_what, int) else _raise(with_what)

        monkeypatch.setitem(app.view_functions, "privacy.privacy", view)

    return fail


def _raise(error):
    raise error


def headers(answer):
    """An answer's headers; the nonce, which differs each time, left out."""
    told = {name: value for name, value in answer.headers if name not in OF_THE_ANSWER}
    nonce = r"'nonce-[\w-]{20,}'"
    return {name: re.sub(nonce, "'nonce-…'", value) for name, value in told.items()}


def exactly(policy, kept="no-store"):
    """All that an answer carries, neither more nor less."""
    return {**EVERY, "Content-Security-Policy": policy, "Cache-Control": kept}


@on_one
@pytest.mark.parametrize(
    ("status", "path", "method", "role"),
    [
        (200, "/accessibility", "GET", None),
        (200, "/account", "GET", staff),
        (302, "/people", "GET", None),
        (303, "/sign-out", "POST", staff),
        (400, "/sign-in", "POST", "forger"),
        (403, "/people", "GET", staff),
        (404, "/nowhere", "GET", None),
        (404, "/static/nowhere.css", "GET", None),
        (404, "/people/U-22222222", "GET", coordinator),
        (405, "/accessibility", "DELETE", None),
        (422, "/sign-in", "POST", None),
    ],
)
def test_every_page_carries_exactly_the_headers(app, status, path, method, role):
    """Case 39. That no page is kept is looked at on every page that any test visits."""
    browser = Visitor(app, role() if callable(role) else None)
    sent = {} if role == "forger" or method == "GET" else {"csrf_token": browser.token()}

    answer = browser.client.open(path, method=method, data=sent)

    assert answer.status_code == status
    assert headers(answer) == exactly(PAGE)


@on_one
@pytest.mark.parametrize("status", [409, 413, 429, 500])
def test_every_failure_carries_exactly_the_headers(app, failing, status):
    """Case 39."""
    failing({409: Overtaken("Late"), 500: ZeroDivisionError()}.get(status, status))

    answer = app.test_client().get("/privacy")

    assert answer.status_code == status
    assert headers(answer) == exactly(PAGE)


@on_one
def test_a_no_that_no_form_could_show_is_told_in_its_words(app, failing):
    failing(Refused("This is seen already"))

    answer = app.test_client().get("/privacy")

    assert answer.status_code == 409
    assert "This is seen already. Nothing was changed." in text_of(parse(answer.text)[0])


@on_one
def test_a_downloaded_list_carries_exactly_the_headers(app):
    answer = Visitor(app, finance_officer()).client.get("/giving?file=csv")

    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert headers(answer) == exactly(FILE)


@on_one
@pytest.mark.parametrize(
    ("name", "kept"),
    [
        (f"css/{STYLE}", "max-age=315360000, public, immutable"),
        (f"fonts/{PLAIN}", "max-age=3600, public"),
    ],
)
def test_our_own_files_are_kept_as_long_as_their_name_allows(app, name, kept):
    answer = app.test_client().get(f"/static/{name}")
    again = app.test_client().get(
        f"/static/{name}", headers={"If-Modified-Since": answer.headers["Last-Modified"]}
    )

    answer.close()
    assert (answer.status_code, again.status_code) == (200, 304)
    assert headers(answer) == headers(again) == exactly(FILE, kept)


@on_one
def test_each_answer_has_a_word_of_its_own(app):
    words = {
        re.search(r"nonce-([\w-]+)", app.test_client().get("/privacy").headers[name])[1]
        for name in ["Content-Security-Policy"] * 3
    }

    assert len(words) == 3


@pytest.fixture
def in_production(tmp_path):
    """The application as it stands where real people's records are."""
    settings = Settings(
        environment="production",
        instance=tmp_path,
        database_url="sqlite://",
        secret_key="made for one test, and of enough letters",
        base_url="https://limits.council.example",
        smtp_url="smtp://mail.council.example",
        sealing_keys=(new_sealing_key(),),
    )
    settings.refuse_unsafe()
    return nolimits.create_app(settings)


def test_in_production_a_browser_never_comes_without_encryption(in_production):
    answer = Client(in_production).get("/accessibility", base_url=OUR_NAME)

    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert headers(answer).keys() - exactly(PAGE).keys() == {"Strict-Transport-Security"}


def test_in_production_the_cookie_is_tied_to_this_host_and_out_of_reach_of_scripts(in_production):
    answer = Client(in_production).get("/sign-in", base_url=OUR_NAME)

    name, *attributes = answer.headers["Set-Cookie"].split("; ")
    assert name.startswith("__Host-nolimits=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} == set(attributes)


@pytest.mark.parametrize(
    "host", ["evil.example", "limits.council.example.evil.example", "127.0.0.1"]
)
def test_in_production_only_our_own_name_is_answered(in_production, host):
    """Case 26: a poisoned Host header."""
    client = Client(in_production)

    assert client.get("/accessibility").status_code == 400
    answer = client.get("/accessibility", base_url=f"https://{host}")
    assert answer.status_code == 400
    assert host not in answer.text
    assert "Strict-Transport-Security" in answer.headers


def test_the_server_is_configured_with_what_it_knows():
    known = Config()
    for name, value in vars(serving).items():
        if not name.startswith("_") and name != "os":
            known.set(name, value)

    assert known.limit_request_line == 4094
    assert known.accesslog is None
    assert known.address == [("127.0.0.1", 8000)]
