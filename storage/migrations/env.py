"""Alembic's entry: migrations run on the connection that `storage/migrate.py` hands over."""

from alembic import context

from storage.tables.columns import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=connection.dialect.name == "sqlite")
with context.begin_transaction():
    context.run_migrations()
