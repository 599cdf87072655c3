"""What a list, a button and a card say about a key, and how a list shows the account of each line."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.operations.keys.rotation import Pair
from bot.operations.lookup.accounts import exchange_name
from bot.operations.lookup.keys import KeyRow, expiry_text, left_args, permissions_of
from bot.rules.exchange_terms import TERMS
from bot.rules.gauge import STEPS, gauge
from bot.rules.ip_binding import IPS_LIMIT
from bot.rules.key_mark import KeyMark
from bot.rules.key_terms import key_state, withdraws_anywhere
from storage.records import Account, Arg, Key, Message


def by_account(lines: Sequence[tuple[Account, Message]]) -> list[Message]:
    """Group lines below their accounts, in order of first appearance. A single account is not named.

    A phone has no room for the account in every line.
    """
    accounts = {account.id: account for account, _ in lines}
    if len(accounts) < 2:
        return [line for _, line in lines]
    below: dict[UUID, list[Message]] = {account_id: [] for account_id in accounts}
    for account, line in lines:
        below[account.id].append(line)
    return [_group(account, below[account.id]) for account in accounts.values()]


def _group(account: Account, lines: Sequence[Message]) -> Message:
    exchange = exchange_name(account.kind) if account.kind in TERMS else None
    return Message("lines-of-account", {"account": account.name, "exchange": exchange, "lines": lines})


def key_line(
    row: KeyRow, mark: KeyMark, now: datetime, rotation: Message | None = None, differs: Message | None = None
) -> Message:
    """One line of a list of keys."""
    key = row.key
    return Message(
        "keys-line",
        {
            "key": key.remark,
            "number": key.number,
            **left_args(key, now),
            "state": mark.value,
            "life": state_of(key, now),
            "rights": _rights(key, row.account),
            "ips": len(key.ips),
            "limit": IPS_LIMIT,
            "rotation": rotation,
            "differs": differs,
        },
    )


def _rights(key: Key, account: Account) -> str:
    """`none` also if nothing is known, `trade`, `withdraw`, `both`, or `exposed` if it can withdraw from every IP."""
    if permissions_of(account, key) == "unknown":
        return "none"
    if withdraws_anywhere(key):
        return "exposed"
    if key.withdraw:
        return "both" if key.trade else "withdraw"
    return "trade" if key.trade else "none"


def button_label(row: KeyRow, mark: KeyMark) -> Message:
    """Label of the button of a key in a list."""
    return Message("keys-button", {"state": mark.value, "number": row.key.number, "key": row.key.remark})


def rotation_part(found: Key, pair: Pair | None, *, both: bool | None = None) -> Message | None:
    """Say the key's part in a rotation. `both` adds in full whether both keys work."""
    if pair is None:
        return None
    is_old = found.id == pair.old.id
    other = pair.new if is_old else pair.old
    part = "old" if is_old else "new"
    if both is None:
        return Message("rotation-line", {"part": part, "key": other.remark})
    args: dict[str, Arg] = {
        "part": part,
        "key": other.remark,
        "number": other.number,
        "until": pair.rotation.remind_at if pair.rotation.offered_at else None,
    }
    return Message("rotation-detail", {**args, "both": both})


def key_facts(found: Key, now: datetime) -> dict[str, Arg]:
    """Name, number and expiry."""
    return {"key": found.remark, "number": found.number, "ends": expiry_text(found, now)}


def state_of(found: Key, now: datetime) -> str:
    """`activating`, `live`, `unseen` or `expired`."""
    return key_state(found, now).life.value


def draw_gauge(part: int, whole: int) -> str:
    """Draw how much of a whole there is."""
    filled = gauge(part, whole)
    return "▰" * filled + "▱" * (STEPS - filled)
