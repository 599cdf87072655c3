"""Tokens of personal calendars, of which only a keyed hash is stored. A person has at most one."""

import secrets
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from storage.links import TOKEN_BYTES
from storage.sealing import FieldCipher
from storage.statement import Statement
from storage.tables import calendars
from storage.transaction import Transaction

_PURPOSE = "calendar"
_ADD = Statement(calendars.insert())
_FIND = Statement(select(calendars.c.made_at).where(calendars.c.user_id == bindparam("whose")))
_FIND_OWNER = Statement(select(calendars.c.user_id).where(calendars.c.token_hash == bindparam("which")))
_DROP = Statement(delete(calendars).where(calendars.c.user_id == bindparam("whose")))


class Calendars:
    """The personal calendars."""

    def __init__(self, transaction: Transaction, cipher: FieldCipher) -> None:
        self._transaction = transaction
        self._cipher = cipher

    def create(self, user_id: int, now: datetime) -> str:
        """Create the person's calendar in place of an earlier one. Its token cannot be read again."""
        self.drop(user_id)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        token_hash = self._cipher.hash_token(_PURPOSE, token)
        _ADD.run(self._transaction, user_id=user_id, token_hash=token_hash, made_at=now)
        return token

    def find(self, user_id: int) -> datetime | None:
        """Return when the person's calendar was made, or None."""
        made_at: datetime | None = _FIND.value(self._transaction, whose=user_id)
        return made_at

    def find_owner(self, token: str) -> int | None:
        """Return whose calendar the token opens, or None."""
        hashes = self._cipher.token_hashes(_PURPOSE, token)
        owners = (_FIND_OWNER.value(self._transaction, which=one) for one in hashes)
        return next((owner for owner in owners if owner is not None), None)

    def drop(self, user_id: int) -> bool:
        """Delete the person's calendar. Return whether there was one."""
        return _DROP.run(self._transaction, whose=user_id) == 1
