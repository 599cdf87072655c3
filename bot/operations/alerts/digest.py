"""The digest of a team: the bot runs, what it could not see, what expires next, and what waits for people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from bot.operations.accounts.connection_key import ConnectionKey
from bot.operations.lookup.keys import expiry_text
from bot.rules.digest import find_zone
from bot.rules.key_terms import is_expired
from bot.rules.reminders import LONGEST_BEFORE_END
from storage.records import ConnectionStatus, Key, Message
from storage.work import Work

_SOON_SHOWN = 5
"""Keys that expire within 30 days, after the next one."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSeen:
    """The facts of a digest."""

    keys: Sequence[Key] = field(kw_only=False)
    zone: str = field(kw_only=False)
    since: datetime
    """When the last digest came."""
    blind: Blindness
    own: Sequence[ConnectionKey]
    """Connection keys that may expire soon."""
    glass: Sequence[Message]
    """Requests that ran without their approvals. They are said once a week."""
    requests: int
    """Number of open requests."""
    differing: int
    """Number of open differences."""
    head: tuple[int, str]
    """The head of the team's audit chain, which proves later that nothing was cut off."""


def digest(seen: DigestSeen, now: datetime) -> Message:
    """Return the digest of now."""
    ending = sorted(
        (key.expires_at, key.number, key) for key in seen.keys if key.expires_at is not None and key.expires_at > now
    )
    soon = [key for end, _, key in ending[1:] if end - now <= LONGEST_BEFORE_END]
    following = ending[0][2] if ending else None
    return Message(
        "digest",
        {
            "at": _clock(seen.zone, now),
            "count": len(seen.keys),
            "blind": seen.blind.count,
            "since": seen.blind.since,
            "own": [Message("digest-own-key", one.args) for one in seen.own],
            "glass": list(seen.glass),
            "key": following.remark if following else None,
            "ends": expiry_text(following, now) if following else None,
            "soon": [
                Message("digest-key", {"key": key.remark, "ends": expiry_text(key, now)}) for key in soon[:_SOON_SHOWN]
            ],
            "more": max(0, len(soon) - _SOON_SHOWN),
            "live": [key.remark for key in seen.keys if key.live_at is not None and seen.since < key.live_at <= now],
            "requests": seen.requests,
            "differing": seen.differing,
            "head": f"{seen.head[0]}:{seen.head[1]}",
            "ended": sum(is_expired(key.expires_at, now) for key in seen.keys),
        },
    )


def _clock(zone: str, now: datetime) -> str:
    """Return the time of day in the team's zone, with the zone."""
    time = f"{now.astimezone(find_zone(zone)):%H:%M}"
    return f"{time} UTC" if zone == "UTC" else f"{time} ({zone})"
