"""Opaque tokens: 128 bits, of which only a keyed hash is kept.

It must not know what a token opens.
"""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, select

from storage.mapping import of_row, to_row
from storage.records import Link, LinkPurpose
from storage.sealing import Vault
from storage.tables import links

TOKEN_BYTES = 16


class Links:
    """Where tokens lead."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def mint(self, link: Link) -> str:
        """A new token, 22 characters fit for an address; it cannot be had again."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        values = {**to_row(link, links), "token_hash": self._vault.hash_token(link.purpose.value, token)}
        self._connection.execute(links.insert().values(values))
        return token

    def find(self, purpose: LinkPurpose, token: str) -> Link | None:
        """Where the token leads, for this purpose only; whether it is over is the caller's to say."""
        hashes = self._vault.token_hashes(purpose.value, token)
        found = select(links).where(links.c.token_hash.in_(hashes), links.c.purpose == purpose.value)
        row = self._connection.execute(found).one_or_none()
        if row is None:
            return None
        values = of_row(row)
        del values["token_hash"]
        return Link(**{**values, "purpose": purpose})

    def drop(self, purpose: LinkPurpose, subject_id: UUID) -> None:
        """No token leads to this any more."""
        these = links.c.purpose == purpose.value, links.c.subject_id == subject_id
        self._connection.execute(delete(links).where(*these))

    def drop_expired(self, now: datetime) -> None:
        """Forgets tokens that are over."""
        self._connection.execute(delete(links).where(links.c.expires_at <= now))
