"""The services that other tests stand on start, work, and leave nothing behind."""

import os
import signal
import smtplib
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text

from nolimits.commands.chromium import chromium_path
from tests import services

ROOT = Path(__file__).parent.parent


@pytest.fixture
def no_server_named(monkeypatch):
    monkeypatch.delenv(services.DATABASE_URL, raising=False)


def home_of(url: str) -> Path:
    return Path(str(make_url(url).query["host"]))


def server_in(home: Path) -> int:
    return int((home / "data/postmaster.pid").read_text().splitlines()[0])


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def letter(to: str = "dana@example.org", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "scheme@example.org"
    message["To"] = to
    message["Subject"] = "Diolch yn fawr — ŵ"
    for name, value in headers.items():
        message[name] = value
    message.set_content("You have a match.")
    return message


@pytest.mark.postgres
def test_postgres_works_and_leaves_nothing_behind(no_server_named):
    with services.postgres() as admin_url:
        home = home_of(admin_url)
        engine = create_engine(services.create_database(admin_url, "council"))
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT current_database()")) == "council"
            assert connection.scalar(text("SELECT 'SIÂN' ILIKE 'siân'"))
        engine.dispose()
        server = server_in(home)
        assert is_running(server)

    assert not home.exists()
    assert not is_running(server)


@pytest.mark.postgres
def test_a_database_is_copied_replaced_and_dropped():
    with services.postgres() as admin_url:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        first = services.create_database(admin_url, f"first_{worker}")
        with psycopg.connect(first.replace("+psycopg", "")) as connection:
            connection.execute("CREATE TABLE pledge (pence integer)")
        copy = services.create_database(admin_url, f"copy_{worker}", template=f"first_{worker}")
        with psycopg.connect(copy.replace("+psycopg", "")) as left_open:
            left_open.execute("INSERT INTO pledge VALUES (500)")
            left_open.commit()

            services.create_database(admin_url, f"copy_{worker}")

        with (
            psycopg.connect(copy.replace("+psycopg", "")) as connection,
            pytest.raises(psycopg.errors.UndefinedTable),
        ):
            connection.execute("SELECT * FROM pledge")
        for name in ("first", "copy"):
            services.drop_database(admin_url, f"{name}_{worker}")
        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            psycopg.connect(copy.replace("+psycopg", ""))


@pytest.mark.postgres
def test_postgres_stops_when_the_tests_are_killed(no_server_named):
    script = (
        "from tests.services import postgres\n"
        "with postgres() as url: print(url, flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as tests:
        assert tests.stdout
        home = home_of(tests.stdout.readline().strip())
        server = server_in(home)
        assert is_running(server)
        tests.send_signal(signal.SIGKILL)

    deadline = time.monotonic() + 20
    while (home.exists() or is_running(server)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not home.exists()
    assert not is_running(server)


def test_a_named_postgres_is_used_as_it_is(monkeypatch):
    monkeypatch.setenv(services.DATABASE_URL, "postgresql://tester:secret@db.example/admin")

    with services.postgres() as admin_url:
        assert admin_url == "postgresql+psycopg://tester:secret@db.example/admin"


def test_a_postgres_that_cannot_start_says_why(monkeypatch, no_server_named):
    monkeypatch.setattr(services, "KEEPER", 'echo "no room on the disk" >"$2/log"')

    with pytest.raises(RuntimeError, match="no room on the disk"), services.postgres():
        pass


def test_mail_is_received_whole():
    with services.smtp() as post, smtplib.SMTP(post.host, post.port) as client:
        client.send_message(letter(Bcc="lead@example.org"))

    (message,) = post.messages
    assert message["Subject"] == "Diolch yn fawr — ŵ"
    assert message.get_content().strip() == "You have a match."
    assert post.recipients == [["dana@example.org", "lead@example.org"]]
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP(post.host, post.port)


@pytest.mark.parametrize("answer", ["451 Try again later", "554 Not wanted"])
def test_mail_is_refused_when_told_to(answer):
    with services.smtp() as post, smtplib.SMTP(post.host, post.port) as client:
        post.answer = answer
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            client.send_message(letter())
        post.answer = None
        client.send_message(letter())

    assert refusal.value.smtp_code == int(answer[:3])
    assert len(post.messages) == 1


def test_one_address_is_refused_when_told_to():
    with services.smtp() as post, smtplib.SMTP(post.host, post.port) as client:
        post.refused["gone@example.org"] = "550 No such person"
        refused = client.send_message(letter(to="gone@example.org, dana@example.org"))

    assert refused == {"gone@example.org": (550, b"No such person")}
    assert post.recipients == [["dana@example.org"]]


def test_a_slow_mail_server_outlasts_an_impatient_sender():
    with services.smtp() as post, smtplib.SMTP(post.host, post.port, timeout=0.2) as client:
        post.delay = 30
        with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
            client.send_message(letter())

    assert post.messages == []


def test_chromium_renders_a_page(browser):
    page = browser.new_page()
    page.set_content("<title>No Limits</title><h1>Hello</h1>")
    assert page.title() == "No Limits"
    assert page.get_by_role("heading", name="Hello").is_visible()
    page.close()


def test_chromium_is_looked_for_where_it_is_said_to_be(monkeypatch, tmp_path):
    browser = tmp_path / "my-browser"
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(browser))
    assert chromium_path() == str(browser)

    monkeypatch.setenv("CHROMIUM", str(tmp_path / "not-there"))
    assert chromium_path() is None


@pytest.mark.xdist_group("together")
def test_tests_of_a_group_are_sent_to_one_worker(request):
    sent_by_group = getattr(request.config.option, "loadgroup", False)
    assert request.node.nodeid.endswith("@together") == sent_by_group
