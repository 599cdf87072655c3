"""The rotation of the master key, killed with -9 at several points: everything opens, and typed again it finishes."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from storage.database import Database
from storage.records import Message, MessageContent
from storage.sealing import FieldCipher, KeyRing, name_of
from storage.tables.columns import metadata
from storage.work import Work
from tests.storage.conftest import url
from tests.storage.examples import CHAT, NOW, PERSON, found

__all__ = ["url"]

ROOT = Path(__file__).parent.parent.parent
POINTS: Sequence[tuple[str, str, int]] = (
    ("return", "replace_key", 1),
    ("return", "_reseal", 1),
    ("call", "_reseal", 4),
)
"""After the new key is in its file; before a batch is committed; between two batches."""


def _fill(work: Work) -> None:
    found(work)
    work.people.save(PERSON)
    for number in range(3):
        work.outbox.say(MessageContent(Message(f"waiting-{number}")), CHAT, due_at=NOW)


def _list_keys(work: Work, ring: KeyRing) -> set[str]:
    """Open every sealed value, and return the names of the keys that seal them."""
    cipher, names = FieldCipher(ring), set[str]()
    for table in metadata.sorted_tables:
        for column in [one for one in table.columns if "row_id" in one.info]:
            row_id = table.columns[column.info["row_id"]]
            for which, value in work.connection.execute(select(row_id, column).where(column.is_not(None))):
                cipher.open(column, which, value)
                names.add(name_of(value))
    return names


async def _look(url: str, ring: KeyRing) -> set[str]:
    database = await Database.open(url, ring)
    try:
        return await database.read(lambda work: _list_keys(work, ring))
    finally:
        await database.close()


async def _rotate(folder: Path, url: str, *words: str) -> int | None:
    """Run the command in its own process. Return its exit code, -9 if it was killed."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "KEYMINDER_DATABASE_URL": url,
        "KEYMINDER_MASTER_KEY_FILE": str(folder / "master.key"),
    }
    command = ("-m", "tests.torture.killed_rotation", *words) if words else ("-m", "bot", "rotate-master-key")
    process = await asyncio.create_subprocess_exec(sys.executable, *command, cwd=folder, env=environment)
    return await process.wait()


async def test_a_rotation_that_is_killed_loses_nothing_and_is_finished_by_the_next(
    url: str, ring: KeyRing, tmp_path: Path
) -> None:
    key = tmp_path / "master.key"

    def read_key() -> KeyRing:
        return KeyRing.from_text(key.read_text().strip())

    key.write_text(ring.to_text())
    key.chmod(0o600)
    opened = await Database.open(url, ring)
    await opened.write(_fill)
    await opened.close()

    mixed = []
    for event, name, number in POINTS:
        assert await _rotate(tmp_path, url, event, name, str(number)) == -signal.SIGKILL
        mixed.append(len(await _look(url, read_key())))
    assert max(mixed) > 1, "one was killed while some values had the new key and others the old one"

    assert await _rotate(tmp_path, url) == 0
    newest = read_key()
    assert len(newest.fingerprints) == len(POINTS) + 2
    assert await _look(url, newest) == {newest.fingerprint}
    assert newest.fingerprints[-1] == ring.fingerprint
