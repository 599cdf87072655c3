"""Bybit v5 on loopback, as far as keys of sub-accounts go: what its documentation says, and no more.

Source: bybit-exchange.github.io/docs/v5/user, /v5/guide and /v5/error, checked 2026-11-22.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any

from aiohttp import web

from bot.sandbox.coinex.answers import Refusal
from bot.sandbox.coinex.switches import BadGateway, ConnectionCut, Faults, strike, strike_after

TERM = timedelta(days=90)
KEYS_LIMIT, IPS_LIMIT = 20, 50
"""Neither is documented in the API pages: any number does, as long as one more is refused."""
KINDS = ("ContractTrade", "Spot", "Options", "Wallet", "Exchange", "Earn")


@dataclass
class Key:
    """An API key."""

    id: int
    api_key: str
    secret: str
    note: str
    read_only: bool
    ips: list[str]
    permissions: dict[str, list[str]]
    created_at: datetime
    expires_at: datetime | None


@dataclass
class Bybit:
    """One main user with sub-accounts by UID."""

    now: Callable[[], datetime]
    api_key: str = "BYBITMAINKEY"
    secret: str = "bybit-main-secret"
    subs: dict[int, list[Key]] = field(default_factory=lambda: {53888000: []})
    faults: Faults = field(default_factory=Faults)
    ahead: timedelta = timedelta()
    page: int = 20
    lag: int = 0
    """How many lists still come without the newest key."""
    caller_ip: str = "127.0.0.1"
    main_ips: list[str] = field(default_factory=list)
    heard: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, target and body."""
    next_id: int = 24828209
    port: int = 0
    _runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._take)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        body = await request.text()
        self.heard.append((request.method, request.raw_path, body))
        try:
            kind = self.faults.draw(request.path)
            strike(kind)
            result = self._answer(request, body)
            strike_after(kind)
        except Refusal as no:
            return self._envelope(no.code, no.message, {})
        except BadGateway:
            return web.Response(status=403, text="<html>Access Denied</html>", content_type="text/html")
        except ConnectionCut:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        return self._envelope(0, "", result)

    def _answer(self, request: web.Request, body: str) -> Mapping[str, object]:
        if request.path == "/v5/market/time":
            nano = int(self._time.timestamp() * 1000) * 1_000_000
            return {"timeSecond": str(nano // 10**9), "timeNano": str(nano)}
        self._admit(request, body)
        given: dict[str, Any] = json.loads(body) if body else dict(request.query)
        doors: dict[tuple[str, str], Callable[[dict[str, Any]], Mapping[str, object]]] = {
            ("GET", "/v5/user/sub-apikeys"): self._list,
            ("POST", "/v5/user/create-sub-api"): self._create,
            ("POST", "/v5/user/update-sub-api"): self._update,
            ("POST", "/v5/user/delete-sub-api"): self._delete,
        }
        door = doors.get((request.method, request.path))
        if door is None:
            raise Refusal(10017, "Route not found")
        return door(given)

    @property
    def _time(self) -> datetime:
        return self.now() + self.ahead

    def _admit(self, request: web.Request, body: str) -> None:
        headers = request.headers
        timestamp, window = headers.get("X-BAPI-TIMESTAMP", ""), headers.get("X-BAPI-RECV-WINDOW", "5000")
        now = int(self._time.timestamp() * 1000)
        if headers.get("X-BAPI-API-KEY") != self.api_key:
            raise Refusal(10003, "API key is invalid.")
        if not now - int(window) <= int(timestamp or 0) < now + 1000:
            raise Refusal(10002, "invalid request, please check your server timestamp or recv_window param")
        payload = request.raw_path.partition("?")[2] if request.method == "GET" else body
        prepared = f"{timestamp}{self.api_key}{window}{payload}"
        signature = hmac.new(self.secret.encode(), prepared.encode(), hashlib.sha256).hexdigest()
        if headers.get("X-BAPI-SIGN") != signature:
            raise Refusal(10004, "error sign!")
        if self.main_ips and self.caller_ip not in self.main_ips:
            raise Refusal(10010, "Unmatched IP, please check your API key's bound IP addresses.")

    def _list(self, given: dict[str, Any]) -> Mapping[str, object]:
        keys = self._sub(given["subMemberId"])
        if self.lag > 0 and keys:
            self.lag, keys = self.lag - 1, keys[:-1]
        limit = min(int(given.get("limit", 20)), 20, self.page)
        first = int(given.get("cursor") or 0)
        rest = first + limit < len(keys)
        rows = [self._row(key) for key in keys[first : first + limit]]
        return {"result": rows, "nextPageCursor": str(first + limit) if rest else ""}

    def _create(self, given: dict[str, Any]) -> Mapping[str, object]:
        keys = self._sub(given["subuid"])
        if len(keys) >= KEYS_LIMIT:
            raise Refusal(10001, "too many keys")
        ips = self._read_ips(given.get("ips", "*"))
        permissions = self._read_permissions(given["permissions"])
        born = self._time.replace(microsecond=0)
        key = Key(
            self.next_id, secrets.token_hex(9), secrets.token_hex(18), str(given.get("note", "")),
            bool(given["readOnly"]), ips, permissions, born, None if ips else born + TERM,
        )  # fmt: skip
        self.next_id += 1
        keys.append(key)
        return self._edited(key) | {"secret": key.secret}

    def _update(self, given: dict[str, Any]) -> Mapping[str, object]:
        key = self._find(given["apikey"])
        ips = self._read_ips(given.get("ips", "*"))
        if "permissions" in given:
            key.permissions = self._read_permissions(given["permissions"])
        # Left out, it means 0: read and write.
        key.read_only = bool(given.get("readOnly", 0))
        if ips:
            key.expires_at = None
        elif key.ips:
            key.expires_at = self._time.replace(microsecond=0) + TERM
        key.ips = ips
        return self._edited(key) | {"ips": ips or ["*"]}

    def _delete(self, given: dict[str, Any]) -> Mapping[str, object]:
        key = self._find(given["apikey"])
        for keys in self.subs.values():
            if key in keys:
                keys.remove(key)
        return {}

    def _sub(self, uid: object) -> list[Key]:
        if int(str(uid)) not in self.subs:
            raise Refusal(10001, "Request parameter error.")
        return self.subs[int(str(uid))]

    def _find(self, api_key: str) -> Key:
        for keys in self.subs.values():
            for key in keys:
                if key.api_key == api_key:
                    return key
        raise Refusal(10001, "Request parameter error.")

    @staticmethod
    def _read_ips(text: object) -> list[str]:
        words = [] if text == "*" else str(text).split(",")
        try:
            ips = [str(ip_address(word)) for word in words]
        except ValueError:
            raise Refusal(10001, "Request parameter error.") from None
        if not isinstance(text, str) or len(ips) > IPS_LIMIT:
            raise Refusal(10001, "Request parameter error.")
        return ips

    @staticmethod
    def _read_permissions(given: object) -> dict[str, list[str]]:
        if not isinstance(given, dict) or not any(given.get(kind) for kind in KINDS):
            raise Refusal(10001, "Request parameter error.")
        return {kind: list(given.get(kind, [])) for kind in KINDS}

    def _edited(self, key: Key) -> dict[str, object]:
        return {
            "id": str(key.id),
            "note": key.note,
            "apiKey": key.api_key,
            "readOnly": int(key.read_only),
            "secret": "",
            "permissions": key.permissions,
        }

    def _row(self, key: Key) -> dict[str, object]:
        row = self._edited(key) | {
            "ips": key.ips or ["*"],
            "createdAt": _stamp(key.created_at),
            "secret": "******",
            "readOnly": key.read_only,
            "type": 1,
            "flag": "hmac",
            "status": 1,
        }
        if key.expires_at is not None:
            left = key.expires_at - self._time
            row |= {"status": 3, "expiredAt": _stamp(key.expires_at), "deadlineDay": max(left.days, 0)}
            if left <= timedelta():
                row["status"] = 2
            elif left < timedelta(days=7):
                row["status"] = 4
        return row

    def _envelope(self, code: int, message: str, result: object) -> web.Response:
        now = int(self._time.timestamp() * 1000)
        return web.json_response({"retCode": code, "retMsg": message, "result": result, "retExtInfo": {}, "time": now})


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
