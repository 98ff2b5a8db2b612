"""The flask commands that people type."""

from flask import Flask

from nolimits.commands import seed

GROUPS = (seed.seeds,)


def attach(app: Flask) -> None:
    """Add the commands to the application."""
    for group in GROUPS:
        app.cli.add_command(group)
