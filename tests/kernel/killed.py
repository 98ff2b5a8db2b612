"""A program that is killed, as if the power went, at a point that it is told: see test_killed.py.

It reads one point a line, with the moment that it is, does the work in a process of its own that
kill -9 ends there, and says how that process ended.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from nolimits import create_app
from nolimits.config import Settings
from nolimits.kernel import audit, clock, mail
from nolimits.kernel.actors import NOBODY
from nolimits.kernel.db import _after_commit, db
from nolimits.sign_in import operations as sign_in
from tests.kernel.records import name_directorate


def die(*told: Any, **more: Any) -> None:
    """Be killed here."""
    os.kill(os.getpid(), signal.SIGKILL)


def after(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same, and be killed once it is done."""

    def run(*told: Any, **more: Any) -> Any:
        function(*told, **more)
        die()

    return run


def before_commit(connection: Any) -> None:
    """Be killed when all is written and nothing is kept."""
    die()


AFTER = {
    "record": (audit, "record"),
    "code_tried": (sign_in, "change"),
    "codes_used_up": (sign_in, "_use_up_codes"),
    "claim": (mail, "_claim"),
    "marked": (mail, "_mark_sent"),
}


def set_up(point: str) -> None:
    """Have this process die at a point."""
    if point in AFTER:
        module, name = AFTER[point]
        setattr(module, name, after(getattr(module, name)))
    elif point == "chain":
        sa.event.listen(sa.Engine, "commit", before_commit)
    elif point == "kept":
        _after_commit.insert(0, die)
    elif point == "accepted":
        mail._mark_sent = die


def work(app: Flask, point: str, now: datetime, words: list[str]) -> None:
    """Do what is killed: sign in with a code, write something down, or send what is due."""
    with clock.standing_at(now), app.app_context():
        set_up(point)
        if words:
            email, code = words
            sign_in.sign_in(email, code, by=NOBODY)
        elif point in ("record", "chain", "kept"):
            name_directorate(f"Named before {point}")
        else:
            mail.drain()


def main(url: str, smtp_url: str, instance: str, sealing_key: str) -> None:
    """Read points, and say how each ended."""
    app = create_app(
        Settings(
            database_url=url,
            smtp_url=smtp_url,
            secret_key="only for tests, and long enough to be taken",
            instance=Path(instance),
            sealing_keys=(sealing_key,),
        )
    )
    for line in sys.stdin:
        child = os.fork()
        if not child:
            with app.app_context():
                db.engine.dispose(close=False)
            point, now, *words = line.split()
            work(app, point, datetime.fromisoformat(now), words)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
