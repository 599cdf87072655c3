"""Checkpoints: the last verified line of each audit chain, and its time.

Each is signed with the master key, so an attacker who can only write the database cannot move one on. An older or
missing checkpoint makes the next verification longer and hides nothing after it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select, update

from storage.sealing import FieldCipher
from storage.serialization import canonical
from storage.statement import Statement
from storage.tables import audit_checkpoints
from storage.tables.columns import NO_ONE
from storage.transaction import Transaction

_WHICH = audit_checkpoints.c.chain_id == bindparam("which")
_FIND = Statement(select(audit_checkpoints).where(_WHICH))
_SAVE = Statement(update(audit_checkpoints).where(_WHICH))
_ADD = Statement(audit_checkpoints.insert())


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The last line of an intact chain."""

    chain_id: UUID | None
    sequence: int
    hmac: str
    """The HMAC of that line."""
    verified_at: datetime


class AuditCheckpoints:
    """One checkpoint for each chain that was verified at least once."""

    def __init__(self, transaction: Transaction, cipher: FieldCipher) -> None:
        self._transaction = transaction
        self._cipher = cipher

    def find(self, chain_id: UUID | None) -> Checkpoint | None:
        """Return the chain's checkpoint, or None. Raises ValueError if it was changed."""
        row = _FIND.first(self._transaction, which=chain_id or NO_ONE)
        if row is None:
            return None
        found = Checkpoint(chain_id, row.sequence, row.hmac, row.verified_at)
        if self._cipher.sign(_text(found), row.key_id) != row.seal:
            raise ValueError("the checkpoint was changed")
        return found

    def save(self, checkpoint: Checkpoint) -> None:
        """Write a chain's checkpoint, its first or a new one."""
        which, key_id = checkpoint.chain_id or NO_ONE, self._cipher.fingerprint
        values = {
            "sequence": checkpoint.sequence,
            "hmac": checkpoint.hmac,
            "verified_at": checkpoint.verified_at,
            "key_id": key_id,
            "seal": self._cipher.sign(_text(checkpoint), key_id),
        }
        if _SAVE.run(self._transaction, which=which, **values) == 0:
            _ADD.run(self._transaction, chain_id=which, **values)


def _text(checkpoint: Checkpoint) -> str:
    """Return the signed text. It differs from any audit line."""
    return canonical(
        {
            "checkpoint_of": checkpoint.chain_id or NO_ONE,
            "sequence": checkpoint.sequence,
            "hmac": checkpoint.hmac,
            "verified_at": checkpoint.verified_at,
        }
    )
