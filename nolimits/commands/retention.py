"""flask retention: what is due to be removed, for people and for programs."""

import json
import sys
from datetime import datetime

import click

from nolimits.commands.database import WithDatabase
from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.dictionary import Keep
from nolimits.kernel.errors import Refused
from nolimits.retention import operations, queries

retention = WithDatabase("retention", help="What has been kept long enough.")


@retention.command("dry-run")
@click.option("--as-at", type=click.DateTime(["%Y-%m-%d"]), help="The day; today if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def dry_run(as_at: datetime | None, as_json: bool) -> None:
    """How many rows of each class and table are due on a day; nothing is changed."""
    day = as_at.date() if as_at else clock.today()
    counts = queries.counted(day)
    if as_json:
        click.echo(json.dumps({"as_at": day.isoformat(), "due": counts}, indent=1))
        return
    for line in queries.lines(counts):
        click.echo(f"{line.keep.title:28} {line.table:24} {line.number:>8,}")
    click.echo(f"{sum(line.number for line in queries.lines(counts)):,} rows are due on {day}")


@retention.command("period")
@click.argument("keep", type=click.Choice([one.name for one in Keep], case_sensitive=False))
@click.option("--years", default=0)
@click.option("--months", default=0)
@click.option("--days", default=0)
@click.option("--from", "from_on", type=click.DateTime(["%Y-%m-%d"]), required=True)
def period(keep: str, years: int, months: int, days: int, from_on: datetime) -> None:
    """Keep a class longer or shorter from a day to come."""
    try:
        told = (years, months, days)
        operations.set_period(Keep[keep.upper()], told, from_on.date(), by=SYSTEM)
    except Refused as refusal:
        click.echo(refusal.message, err=True)
        sys.exit(1)
