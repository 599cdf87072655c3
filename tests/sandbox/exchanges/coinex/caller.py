"""An independent client of CoinEx, written for these tests from the documentation alone."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession
from yarl import URL

from bot.sandbox.exchanges.coinex.buckets import Buckets
from bot.sandbox.exchanges.coinex.server import CoinExServer
from bot.sandbox.exchanges.coinex.state import Key, MainUser, as_milliseconds
from tests.sandbox.telegram_office import StoppedClock

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
SUB = "desk-a"


@dataclass
class Caller:
    """A session, and the world it calls."""

    server: CoinExServer
    session: ClientSession
    clock: StoppedClock
    user: MainUser
    main_key: Key
    seconds: list[float]
    headers: Mapping[str, str] = field(default_factory=dict)
    """Of the last answer."""

    @property
    def now(self) -> int:
        return as_milliseconds(self.clock.now())

    async def send(self, method: str, target: str, body: str, headers: Mapping[str, str]) -> tuple[int, str]:
        """Send as given, and return status and text."""
        url = URL(self.server.base_url.removesuffix("/v2") + target, encoded=True)
        async with self.session.request(method, url, data=body.encode() or None, headers=headers) as answer:
            self.headers = dict(answer.headers)
            return answer.status, await answer.text()

    async def get(self, path: str, key: Key | None = None, **query: object) -> dict[str, Any]:
        """A signed GET: the envelope."""
        text = "?" + urlencode(query) if query else ""
        return await self._call("GET", f"/v2{path}{text}", "", key or self.main_key)

    async def post(self, path: str, key: Key | None = None, **payload: object) -> dict[str, Any]:
        """A signed POST: the envelope."""
        return await self._call("POST", f"/v2{path}", json.dumps(payload), key or self.main_key)

    async def code(self, key: Key, **changes: str) -> int:
        """The code of a signed call with this key and some changed headers."""
        headers = self.sign(key, "GET", "/v2/account/info", "") | changes
        headers = {name.replace("_", "-"): value for name, value in headers.items() if value != "none"}
        _, text = await self.send("GET", "/v2/account/info", "", headers)
        return int(json.loads(text)["code"])

    def sign(self, key: Key, method: str, target: str, body: str, at: int | None = None) -> dict[str, str]:
        """The three headers."""
        timestamp = str(self.now if at is None else at)
        message = f"{method}{target}{body}{timestamp}".encode()
        signature = hmac.new(key.secret_key.encode(), message, hashlib.sha256).hexdigest()
        return {"X-COINEX-KEY": key.access_id, "X-COINEX-SIGN": signature, "X-COINEX-TIMESTAMP": timestamp}

    async def _call(self, method: str, target: str, body: str, key: Key) -> dict[str, Any]:
        status, text = await self.send(method, target, body, self.sign(key, method, target, body))
        assert status == 200, text
        envelope: dict[str, Any] = json.loads(text)
        return envelope


@asynccontextmanager
async def open_caller() -> AsyncIterator[Caller]:
    """A CoinEx with one main user and one sub-account. Time does not pass, so no bucket refills."""
    clock, seconds = StoppedClock(NOON), [0.0]
    server = CoinExServer(clock, buckets=Buckets(lambda: seconds[0]))
    user = server.state.add_user(SUB)
    main_key = server.state.add_key(user, None, as_milliseconds(NOON - timedelta(days=1)))
    await server.start()
    async with ClientSession() as session:
        yield Caller(server, session, clock, user, main_key, seconds)
    await server.stop()
