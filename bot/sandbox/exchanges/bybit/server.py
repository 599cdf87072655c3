"""Bybit v5 on loopback for main accounts and keys of sub-accounts, as its documentation says.

Source: bybit-exchange.github.io/docs/v5/user, /v5/asset/coin-info, /v5/guide and /v5/error, checked 2026-11-25.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.sandbox.exchanges.bybit.models import (
    KEYS_LIMIT,
    KINDS,
    MANAGING,
    NORMAL,
    TERM,
    Key,
    SubMember,
    default_coins,
    edited_key,
    key_row,
    read_ips,
    read_permissions,
    stamp,
)
from bot.sandbox.exchanges.faults import BadGateway, ConnectionCut, Faults, strike, strike_after
from bot.sandbox.exchanges.refusal import Refusal


@dataclass
class Bybit:
    """One main user with sub-accounts by UID."""

    now: Callable[[], datetime]
    api_key: str = "BYBITMAINKEY"
    secret: str = "bybit-main-secret"  # noqa: S105 - of the sandbox alone
    user_id: int = 1448939
    is_master: bool = True
    main_wallet: list[str] = field(default_factory=lambda: ["SubMemberTransfer"])
    main_read_only: bool = False
    main_ends: datetime | None = None
    """None: it does not expire while bound."""
    subs: dict[int, list[Key]] = field(default_factory=lambda: {53888000: []})
    members: dict[int, SubMember] = field(default_factory=lambda: {53888000: SubMember("desk-a")})
    coins: dict[str, list[dict[str, str]]] = field(default_factory=default_coins)
    at_once: int = 1000
    """Number of sub-accounts in the short list."""
    faults: Faults = field(default_factory=Faults)
    ahead: timedelta = timedelta()
    page: int = 20
    lag: int = 0
    """Number of coming lists that still lack the newest key."""
    caller_ip: str = "127.0.0.1"
    main_ips: list[str] = field(default_factory=list)
    calls: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, target and body."""
    next_id: int = 24828209
    port: int = 0
    _runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Address of the server."""
        return f"http://127.0.0.1:{self.port}"

    def add_sub(self, uid: int, username: str, status: int = NORMAL) -> None:
        """Add a sub-account."""
        self.subs[uid], self.members[uid] = [], SubMember(username, status)

    def add_key(self, uid: int, note: str, *ips: str, age: timedelta = timedelta(), trade: bool = True) -> Key:
        """Add a key that a person created on the page, with this age."""
        born = (self._time - age).replace(microsecond=0)
        permissions = {kind: ["SpotTrade"] if trade and kind == "Spot" else [] for kind in KINDS}
        key = self._make(note, read_only=False, ips=list(ips), permissions=permissions, born=born)
        self.subs[uid].append(key)
        return key

    async def start(self) -> None:
        """Listen on a free port."""
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._take)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Close it."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        body = await request.text()
        self.calls.append((request.method, request.raw_path, body))
        try:
            kind = self.faults.draw(request.path)
            strike(kind)
            result = self._answer(request, body)
            strike_after(kind)
        except Refusal as no:
            return self._envelope(no.code, no.message or "error", {})
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
        routes: dict[tuple[str, str], Callable[[dict[str, Any]], Mapping[str, object]]] = {
            ("GET", "/v5/user/query-api"): self._tell,
            ("GET", "/v5/asset/coin/query-info"): self._list_coins,
            ("GET", "/v5/user/sub-apikeys"): self._list,
            ("GET", "/v5/user/query-sub-members"): self._list_members,
            ("GET", "/v5/user/submembers"): self._page_members,
            ("POST", "/v5/user/create-sub-api"): self._create,
            ("POST", "/v5/user/update-sub-api"): self._update,
            ("POST", "/v5/user/delete-sub-api"): self._delete,
        }
        route = routes.get((request.method, request.path))
        if route is None:
            raise Refusal(10017, "Route not found")
        if "/user/" in request.path and route != self._tell:
            # Any permission lists keys. Everything else about sub-accounts needs one of three.
            is_weak = route != self._list and not MANAGING & set(self.main_wallet)
            if not self.is_master or is_weak or (self.main_read_only and request.method == "POST"):
                raise Refusal(10005, "Permission denied, please check your API key permissions.")
        return route(given)

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
        if self.main_ends is not None and self._time >= self.main_ends:
            raise Refusal(33004, "Your api key has expired.")
        if self.main_ips and self.caller_ip not in self.main_ips:
            raise Refusal(10010, "Unmatched IP, please check your API key's bound IP addresses.")

    def _tell(self, _: dict[str, Any]) -> Mapping[str, object]:
        ends = self.main_ends
        return {
            "id": "2208369",
            "note": "keyminder",
            "apiKey": self.api_key,
            "readOnly": int(self.main_read_only),
            "secret": "",
            "permissions": {"ContractTrade": [], "Spot": [], "Wallet": self.main_wallet, "Options": []},
            "ips": self.main_ips or ["*"],
            "type": 1,
            "deadlineDay": (ends - self._time).days if ends else -2,
            "expiredAt": stamp(ends) if ends else "1970-01-01T00:00:00Z",
            "createdAt": "2025-10-13T03:20:45Z",
            "userID": self.user_id,
            "isMaster": self.is_master,
            "parentUid": "0" if self.is_master else "1448939",
        }

    def _list_members(self, _: dict[str, Any]) -> Mapping[str, object]:
        return {"subMembers": self._member_rows()[: self.at_once]}

    def _page_members(self, given: dict[str, Any]) -> Mapping[str, object]:
        rows, size = self._member_rows(), min(int(given.get("pageSize", 100)), 100)
        first = int(given.get("nextCursor") or 0)
        rest = first + size < len(rows)
        return {"subMembers": rows[first : first + size], "nextCursor": str(first + size) if rest else "0"}

    def _member_rows(self) -> list[dict[str, object]]:
        told = {"memberType": 1, "remark": "", "accountMode": 5}
        return [
            {"uid": str(uid), "username": one.username, "status": one.status} | told
            for uid, one in self.members.items()
        ]

    def _list_coins(self, given: dict[str, Any]) -> Mapping[str, object]:
        coins = {name: chains for name, chains in self.coins.items() if given.get("coin", name) == name}
        return {"rows": [{"name": name, "coin": name, "chains": chains} for name, chains in coins.items()]}

    def _list(self, given: dict[str, Any]) -> Mapping[str, object]:
        keys = self._sub(given["subMemberId"])
        if self.lag > 0 and keys:
            self.lag, keys = self.lag - 1, keys[:-1]
        limit = min(int(given.get("limit", 20)), 20, self.page)
        first = int(given.get("cursor") or 0)
        rest = first + limit < len(keys)
        rows = [key_row(key, self._time) for key in keys[first : first + limit]]
        return {"result": rows, "nextPageCursor": str(first + limit) if rest else ""}

    def _create(self, given: dict[str, Any]) -> Mapping[str, object]:
        keys = self._sub(given["subuid"])
        if len(keys) >= KEYS_LIMIT:
            raise Refusal(10001, "too many keys")
        ips = read_ips(given.get("ips", "*"))
        permissions = read_permissions(given["permissions"])
        born = self._time.replace(microsecond=0)
        note, read_only = str(given.get("note", "")), bool(given["readOnly"])
        key = self._make(note, read_only=read_only, ips=ips, permissions=permissions, born=born)
        keys.append(key)
        return edited_key(key) | {"secret": key.secret}

    def _make(
        self, note: str, *, read_only: bool, ips: list[str], permissions: dict[str, list[str]], born: datetime
    ) -> Key:
        ends, self.next_id = None if ips else born + TERM, self.next_id + 1
        return Key(
            self.next_id - 1,
            secrets.token_hex(9),
            secrets.token_hex(18),
            note,
            read_only,
            ips,
            permissions,
            born,
            ends,
        )

    def _update(self, given: dict[str, Any]) -> Mapping[str, object]:
        key = self._find(given["apikey"])
        ips = read_ips(given.get("ips", "*"))
        if "permissions" in given:
            key.permissions = read_permissions(given["permissions"])
        # Without a value it means 0: read and write.
        key.read_only = bool(given.get("readOnly", 0))
        if ips:
            key.expires_at = None
        elif key.ips:
            key.expires_at = self._time.replace(microsecond=0) + TERM
        key.ips = ips
        return edited_key(key) | {"ips": ips or ["*"]}

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

    def _envelope(self, code: int, message: str, result: object) -> web.Response:
        now = int(self._time.timestamp() * 1000)
        return web.json_response({"retCode": code, "retMsg": message, "result": result, "retExtInfo": {}, "time": now})
