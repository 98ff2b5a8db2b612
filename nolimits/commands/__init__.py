"""The flask commands that people type."""

import click
from flask import Flask

from nolimits.commands import (
    bench,
    council,
    inspection,
    keys,
    privacy,
    reports,
    retention,
    running,
    screenshots,
    seed,
    strategy,
)
from nolimits.kernel import offer_migrations

GROUPS = (
    bench.benches,
    seed.seeds,
    council.council,
    strategy.strategies,
    reports.reports,
    retention.retention,
    inspection.audits,
    inspection.check,
    inspection.routes_table,
    keys.keys,
    privacy.privacy,
    running.run_all,
    running.worker,
    screenshots.screenshots,
)


def attach(app: Flask) -> None:
    """Add the commands to the application, and migrations where it is a command that runs."""
    if click.get_current_context(silent=True):
        offer_migrations(app)
    for group in GROUPS:
        app.cli.add_command(group)
