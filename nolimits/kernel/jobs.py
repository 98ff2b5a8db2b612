"""Work done apart from pages: soon, every minute, or each night; by a Huey worker."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app

if TYPE_CHECKING:
    from huey import SqliteHuey

Job = Callable[[], Any]
_jobs: dict[str, Job] = {}
_times: dict[str, dict[str, str]] = {}


def every_minute(name: str) -> Callable[[Job], Job]:
    """Have a job run each minute; it must do no harm when it runs twice or not at all."""
    return _at(name, minute="*")


def nightly(name: str, *, hour: int = 0, minute: int = 10) -> Callable[[Job], Job]:
    """Have a job run once a night, London time; it must do no harm when it runs twice."""
    return _at(name, hour=str(hour), minute=str(minute))


def _at(name: str, **when: str) -> Callable[[Job], Job]:
    def keep(job: Job) -> Job:
        _jobs[name], _times[name] = job, when
        return job

    return keep


def by_name() -> dict[str, Job]:
    """Every job that is done apart from pages."""
    return dict(_jobs)


def queue() -> "SqliteHuey":
    """The application's queue, kept in a file of its own beside the database.

    It is made when it is first used: by then every room has named its jobs, and a start does not
    wait for it.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # it outlives the request
    if "jobs" not in app.extensions:
        app.extensions["jobs"] = _new_queue(app)
    made: SqliteHuey = app.extensions["jobs"]
    return made


def _new_queue(app: Flask) -> "SqliteHuey":
    from huey import SqliteHuey, crontab
    from huey.serializer import SignedSerializer

    huey = SqliteHuey(
        filename=str(app.config["SETTINGS"].instance / "jobs.sqlite"),
        serializer=SignedSerializer(secret=app.config["SECRET_KEY"]),
        results=False,
        utc=False,
        immediate=False,
    )

    def run(name: str) -> None:
        with app.app_context():
            _jobs[name]()

    huey.run_job = huey.task(name="run_job")(run)
    for name, when in _times.items():
        timed = huey.periodic_task(crontab(**when), name=f"periodic_{name}")
        timed(lambda name=name: run(name))
    return huey


@every_minute("worker_seen")
def _be_seen() -> None:
    """Leave a sign of life for flask check."""
    _sign_of_life().touch()


def last_seen() -> datetime | None:
    """When the worker was last at work, in UTC; None when it never was."""
    sign = _sign_of_life()
    return datetime.fromtimestamp(sign.stat().st_mtime, UTC) if sign.exists() else None


def _sign_of_life() -> Path:
    folder: Path = current_app.config["SETTINGS"].instance
    return folder / "worker-seen"


def soon(name: str) -> None:
    """Have the worker run a job as soon as it can."""
    queue().run_job(name)


def work() -> None:
    """Be the worker, until told to stop."""
    queue().create_consumer(workers=1, periodic=True, check_worker_health=True).run()
