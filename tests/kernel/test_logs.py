"""The log holds a line for each request and mistake, and nobody's name or words in any."""

import io
import json
import re
from dataclasses import replace
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from nolimits.config import Settings
from nolimits.kernel import logs
from nolimits.people import queries
from tests.databases import KINDS
from tests.factories.people import PersonFactory, coordinator
from tests.house.routes import ABSENT, routes
from tests.visitor import Visitor

on_one = pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
SECRET = "Canary SELECT name FROM person WHERE email = 'dana@council.example' in /home/nolimits"
LEAKS = ("Canary", "SELECT", "Traceback", ".py", "council.example' in", "/home/nolimits")


@pytest.fixture
def lines(app, monkeypatch):
    """The lines written since, each read as JSON, as production writes them."""
    routes()  # another application, which would set the log up for itself
    written = io.StringIO()
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(logs.LOG.handlers[0], "stream", written)
    monkeypatch.setattr(logs.LOG.handlers[0], "formatter", logs.Line(in_words=False))
    monkeypatch.setattr(logs.LOG, "level", 20)
    logs.LOG.manager._clear_cache()
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logs.LOG.manager._clear_cache()


def broken(*told, **values):
    raise ValueError(SECRET)


@on_one
def test_a_request_is_one_line_that_names_nobody(app, lines):
    dana = PersonFactory(name="Dana Canary", email="dana.canary@council.example", role="staff")

    Visitor(app, dana).client.get("/people?search=Canary", headers={"User-Agent": "Canary/1"})

    (line,) = lines()
    assert isinstance(line.pop("ms"), int)
    assert re.fullmatch("[0-9A-F]{8}", line.pop("reference"))
    assert line == {
        "at": "2026-11-20T10:00:00.000+00:00",
        "level": "info",
        "event": "request",
        "endpoint": "people.people",
        "method": "GET",
        "status": 403,
        "person": dana.id,
    }


@on_one
def test_an_address_is_written_down_only_where_the_council_says_so(app, lines, change_settings):
    app.test_client().get("/privacy")
    change_settings(log_addresses=True)
    app.test_client().get("/privacy")

    assert [one.get("address") for one in lines()] == [None, "127.0.0.1"]


@on_one
@pytest.mark.parametrize("in_words", [False, True])
@pytest.mark.parametrize("evil", ["a\nb", "a\r\n{}", "a\u2028b", 'a"}\n{"event": "request"'])
def test_what_somebody_typed_never_makes_a_line_of_its_own(app, lines, monkeypatch, evil, in_words):
    """Case 38. In production, and where developers read the words of mistakes too."""
    monkeypatch.setattr(logs.LOG.handlers[0], "formatter", logs.Line(in_words=in_words))
    with app.test_request_context():
        logs.told(evil, name=evil)
    browser = Visitor(app)
    sent = {"email": f"{evil}@council.example", "csrf_token": browser.token()}
    browser.client.post("/sign-in", data=sent, query_string={"next": evil})

    browser.client.get("/people/U-" + quote(evil), headers={"User-Agent": repr(evil)})
    with app.test_request_context():
        logs.mistake(ValueError(evil))

    first, *asked, mistake = lines()
    assert (first["event"], first["name"]) == (evil, evil)
    assert [one["event"] for one in asked] == ["request"] * 2
    assert "council" not in str(asked)
    assert mistake["raised"][0].get("words") == (evil if in_words else None)


@on_one
def test_a_mistake_of_ours_shows_a_number_that_is_found_in_the_log(app, lines, monkeypatch):
    monkeypatch.setattr(queries, "listed", broken)
    dana = coordinator()

    page = Visitor(app, dana).visit("/people")

    mistake, request = lines()
    assert page.status == 500
    assert mistake["reference"] == request["reference"]
    assert mistake["reference"] in page.text
    assert (mistake["event"], mistake["person"]) == ("mistake", dana.id)
    (raised,) = mistake["raised"]
    assert raised["kind"] == "ValueError"
    assert raised["places"][-1].startswith("tests/kernel/test_logs.py:")
    assert "Canary" not in str(mistake)


@on_one
def test_no_address_tells_more_of_a_mistake_than_its_number(app, lines, monkeypatch):
    """Case 69."""
    for endpoint in app.view_functions:
        monkeypatch.setitem(app.view_functions, endpoint, broken)
    browser, faults = Visitor(app, coordinator()), []
    token = browser.token()
    for route in routes():
        with app.test_request_context():
            path = app.url_map.bind("").build(route.endpoint, route.values(ABSENT))
        sent = {"csrf_token": token} if route.method != "GET" else None
        with app.app_context():
            answer = browser.client.open(path, method=route.method, data=sent)
        number = re.findall(r"<strong>([0-9A-F]{8})</strong>", answer.text)
        told = [one for one in LEAKS if one in answer.text]
        if answer.status_code != 500 or len(number) != 1 or told:
            faults.append(f"{route}: answered {answer.status_code}, {number}, {told}")
    written = lines()

    assert faults == []
    assert len({one["reference"] for one in written}) == len(written) / 2 == len(routes())
    assert "Canary" not in str(written)


@on_one
def test_a_statement_that_fails_is_told_without_its_values(app):
    engine = sa.create_engine("sqlite://", **app.config["SQLALCHEMY_ENGINE_OPTIONS"])

    with pytest.raises(sa.exc.DBAPIError) as raised, engine.connect() as connection:
        connection.execute(sa.text("SELECT nothing FROM nowhere WHERE x = :x"), {"x": "Canary"})

    assert "nowhere" in str(raised.value)
    assert "Canary" not in str(raised.value)


def test_settings_never_show_what_they_keep_secret():
    """Case 76."""
    kept = {
        "secret_key": "Canary-of-the-key-and-long-enough-too",
        "smtp_url": "smtp://post:Canary@mail.example",
        "database_url": "postgresql+psycopg://app:Canary@db.example/council",
    }

    assert "Canary" not in repr(replace(Settings(), **kept))
