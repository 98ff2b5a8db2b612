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
        sqlite = connection.dialect.name == "sqlite"
        plain = connection.connection.driver_connection  # SQLite heeds this in no transaction
        if sqlite and plain:
            # Batch changes copy a table and drop the old one: its references must not fire.
            plain.execute("PRAGMA foreign_keys=OFF")
        migrate(connection)
        if sqlite and (lost := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
            raise RuntimeError(f"a row of {lost[0]} would point at nothing in {lost[2]}")
        connection.commit()
        if sqlite and plain:
            plain.execute("PRAGMA foreign_keys=ON")
