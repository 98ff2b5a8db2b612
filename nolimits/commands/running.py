"""flask run-all and flask worker: the web server and the worker, together or the worker alone."""

import os
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from nolimits import seed
from nolimits.kernel import jobs
from nolimits.kernel.db import db
from nolimits.people.models import Person


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Send mail and do the minute's and the night's work, until stopped."""
    jobs.work()


@click.command("run-all")
@click.option("--port", default=5000, show_default=True, envvar="NOLIMITS_PORT")
@with_appcontext
def run_all(port: int) -> None:
    """Bring the tables up to date, fill an empty demonstration, serve it; Ctrl-C stops it all."""
    import flask_migrate

    if not _free(port):
        sys.exit(f"Something else is at port {port}. Choose another: NOLIMITS_PORT=5001 make run")
    # Links in mail lead to where it is served, those that the other two programs write too.
    os.environ["NOLIMITS_PORT"] = str(port)
    current_app.config["SETTINGS"] = replace(current_app.config["SETTINGS"], port=port)
    flask_migrate.upgrade()
    empty = db.session.scalar(sa.select(Person.id).limit(1)) is None
    db.session.remove()
    if empty and current_app.config["SETTINGS"].demonstration:
        click.echo("Making an invented council, once:")
        seed.demo(tell=lambda room: click.echo(f"  {room.replace('_', ' ')}"))
    db.engine.dispose()
    programs = Path(sys.executable).parent
    served = f"--config python:nolimits.serving --bind 127.0.0.1:{port} wsgi:app"
    commands = [[f"{programs}/gunicorn", *served.split()], [f"{programs}/flask", "worker"]]
    running = [subprocess.Popen(command) for command in commands]  # noqa: S603  # our own two
    click.echo(f"\nNo Limits is at http://127.0.0.1:{port} - Ctrl-C stops it.\n")
    told = Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: told.set())
    while all(program.poll() is None for program in running) and not told.wait(0.3):
        pass
    _stop(running)


def _free(port: int) -> bool:
    """Whether nobody listens at a port of this machine."""
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) != 0


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    """Ask each program to end, and end what does not."""
    for program in running:
        if program.poll() is None:
            program.send_signal(signal.SIGTERM)
    for program in running:
        try:
            program.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.kill(program.pid, signal.SIGKILL)
