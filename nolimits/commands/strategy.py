"""flask strategy: bring strategies in from a file, list them, write them out."""

import json
from pathlib import Path
from typing import Any

import click

from nolimits.commands.database import WithDatabase
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.errors import Refused
from nolimits.strategy import operations, queries
from nolimits.strategy.document import written
from nolimits.strategy.reader import load

strategies = WithDatabase("strategy", help="Strategies: bring in, list, write out.")


@strategies.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def bring_in(file: Path) -> None:
    """Bring in every strategy of a JSON FILE (docs/strategy-format.md), or none.

    Where anything is wrong it says so, one line an error, and exits 1.
    """
    try:
        imported = operations.import_strategies(load(file), by=SYSTEM)
    except Refused as refusal:
        click.echo(refusal.message, err=True)
        raise SystemExit(1) from None
    keys = [strategy.key for strategy in imported]
    for summary in queries.summaries():
        if summary.strategy.key in keys:
            click.echo(f"Imported {summary.strategy.key}: {_in_words(summary)}")


@strategies.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_all(as_json: bool) -> None:
    """Every strategy, with how much is in it."""
    summaries = queries.summaries()
    if as_json:
        click.echo(_as_json([_in_figures(summary) for summary in summaries]))
        return
    for summary in summaries:
        click.echo(f"{summary.strategy.key}: {_in_words(summary)}")
    if not summaries:
        click.echo("No strategy yet. Bring one in with: flask strategy import FILE")


@strategies.command("export")
@click.argument("key")
def write_out(key: str) -> None:
    """Write the strategy of a KEY as the JSON that brings it in again."""
    strategy = queries.whole(key)
    if strategy is None:
        click.echo(f"There is no strategy {key}", err=True)
        raise SystemExit(1)
    click.echo(_as_json(written([strategy], queries.principles())))


def _counts(summary: queries.Summary) -> dict[str, int]:
    return {name: number for name, number in summary._asdict().items() if name != "strategy"}


def _in_words(summary: queries.Summary) -> str:
    counts = ", ".join(f"{number} {name}" for name, number in _counts(summary).items())
    return f"{summary.strategy.council}, {summary.strategy.title} ({counts})"


def _in_figures(summary: queries.Summary) -> dict[str, Any]:
    strategy = summary.strategy
    named = {name: getattr(strategy, name) for name in ("key", "council", "title", "period")}
    return named | _counts(summary)


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
