"""The flask commands that people type."""

import click
from flask import Flask
from flask.cli import AppGroup

from nolimits import seed

seeds = AppGroup("seed", help="Fill an empty database.")


@seeds.command("demo")
def seed_demo() -> None:
    """An invented council, with every part of the scheme in use."""
    seed.demo(tell=lambda room: click.echo(f"  {room.replace('_', ' ')}"))


def attach(app: Flask) -> None:
    """Add the commands to the application."""
    app.cli.add_command(seeds)
