"""The daily digest of a team: one line that says the house is awake, what it could not see, and what ends next.

It must not know when it is due.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.operations.accounts.connection_key import ConnectionKey
from bot.operations.lookup.keys import expiry_text
from bot.rules.key_terms import is_expired
from storage.records import ConnectionStatus, Key, Message
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Blindness:
    """How many keys could not be compared with their exchange when that was tried last, and since when."""

    count: int = 0
    since: datetime | None = None


def blindness(work: Work, team_id: UUID) -> Blindness:
    """Of a team; silent exchanges and refused credentials alike. Keys led by hand are compared by people."""
    count, moments = 0, []
    looks, keys = work.looks.by_account(team_id), work.keys.count_by_account(team_id)
    for account in work.accounts.list_of(team_id):
        look = looks.get(account.id) if account.standing is ConnectionStatus.CONNECTED else None
        if look is None or look.trouble is None or look.trouble_since is None:
            continue
        unseen = keys.get(account.id, 0)
        count += unseen
        moments += [look.trouble_since] if unseen else []
    return Blindness(count, min(moments, default=None))


def digest(
    keys: Sequence[Key], blind: Blindness, own: Sequence[ConnectionKey], head: tuple[int, str], now: datetime
) -> Message:
    """What the digest says now; the head of the team's audit chain, once posted, proves that nothing was cut off.

    `own` are the keys the house itself comes with whose end may be near.
    """
    ending = [(key.expires_at, key.number, key) for key in keys if key.expires_at is not None and key.expires_at > now]
    following = min(ending, default=None)
    return Message(
        "digest",
        {
            "at": now.strftime("%H:%M UTC"),
            "count": len(keys),
            "blind": blind.count,
            "since": blind.since,
            "own": [Message("digest-own-key", one.args) for one in own],
            "key": following[2].remark if following else None,
            "ends": expiry_text(following[2], now) if following else None,
            "head": f"{head[0]}:{head[1]}",
            "ended": sum(is_expired(key.expires_at, now) for key in keys),
        },
    )
