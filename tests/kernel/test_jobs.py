"""What the worker does by itself, and what a web server leaves to others."""

import os
import subprocess
import sys

import pytest

from nolimits.config import ROOT

TIMETABLE = """
from nolimits import create_app
from nolimits.kernel import jobs
app = create_app()
print(*jobs._times)
print(*(task.name.removeprefix("periodic_") for task in jobs.queue(app)._registry.periodic_tasks))
"""
LOADED = "import sys, wsgi; print(*sys.modules)"


@pytest.fixture
def started(tmp_path):
    """What a program of its own prints, into which nothing was loaded before."""

    def run(program):
        env = {**os.environ, "NOLIMITS_INSTANCE": str(tmp_path)}
        command = [sys.executable, "-c", program]
        told = subprocess.run(command, env=env, cwd=ROOT, check=True, capture_output=True)
        return told.stdout.decode().splitlines()

    return run


def test_the_jobs_of_every_room_are_on_the_timetable(started):
    named, timed = (set(line.split()) for line in started(TIMETABLE))

    assert timed == named > {"send_mail", "volunteers_whose_gates_lapsed"}


def test_a_web_server_starts_without_what_pages_do_not_need(started):
    loaded = set(started(LOADED)[0].split())

    assert not loaded & {"alembic", "huey", "openpyxl", "phonenumbers", "psycopg", "scipy", "typst"}
