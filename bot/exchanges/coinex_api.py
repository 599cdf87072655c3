"""Write requests to CoinEx API v2 and read its answers. Pure: nothing is sent here.

Only `read_secret` reads a key's secret. Every other function leaves it out.

Source: docs.coinex.com/api/v2, checked 2026-11-22.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlencode, urlsplit

from bot.exchanges.idempotency_tag import TaggedKey, read_tagged, write_tagged
from bot.exchanges.json_fields import Unreadable, as_bool, as_int, as_list, as_object, as_text, read_ips_leniently
from bot.exchanges.main_account import Chain, Coin, Credentials, SubAccount
from bot.exchanges.retry import ErrorReply
from bot.exchanges.transport import Answer, HttpRequest
from storage.records import KeyFacts

BASE_URL = "https://api.coinex.com/v2"
CALLS_PER_SECOND = 10.0
"""In each group. Source: docs.coinex.com/api/v2/rate-limit, checked 2026-11-22."""
PAGE_LIMIT = 100
REMARK_LIMIT = 50


class Group(StrEnum):
    """Calls that share one budget. Source: …/api/v2/rate-limit."""

    QUERY = "query"
    MODIFY = "modify"
    NONE = "none"
    """In no group: only the limit per IP address counts."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call to CoinEx. `path` follows the `/v2` of the base URL."""

    method: str
    path: str
    group: Group
    query: Sequence[tuple[str, str]] = ()
    payload: Mapping[str, object] | None = None
    is_signed: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """A successful answer."""

    data: object = field(repr=False)
    has_next: bool = False


def sign(secret: str, method: str, target: str, body: str, timestamp: str) -> str:
    """Sign the exact text that is sent. `target` is path and query with the `/v2`.

    Source: …/api/v2/authorization.
    """
    prepared = f"{method.upper()}{target}{body}{timestamp}"
    return hmac.new(secret.encode("ascii"), prepared.encode("ascii"), hashlib.sha256).hexdigest()


def write_request(base_url: str, call: Call, credentials: Credentials | None, at: datetime) -> HttpRequest:
    """Write the bytes of a call, signed if it needs credentials. `at` is the exchange's time."""
    query = f"?{urlencode(call.query)}" if call.query else ""
    url = f"{base_url}{call.path}{query}"
    body = "" if call.payload is None else json.dumps(call.payload, separators=(",", ":"), ensure_ascii=True)
    headers = {"Content-Type": "application/json"} if body else {}
    if call.is_signed and credentials is not None:
        timestamp = str(as_milliseconds(at))
        target = f"{urlsplit(base_url).path}{call.path}{query}"
        headers |= {
            "X-COINEX-KEY": credentials.access_id,
            "X-COINEX-SIGN": sign(credentials.secret, call.method, target, body, timestamp),
            "X-COINEX-TIMESTAMP": timestamp,
        }
    return HttpRequest(call.method, url, headers, body.encode("ascii"))


def read_reply(answer: Answer) -> Reply:
    """Read the envelope, for any HTTP status.

    Raises ErrorReply, or Unreadable if the envelope is not CoinEx's.
    """
    try:
        envelope = json.loads(answer.body)
    except ValueError:
        raise Unreadable(f"HTTP {answer.status} without an envelope") from None
    if not isinstance(envelope, dict) or "code" not in envelope:
        raise Unreadable(f"HTTP {answer.status} without an envelope")
    code = as_int(envelope["code"])
    if code != 0:
        raise ErrorReply(code, str(envelope.get("message") or ""))
    if answer.status != 200:
        raise Unreadable(f"HTTP {answer.status} with a success")
    pagination = envelope.get("pagination")
    has_next = isinstance(pagination, dict) and as_bool(pagination.get("has_next", False))
    return Reply(envelope.get("data"), has_next)


def read_key(data: object) -> TaggedKey:
    """Read a key of a list, a detail, a creation or an edit. Raises Unreadable."""
    row = as_object(data)
    remark, tag = read_tagged(str(row.get("remark") or ""))
    expires = as_int(row["expires_at"])
    facts = KeyFacts(
        remote_id=str(as_int(row["api_id"])),
        access_id=as_text(row["access_id"]),
        remark=remark,
        trade=as_bool(row["trade_enabled"]),
        withdraw=as_bool(row.get("withdraw_enabled", False)),
        ips=read_ips_leniently(row.get("ip_whitelist")),
        created_at=as_moment(as_int(row["created_at"])),
        expires_at=as_moment(expires) if expires else None,
        live_at=None,
    )
    return TaggedKey(facts, tag, as_bool(row.get("is_expired", False)))


def read_secret(data: object) -> str:
    """Read the secret in the answer of a creation or a detail. Raises Unreadable."""
    return as_text(as_object(data)["secret_key"])


def read_sub_account(data: object) -> SubAccount:
    """Read one row of the sub-accounts. Its name is its id."""
    row = as_object(data)
    name = as_text(row["sub_user_name"])
    return SubAccount(name, name, as_bool(row["is_frozen"]))


def read_coins(data: object) -> list[Coin]:
    """Read the coin table. Rows without a coin or without chains occur and are left out."""
    coins = []
    for row in map(as_object, as_list(data)):
        asset = as_object(row.get("asset") or {})
        chains = tuple(_read_chain(chain) for chain in as_list(row.get("chains")))
        if asset.get("ccy") and chains:
            coins.append(Coin(as_text(asset["ccy"]), as_bool(asset.get("withdraw_enabled", False)), chains))
    return coins


def _read_chain(data: object) -> Chain:
    row = as_object(data)
    return Chain(
        name=as_text(row["chain"]),
        may_withdraw=as_bool(row.get("withdraw_enabled", False)),
        memo_label=str(row.get("memo") or ""),
        needs_memo=as_bool(row.get("is_memo_required_for_deposit", False)),
    )


def as_moment(milliseconds: int) -> datetime:
    """Convert CoinEx's time to ours. Raises Unreadable if the calendar has no such time."""
    try:
        return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)
    except OverflowError:
        raise Unreadable("the answer has a time that there is not") from None


def as_milliseconds(moment: datetime) -> int:
    """Convert our time to CoinEx's."""
    return int((moment - datetime.fromtimestamp(0, UTC)) / timedelta(milliseconds=1))


# The calls, each with the section of the documentation's account/subs/http and assets/deposit-withdrawal/http.

TIME = Call("GET", "/time", Group.NONE, is_signed=False)
OWN_IP = Call("GET", "/test/ip", Group.NONE, is_signed=False)
COINS = Call("GET", "/assets/all-deposit-withdraw-config", Group.NONE, is_signed=False)
ACCOUNT_INFO = Call("GET", "/account/info", Group.NONE)
WHICH_USER = Call("GET", "/account/subs/info", Group.QUERY)


def list_sub_accounts(is_frozen: bool, page: int) -> Call:
    """Ask for one page of the sub-accounts that are, or are not, frozen."""
    query = (("is_frozen", str(is_frozen).lower()), *_page(page))
    return Call("GET", "/account/subs", Group.QUERY, query)


def list_keys(sub_account: str, page: int) -> Call:
    """Ask for one page of a sub-account's keys, without secrets."""
    return Call("GET", "/account/subs/api", Group.QUERY, (("sub_user_name", sub_account), *_page(page)))


def read_detail(remote_id: str) -> Call:
    """Ask for one key, with its secret."""
    return Call("GET", "/account/subs/api-detail", Group.QUERY, (("api_id", remote_id),))


def create_key(sub_account: str, remark: str, tag: str, trade: bool, ips: Sequence[str]) -> Call:
    """Make a new key with the mark."""
    payload = {
        "sub_user_name": sub_account,
        "ip_whitelist": list(ips),
        "trade_enabled": trade,
        "remark": write_tagged(remark, tag),
    }
    return Call("POST", "/account/subs/api", Group.MODIFY, payload=payload)


def edit_key(sub_account: str, key: KeyFacts, tag: str | None) -> Call:
    """Write all settings at once, because it is undocumented whether a missing one keeps its value."""
    payload = {
        "sub_user_name": sub_account,
        "api_id": int(key.remote_id),
        "trade_enabled": key.trade,
        "ip_whitelist": list(key.ips),
        "remark": write_tagged(key.remark, tag),
    }
    return Call("POST", "/account/subs/edit-api", Group.MODIFY, payload=payload)


def delete_key(remote_id: str) -> Call:
    """Delete a key."""
    return Call("POST", "/account/subs/delete-api", Group.MODIFY, payload={"api_id": int(remote_id)})


def _page(page: int) -> tuple[tuple[str, str], ...]:
    return ("page", str(page)), ("limit", str(PAGE_LIMIT))
