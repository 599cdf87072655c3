"""The migrations lead to exactly the declared tables."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage.database import Database
from storage.tables.columns import metadata
from storage.work import Work


async def test_migrations_lead_to_the_declared_tables(database: Database) -> None:
    def compare(work: Work) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(work.connection), metadata))

    assert await database.write(compare) == []
