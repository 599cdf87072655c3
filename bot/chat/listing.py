"""Lists of keys and one key in full: `/keys`, `/key`; and how any list says which account its lines are of.

It must not know how a sentence reads, nor who may look.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.chat.heard import Heard, Services
from bot.chat.looking import answer_otherwise, say
from bot.operations.accounts.known import exchange_name, makes_keys
from bot.operations.keys.known import ends
from bot.operations.keys.rotation import Pair, choices
from bot.operations.overview import KeySeen, KeysSeen
from bot.operations.telling import press
from bot.rules.exchange_terms import TERMS
from bot.rules.key_terms import Life, key_state
from storage.records import Account, Arg, Button, Key, Saying


def by_account(lines: Sequence[tuple[Account, Saying]]) -> list[Saying]:
    """The lines below the names of their accounts, in the order in which these come first; of one account as they are.

    A phone has no room for the account in every line.
    """
    accounts = {account.id: account for account, _ in lines}
    if len(accounts) < 2:
        return [line for _, line in lines]
    below: dict[UUID, list[Saying]] = {account_id: [] for account_id in accounts}
    for account, line in lines:
        below[account.id].append(line)
    return [_group(account, below[account.id]) for account in accounts.values()]


def _group(account: Account, lines: Sequence[Saying]) -> Saying:
    exchange = exchange_name(account.kind) if account.kind in TERMS else None
    return Saying("lines-of-account", {"account": account.name, "exchange": exchange, "lines": lines})


async def keys(services: Services, heard: Heard) -> bool:
    """`/keys`."""
    seen = await services.overview.keys(heard.sender, heard.team_id)
    if not isinstance(seen, KeysSeen):
        return await answer_otherwise(services, heard, seen)
    now = services.now()
    lines = [
        (
            account,
            Saying(
                "keys-line",
                {
                    **_facts(key, now),
                    "state": _state(key, services),
                    "rotation": _rotation(key, seen.rotations.get(key.id), "rotation-line"),
                },
            ),
        )
        for key, account in seen.keys
    ]
    ended = sum(key_state(key, now).life is Life.EXPIRED for key, _ in seen.keys)
    args: dict[str, Arg] = {"team": seen.team.title, "count": len(lines), "ended": ended, "keys": by_account(lines)}
    await say(services, heard, Saying("keys-list" if lines else "keys-none", args))
    return False


async def key(services: Services, heard: Heard) -> bool:
    """`/key NAME`."""
    seen = await services.overview.key(heard.sender, " ".join(heard.words), heard.team_id)
    if not isinstance(seen, KeySeen):
        return await answer_otherwise(services, heard, seen)
    found, account = seen.key, seen.account
    permissions = [name for name, has in (("trade", found.trade), ("withdraw", found.withdraw)) if has]
    saying = Saying(
        "key-detail",
        {
            **_facts(found, services.now()),
            "access_id": found.access_id,
            "account": account.name,
            "led": "here" if makes_keys(account) else "by-hand",
            "permissions": permissions,
            "ips": list(found.ips),
            "state": _state(found, services),
            "created": found.created_at,
            "rotation": _rotation(found, seen.rotation, "rotation-detail"),
        },
    )
    await say(services, heard, saying, _key_buttons(found, seen.rotation))
    return False


def _rotation(found: Key, pair: Pair | None, sentence: str) -> Saying | None:
    """What the key's part in a rotation is."""
    if pair is None:
        return None
    is_old = found.id == pair.old.id
    other = pair.new if is_old else pair.old
    part = "old" if is_old else "new"
    return Saying(sentence, {"part": part, "key": other.remark, "number": other.number, "until": pair.both_until})


def _facts(found: Key, now: datetime) -> dict[str, Arg]:
    return {"key": found.remark, "number": found.number, "ends": ends(found, now)}


def _state(found: Key, services: Services) -> str:
    """`activating`, `live`, `soon` or `expired`."""
    state = key_state(found, services.now())
    return "soon" if state.ends_soon and state.life is Life.LIVE else state.life.value


def _key_buttons(found: Key, pair: Pair | None) -> Sequence[Sequence[Button]]:
    """What can be asked of a key, one press away."""
    first = [press("button-bind", "ask", "bind", found.number)]
    if found.ips:
        first.append(press("button-unbind", "ask", "unbind", found.number))
    else:
        first.insert(0, press("button-renew", "ask", "renew", found.number))
    delete = press("button-delete", "ask", "deletekey", found.number)
    if pair is not None:
        return [first, *choices(pair.old), [delete]]
    return [first, [press("button-rotate", "ask", "rotate", found.number), delete]]
