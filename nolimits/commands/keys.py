"""flask keys: a new key for sealed columns, and everything sealed anew under it."""

import sys

import click
from flask.cli import AppGroup

from nolimits.commands.database import make_ready
from nolimits.config import new_sealing_key
from nolimits.kernel import rotation
from nolimits.kernel.crypto import CannotUnseal

keys = AppGroup("keys", help="The keys of sealed columns.")


@keys.command("new")
def keys_new() -> None:
    """Print a new key, to be put first in NOLIMITS_SEALING_KEYS."""
    click.echo(new_sealing_key())


@keys.command("rotate")
@click.option(
    "--check", "only_count", is_flag=True, help="Only count; exit 1 if old keys are used."
)
def keys_rotate(only_count: bool) -> None:
    """Seal everything under the newest key; stopped half way, it can be started again."""
    make_ready()
    old = 0
    try:
        for one in rotation.rotate(only_count=only_count):
            done = "stay under old keys" if one.kept else "under old keys"
            done = f"{one.renewed} sealed anew" if one.renewed else f"{one.old} {done}"
            click.echo(f"{one.table}: {one.rows} rows, {done}")
            old += one.old - one.renewed
    except CannotUnseal as error:
        sys.exit(str(error))
    if old:
        click.echo(f"Old keys must be kept: {old} rows are under them.")
        sys.exit(only_count)
    click.echo("Everything is under the newest key: older ones can be thrown away.")
