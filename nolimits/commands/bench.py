"""flask bench: measurements, printed as ratios to a baseline of the same run."""

import click
from flask.cli import AppGroup

benches = AppGroup("bench", help="Measure, beside a baseline in the same run.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@benches.command("pages")
@as_json
def pages(as_json: bool) -> None:
    """What a list, a record, a question and its answer cost."""
    from nolimits.bench import pages as bench

    bench.measure().tell(as_json)


@benches.command("start")
@as_json
def start(as_json: bool) -> None:
    """What starting costs, in time and memory."""
    from nolimits.bench import start as bench

    bench.measure().tell(as_json)


@benches.command("volunteers")
@as_json
@click.option("--only", default="/", help="Of the pages, those whose addresses begin so.")
def volunteers(as_json: bool, only: str) -> None:
    """What volunteering costs at 10,000 volunteers: who is ready, every page, every night."""
    from nolimits.bench import volunteers as bench

    bench.measure(only).tell(as_json)
