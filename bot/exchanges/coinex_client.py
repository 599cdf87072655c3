"""Calls of one main account to CoinEx: in turn, signed last, with retries while it is busy.

A refusal becomes a Reason, and a missing answer ExchangeUnreachable.
"""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

import structlog

from bot.exchanges import coinex_api as messages
from bot.exchanges.channel import ChannelPool
from bot.exchanges.coinex_api import CALLS_PER_SECOND, Call, Group, Reply
from bot.exchanges.exchange import ExchangeRefused, ExchangeUnreachable
from bot.exchanges.json_fields import Unreadable, as_harmless, as_int, as_list, as_object
from bot.exchanges.main_account import Credentials
from bot.exchanges.retry import Codes, ErrorReply, ask_patiently
from bot.rules.ip_text import normal_ip
from bot.rules.verdict import Reason, Refused

NAME = "CoinEx"
MOST_PAGES = 50

CODES = Codes(too_fast=frozenset({4213}), busy=frozenset({3008, 4001, 4002}), late=frozenset({4010, 4017}))
KEY_UNKNOWN, SIGNATURE_WRONG, IP_REFUSED, BLOCKED, FORBIDDEN = 4005, 4006, 4007, 4011, 4512
"""Source: docs.coinex.com/api/v2/error, checked 2026-11-22."""

_REASONS = {
    KEY_UNKNOWN: Reason.EXCHANGE_KEY_UNKNOWN,
    SIGNATURE_WRONG: Reason.EXCHANGE_KEY_WRONG,
    BLOCKED: Reason.EXCHANGE_BLOCKED,
    **dict.fromkeys(CODES.late, Reason.EXCHANGE_CLOCK),
}

_log = structlog.get_logger(__name__)


class CoinExClient:
    """All calls to CoinEx under one main account."""

    def __init__(self, channels: ChannelPool, now: Callable[[], datetime], credentials: Credentials) -> None:
        self.channel = channels.channel("coinex", credentials.access_id)
        self.now = now
        self._transport = channels.transport
        self._base_url = channels.urls.get("coinex", messages.BASE_URL)
        self._credentials = credentials

    async def call(self, call: Call) -> Reply:
        """Ask until there is an answer.

        Raises ExchangeRefused. Raises ExchangeUnreachable if the result is unknown, and Unreadable for an answer of
        another form.
        """
        try:
            return await self._ask(call, self._credentials)
        except ErrorReply as no:
            raise ExchangeRefused(await self._explain(no, call)) from None

    async def try_key(self, credentials: Credentials) -> int:
        """Return the code of a call with another key, 0 for a success. The call changes nothing."""
        try:
            await self._ask(messages.ACCOUNT_INFO, credentials)
        except ErrorReply as no:
            return no.code
        return 0

    async def read_pages(self, page_of: Callable[[int], Call]) -> AsyncIterator[object]:
        """Yield every row of a list, page by page until CoinEx says that there is no next one."""
        for page in range(1, MOST_PAGES + 1):
            reply = await self.call(page_of(page))
            for row in as_list(reply.data):
                yield row
            if not reply.has_next:
                return
        raise ExchangeUnreachable("the list does not end")

    async def measure_skew(self) -> timedelta:
        """Measure how far CoinEx's clock is ahead of ours. Our time is taken in the middle of the call."""
        before = self.now()
        reply = await self.call(messages.TIME)
        after = self.now()
        there = messages.as_moment(as_int(as_object(reply.data)["timestamp"]))
        return there - (before + (after - before) / 2)

    async def find_own_ip(self) -> str | None:
        """Return our egress IP as CoinEx sees it.

        The form of the answer is undocumented, so any address in it is taken.
        """
        return self._remember_ip(await self.call(messages.OWN_IP))

    async def _ask(self, call: Call, credentials: Credentials) -> Reply:
        what = f"{call.method} {call.path}"
        agree = self._agree_on_time if call.is_signed else None
        return await ask_patiently(self.channel, CODES, lambda: self._ask_once(call, credentials), agree, what)

    async def _agree_on_time(self) -> None:
        self.channel.clock_offset = await self.measure_skew()

    async def _ask_once(self, call: Call, credentials: Credentials) -> Reply:
        if call.group is not Group.NONE:
            await self.channel.take_turn(call.group, CALLS_PER_SECOND)
        at = self.now() + self.channel.clock_offset
        answer = await self._transport.send(messages.write_request(self._base_url, call, credentials, at))
        try:
            return messages.read_reply(answer)
        except Unreadable as error:
            raise ExchangeUnreachable(f"{NAME}: {error}") from None

    async def _explain(self, no: ErrorReply, call: Call) -> Refused:
        """Turn CoinEx's code into a refusal for people."""
        _log.info("exchange refused", exchange=NAME, path=call.path, exchange_code=no.code)
        if no.code in _REASONS:
            return Refused(_REASONS[no.code], {"exchange": NAME})
        if no.code == IP_REFUSED:
            return Refused(Reason.EXCHANGE_IP_REFUSED, {"exchange": NAME, "ip": await self._own_ip_if_told()})
        if no.code == FORBIDDEN:
            account = dict(call.query).get("sub_user_name") or (call.payload or {}).get("sub_user_name") or NAME
            return Refused(Reason.EXCHANGE_FORBIDS, {"exchange": NAME, "account": str(account)})
        message = as_harmless(no.message, self._credentials.secret, self._credentials.access_id)
        return Refused(Reason.EXCHANGE_REFUSED, {"exchange": NAME, "code": no.code, "message": message or None})

    async def _own_ip_if_told(self) -> str | None:
        try:
            return self._remember_ip(await self._ask(messages.OWN_IP, self._credentials))
        except (ErrorReply, ExchangeUnreachable):
            return None

    def _remember_ip(self, reply: Reply) -> str | None:
        ip = _pick_ip(reply)
        self.channel.own_ip = ip or self.channel.own_ip
        return ip


def _pick_ip(reply: Reply) -> str | None:
    words = reply.data.values() if isinstance(reply.data, dict) else [reply.data]
    return next((ip for word in words if (ip := normal_ip(str(word))) is not None), None)
