"""Bybit API v5: the keys of one sub-account, and what its main account reports.

Bybit shows a secret once and has no call to renew or rename a key. The main account's key manages the keys of all its
sub-accounts. Its address book can be read only with a key that may withdraw, which the bot never has, so people manage
it on the exchange's page.

Source: bybit-exchange.github.io/docs/v5/user, /v5/asset and /v5/guide, checked 2026-11-25.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.exchanges.bybit_api import (
    TRADING,
    UNBOUND,
    BybitKey,
    read_coins,
    read_identity,
    read_key,
    read_sub_account,
)
from bot.exchanges.bybit_client import (
    COINS,
    CREATE,
    DELETE,
    LIST,
    MORE_SUB_ACCOUNTS,
    NAME,
    SUB_ACCOUNTS,
    UPDATE,
    WHO_AM_I,
    BybitClient,
)
from bot.exchanges.channel import ChannelPool
from bot.exchanges.exchange import (
    KEY_CAPABILITIES,
    Capability,
    CreatedKey,
    ExchangeRefused,
    ExchangeUnclear,
    ExchangeUnreachable,
    Liveness,
    NewKey,
    Reference,
    SecretForgotten,
    Whitelist,
    refer_to_a_person,
)
from bot.exchanges.idempotency_tag import ROOM, check_untagged_twin, tag_of, write_tagged
from bot.exchanges.json_fields import as_list, as_text
from bot.exchanges.main_account import Coin, Credentials, Identity, SubAccount
from bot.exchanges.manual import WhitelistByHand
from bot.exchanges.retry import unreadable_as_unreachable
from bot.exchanges.validation import read_wished_ips, read_wished_remark
from bot.rules.ip_text import normal_ip
from bot.rules.key_edit import KeyEdit
from bot.rules.remark import REMARK_LIMIT
from bot.rules.verdict import Reason, Refused
from storage.records import KeyFacts

PAGE_LIMIT, SUB_ACCOUNTS_PAGE = 20, 100
SUB_ACCOUNTS_AT_ONCE = 1000
"""Most rows of the short list. A longer list is read page by page."""


class BybitAccount:
    """One sub-account. `remote_id` is its UID, `now` returns the time."""

    capabilities = KEY_CAPABILITIES - {Capability.RENEW_KEY, Capability.EDIT_KEY}
    whitelist: Whitelist = WhitelistByHand()

    def __init__(
        self, channels: ChannelPool, now: Callable[[], datetime], credentials: Credentials, remote_id: str
    ) -> None:
        self._client = BybitClient(channels, now, credentials)
        self._channel = self._client.channel
        self._sub_account = remote_id

    async def list_keys(self) -> Sequence[KeyFacts]:
        """List every key of the sub-account, expired ones included, oldest first."""
        async with self._channel.in_time(), unreadable_as_unreachable(NAME):
            return [key.facts for key in await self._read_keys()]

    async def create_key(self, reference: Reference, wish: NewKey) -> CreatedKey:
        """Make a key, or find the one that was made for this reference.

        Bybit shows the secret once, so it is kept in memory for a while. Raises SecretForgotten if it is lost.
        """
        if wish.withdraw:
            raise ExchangeRefused(Refused(Reason.WITHDRAW_IMPOSSIBLE, {"exchange": NAME}))
        tag = tag_of(reference)
        async with self._changing():
            keys = await self._read_keys()
            if any(key.tag == tag for key in keys) or self._channel.find_secret(tag):
                return self._find_made(tag, keys)
            check_untagged_twin(keys, reference, wish, self._channel.clock_offset)
            self._channel.settle(tag, reference.in_doubt)
            remark = read_wished_remark(wish.remark, [key.facts.remark for key in keys], REMARK_LIMIT - ROOM)
            ips = read_wished_ips(wish.ips)
            model = None if wish.like is None else _pick(keys, wish.like)
            # Until Bybit has answered, an interrupted creation may have happened.
            self._channel.doubt(tag)
            try:
                made = await self._client.call(
                    "POST", CREATE, self._creation(write_tagged(remark, tag), ips, wish, model)
                )
            except ExchangeRefused:
                self._channel.forget_doubt(tag)
                after = await self._read_keys()
                if any(key.tag == tag for key in after):
                    return self._find_made(tag, after)
                raise
            self._channel.forget_doubt(tag)
            self._channel.keep_secret(tag, as_text(made["secret"]))
            # The answer to a creation holds neither the expiry nor the start of the key.
            return self._find_made(tag, await self._read_keys())

    async def renew_key(self, reference: Reference, remote_id: str) -> KeyFacts:
        """Raise NotOffered: Bybit has no such call."""
        refer_to_a_person(Capability.RENEW_KEY)

    async def set_ips(self, reference: Reference, remote_id: str, ips: Sequence[str]) -> KeyFacts:
        """Replace the bound IPs. Nothing is written if they are already so."""
        wished = read_wished_ips(ips)
        async with self._changing():
            key = _pick(await self._read_keys(), remote_id)
            if set(key.facts.ips) == set(wished):
                return key.facts
            # Without `readOnly` the key would become one that may write.
            change = {
                "apikey": key.facts.access_id,
                "readOnly": int(key.is_read_only),
                "ips": ",".join(wished) or UNBOUND,
            }
            try:
                await self._client.call("POST", UPDATE, change)
            except ExchangeRefused:
                after = _pick(await self._read_keys(), remote_id).facts
                if set(after.ips) != set(wished):
                    raise
                return after
            return _pick(await self._read_keys(), remote_id).facts

    async def edit_key(self, reference: Reference, remote_id: str, edit: KeyEdit) -> KeyFacts:
        """Raise NotOffered: a key at Bybit keeps its name."""
        refer_to_a_person(Capability.EDIT_KEY)

    async def delete_key(self, reference: Reference, remote_id: str) -> None:
        """Delete a key of this sub-account. A key that is already gone is not an error."""
        async with self._changing():
            key = _find(await self._read_keys(), remote_id)
            if key is None:
                return
            try:
                await self._client.call("POST", DELETE, {"apikey": key.facts.access_id})
            except ExchangeRefused:
                if _find(await self._read_keys(), remote_id) is not None:
                    raise

    async def probe_key(self, remote_id: str) -> Liveness:
        """Answer from Bybit's list, because only the key's owner has the secret to make a call with it."""
        async with self._channel.in_time(), unreadable_as_unreachable(NAME):
            key = _find(await self._read_keys(), remote_id)
            if key is None:
                return Liveness.DEAD
            return Liveness.EXPIRED if key.is_expired else Liveness.LIVE

    @asynccontextmanager
    async def _changing(self) -> AsyncIterator[None]:
        async with self._channel.alone_with(self._sub_account), unreadable_as_unreachable(NAME):
            yield

    async def _read_keys(self) -> list[BybitKey]:
        """Read all keys, oldest first.

        A list that moves while it is read shows a key twice, which counts once.
        """
        query = {"subMemberId": self._sub_account, "limit": PAGE_LIMIT}
        rows = self._client.read_pages(LIST, query, "result", cursor="cursor", next_cursor="nextPageCursor")
        keys = {key.facts.remote_id: key async for key in (read_key(row, self._client.now()) async for row in rows)}
        return sorted(keys.values(), key=lambda key: (key.facts.created_at, int(key.facts.remote_id)))

    def _creation(self, note: str, ips: Sequence[str], wish: NewKey, model: BybitKey | None) -> Mapping[str, object]:
        """Describe a key that trades everything, or nothing, or has exactly the permissions of its model."""
        return {
            "subuid": int(self._sub_account),
            "note": note,
            "readOnly": int(model.is_read_only if model else not wish.trade),
            "ips": ",".join(ips) or UNBOUND,
            "permissions": (model.permissions if model else None) or TRADING,
        }

    def _find_made(self, tag: str, keys: Sequence[BybitKey]) -> CreatedKey:
        made = [key.facts for key in keys if key.tag == tag]
        if len(made) > 1:
            raise ExchangeUnclear(f"{len(made)} keys of {NAME} bear the mark {tag}")
        if not made:
            raise ExchangeUnreachable(f"{NAME} does not list yet what it has made")
        secret = self._channel.find_secret(tag)
        if secret is None:
            raise SecretForgotten(f"{NAME} made the key {made[0].access_id}, and does not tell its secret again")
        return CreatedKey(made[0], secret)


class BybitMain:
    """The main account of these credentials."""

    def __init__(self, channels: ChannelPool, now: Callable[[], datetime], credentials: Credentials) -> None:
        self._client = BybitClient(channels, now, credentials)

    async def who_am_i(self) -> Identity:
        """Read owner, permissions, bound IPs and expiry of these credentials. Bybit returns all of them."""
        async with self._client.channel.in_time(), unreadable_as_unreachable(NAME):
            return read_identity(await self._client.call("GET", WHO_AM_I), self._client.now())

    async def list_sub_accounts(self) -> Sequence[SubAccount]:
        """List every sub-account by name, frozen ones included."""
        async with self._client.channel.in_time(), unreadable_as_unreachable(NAME):
            rows = as_list((await self._client.call("GET", SUB_ACCOUNTS)).get("subMembers"))
            if len(rows) >= SUB_ACCOUNTS_AT_ONCE:
                pages = self._client.read_pages(
                    MORE_SUB_ACCOUNTS,
                    {"pageSize": SUB_ACCOUNTS_PAGE},
                    "subMembers",
                    cursor="nextCursor",
                    next_cursor="nextCursor",
                )
                rows = [row async for row in pages]
            found = {account.remote_id: account for account in map(read_sub_account, rows)}
            return sorted(found.values(), key=lambda account: account.name)

    async def find_own_ip(self) -> str | None:
        """Return our egress IP if the key is bound to exactly one address. Bybit has no call for it."""
        ips = (await self.who_am_i()).ips or ()
        return normal_ip(ips[0]) if len(ips) == 1 else None

    async def measure_skew(self) -> timedelta:
        """Measure how far Bybit's clock is ahead of ours."""
        async with self._client.channel.in_time(), unreadable_as_unreachable(NAME):
            return await self._client.measure_skew()

    async def list_coins(self) -> Sequence[Coin]:
        """List coins with their chains, under our names of chains."""
        async with self._client.channel.in_time(), unreadable_as_unreachable(NAME):
            return read_coins(await self._client.call("GET", COINS))


def _find(keys: Sequence[BybitKey], remote_id: str) -> BybitKey | None:
    return next((key for key in keys if key.facts.remote_id == remote_id), None)


def _pick(keys: Sequence[BybitKey], remote_id: str) -> BybitKey:
    key = _find(keys, remote_id)
    if key is None:
        raise ExchangeRefused(Refused(Reason.KEY_UNKNOWN, {"name": remote_id, "nearest": ()}))
    return key
