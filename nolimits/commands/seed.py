"""flask seed: fill an empty database."""

import click
from flask.cli import AppGroup

from nolimits import seed

seeds = AppGroup("seed", help="Fill an empty database.")


@seeds.command("demo")
def seed_demo() -> None:
    """An invented council, with every part of the scheme in use."""
    seed.demo(tell=lambda room: click.echo(f"  {room.replace('_', ' ')}"))
