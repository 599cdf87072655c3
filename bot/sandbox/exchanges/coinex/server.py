"""CoinEx as an HTTP server on loopback: read calls, have them checked and answered, save changes."""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from aiohttp import web

from bot.sandbox.changes import Changes
from bot.sandbox.clock import Watch
from bot.sandbox.exchanges.coinex.auth import AccessCheck, Caller, IncomingCall
from bot.sandbox.exchanges.coinex.buckets import Buckets
from bot.sandbox.exchanges.coinex.call import Ask
from bot.sandbox.exchanges.coinex.parameters import Parameters
from bot.sandbox.exchanges.coinex.responses import Result, bad_gateway, failure, not_found, success
from bot.sandbox.exchanges.coinex.routes import PATHS, ROUTES, Route
from bot.sandbox.exchanges.coinex.state import CoinExState, as_milliseconds, as_span
from bot.sandbox.exchanges.coinex.switches import Switches
from bot.sandbox.exchanges.faults import BadGateway, ConnectionCut, Faults, strike, strike_after
from bot.sandbox.exchanges.refusal import Refusal
from bot.sandbox.json_store import read_json, write_json

LOOPBACK = "127.0.0.1"
VERSION = "/v2"
COINS = Path(__file__).with_name("coins.json")
LARGEST_BODY = 2**20
CALLS_KEPT = 1000


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """A call, for tests and the page, without parameters and headers, which may be secret."""

    method: str
    path: str
    code: int | None
    """None: no answer was given."""


class CoinExServer:
    """Starts and stops. With a file it keeps its users and keys."""

    def __init__(
        self,
        clock: Watch,
        path: Path | None = None,
        *,
        switches: Switches | None = None,
        buckets: Buckets | None = None,
    ) -> None:
        self.clock = clock
        self.state = CoinExState.load(read_json(path))
        self.switches = switches or Switches()
        self.faults = Faults()
        self.calls: deque[RecordedCall] = deque(maxlen=CALLS_KEPT)
        self.changes = Changes()
        self.coins = cast("list[dict[str, Any]]", json.loads(COINS.read_text(encoding="utf-8")))
        self._path = path
        self._access_check = AccessCheck(self.state, self.switches, buckets or Buckets())
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def base_url(self) -> str:
        """For KEYMINDER_COINEX_API_URL. Known once started."""
        return f"http://{LOOPBACK}:{self._port}{VERSION}"

    @property
    def now(self) -> int:
        """The time here, in milliseconds."""
        return as_milliseconds(self.clock.now()) + as_span(self.switches.clock_ahead)

    async def start(self, port: int = 0) -> None:
        """Listen on loopback, on any port unless one is given. Raises OSError if it is taken."""
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_route("*", "/{path:.*}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, port or self._port).start()
        self._port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Stop listening. A new start takes the same port."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    def save(self) -> None:
        """Save users and keys, and wake watchers. Changes by a call do this automatically."""
        write_json(self._path, self.state.dump())
        self.changes.ring()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        if not request.path.startswith(f"{VERSION}/"):
            self._note(request, request.path, None)
            return not_found()
        path = request.path.removeprefix(VERSION)
        try:
            kind = self.faults.draw(path)
            strike(kind)
            response, code = await self._answer(request, path, kind)
        except Refusal as no:
            response, code = failure(no, is_401=self.switches.http_401_on_auth_errors), no.code
        except BadGateway:
            self._note(request, path, None)
            return bad_gateway()
        except ConnectionCut:
            self._note(request, path, None)
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        self._note(request, path, code)
        return response

    async def _answer(self, request: web.Request, path: str, trouble: str | None) -> tuple[web.Response, int]:
        """Check and answer a call in order. Raises Refusal, or ConnectionCut for that fault."""
        caller_ip = self.switches.caller_ip or request.remote or LOOPBACK
        body = await request.read()
        incoming = IncomingCall(request.method, request.raw_path, body, request.headers, caller_ip, self.now)
        self._access_check.count_address(incoming)
        route = ROUTES.get((request.method, path))
        if route is None:
            raise Refusal(4009 if path in PATHS else 4004)
        caller = self._access_check.admit(incoming) if route.is_signed else None
        headers = self._access_check.count_group(caller, route.group) if caller else {}
        try:
            _check_main(route, caller)
            is_change = request.method == "POST"
            parameters = Parameters(_read_body(body)) if is_change else Parameters(dict(request.query), is_query=True)
            ask = Ask(self.state, self.switches, self.coins, parameters, self.now, caller_ip, caller)
            result = self._perform(route, ask, is_change=is_change)
            strike_after(trouble)
        except Refusal as no:
            no.headers = headers
            raise
        result.headers = headers
        return success(result), 0

    def _perform(self, route: Route, ask: Ask, *, is_change: bool) -> Result:
        result = route.answer(ask)
        if is_change:
            self.save()
        return result

    def _note(self, request: web.Request, path: str, code: int | None) -> None:
        self.calls.append(RecordedCall(request.method, path, code))


def _check_main(route: Route, caller: Caller | None) -> None:
    if caller is not None and route.is_main_only and not caller.is_main:
        raise Refusal(4512)


def _read_body(body: bytes) -> Mapping[str, object]:
    try:
        content = json.loads(body or b"{}")
    except ValueError:
        raise Refusal(4004) from None
    if not isinstance(content, dict):
        raise Refusal(4004)
    return content
