"""flask privacy: the record of processing and the impact assessment, as the models have them."""

import click
from flask.cli import AppGroup

from nolimits.privacy import documents

privacy = AppGroup("privacy", help="Documents about people's data, written from the models.")


@privacy.command("record")
def privacy_record() -> None:
    """Print the record of processing: docs/record-of-processing.md."""
    click.echo(documents.record(), nl=False)


@privacy.command("dpia")
def privacy_dpia() -> None:
    """Print the data protection impact assessment: docs/dpia.md."""
    click.echo(documents.dpia(), nl=False)
