"""An office for one test, on both engines."""

import pytest

from storage.database import Database
from tests.operations.office import Office
from tests.storage.conftest import (
    database,
    postgres_copies,
    postgres_server,
    postgres_template,
    postgres_url,
    url,
)

__all__ = [
    "database",
    "postgres_copies",
    "postgres_server",
    "postgres_template",
    "postgres_url",
    "url",
]


@pytest.fixture
async def office(database: Database) -> Office:
    """Olga's team, and she is its enrolled owner."""
    return await Office.found(database)
