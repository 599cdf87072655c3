"""A long list out of a SQLite file in batches, on its own connection, without blocking others."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import aiosqlite
from sqlalchemy import Dialect

from storage.listing import BATCH, Listing

T = TypeVar("T")


@asynccontextmanager
async def stream_file(path: Path, dialect: Dialect, listing: Listing[T]) -> AsyncIterator[AsyncIterator[list[T]]]:
    """Yield batches of the list as long as the block runs. Raises sqlite3.Error."""
    form = listing.statement.form(dialect, listing.parameters)
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        await connection.execute("PRAGMA query_only=ON")
        async with connection.execute(form.sql, form.bind(listing.parameters)) as cursor:

            async def batches() -> AsyncIterator[list[T]]:
                while rows := await cursor.fetchmany(BATCH):
                    yield [listing.make(row) for row in form.read(list(rows))]

            yield batches()
