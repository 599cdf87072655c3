"""Limits for each client: requests in a minute, bytes, seconds and connections.

aiohttp closes a connection without headers after its keep-alive time. It limits neither the time of a body nor the
number of connections. Source: aiohttp 3.14, `web_protocol.RequestHandler`, checked 2026-11-27.
"""

import asyncio
import ipaddress
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import cast

from aiohttp import web
from aiohttp.typedefs import Middleware
from aiolimiter import AsyncLimiter

REQUESTS_A_MINUTE = 120
"""From one address. A page with its style and icon is three."""
MOST_ADDRESSES = 10_000
"""Most addresses remembered. The one that was quiet for longest is forgotten."""
HEADER_SECONDS = 20.0
"""Until the headers of a request have come, and how long an idle connection stays."""
BODY_SECONDS = 10.0
MOST_CONNECTIONS = 256
"""Most at once. The machine's other file handles are left to the database and to Telegram."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Pace:
    """Count the requests of each address, except to the paths in `exempt`."""

    def __init__(self, requests_a_minute: float, exempt: frozenset[str]) -> None:
        self._rate = requests_a_minute
        self._exempt = exempt
        self._limiters: OrderedDict[str, AsyncLimiter] = OrderedDict()

    def make_middleware(self) -> Middleware:
        """Answer 429 to an address that asks too often."""

        @web.middleware
        async def keep_pace(request: web.Request, handler: Handler) -> web.StreamResponse:
            if request.path not in self._exempt and not await self._may_pass(find_address(request)):
                raise web.HTTPTooManyRequests(
                    text="Too many requests from your address. Try again in a minute.", headers={"Retry-After": "60"}
                )
            return await handler(request)

        return keep_pace

    async def _may_pass(self, address: str) -> bool:
        limiter = self._limiters.setdefault(address, AsyncLimiter(self._rate))
        self._limiters.move_to_end(address)
        if len(self._limiters) > MOST_ADDRESSES:
            self._limiters.popitem(last=False)
        if not limiter.has_capacity():
            return False
        await limiter.acquire()
        return True


def find_address(request: web.Request) -> str:
    """Address of the client: the peer, or the last one named by a proxy of this machine or network.

    IPv6 counts by its /64. A client writes the head of X-Forwarded-For itself, and the proxy writes the end.
    """
    named = [one.strip() for line in request.headers.getall("X-Forwarded-For", []) for one in line.split(",")]
    found = _read_address(request.remote)
    while named and (found is None or found.is_private or found.is_loopback):
        found = _read_address(named.pop()) or found
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def _read_address(text: str | None) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address((text or "").partition("%")[0])
    except ValueError:
        return None


async def read_body(request: web.Request, most_bytes: int, seconds: float = BODY_SECONDS) -> bytes:
    """Return the whole body. Raises HTTPRequestEntityTooLarge, or HTTPRequestTimeout if it is too slow."""
    if (request.content_length or 0) > most_bytes:
        raise web.HTTPRequestEntityTooLarge(most_bytes, request.content_length or 0)
    try:
        async with asyncio.timeout(seconds):
            body = await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout(text="The request did not arrive in time. Please try again.") from None
    if len(body) > most_bytes:
        raise web.HTTPRequestEntityTooLarge(most_bytes, len(body))
    return body


class TurnedAway(asyncio.Protocol):
    """A connection over the limit."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Close it at once. The classes of uvloop's connections do not inherit from `asyncio.Transport`."""
        cast("asyncio.Transport", transport).abort()
