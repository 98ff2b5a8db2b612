"""What the worker does by itself, and what a web server leaves to others."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nolimits.config import ROOT

TIMETABLE = """
from nolimits import create_app
from nolimits.kernel import jobs
with create_app().app_context():
    timed = jobs.queue()._registry.periodic_tasks
print(*jobs._times)
print(*(task.name.removeprefix("periodic_") for task in timed))
"""
LEFT = """
from nolimits import create_app
from nolimits.kernel import jobs
with create_app().app_context():
    jobs.soon("worker_seen")
"""
LONGEST = 60  # seconds that a worker is waited for
LOADED = "import sys, wsgi; print(*sys.modules)"


@pytest.fixture
def environment(tmp_path):
    """Where programs of their own write."""
    return {**os.environ, "NOLIMITS_INSTANCE": str(tmp_path)}


@pytest.fixture
def started(environment):
    """What a program of its own prints, into which nothing was loaded before."""

    def run(program):
        command = [sys.executable, "-c", program]
        told = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True)
        return told.stdout.decode().splitlines()

    return run


def test_the_worker_does_what_was_left_for_it(started, environment, tmp_path):
    started(LEFT)
    command = [Path(sys.executable).parent / "flask", "worker"]
    log, done = tmp_path / "log", tmp_path / "worker-seen"
    with log.open("wb") as said:
        worker = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=said)
        until = time.monotonic() + LONGEST
        while not done.exists() and time.monotonic() < until:
            time.sleep(0.1)
        worker.terminate()
        worker.wait()

    assert done.exists(), log.read_text()


def test_the_jobs_of_every_room_are_on_the_timetable(started):
    named, timed = (set(line.split()) for line in started(TIMETABLE))

    assert timed == named > {"send_mail", "volunteers_whose_gates_lapsed"}


def test_a_web_server_starts_without_what_pages_do_not_need(started):
    loaded = set(started(LOADED)[0].split())

    heavy = {"alembic", "huey", "openpyxl", "phonenumbers", "psycopg", "scipy", "typst"}
    heavy |= {"PIL", "filetype", "limits"}
    assert not loaded & heavy
