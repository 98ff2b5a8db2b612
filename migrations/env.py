"""Brings a database's tables up to what the models say."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from nolimits.kernel.db import Base, db


def migrate(connection: Connection) -> None:
    """Run the migrations that are due in one transaction on a connection."""
    options = current_app.extensions["migrate"].configure_args
    context.configure(connection=connection, target_metadata=Base.metadata, **options)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Batch changes copy a table and drop the old one: its references must not fire.
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.commit()
        migrate(connection)
        connection.commit()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
