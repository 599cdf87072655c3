"""Opaque tokens of 128 bits, of which only a keyed hash is stored."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, delete, select

from storage.mapping import of_row, to_row
from storage.records import Link, LinkPurpose
from storage.sealing import FieldCipher
from storage.statement import Statement
from storage.tables import links
from storage.transaction import Transaction

TOKEN_BYTES = 16

_PURPOSE = links.c.purpose == bindparam("why")
_ADD = Statement(links.insert())
_FIND = Statement(select(links).where(links.c.token_hash == bindparam("which"), _PURPOSE))
_DROP = Statement(
    delete(links).where(
        links.c.purpose.in_(bindparam("these", expanding=True)), links.c.subject_id == bindparam("which")
    )
)
_EXPIRED = (
    select(links.c.token_hash)
    .where(links.c.expires_at <= bindparam("now"))
    .order_by(links.c.expires_at)
    .limit(bindparam("most"))
)
_DROP_EXPIRED = Statement(delete(links).where(links.c.token_hash.in_(_EXPIRED)))


class Links:
    """The targets of tokens."""

    def __init__(self, transaction: Transaction, cipher: FieldCipher) -> None:
        self._transaction = transaction
        self._cipher = cipher

    def create(self, link: Link) -> str:
        """Create a token of 22 characters fit for an address. It cannot be read again."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        values = {**to_row(link, links), "token_hash": self._cipher.hash_token(link.purpose.value, token)}
        _ADD.run(self._transaction, **values)
        return token

    def find(self, purpose: LinkPurpose, token: str) -> Link | None:
        """Return the target of a token, for this purpose only. The caller checks whether it has expired."""
        for token_hash in self._cipher.token_hashes(purpose.value, token):
            row = _FIND.first(self._transaction, which=token_hash, why=purpose.value)
            if row is not None:
                values = of_row(row)
                del values["token_hash"]
                return Link(**{**values, "purpose": purpose})
        return None

    def drop(self, subject_id: UUID, *purposes: LinkPurpose) -> None:
        """Delete all tokens to this target for these purposes."""
        _DROP.run(self._transaction, these=[one.value for one in purposes], which=subject_id)

    def drop_expired(self, now: datetime, most: int) -> int:
        """Delete expired tokens, at most `most`. Return how many."""
        return _DROP_EXPIRED.run(self._transaction, now=now, most=most)
