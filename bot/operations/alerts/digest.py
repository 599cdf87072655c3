"""The daily digest of a team: one line that says the house is awake, and what ends next.

It must not know when it is due.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.operations.keys.known import ends
from bot.rules.key_terms import is_expired
from storage.records import Key, Saying


def digest(keys: Sequence[Key], head: tuple[int, str], now: datetime) -> Saying:
    """What the digest says now; the head of the team's audit chain, once posted, proves that nothing was cut off."""
    ending = [(key.expires_at, key.number, key) for key in keys if key.expires_at is not None and key.expires_at > now]
    following = min(ending, default=None)
    return Saying(
        "digest",
        {
            "at": now.strftime("%H:%M UTC"),
            "count": len(keys),
            "key": following[2].remark if following else None,
            "ends": ends(following[2], now) if following else None,
            "head": f"{head[0]}:{head[1]}",
            "ended": sum(is_expired(key.expires_at, now) for key in keys),
        },
    )
