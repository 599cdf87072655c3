"""Bringing a database to the present tables, forward only.

It must not know the tables; Alembic is loaded only here, because it is slow to load.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect

from storage.errors import DatabaseTooNew

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(connection: Connection) -> None:
    """Runs the migrations that are missing; raises DatabaseTooNew for a revision this program does not know."""
    from alembic import command  # noqa: PLC0415 - slow to load
    from alembic.config import Config  # noqa: PLC0415 - slow to load
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 - slow to load
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - slow to load

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    present = MigrationContext.configure(connection).get_current_revision()
    connection.rollback()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if present is not None and present not in known:
        raise DatabaseTooNew(
            f"The database was migrated to {present} by a newer Keyminder: run that one, or restore a backup."
        )
    command.upgrade(config, "head")
    connection.commit()


def is_empty(connection: Connection) -> bool:
    """Whether the database holds no installation yet."""
    return not inspect(connection).has_table("installation")
