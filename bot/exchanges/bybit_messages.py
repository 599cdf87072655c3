"""What is said to Bybit API v5 and what its answers mean: pure writing and reading, nothing is sent here.

It must not know when a call is made, nor what is done about a no.

Source: bybit-exchange.github.io/docs/v5/user and /v5/guide, checked 2026-11-22.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from bot.exchanges.exchange import RemoteKey
from bot.exchanges.main_account import Credentials
from bot.exchanges.patience import SaysNo
from bot.exchanges.reading import Fields, Unreadable, as_bool, as_int, as_list, as_object, as_text, read_ips_leniently
from bot.exchanges.tagging import read_tagged
from bot.exchanges.transport import Answer, Request

BASE_URL = "https://api.bybit.com"
WINDOW_MS = 5000
UNBOUND = "*"
PERMANENT, EXPIRED = 1, 2
TRADING = {"ContractTrade": ["Order", "Position"], "Spot": ["SpotTrade"], "Options": ["OptionsTrade"]}


@dataclass(frozen=True, slots=True)
class BybitKey:
    """A key as Bybit lists it."""

    remote: RemoteKey
    tag: str | None
    is_expired: bool


@dataclass(frozen=True, slots=True)
class Call:
    """One thing asked of Bybit; `given` becomes the query of a GET and the body of a POST."""

    method: str
    path: str
    given: Mapping[str, object]


def write_request(base_url: str, call: Call, credentials: Credentials, at: datetime) -> Request:
    """The bytes of a signed call; `at` is the exchange's time. Source: /v5/guide."""
    method, path, given = call.method, call.path, call.given
    query = urlencode(given) if method == "GET" else ""
    body = "" if method == "GET" else json.dumps(given, separators=(",", ":"), ensure_ascii=True)
    timestamp = str(int((at - datetime.fromtimestamp(0, UTC)) / timedelta(milliseconds=1)))
    prepared = f"{timestamp}{credentials.access_id}{WINDOW_MS}{query}{body}"
    signature = hmac.new(credentials.secret.encode("ascii"), prepared.encode("ascii"), hashlib.sha256).hexdigest()
    headers = {
        "X-BAPI-API-KEY": credentials.access_id,
        "X-BAPI-TIMESTAMP": timestamp,
        "X-BAPI-RECV-WINDOW": str(WINDOW_MS),
        "X-BAPI-SIGN": signature,
    } | ({"Content-Type": "application/json"} if body else {})
    return Request(method, f"{base_url}{path}{'?' + query if query else ''}", headers, body.encode("ascii"))


def read_result(answer: Answer) -> Fields:
    """The envelope's result; raises SaysNo, or Unreadable when it is none of Bybit's."""
    try:
        envelope = json.loads(answer.body)
    except ValueError:
        envelope = None
    if not isinstance(envelope, dict) or "retCode" not in envelope:
        raise Unreadable(f"HTTP {answer.status} without an envelope")
    code = as_int(envelope["retCode"])
    if code != 0:
        raise SaysNo(code, str(envelope.get("retMsg") or ""))
    return as_object(envelope.get("result") or {})


def read_key(data: object, now: datetime) -> BybitKey:
    """One row of the list; a key that is not bound ends when Bybit says, to the day where it says only days."""
    row = as_object(data)
    remark, tag = read_tagged(str(row.get("note") or ""))
    permissions = as_object(row.get("permissions") or {})
    ips = () if UNBOUND in as_list(row.get("ips")) else read_ips_leniently(row.get("ips"))
    status = as_int(row.get("status", 0))
    expires_at = None
    if status != PERMANENT and row.get("expiredAt"):
        expires_at = _read_time(row["expiredAt"])
    elif status != PERMANENT and not ips and row.get("deadlineDay") is not None:
        expires_at = now + timedelta(days=as_int(row["deadlineDay"]))
    created_at = _read_time(row["createdAt"])
    remote = RemoteKey(
        remote_id=str(as_int(row["id"])),
        access_id=as_text(row["apiKey"]),
        remark=remark,
        trade=not as_bool(row["readOnly"]) and any(permissions.get(name) for name in TRADING),
        withdraw="Withdraw" in as_list(permissions.get("Wallet")),
        ips=ips,
        created_at=created_at,
        expires_at=expires_at,
        live_at=created_at,
    )
    return BybitKey(remote, tag, status == EXPIRED)


def read_time(result: Fields) -> datetime:
    """Bybit's time in the answer of TIME."""
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=as_int(result["timeNano"]) // 1000)


def _read_time(value: object) -> datetime:
    try:
        return datetime.fromisoformat(as_text(value)).astimezone(UTC)
    except ValueError:
        raise Unreadable("the answer has no time where one belongs") from None
