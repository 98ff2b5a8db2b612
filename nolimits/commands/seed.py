"""flask seed: fill an empty database with a council, believable, reported or generated."""

import sys

import click
import sqlalchemy as sa
from flask import current_app

from nolimits import seed
from nolimits.commands.database import WithDatabase
from nolimits.kernel.db import db
from nolimits.people.models import Person

seeds = WithDatabase("seed", help="Fill an empty database.")


@seeds.command("demo")
def seed_demo() -> None:
    """An invented council, with every part of the scheme in use."""
    _into_an_empty_database()
    seed.demo(tell=_tell)


@seeds.command("stockton-2023")
def seed_stockton() -> None:
    """The scheme as Stockton's report of 16 June 2023 describes it, on invented people."""
    from nolimits.seed import stockton_2023

    _into_an_empty_database()
    stockton_2023.fill(tell=_tell)


@seeds.command("size")
@click.option("--volunteers", default=100, show_default=True, type=click.IntRange(0))
@click.option("--young-people", default=100, show_default=True, type=click.IntRange(0))
@click.option("--contributions", default=1000, show_default=True, type=click.IntRange(0))
def seed_size(volunteers: int, young_people: int, contributions: int) -> None:
    """A generated council of any size, for measuring; the same each time."""
    from nolimits.seed import size

    _into_an_empty_database()
    size.fill(volunteers, young_people, contributions, tell=_tell)


def _into_an_empty_database() -> None:
    """A seed never mixes with anybody's records."""
    if current_app.config["SETTINGS"].production:
        sys.exit("This is production: no seed is put into it.")
    if db.session.scalar(sa.select(Person.id).limit(1)) is not None:
        sys.exit(
            "There are people in this database already. Choose an empty one: NOLIMITS_INSTANCE."
        )
    db.session.remove()


def _tell(part: str) -> None:
    click.echo(f"  {part.replace('_', ' ')}")
