"""flask report: figures as they are now, for people and for programs."""

import json
import sys
from datetime import date, datetime

import click

from nolimits.commands.database import WithDatabase
from nolimits.kernel import clock
from nolimits.reports import catalogue, queries
from nolimits.reports.figures import Period

reports = WithDatabase("report", help="The scheme's figures.")
DAY = click.DateTime(["%Y-%m-%d"])


@reports.command("totals")
@click.option("--as-at", type=DAY, help="The last day; today if left out.")
@click.option("--from", "from_on", type=DAY, help="The first day; the beginning if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def totals(as_at: datetime | None, from_on: datetime | None, as_json: bool) -> None:
    """Every figure of the council's reports on a day, computed from the records."""
    last: date = as_at.date() if as_at else clock.today()
    first = from_on.date() if from_on else None
    if first and first > last:
        click.echo("--from must be on or before --as-at", err=True)
        sys.exit(2)
    series = queries.current_series()
    keys = series.figure_keys if series else catalogue.SCHEME_KEYS
    lines = catalogue.lines(keys, Period(last, first))
    if as_json:
        text = {"as_at": last.isoformat(), "from": first and first.isoformat(), "figures": lines}
        click.echo(json.dumps(text, indent=1, ensure_ascii=False))
        return
    for line in lines:
        about = "about " if line["qualifier"] == "about" else ""
        value = "not reported" if line["value"] is None else f"{about}{line['value']}"
        click.echo(f"{line['label']:40} {value} {line['unit']}")
