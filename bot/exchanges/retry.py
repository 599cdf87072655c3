"""Retries of calls to an exchange, by the kind of its refusal."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

import structlog

from bot.exchanges.channel import MainAccountChannel
from bot.exchanges.exchange import ExchangeUnreachable
from bot.exchanges.json_fields import Unreadable

T = TypeVar("T")

_log = structlog.get_logger(__name__)


class ErrorReply(Exception):
    """An answer that is not a success. Its message is the exchange's, and never decides anything."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"code {code}")
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Codes:
    """Error codes by what they mean for the change."""

    too_fast: frozenset[int]
    """Nothing was done. Ask again in turn."""
    busy: frozenset[int]
    """It is unknown whether a change was made."""
    late: frozenset[int]
    """Our clock is wrong, and nothing was done."""


async def ask_patiently(
    channel: MainAccountChannel,
    codes: Codes,
    once: Callable[[], Awaitable[T]],
    agree_on_time: Callable[[], Awaitable[None]] | None,
    what: str,
) -> T:
    """Call `once` until there is an answer, and count the failures.

    `what` names method and path. `agree_on_time` is for signed calls only. Raises ErrorReply, or ExchangeUnreachable if
    the result is unknown or the exchange stays too busy.
    """
    try:
        return await _ask_in_turn(channel, codes, once, agree_on_time, what)
    except ErrorReply:
        channel.failures["refused"] += 1
        raise
    except ExchangeUnreachable:
        channel.failures["unreachable"] += 1
        raise


async def _ask_in_turn(
    channel: MainAccountChannel,
    codes: Codes,
    once: Callable[[], Awaitable[T]],
    agree_on_time: Callable[[], Awaitable[None]] | None,
    what: str,
) -> T:
    is_change, is_agreed = not what.startswith("GET "), False
    for tries in count(1):
        try:
            return await once()
        except ErrorReply as no:
            if no.code in codes.late and agree_on_time is not None and not is_agreed:
                is_agreed = True
                await agree_on_time()
                continue
            if no.code not in codes.too_fast | codes.busy:
                raise
            _log.info("exchange busy", call=what, exchange_code=no.code, tries=tries)
            if tries >= channel.pace.tries or (is_change and no.code in codes.busy):
                raise ExchangeUnreachable(f"too busy (code {no.code})") from None
        await channel.back_off(tries)
    raise AssertionError("counting does not end")


@asynccontextmanager
async def unreadable_as_unreachable(exchange: str) -> AsyncIterator[None]:
    """Turn Unreadable into ExchangeUnreachable: an unreadable answer says as little as none."""
    try:
        yield
    except Unreadable as error:
        raise ExchangeUnreachable(f"{exchange}: {error}") from None
