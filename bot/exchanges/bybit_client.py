"""Calls of one main account to Bybit: in turn, signed last, with retries while it is busy.

A refusal becomes a Reason, and a missing answer ExchangeUnreachable.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.exchanges.bybit_api import BASE_URL, Call, read_result, read_time, write_request
from bot.exchanges.channel import ChannelPool
from bot.exchanges.exchange import ExchangeRefused, ExchangeUnreachable
from bot.exchanges.json_fields import Fields, Unreadable, as_harmless, as_list
from bot.exchanges.main_account import Credentials
from bot.exchanges.retry import Codes, ErrorReply, ask_patiently
from bot.exchanges.transport import HttpRequest
from bot.rules.verdict import Reason, Refused

NAME = "Bybit"
MOST_PAGES = 50

TIME, WHO_AM_I, COINS = "/v5/market/time", "/v5/user/query-api", "/v5/asset/coin/query-info"
SUB_ACCOUNTS, MORE_SUB_ACCOUNTS = "/v5/user/query-sub-members", "/v5/user/submembers"
LIST = "/v5/user/sub-apikeys"
CREATE, UPDATE, DELETE = "/v5/user/create-sub-api", "/v5/user/update-sub-api", "/v5/user/delete-sub-api"
CALLS_PER_SECOND = {
    WHO_AM_I: 10.0,
    COINS: 5.0,
    SUB_ACCOUNTS: 10.0,
    MORE_SUB_ACCOUNTS: 5.0,
    LIST: 10.0,
    CREATE: 1.0,
    UPDATE: 5.0,
    DELETE: 5.0,
}
"""Source: /v5/rate-limit, checked 2026-11-25."""

CODES = Codes(too_fast=frozenset({10006, 10018}), busy=frozenset({10016}), late=frozenset({10002}))
_REASONS = {
    10002: Reason.EXCHANGE_CLOCK,
    10003: Reason.EXCHANGE_KEY_UNKNOWN,
    33004: Reason.EXCHANGE_KEY_UNKNOWN,
    -2015: Reason.EXCHANGE_KEY_UNKNOWN,
    10004: Reason.EXCHANGE_KEY_WRONG,
    10005: Reason.EXCHANGE_KEY_WEAK,
}
"""33004 and -2015 both mean that a key has expired."""
IP_REFUSED = 10010
"""Source: /v5/error, checked 2026-11-25."""

_log = structlog.get_logger(__name__)


class BybitClient:
    """All calls to Bybit under one main account."""

    def __init__(self, channels: ChannelPool, now: Callable[[], datetime], credentials: Credentials) -> None:
        self.channel = channels.channel("bybit", credentials.access_id)
        self.now = now
        self._transport = channels.transport
        self._base_url = channels.urls.get("bybit", BASE_URL)
        self._credentials = credentials

    async def call(self, method: str, path: str, given: Mapping[str, object] | None = None) -> Fields:
        """Ask until there is an answer. Raises ExchangeRefused, ExchangeUnreachable or Unreadable."""
        call = Call(method, path, given or {})

        async def once() -> Fields:
            await self.channel.take_turn(call.path, CALLS_PER_SECOND[call.path])
            at = self.now() + self.channel.clock_offset
            return await self._send(write_request(self._base_url, call, self._credentials, at))

        try:
            return await ask_patiently(self.channel, CODES, once, self._agree_on_time, f"{method} {path}")
        except ErrorReply as no:
            _log.info("exchange refused", exchange=NAME, path=path, exchange_code=no.code)
            raise ExchangeRefused(self._explain(no)) from None

    async def read_pages(
        self, path: str, given: Mapping[str, object], rows: str, *, cursor: str, next_cursor: str
    ) -> AsyncIterator[object]:
        """Yield every row of a list, page by page.

        `cursor` is the name of the field it takes, `next_cursor` of the one it returns, "0" or "" at the end. Bybit
        spells both in more than one way.
        """
        query = dict(given)
        for _ in range(MOST_PAGES):
            result = await self.call("GET", path, query)
            for row in as_list(result.get(rows)):
                yield row
            told = str(result.get(next_cursor) or "0")
            if told == "0":
                return
            query[cursor] = told
        raise ExchangeUnreachable(f"{NAME}: the list does not end")

    async def measure_skew(self) -> timedelta:
        """Measure how far Bybit's clock is ahead of ours. Our time is taken in the middle of the call."""
        before = self.now()
        try:
            result = await self._send(HttpRequest("GET", f"{self._base_url}{TIME}"))
        except ErrorReply as no:
            raise ExchangeUnreachable(f"{NAME} does not tell the time (code {no.code})") from None
        return read_time(result) - (before + (self.now() - before) / 2)

    async def _agree_on_time(self) -> None:
        self.channel.clock_offset = await self.measure_skew()

    async def _send(self, request: HttpRequest) -> Fields:
        answer = await self._transport.send(request)
        try:
            return read_result(answer)
        except Unreadable as error:
            raise ExchangeUnreachable(f"{NAME}: {error}") from None

    def _explain(self, no: ErrorReply) -> Refused:
        """Turn Bybit's code into a refusal for people."""
        if no.code in _REASONS:
            return Refused(_REASONS[no.code], {"exchange": NAME})
        if no.code == IP_REFUSED:
            # Bybit does not say which IP it sees.
            return Refused(Reason.EXCHANGE_IP_REFUSED, {"exchange": NAME, "ip": None})
        message = as_harmless(no.message, self._credentials.secret, self._credentials.access_id)
        return Refused(Reason.EXCHANGE_REFUSED, {"exchange": NAME, "code": no.code, "message": message or None})
