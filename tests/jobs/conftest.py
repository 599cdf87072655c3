"""A database for one test of a job."""

import pytest

from storage.database import Database


@pytest.fixture
async def database(sqlite_database: Database) -> Database:
    """Return an empty database."""
    return sqlite_database
