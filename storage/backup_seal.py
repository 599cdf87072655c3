"""The seal of a backup: a signature over everything in it, by the master key that is not in it.

The audit trail proves its own lines. The seal proves the rest, so that a changed backup cannot add an owner.
"""

import hashlib
import hmac
import sqlite3
from collections.abc import Sequence

from storage.sealing import KeyRing

PURPOSE = "backups"


def seal_backup(copy: sqlite3.Connection, keys: KeyRing) -> None:
    """Put the seal into a copy that was just made."""
    copy.execute("DROP TABLE IF EXISTS backup_seal")
    signature = _sign(copy, keys.derive(PURPOSE)[keys.fingerprint])
    copy.execute("CREATE TABLE backup_seal (key_id TEXT NOT NULL, signature TEXT NOT NULL)")
    copy.execute("INSERT INTO backup_seal VALUES (?, ?)", (keys.fingerprint, signature))


def take_seal_off(copy: sqlite3.Connection, keys: KeyRing) -> Sequence[str]:
    """Remove the seal. Return its complaints, one sentence each, empty if the copy is unchanged."""
    if not copy.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'backup_seal'").fetchone():
        return ["It has no seal: an older Keyminder made it, or somebody took the seal off."]
    seals = copy.execute("SELECT key_id, signature FROM backup_seal").fetchall()
    copy.execute("DROP TABLE backup_seal")
    known = keys.derive(PURPOSE)
    if len(seals) == 1 and seals[0][0] in known and hmac.compare_digest(_sign(copy, known[seals[0][0]]), seals[0][1]):
        return []
    return ["It was changed after it was made."]


def _sign(copy: sqlite3.Connection, key: bytes) -> str:
    """Sign the statements that would make the same database, in SQLite's own order."""
    digest = hmac.new(key, digestmod=hashlib.sha256)
    for statement in copy.iterdump():
        digest.update(statement.encode(errors="surrogatepass") + b"\0")
    return digest.hexdigest()
