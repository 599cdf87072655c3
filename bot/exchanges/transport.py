"""The only file with HTTP to exchanges. Requests and answers pass byte for byte.

Redirects are not followed, nothing is stored, and no part of a request or an answer reaches a log or an error.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import aiohttp
from yarl import URL

from bot.exchanges.exchange import ExchangeUnreachable
from bot.proxy import find_proxy

CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 12.0
KEEP_SECONDS = 15.0
"""Shorter than servers keep an idle connection.

A change sent into a closing connection may or may not arrive.
"""
LARGEST_ANSWER = 16 * 2**20


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request. `url` is encoded already, and `body` holds the very bytes that were signed."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer."""

    status: int
    body: bytes = field(repr=False)


class Transport:
    """One HTTP client for all exchanges. It opens with the first request."""

    def __init__(self, *, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._timeout = aiohttp.ClientTimeout(
            total=CONNECT_SECONDS + answer_seconds, connect=CONNECT_SECONDS, sock_read=answer_seconds
        )
        self._session: aiohttp.ClientSession | None = None

    async def send(self, request: HttpRequest) -> Answer:
        """Send once. Raises ExchangeUnreachable if no whole answer came."""
        try:
            async with self._open().request(
                request.method,
                URL(request.url, encoded=True),
                data=request.body or None,
                headers=request.headers,
                proxy=find_proxy(request.url),
                allow_redirects=False,
            ) as answer:
                body = bytearray()
                async for chunk in answer.content.iter_any():
                    body += chunk
                    if len(body) > LARGEST_ANSWER:
                        raise ExchangeUnreachable("the answer is endless")
                return Answer(answer.status, bytes(body))
        # Causes are cut off, because aiohttp's errors may hold the address with its query.
        except TimeoutError:
            raise ExchangeUnreachable("no answer in time") from None
        except (aiohttp.ClientError, OSError) as error:
            raise ExchangeUnreachable(type(error).__name__) from None

    async def close(self) -> None:
        """Close the client. The next request opens it again."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=50, keepalive_timeout=KEEP_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=self._timeout,
                headers={"User-Agent": "keyminder", "Accept": "application/json"},
                loop=asyncio.get_running_loop(),
            )
        return self._session
