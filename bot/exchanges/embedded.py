"""The embedded registry: our own rules of keys on a ledger that is handed in as `Books`."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

from bot.exchanges.exchange import (
    Capability,
    CreatedKey,
    ExchangeRefused,
    Liveness,
    NewKey,
    Reference,
    SecretForgotten,
    Whitelist,
)
from bot.exchanges.validation import raise_if_refused, read_wished_ips
from bot.rules.key_edit import KeyEdit
from bot.rules.key_terms import (
    end_after_change,
    end_after_create,
    end_after_renew,
    is_expired,
    live_after_create,
    may_add_key,
    may_renew,
)
from bot.rules.remark import check_remark, clean
from bot.rules.verdict import Reason, Refused
from storage.records import KeyFacts, LedgerEntry


class LedgerKeys(Protocol):
    """An account's keys, read as far as they are asked for."""

    def find(self, remote_id: str) -> KeyFacts | None:
        """Return one key, or None."""
        ...

    def list(self) -> Sequence[KeyFacts]:
        """List every key, oldest first."""
        ...


Apply = Callable[[LedgerKeys], LedgerEntry]
"""Turns an account's keys into an entry, or raises. It may run more than once."""


class Books(Protocol):
    """The ledger of the embedded registry."""

    async def list(self, account_id: UUID) -> Sequence[KeyFacts]:
        """Every key of an account, oldest first."""
        ...

    async def enter(self, account_id: UUID, ticket_id: UUID, part: int, apply: Apply) -> LedgerEntry:
        """Return the recorded entry for (ticket, part). If there is none, apply, record both and return it.

        All happens in one transaction, beside which no other change of the account runs. What `apply` raises is raised
        here, and nothing is written.
        """
        ...


@dataclass(frozen=True, slots=True)
class Mint:
    """Makes ids and secrets of new keys."""

    new_access_id: Callable[[], str] = lambda: secrets.token_hex(16).upper()
    new_secret: Callable[[], str] = lambda: secrets.token_hex(24).upper()


_MINT = Mint()


class EmbeddedRegistry:
    """One account of the embedded registry. `now` returns the time, `account_name` is shown in refusals."""

    capabilities = frozenset(Capability)

    def __init__(  # noqa: PLR0913 - what the registry works with, each named where it is opened
        self,
        account_id: UUID,
        books: Books,
        now: Callable[[], datetime],
        *,
        whitelist: Whitelist,
        account_name: str = "",
        mint: Mint = _MINT,
    ) -> None:
        self.whitelist = whitelist
        self._account_id = account_id
        self._account_name = account_name or str(account_id)
        self._books = books
        self._now = now
        self._mint = mint

    async def list_keys(self) -> Sequence[KeyFacts]:
        """List every key of the account, expired ones included, oldest first."""
        return await self._books.list(self._account_id)

    async def create_key(self, reference: Reference, wish: NewKey) -> CreatedKey:
        """Make a key, usable after the activation time. The same reference returns the same key and secret.

        Raises ExchangeRefused, or SecretForgotten if the secret has been wiped since.
        """
        now, remote_id, key_secret = self._now(), uuid4().hex, self._mint.new_secret()

        def apply(keys: LedgerKeys) -> LedgerEntry:
            others = keys.list()
            self._check_wish(wish, others)
            ips = read_wished_ips(wish.ips)
            key = KeyFacts(
                remote_id=remote_id,
                access_id=self._unused_access_id(others),
                remark=clean(wish.remark),
                trade=wish.trade,
                withdraw=wish.withdraw,
                ips=ips,
                created_at=now,
                expires_at=end_after_create(ips, now),
                live_at=live_after_create(now),
            )
            return LedgerEntry(key, key_secret=key_secret)

        entry = await self._enter(reference, apply)
        if entry.key_secret is None:
            raise SecretForgotten(f"the secret made for ticket {reference.ticket_id} has been handed out")
        return CreatedKey(_only_key(entry), entry.key_secret)

    async def renew_key(self, reference: Reference, remote_id: str) -> KeyFacts:
        """Set the expiry of an unbound key, expired or not, to a whole term from now."""
        now = self._now()

        def apply(keys: LedgerKeys) -> LedgerEntry:
            key = _get(keys, remote_id)
            raise_if_refused(may_renew(key.ips, key.remark))
            return LedgerEntry(replace(key, expires_at=end_after_renew(now)))

        return _only_key(await self._enter(reference, apply))

    async def set_ips(self, reference: Reference, remote_id: str, ips: Sequence[str]) -> KeyFacts:
        """Replace the bound IPs. With IPs the key never expires, without any it expires a whole term from now."""
        now = self._now()

        def apply(keys: LedgerKeys) -> LedgerEntry:
            key = _get(keys, remote_id)
            after = read_wished_ips(ips)
            return LedgerEntry(
                replace(key, ips=after, expires_at=end_after_change(key.ips, after, key.expires_at, now))
            )

        return _only_key(await self._enter(reference, apply))

    async def edit_key(self, reference: Reference, remote_id: str, edit: KeyEdit) -> KeyFacts:
        """Change name or trading and leave the rest."""

        def apply(keys: LedgerKeys) -> LedgerEntry:
            key = _get(keys, remote_id)
            if edit.remark is not None:
                raise_if_refused(
                    check_remark(edit.remark, [other.remark for other in keys.list() if other.remote_id != remote_id])
                )
                key = replace(key, remark=clean(edit.remark))
            return LedgerEntry(key if edit.trade is None else replace(key, trade=edit.trade))

        return _only_key(await self._enter(reference, apply))

    async def delete_key(self, reference: Reference, remote_id: str) -> None:
        """Delete a key. A key that is already gone is not an error."""
        await self._enter(reference, lambda _: LedgerEntry(removed_id=remote_id))

    async def probe_key(self, remote_id: str) -> Liveness:
        """Answer from the ledger, because our own keys have no calls."""
        now = self._now()
        for key in await self._books.list(self._account_id):
            if key.remote_id == remote_id:
                if is_expired(key.expires_at, now):
                    return Liveness.EXPIRED
                return Liveness.NOT_READY if key.live_at is not None and now < key.live_at else Liveness.LIVE
        return Liveness.DEAD

    async def _enter(self, reference: Reference, apply: Apply) -> LedgerEntry:
        return await self._books.enter(self._account_id, reference.ticket_id, reference.part, apply)

    def _check_wish(self, wish: NewKey, keys: Sequence[KeyFacts]) -> None:
        raise_if_refused(may_add_key(len(keys), self._account_name))
        raise_if_refused(check_remark(wish.remark, [key.remark for key in keys]))

    def _unused_access_id(self, keys: Sequence[KeyFacts]) -> str:
        used = {key.access_id for key in keys}
        access_id = self._mint.new_access_id()
        while access_id in used:
            access_id = self._mint.new_access_id()
        return access_id


def _get(keys: LedgerKeys, remote_id: str) -> KeyFacts:
    key = keys.find(remote_id)
    if key is None:
        raise ExchangeRefused(Refused(Reason.KEY_UNKNOWN, {"name": remote_id, "nearest": ()}))
    return key


def _only_key(entry: LedgerEntry) -> KeyFacts:
    if entry.key is None:
        raise ValueError("this reference was used for a deletion before")
    return entry.key
