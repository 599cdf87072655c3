"""Bybit's data: keys, sub-accounts and coins, spelled as Bybit does."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from bot.sandbox.exchanges.refusal import Refusal

TERM = timedelta(days=90)
KEYS_LIMIT = 20
IPS_LIMIT = 50
"""The API pages document neither. Any number works, as long as one more is refused."""
MANAGING = {"AccountTransfer", "SubMemberTransfer", "Withdraw"}
NORMAL = 1
LOGIN_BANNED = 2
FROZEN = 4
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
class SubMember:
    """A sub-account."""

    username: str
    status: int = NORMAL


def default_coins() -> dict[str, list[dict[str, str]]]:
    """Coin → chains, spelled as Bybit does. Some allow withdrawals, one is paused, one never has a fee."""
    return {
        "USDT": [_chain("ETH", "Ethereum"), _chain("TRX", "TRC20"), _chain("ARBI", "Arbitrum One")],
        "BTC": [_chain("BTC", "BTC")],
        "XRP": [_chain("XRP", "XRP")],
        "MNT": [_chain("MANTLE", "Mantle Network", pause=True), _chain("NEWNET", "New Network", fee="")],
    }


def _chain(chain: str, kind: str, fee: str = "1", *, pause: bool = False) -> dict[str, str]:
    return {"chain": chain, "chainType": kind, "withdrawFee": fee, "chainWithdraw": str(int(not pause))}


def read_ips(text: object) -> list[str]:
    """Read addresses with commas between. `*` means none. Raises Refusal."""
    words = [] if text == "*" else str(text).split(",")
    try:
        ips = [str(ip_address(word)) for word in words]
    except ValueError:
        raise Refusal(10001, "Request parameter error.") from None
    if not isinstance(text, str) or len(ips) > IPS_LIMIT:
        raise Refusal(10001, "Request parameter error.")
    return ips


def read_permissions(given: object) -> dict[str, list[str]]:
    """Read permissions by kind. Raises Refusal if none is given."""
    if not isinstance(given, dict) or not any(given.get(kind) for kind in KINDS):
        raise Refusal(10001, "Request parameter error.")
    return {kind: list(given.get(kind, [])) for kind in KINDS}


def edited_key(key: Key) -> dict[str, object]:
    """Answer of a call that creates or edits a key."""
    return {
        "id": str(key.id),
        "note": key.note,
        "apiKey": key.api_key,
        "readOnly": int(key.read_only),
        "secret": "",
        "permissions": key.permissions,
    }


def key_row(key: Key, now: datetime) -> dict[str, object]:
    """A key as listed."""
    row = edited_key(key) | {
        "ips": key.ips or ["*"],
        "createdAt": stamp(key.created_at),
        "secret": "******",
        "readOnly": key.read_only,
        "type": 1,
        "flag": "hmac",
        "status": 1,
    }
    if key.expires_at is not None:
        left = key.expires_at - now
        row |= {"status": 3, "expiredAt": stamp(key.expires_at), "deadlineDay": max(left.days, 0)}
        if left <= timedelta():
            row["status"] = 2
        elif left < timedelta(days=7):
            row["status"] = 4
    return row


def stamp(moment: datetime) -> str:
    """A time as Bybit writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
