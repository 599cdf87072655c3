"""Sealing everything anew with the newest master key.

Links, recovery codes and audit lines stay as they are: the ring keeps the old keys, and they name theirs.
It must not know what is sealed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, select, update

from storage.columns import metadata
from storage.records import Event, Outcome
from storage.sealing import KeyRing, Vault, name_of
from storage.tables import installation
from storage.work import Work


def reseal(work: Work, keys: KeyRing) -> int:
    """Seals anew, with the newest of `keys`, what an older one has sealed; how many values. Raises SealBroken."""
    vault = Vault(keys)
    count = 0
    for column, named_by in _list_sealed():
        found = work.connection.execute(select(named_by, column).where(column.is_not(None))).all()
        for row_id, sealed in found:
            if name_of(sealed) == keys.fingerprint:
                continue
            anew = vault.seal(column, row_id, vault.open(column, row_id, sealed))
            work.connection.execute(update(column.table).where(named_by == row_id).values({column.name: anew}))
            count += 1
    work.connection.execute(update(installation).values(fingerprint=keys.fingerprint))
    details = {"fingerprint": keys.fingerprint, "values": count}
    work.audit.add(None, None, Event.MASTER_KEY_ROTATE, Outcome.DONE, datetime.now(UTC), details=details)
    return count


def _list_sealed() -> Iterator[tuple[Column[bytes], Column[Any]]]:
    """Every sealed column with the column that names its row."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if "row_id" in column.info:
                yield column, table.columns[column.info["row_id"]]
