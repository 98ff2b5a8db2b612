"""flask council: what a council has before anybody can sign in: areas, directorates, people."""

from collections.abc import Callable
from typing import Any, NoReturn

import click

from nolimits.commands.database import WithDatabase
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.errors import Refused
from nolimits.people import operations, queries
from nolimits.proving import operations as proving

council = WithDatabase("council", help="Begin a council: areas, directorates, people.")


@council.command("area")
@click.argument("name")
@click.argument("easting", type=click.IntRange(0, 700_000))
@click.argument("northing", type=click.IntRange(0, 1_300_000))
def add_area(name: str, easting: int, northing: int) -> None:
    """Add a part of the borough by NAME, and the grid reference of its middle in metres."""
    _done(f"Added the area {name}", operations.add_area, name, easting, northing)


@council.command("directorate")
@click.argument("name")
def add_directorate(name: str) -> None:
    """Add a part of the council by NAME."""
    _done(f"Added the directorate {name}", operations.add_directorate, name)


@council.command("person")
@click.argument("name")
@click.argument("email")
@click.option("--role", "roles", multiple=True, type=click.Choice([one.value for one in Role]))
@click.option("--directorate", help="The name of one that is there.")
@click.option("--job-title")
def add_person(
    name: str, email: str, roles: tuple[str, ...], directorate: str | None, job_title: str | None
) -> None:
    """Give NAME an account that signs in with EMAIL; --role may be given more than once."""
    known = {one.name: one for one in queries.directorates()}
    if directorate and directorate not in known:
        _fail(f"There is no directorate {directorate}")
    _done(
        "Added the person",
        operations.add_person,
        name,
        email,
        {Role(one) for one in roles},
        directorate=known[directorate] if directorate else None,
        job_title=job_title,
    )


@council.command("lost-factors")
@click.argument("email")
@click.option("--reason", required=True, help="What happened, and how you know that it is them.")
def lost_factors(email: str, reason: str) -> None:
    """Let whoever reads EMAIL take off a lost passkey or app, where no administrator can."""
    person = queries.by_email(email)
    if person is None:
        _fail(f"Nobody signs in with {email}")
    _done("They can take it off within an hour", proving.agree_reset, person, reason)


def _done(said: str, operation: Callable[..., Any], *facts: Any, **more: Any) -> None:
    """Run an operation as the system; say that it is done, or why not."""
    try:
        operation(*facts, **more, by=SYSTEM)
    except Refused as refusal:
        _fail(refusal.message)
    click.echo(said)


def _fail(why: str) -> NoReturn:
    click.echo(why, err=True)
    raise SystemExit(1)
