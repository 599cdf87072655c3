"""Sealing everything again with the newest master key.

Links, recovery codes and audit lines stay as they are: the ring keeps the old keys, and they name theirs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Column, bindparam, select, update

from storage.database.database import Database
from storage.listing import Listing
from storage.records import Event, Outcome
from storage.sealing import FieldCipher, KeyRing, name_of
from storage.statement import Statement
from storage.tables import installation
from storage.tables.columns import metadata
from storage.work import Work

_Sealed = tuple[UUID | int, bytes]
"""A row's id and its sealed value."""

_USE_KEY = Statement(update(installation))


@dataclass(frozen=True, slots=True)
class _Place:
    """A sealed column, and how its values are read and replaced."""

    column: Column[bytes]
    values: Listing[_Sealed]
    replace: Statement


def _list_places() -> Iterator[_Place]:
    for table in metadata.sorted_tables:
        for column in table.columns:
            if "row_id" in column.info:
                named_by: Column[Any] = table.columns[column.info["row_id"]]
                read = Statement(select(named_by, column).where(column.is_not(None)))
                is_same = (named_by == bindparam("which"), column == bindparam("old"))
                yield _Place(column, Listing(read, tuple), Statement(update(table).where(*is_same)))


_PLACES = tuple(_list_places())


async def reseal(database: Database, keys: KeyRing) -> int:
    """Seal with the newest of `keys` what an older one has sealed. Return how many. Raises SealBroken.

    It goes on batch after batch. If it is stopped early, every value opens with the ring, and the next rotation takes
    the rest.
    """
    await database.write(lambda work: _USE_KEY.run(work.transaction, fingerprint=keys.fingerprint))
    cipher, count = FieldCipher(keys), 0
    for place in _PLACES:
        async with database.stream(place.values) as batches:
            async for values in batches:
                old = [one for one in values if name_of(one[1]) != keys.fingerprint]
                await database.write(partial(_reseal, place=place, old=old, cipher=cipher))
                count += len(old)
    details = {"fingerprint": keys.fingerprint, "values": count}
    now = datetime.now(UTC)
    await database.write(
        lambda work: work.audit.add(None, None, Event.MASTER_KEY_ROTATE, Outcome.DONE, now, details=details)
    )
    return count


def _reseal(work: Work, place: _Place, old: Sequence[_Sealed], cipher: FieldCipher) -> None:
    """Replace each value that is still there as it was read."""
    column = place.column
    changes = [
        {"which": row_id, "old": sealed, column.name: cipher.seal(column, row_id, cipher.open(column, row_id, sealed))}
        for row_id, sealed in old
    ]
    place.replace.run_each(work.transaction, changes)
