"""Bybit: the keys of one sub-account through API v5, asked with the main account's key.

Bybit tells a secret once, has no call to renew a key and none to rename it, and one main account manages the keys of
all its sub-accounts. It must not know tickets.

Source: bybit-exchange.github.io/docs/v5/user and /v5/guide, checked 2026-11-22.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from bot.exchanges.by_hand import WhitelistByHand
from bot.exchanges.bybit_messages import (
    BASE_URL,
    TRADING,
    UNBOUND,
    BybitKey,
    Call,
    read_key,
    read_result,
    read_time,
    write_request,
)
from bot.exchanges.exchange import (
    KEY_CAPABILITIES,
    Capability,
    CreatedKey,
    ExchangeRefused,
    ExchangeUnclear,
    ExchangeUnreachable,
    KeyEdit,
    KeyWish,
    Liveness,
    Reference,
    RemoteKey,
    SecretForgotten,
    Whitelist,
    refer_to_a_person,
)
from bot.exchanges.main_account import Credentials
from bot.exchanges.outside import Outside
from bot.exchanges.patience import Codes, SaysNo, ask_patiently, understood
from bot.exchanges.reading import Fields, Unreadable, as_harmless, as_list, as_text
from bot.exchanges.tagging import ROOM, tag_of, write_tagged
from bot.exchanges.transport import Request
from bot.exchanges.wishing import demand, read_wished_ips, read_wished_remark
from bot.rules.key_terms import may_add_key
from bot.rules.remark import REMARK_LIMIT
from bot.rules.verdict import Reason, Refused

NAME = "Bybit"
PAGE_LIMIT, MOST_PAGES = 20, 50

TIME, LIST = "/v5/market/time", "/v5/user/sub-apikeys"
CREATE, UPDATE, DELETE = "/v5/user/create-sub-api", "/v5/user/update-sub-api", "/v5/user/delete-sub-api"
CALLS_PER_SECOND = {LIST: 10.0, CREATE: 1.0, UPDATE: 5.0, DELETE: 5.0}
"""Source: /v5/rate-limit; the list has no limit of its own there and is asked no faster than its neighbours."""

CODES = Codes(too_fast=frozenset({10006, 10018}), busy=frozenset({10016}), late=frozenset({10002}))
_REASONS = {
    10002: Reason.EXCHANGE_CLOCK,
    10003: Reason.EXCHANGE_KEY_UNKNOWN,
    10004: Reason.EXCHANGE_KEY_WRONG,
}
IP_REFUSED, FORBIDDEN = 10010, 10005
"""Source: /v5/error."""


class BybitAccount:
    """One sub-account; `remote_id` is its UID, `now` tells the time."""

    capabilities = KEY_CAPABILITIES - {Capability.RENEW_KEY, Capability.EDIT_KEY}
    whitelist: Whitelist = WhitelistByHand()

    def __init__(self, outside: Outside, now: Callable[[], datetime], credentials: Credentials, remote_id: str) -> None:
        self._line = outside.line("bybit", credentials.access_id)
        self._transport = outside.transport
        self._base_url = outside.urls.get("bybit", BASE_URL)
        self._now = now
        self._credentials = credentials
        self._sub_account = remote_id

    async def list_keys(self) -> Sequence[RemoteKey]:
        """Every key of the sub-account, expired ones included, oldest first."""
        async with self._line.in_time(), understood(NAME):
            return [key.remote for key in await self._read_keys()]

    async def create_key(self, reference: Reference, wish: KeyWish) -> CreatedKey:
        """Make a key, or find the one that was made for this reference.

        Its secret is held for a while, as Bybit does not tell it again; raises SecretForgotten where it is lost.
        """
        if wish.withdraw:
            raise ExchangeRefused(Refused(Reason.WITHDRAW_IMPOSSIBLE, {"exchange": NAME}))
        tag = tag_of(reference)
        async with self._changing():
            keys = await self._read_keys()
            if any(key.tag == tag for key in keys) or self._line.find_secret(tag):
                return self._find_made(tag, keys)
            self._line.settle(tag)
            demand(may_add_key(len(keys), self._sub_account))
            remark = read_wished_remark(wish.remark, [key.remote.remark for key in keys], REMARK_LIMIT - ROOM)
            ips = read_wished_ips(wish.ips)
            # Until Bybit has answered, a creation that breaks off anywhere may have happened.
            self._line.doubt(tag)
            try:
                made = await self._call(self._creation(tag, remark, ips, wish))
            except ExchangeRefused:
                self._line.forget_doubt(tag)
                after = await self._read_keys()
                if any(key.tag == tag for key in after):
                    return self._find_made(tag, after)
                raise
            self._line.forget_doubt(tag)
            self._line.hold_secret(tag, as_text(made["secret"]))
            # The answer of a creation tells neither when the key ends nor since when it is.
            return self._find_made(tag, await self._read_keys())

    async def renew_key(self, reference: Reference, remote_id: str) -> RemoteKey:
        """Raise NotOffered: Bybit has no such call."""
        refer_to_a_person(Capability.RENEW_KEY)

    async def set_ips(self, reference: Reference, remote_id: str, ips: Sequence[str]) -> RemoteKey:
        """Replace the bound IPs; what is as it shall be is not written again."""
        wished = read_wished_ips(ips)
        async with self._changing():
            key = _pick(await self._read_keys(), remote_id)
            if set(key.ips) == set(wished):
                return key
            # A key would become one that writes if `readOnly` were left out.
            change = {"apikey": key.access_id, "readOnly": int(not key.trade), "ips": ",".join(wished) or UNBOUND}
            try:
                await self._call(Call("POST", UPDATE, change))
            except ExchangeRefused:
                after = _pick(await self._read_keys(), remote_id)
                if set(after.ips) != set(wished):
                    raise
                return after
            return _pick(await self._read_keys(), remote_id)

    async def edit_key(self, reference: Reference, remote_id: str, edit: KeyEdit) -> RemoteKey:
        """Raise NotOffered: a key at Bybit keeps its name."""
        refer_to_a_person(Capability.EDIT_KEY)

    async def delete_key(self, reference: Reference, remote_id: str) -> None:
        """Delete a key of this sub-account; one that is gone already is no error."""
        async with self._changing():
            key = _find(await self._read_keys(), remote_id)
            if key is None:
                return
            try:
                await self._call(Call("POST", DELETE, {"apikey": key.remote.access_id}))
            except ExchangeRefused:
                if _find(await self._read_keys(), remote_id) is not None:
                    raise

    async def probe_key(self, remote_id: str) -> Liveness:
        """What Bybit's list says: nobody but its owner has the secret to make a call with."""
        async with self._line.in_time(), understood(NAME):
            key = _find(await self._read_keys(), remote_id)
            if key is None:
                return Liveness.DEAD
            return Liveness.EXPIRED if key.is_expired else Liveness.LIVE

    @asynccontextmanager
    async def _changing(self) -> AsyncIterator[None]:
        async with self._line.alone_with(self._sub_account), understood(NAME):
            yield

    async def _read_keys(self) -> list[BybitKey]:
        keys: dict[str, BybitKey] = {}
        query: dict[str, object] = {"subMemberId": self._sub_account, "limit": PAGE_LIMIT}
        for _ in range(MOST_PAGES):
            result = await self._call(Call("GET", LIST, query))
            for row in as_list(result.get("result")):
                key = read_key(row, self._now())
                keys[key.remote.remote_id] = key
            if not result.get("nextPageCursor"):
                return sorted(keys.values(), key=lambda key: (key.remote.created_at, int(key.remote.remote_id)))
            query = {**query, "cursor": str(result["nextPageCursor"])}
        raise ExchangeUnreachable(f"{NAME}: the list does not end")

    def _creation(self, tag: str, remark: str, ips: Sequence[str], wish: KeyWish) -> Call:
        given = {
            "subuid": int(self._sub_account),
            "note": write_tagged(remark, tag),
            "readOnly": int(not wish.trade),
            "ips": ",".join(ips) or UNBOUND,
            "permissions": TRADING,
        }
        return Call("POST", CREATE, given)

    def _find_made(self, tag: str, keys: Sequence[BybitKey]) -> CreatedKey:
        made = [key.remote for key in keys if key.tag == tag]
        if len(made) > 1:
            raise ExchangeUnclear(f"{len(made)} keys of {NAME} bear the mark {tag}")
        if not made:
            raise ExchangeUnreachable(f"{NAME} does not list yet what it has made")
        secret = self._line.find_secret(tag)
        if secret is None:
            raise SecretForgotten(f"{NAME} made the key {made[0].access_id}, and does not tell its secret again")
        return CreatedKey(made[0], secret)

    async def _call(self, call: Call) -> Fields:
        """Ask until there is an answer; raises ExchangeRefused, ExchangeUnreachable or Unreadable."""

        async def once() -> Fields:
            await self._line.take_turn(call.path, CALLS_PER_SECOND[call.path])
            at = self._now() + self._line.clock_offset
            return await self._send(write_request(self._base_url, call, self._credentials, at))

        try:
            return await ask_patiently(self._line, CODES, once, self._agree_on_time, f"{call.method} {call.path}")
        except SaysNo as no:
            raise ExchangeRefused(self._explain(no)) from None

    async def _send(self, request: Request) -> Fields:
        answer = await self._transport.send(request)
        try:
            return read_result(answer)
        except Unreadable as error:
            raise ExchangeUnreachable(f"{NAME}: {error}") from None

    async def _agree_on_time(self) -> None:
        before = self._now()
        result = await self._send(Request("GET", f"{self._base_url}{TIME}"))
        self._line.clock_offset = read_time(result) - (before + (self._now() - before) / 2)

    def _explain(self, no: SaysNo) -> Refused:
        if no.code in _REASONS:
            return Refused(_REASONS[no.code], {"exchange": NAME})
        if no.code == IP_REFUSED:
            return Refused(Reason.EXCHANGE_IP_REFUSED, {"exchange": NAME, "ip": None})
        if no.code == FORBIDDEN:
            return Refused(Reason.EXCHANGE_FORBIDS, {"exchange": NAME, "account": self._sub_account})
        message = as_harmless(no.message, self._credentials.secret, self._credentials.access_id)
        return Refused(Reason.EXCHANGE_REFUSED, {"exchange": NAME, "code": no.code, "message": message or None})


def _find(keys: Sequence[BybitKey], remote_id: str) -> BybitKey | None:
    return next((key for key in keys if key.remote.remote_id == remote_id), None)


def _pick(keys: Sequence[BybitKey], remote_id: str) -> RemoteKey:
    key = _find(keys, remote_id)
    if key is None:
        raise ExchangeRefused(Refused(Reason.KEY_UNKNOWN, {"name": remote_id, "nearest": ()}))
    return key.remote
