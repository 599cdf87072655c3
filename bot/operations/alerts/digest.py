"""The daily digest of a team: the bot runs, what it could not see, and what expires next."""

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
    """Number of keys that the last comparison with an exchange could not reach, and since when."""

    count: int = 0
    since: datetime | None = None


def blindness(work: Work, team_id: UUID) -> Blindness:
    """Count silent exchanges and refused credentials of a team. People compare keys managed by hand."""
    count, moments = 0, []
    comparisons, keys = work.reconciliations.by_account(team_id), work.keys.count_by_account(team_id)
    for account in work.accounts.list_of(team_id):
        last = comparisons.get(account.id) if account.standing is ConnectionStatus.CONNECTED else None
        if last is None or last.trouble is None or last.trouble_since is None:
            continue
        unseen = keys.get(account.id, 0)
        count += unseen
        moments += [last.trouble_since] if unseen else []
    return Blindness(count, min(moments, default=None))


def digest(  # noqa: PLR0913 - each fact of the digest by its own name
    keys: Sequence[Key],
    blind: Blindness,
    own: Sequence[ConnectionKey],
    head: tuple[int, str],
    now: datetime,
    *,
    glass: Sequence[Message] = (),
) -> Message:
    """Return the digest of now. `own` are the connection keys that may expire soon. `glass` is said once a week.

    The posted head of the team's audit chain proves later that nothing was cut off.
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
            "glass": list(glass),
            "key": following[2].remark if following else None,
            "ends": expiry_text(following[2], now) if following else None,
            "head": f"{head[0]}:{head[1]}",
            "ended": sum(is_expired(key.expires_at, now) for key in keys),
        },
    )
