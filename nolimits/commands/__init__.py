"""The flask commands that people type."""

from flask import Flask

from nolimits.commands import bench, inspection, reports, running, screenshots, seed, strategy

GROUPS = (
    bench.benches,
    seed.seeds,
    strategy.strategies,
    reports.reports,
    inspection.audits,
    inspection.check,
    inspection.routes_table,
    running.run_all,
    running.worker,
    screenshots.screenshots,
)


def attach(app: Flask) -> None:
    """Add the commands to the application."""
    for group in GROUPS:
        app.cli.add_command(group)
