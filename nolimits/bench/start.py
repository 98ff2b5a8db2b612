"""What starting costs: time to a first answer beside a minimal app, memory of two workers."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from nolimits.bench import Bench
from nolimits.config import ROOT

OURS = """
from wsgi import app
assert app.test_client().get("/accessibility").status_code == 200
"""
MINIMAL = """
from flask import Flask, render_template_string
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
class Base(DeclarativeBase): pass
db = SQLAlchemy(model_class=Base)
class Thing(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
app = Flask("minimal")
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
db.init_app(app)
@app.get("/")
def page():
    assert db.select(Thing.id) is not None
    return render_template_string("<h1>{{ word }}</h1>", word="Hello")
assert app.test_client().get("/").status_code == 200
"""
MEGABYTE = 1024 * 1024


def measure() -> Bench:
    """Import and first answer against the minimal application; memory of the served one."""
    bench = Bench("start")
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "NOLIMITS_INSTANCE": folder, "PYTHONPATH": str(ROOT)}
        ours: list[float] = []
        minimal: list[float] = []
        for _ in range(7):
            ours.append(_run(OURS, env))
            minimal.append(_run(MINIMAL, env))
        bench.add("import and first request, times a minimal app", min(ours) / min(minimal), 1.5)
        bench.notes.append(f"best of 7, in seconds: {min(ours):.2f} against {min(minimal):.2f}")
        if Path("/proc").is_dir():
            bench.add("two workers, MB", _memory(env), 180)
    return bench


def _run(program: str, env: dict[str, str]) -> float:
    """Seconds that the processor worked for a program, whatever else it did meanwhile."""
    before = _worked()
    command = [sys.executable, "-W", "ignore", "-c", program]
    subprocess.run(command, env=env, check=True, cwd=ROOT)  # noqa: S603  # our own text
    return _worked() - before


def _worked() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def _memory(env: dict[str, str]) -> float:
    """Megabytes of a served application with two workers, shared pages counted once."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    gunicorn = f"{Path(sys.executable).parent}/gunicorn"
    served = f"--workers 2 --threads 4 --bind 127.0.0.1:{port} --log-level error wsgi:app"
    web = subprocess.Popen([gunicorn, *served.split()], env=env, cwd=ROOT)  # noqa: S603
    try:
        _fetch(f"http://127.0.0.1:{port}/accessibility", times=20)
        return sum(_pss(pid) for pid in _family(web.pid)) / MEGABYTE
    finally:
        web.send_signal(signal.SIGTERM)
        web.wait(timeout=20)


def _fetch(address: str, *, times: int) -> None:
    for attempt in range(100):
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310  # our own server
                answer.read()
            break
        except OSError:
            if attempt == 99:
                raise
            time.sleep(0.2)
    for _ in range(times):
        with urllib.request.urlopen(address) as answer:  # noqa: S310
            answer.read()


def _family(pid: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(int(child) for child in children)]


def _pss(pid: int) -> int:
    """Bytes of a process, each shared page divided among those who share it."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    line = next(line for line in text.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024
