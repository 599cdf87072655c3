"""Write requests to Bybit API v5 and read its answers. Pure: nothing is sent here.

Source: bybit-exchange.github.io/docs/v5/user, /v5/asset/coin-info and /v5/guide, checked 2026-11-25.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from bot.exchanges.idempotency_tag import TaggedKey, read_tagged
from bot.exchanges.json_fields import (
    Fields,
    Unreadable,
    as_bool,
    as_int,
    as_list,
    as_object,
    as_text,
    read_ips_leniently,
)
from bot.exchanges.main_account import Chain, Coin, Credentials, Identity, SubAccount
from bot.exchanges.retry import ErrorReply
from bot.exchanges.transport import Answer, HttpRequest
from bot.rules.chain_names import name_chain
from bot.rules.coin_table import shipped_table
from storage.records import KeyFacts

BASE_URL = "https://api.bybit.com"
WINDOW_MS = 5000
UNBOUND = "*"
PERMANENT, EXPIRED = 1, 2
FROZEN = 4
NEVER = datetime.fromtimestamp(0, UTC)
WITHDRAWING = "Withdraw"
MANAGING = frozenset({"AccountTransfer", "SubMemberTransfer", WITHDRAWING})
CREATABLE = ("ContractTrade", "Spot", "Options", "Wallet", "Exchange", "Earn")
"""Source: /v5/user/create-subuid-apikey."""
TRADING = {"ContractTrade": ["Order", "Position"], "Spot": ["SpotTrade"], "Options": ["OptionsTrade"]}


@dataclass(frozen=True, slots=True)
class BybitKey(TaggedKey):
    """A key as Bybit lists it."""

    is_read_only: bool
    permissions: Mapping[str, Sequence[object]]
    """Permissions that a creation takes, as Bybit has them. None is empty."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call to Bybit. `given` becomes the query of a GET and the body of a POST."""

    method: str
    path: str
    given: Mapping[str, object]


def write_request(base_url: str, call: Call, credentials: Credentials, at: datetime) -> HttpRequest:
    """Write the bytes of a signed call. `at` is the exchange's time. Source: /v5/guide."""
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
    return HttpRequest(method, f"{base_url}{path}{'?' + query if query else ''}", headers, body.encode("ascii"))


def read_result(answer: Answer) -> Fields:
    """Read the envelope's result. Raises ErrorReply, or Unreadable if the envelope is not Bybit's."""
    try:
        envelope = json.loads(answer.body)
    except ValueError:
        envelope = None
    if not isinstance(envelope, dict) or "retCode" not in envelope:
        raise Unreadable(f"HTTP {answer.status} without an envelope")
    code = as_int(envelope["retCode"])
    if code != 0:
        raise ErrorReply(code, str(envelope.get("retMsg") or ""))
    return as_object(envelope.get("result") or {})


def read_key(data: object, now: datetime) -> BybitKey:
    """Read one row of the list. An unbound key expires when Bybit says, to the day if it says only days."""
    row = as_object(data)
    remark, tag = read_tagged(str(row.get("note") or ""))
    permissions = as_object(row.get("permissions") or {})
    ips = _read_ips(row)
    status = as_int(row.get("status", 0))
    created_at = _read_time(row["createdAt"])
    facts = KeyFacts(
        remote_id=str(as_int(row["id"])),
        access_id=as_text(row["apiKey"]),
        remark=remark,
        trade=not as_bool(row["readOnly"]) and any(permissions.get(name) for name in TRADING),
        withdraw=WITHDRAWING in as_list(permissions.get("Wallet")),
        ips=ips,
        created_at=created_at,
        expires_at=None if status == PERMANENT else _read_end(row, now, is_bound=bool(ips)),
        # The documentation mentions no activation.
        live_at=created_at,
    )
    given = {name: as_list(permissions.get(name)) for name in CREATABLE if permissions.get(name)}
    return BybitKey(facts, tag, status == EXPIRED, as_bool(row["readOnly"]), given)


def read_identity(row: Fields, now: datetime) -> Identity:
    """Read the answer of WHO_AM_I, which describes the key that asks.

    Any of three permissions lets a main account's key manage sub-accounts, as long as it may write. Each of them moves
    money, if only between the main account and its sub-accounts. Source: /v5/user/create-subuid-apikey and others.
    """
    wallet = set(as_list(as_object(row.get("permissions") or {}).get("Wallet")))
    is_main, may_write = as_bool(row["isMaster"]), not as_bool(row["readOnly"])
    user_id, ips = str(as_int(row["userID"])), _read_ips(row)
    return Identity(
        user_id=user_id,
        is_main=is_main,
        sub_account=None if is_main else user_id,
        may_withdraw=may_write and WITHDRAWING in wallet,
        ips=ips,
        expires_at=_read_end(row, now, is_bound=bool(ips)),
        may_manage=may_write and bool(wallet & MANAGING),
    )


def read_sub_account(data: object) -> SubAccount:
    """Read one row of the sub-accounts.

    The documentation does not say what a banned login means for its keys, so the account counts as open.

    Source: /v5/user/subuid-list: status 1 normal, 2 login banned, 4 frozen.
    """
    row = as_object(data)
    uid = str(as_int(row["uid"]))
    return SubAccount(uid, str(row.get("username") or uid), as_int(row.get("status", 0)) == FROZEN)


def read_coins(result: Fields) -> list[Coin]:
    """Read coins with chains to withdraw on.

    Chains get our names, by which their addresses and memos are checked. A chain unknown here keeps Bybit's name. Bybit
    says nothing of memos, so on such a chain one is possible and never missed. Source: /v5/asset/coin-info: an empty
    fee means that the coin cannot be withdrawn there, `chainWithdraw` 0 a pause.
    """
    coins = []
    for row in map(as_object, as_list(result.get("rows"))):
        chains = tuple(_read_chain(chain) for chain in as_list(row.get("chains")))
        if row.get("coin") and chains:
            coins.append(Coin(as_text(row["coin"]), any(chain.may_withdraw for chain in chains), chains))
    return coins


def _read_chain(data: object) -> Chain:
    row = as_object(data)
    name = as_text(row["chain"])
    known = name_chain(name, str(row.get("chainType") or ""))
    there = shipped_table().chains.get(known or "")
    return Chain(
        name=known or name,
        may_withdraw=bool(row.get("withdrawFee")) and as_bool(row.get("chainWithdraw", "0")),
        memo_label=there.memo_label if there else "Memo",
        needs_memo=bool(there and there.is_memo_required),
    )


def read_time(result: Fields) -> datetime:
    """Read Bybit's time from the answer of TIME."""
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=as_int(result["timeNano"]) // 1000)


def _read_ips(row: Fields) -> tuple[str, ...]:
    return () if UNBOUND in as_list(row.get("ips")) else read_ips_leniently(row.get("ips"))


def _read_end(row: Fields, now: datetime, *, is_bound: bool) -> datetime | None:
    """Read when a key expires.

    A bound key does not expire, unless the password was changed. Bybit then writes 1970 or leaves the field out.
    """
    if row.get("expiredAt"):
        end = _read_time(row["expiredAt"])
        return end if end > NEVER else None
    if is_bound or row.get("deadlineDay") is None:
        return None
    return now + timedelta(days=max(as_int(row["deadlineDay"]), 0))


def _read_time(value: object) -> datetime:
    try:
        return datetime.fromisoformat(as_text(value)).astimezone(UTC)
    except ValueError:
        raise Unreadable("the answer has no time where one belongs") from None
