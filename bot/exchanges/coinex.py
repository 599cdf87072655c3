"""CoinEx API v2: the keys of one sub-account, and what its main account reports.

CoinEx has no call to renew a key or to change the whitelist, so people do both on its page. A creation has a mark in
the key's name (`idempotency_tag.py`), so that one without an answer is found again. A refused change is believed only
after the key was read.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.exchanges import coinex_api as messages
from bot.exchanges.channel import ChannelPool
from bot.exchanges.coinex_api import REMARK_LIMIT
from bot.exchanges.coinex_client import IP_REFUSED, KEY_UNKNOWN, NAME, CoinExClient
from bot.exchanges.exchange import (
    KEY_CAPABILITIES,
    Capability,
    CreatedKey,
    ExchangeRefused,
    ExchangeUnclear,
    Liveness,
    NewKey,
    Reference,
    Whitelist,
    refer_to_a_person,
)
from bot.exchanges.idempotency_tag import ROOM, TaggedKey, check_untagged_twin, tag_of
from bot.exchanges.json_fields import as_object
from bot.exchanges.main_account import Coin, Credentials, Identity, SubAccount
from bot.exchanges.manual import WhitelistByHand
from bot.exchanges.retry import unreadable_as_unreachable
from bot.exchanges.validation import raise_if_refused, read_wished_ips, read_wished_remark
from bot.rules.key_edit import KeyEdit
from bot.rules.key_terms import ACTIVATION, may_add_key
from bot.rules.verdict import Reason, Refused
from storage.records import KeyFacts


class CoinExAccount:
    """One sub-account. `remote_id` is its name there, `now` returns the time."""

    capabilities = KEY_CAPABILITIES - {Capability.RENEW_KEY}
    whitelist: Whitelist = WhitelistByHand()

    def __init__(
        self, channels: ChannelPool, now: Callable[[], datetime], credentials: Credentials, remote_id: str
    ) -> None:
        self._client = CoinExClient(channels, now, credentials)
        self._channel = self._client.channel
        self._sub_account = remote_id

    async def list_keys(self) -> Sequence[KeyFacts]:
        """List every key of the sub-account, expired ones included, oldest first."""
        async with self._channel.in_time(), unreadable_as_unreachable(NAME):
            return [key.facts for key in await self._read_keys()]

    async def create_key(self, reference: Reference, wish: NewKey) -> CreatedKey:
        """Make a key, or find the one that was made for this reference.

        Raises ExchangeUnclear if several have its mark, or one without a mark may be it, and ExchangeUnreachable as
        long as one may still appear.
        """
        if wish.withdraw:
            raise ExchangeRefused(Refused(Reason.WITHDRAW_IMPOSSIBLE, {"exchange": NAME}))
        tag = tag_of(reference)
        async with self._changing():
            keys = await self._read_keys()
            if found := await self._find_made(tag, keys):
                return found
            check_untagged_twin(keys, reference, wish, self._channel.clock_offset)
            self._channel.settle(tag, reference.in_doubt)
            raise_if_refused(may_add_key(len(keys), self._sub_account))
            remark = read_wished_remark(wish.remark, [key.facts.remark for key in keys], REMARK_LIMIT - ROOM)
            call = messages.create_key(self._sub_account, remark, tag, wish.trade, read_wished_ips(wish.ips))
            # Until CoinEx has answered, an interrupted creation may have happened.
            self._channel.doubt(tag)
            try:
                data = (await self._client.call(call)).data
                created = CreatedKey(messages.read_key(data).facts, messages.read_secret(data))
            except ExchangeRefused:
                self._channel.forget_doubt(tag)
                if found := await self._find_made(tag, await self._read_keys()):
                    return found
                raise
            self._channel.forget_doubt(tag)
            return created

    async def renew_key(self, reference: Reference, remote_id: str) -> KeyFacts:
        """Raise NotOffered: CoinEx has no such call."""
        refer_to_a_person(Capability.RENEW_KEY)

    async def set_ips(self, reference: Reference, remote_id: str, ips: Sequence[str]) -> KeyFacts:
        """Replace the bound IPs. With IPs the key never expires, and without any CoinEx says when."""
        wished = read_wished_ips(ips)
        async with self._changing():
            key = await self._get(remote_id)
            return await self._change(key, replace(key.facts, ips=wished))

    async def edit_key(self, reference: Reference, remote_id: str, edit: KeyEdit) -> KeyFacts:
        """Change name or trading. The mark in the name stays."""
        async with self._changing():
            keys = await self._read_keys()
            key = _pick(keys, remote_id)
            wanted = key.facts if edit.trade is None else replace(key.facts, trade=edit.trade)
            if edit.remark is not None:
                room = REMARK_LIMIT - (ROOM if key.tag else 0)
                others = [other.facts.remark for other in keys if other is not key]
                wanted = replace(wanted, remark=read_wished_remark(edit.remark, others, room))
            return await self._change(key, wanted)

    async def delete_key(self, reference: Reference, remote_id: str) -> None:
        """Delete a key of this sub-account. A key that is already gone is not an error."""
        async with self._changing():
            if _find(await self._read_keys(), remote_id) is None:
                return
            try:
                await self._client.call(messages.delete_key(remote_id))
            except ExchangeRefused:
                if _find(await self._read_keys(), remote_id) is not None:
                    raise

    async def probe_key(self, remote_id: str) -> Liveness:
        """Make a call with the key. Its secret is read for the call and then forgotten."""
        async with self._channel.in_time(), unreadable_as_unreachable(NAME):
            key = _find(await self._read_keys(), remote_id)
            if key is None:
                return Liveness.DEAD
            if key.is_expired:
                return Liveness.EXPIRED
            detail = await self._client.call(messages.read_detail(remote_id))
            code = await self._client.try_key(Credentials(key.facts.access_id, messages.read_secret(detail.data)))
            if code == KEY_UNKNOWN and self._client.now() - key.facts.created_at < ACTIVATION:
                return Liveness.NOT_READY
            return {0: Liveness.LIVE, IP_REFUSED: Liveness.ELSEWHERE}.get(code, Liveness.DEAD)

    @asynccontextmanager
    async def _changing(self) -> AsyncIterator[None]:
        async with self._channel.alone_with(self._sub_account), unreadable_as_unreachable(NAME):
            yield

    async def _read_keys(self) -> list[TaggedKey]:
        """Read all keys, oldest first.

        A list that moves while it is read shows a key twice, which counts once.
        """
        rows = self._client.read_pages(partial(messages.list_keys, self._sub_account))
        keys = {key.facts.remote_id: key async for key in (messages.read_key(row) async for row in rows)}
        return sorted(keys.values(), key=lambda key: (key.facts.created_at, int(key.facts.remote_id)))

    async def _get(self, remote_id: str) -> TaggedKey:
        return _pick(await self._read_keys(), remote_id)

    async def _find_made(self, tag: str, keys: Sequence[TaggedKey]) -> CreatedKey | None:
        """Find the key that was made under this mark, with its secret, which CoinEx shows again."""
        made = [key.facts for key in keys if key.tag == tag]
        if len(made) > 1:
            raise ExchangeUnclear(f"{len(made)} keys of {NAME} bear the mark {tag}")
        if not made:
            return None
        detail = await self._client.call(messages.read_detail(made[0].remote_id))
        return CreatedKey(made[0], messages.read_secret(detail.data))

    async def _change(self, key: TaggedKey, wanted: KeyFacts) -> KeyFacts:
        """Write all settings and return the key as read afterwards. Nothing is written if it is already so."""
        if _settings(wanted) == _settings(key.facts):
            return key.facts
        try:
            await self._client.call(messages.edit_key(self._sub_account, wanted, key.tag))
        except ExchangeRefused:
            after = (await self._get(wanted.remote_id)).facts
            if _settings(after) != _settings(wanted):
                raise
            return after
        return (await self._get(wanted.remote_id)).facts


class CoinExMain:
    """The main account of these credentials."""

    def __init__(self, channels: ChannelPool, now: Callable[[], datetime], credentials: Credentials) -> None:
        self._client = CoinExClient(channels, now, credentials)

    async def who_am_i(self) -> Identity:
        """Read the owner of these credentials. CoinEx returns neither their permissions nor their IPs."""
        async with self._client.channel.in_time(), unreadable_as_unreachable(NAME):
            user = as_object((await self._client.call(messages.ACCOUNT_INFO)).data)
            kind = as_object((await self._client.call(messages.WHICH_USER)).data)
            return Identity(
                user_id=str(user["user_id"]),
                is_main=kind["user_type"] != "SUB_ACCOUNT",
                sub_account=str(kind["sub_user_name"]) if kind.get("sub_user_name") else None,
                may_withdraw=None,
                ips=None,
                expires_at=None,
            )

    async def list_sub_accounts(self) -> Sequence[SubAccount]:
        """List every sub-account by name. CoinEx hides the frozen ones unless asked for them."""
        found: dict[str, SubAccount] = {}
        async with self._client.channel.in_time(), unreadable_as_unreachable(NAME):
            for is_frozen in (False, True):
                async for row in self._client.read_pages(partial(messages.list_sub_accounts, is_frozen)):
                    account = messages.read_sub_account(row)
                    found[account.remote_id] = account
        return sorted(found.values(), key=lambda account: account.name)

    async def find_own_ip(self) -> str | None:
        """Return our egress IP as CoinEx sees it."""
        async with self._client.channel.in_time(), unreadable_as_unreachable(NAME):
            return await self._client.find_own_ip()

    async def measure_skew(self) -> timedelta:
        """Measure how far CoinEx's clock is ahead of ours."""
        async with self._client.channel.in_time(), unreadable_as_unreachable(NAME):
            return await self._client.measure_skew()

    async def list_coins(self) -> Sequence[Coin]:
        """List coins with their chains."""
        async with self._client.channel.in_time(), unreadable_as_unreachable(NAME):
            return messages.read_coins((await self._client.call(messages.COINS)).data)


def _find(keys: Sequence[TaggedKey], remote_id: str) -> TaggedKey | None:
    return next((key for key in keys if key.facts.remote_id == remote_id), None)


def _pick(keys: Sequence[TaggedKey], remote_id: str) -> TaggedKey:
    key = _find(keys, remote_id)
    if key is None:
        raise ExchangeRefused(Refused(Reason.KEY_UNKNOWN, {"name": remote_id, "nearest": ()}))
    return key


def _settings(key: KeyFacts) -> tuple[str, bool, frozenset[str]]:
    """Return the editable fields, for comparison."""
    return key.remark, key.trade, frozenset(key.ips)
