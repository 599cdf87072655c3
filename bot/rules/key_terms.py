"""How long a key lives, when it may be renewed, when it is live."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Key

TERM = timedelta(days=90)
ACTIVATION = timedelta(minutes=15)
ENDS_SOON = timedelta(days=14)
KEYS_LIMIT = 50


class Life(StrEnum):
    """Whether a key works."""

    ACTIVATING = "activating"
    LIVE = "live"
    UNSEEN = "unseen"
    """It should work by now, and nobody has seen that it does."""
    EXPIRED = "expired"


class Ending(StrEnum):
    """What is known of a key's end."""

    NEVER = "never"
    AT = "at"
    UNKNOWN = "unknown"
    """Tracked, unbound and undated."""


@dataclass(frozen=True, slots=True)
class KeyState:
    """How a key stands at one moment."""

    life: Life
    ending: Ending
    days_left: int | None = None
    """Begun days until the end, 0 once it has ended; None where the end is not known or never comes."""
    ends_soon: bool = False


def end_after_create(ips: Collection[str], now: datetime) -> datetime | None:
    """When a key made now ends; None: never."""
    return None if ips else now + TERM


def end_after_renew(now: datetime) -> datetime:
    """When an unbound key ends that is renewed now."""
    return now + TERM


def end_after_bind(ips: Collection[str], expires_at: datetime | None) -> datetime | None:
    """When a key ends that has these IPs after binding; None: never, even if it had expired."""
    return None if ips else expires_at


def end_after_unbind(ips_left: Collection[str], now: datetime) -> datetime | None:
    """When a key ends that keeps these IPs after unbinding some now; None: never."""
    return None if ips_left else now + TERM


def end_after_change(
    before: Collection[str], after: Collection[str], expires_at: datetime | None, now: datetime
) -> datetime | None:
    """When a key ends whose IPs are replaced now; one that was unbound and stays so keeps its end."""
    return end_after_unbind(after, now) if before else end_after_bind(after, expires_at)


def may_renew(ips: Collection[str], key: str) -> Verdict:
    """Whether renewing changes anything, expired or not; `key` is its remark, for the refusal."""
    return Refused(Reason.KEY_BOUND, {"key": key}) if ips else Allowed()


def may_add_key(count: int, account: str, limit: int | None = KEYS_LIMIT) -> Verdict:
    """Whether an account with so many keys, expired ones included, takes one more; without a limit we cannot tell."""
    if limit is None or count < limit:
        return Allowed()
    return Refused(Reason.KEYS_FULL, {"account": account, "limit": limit})


def live_after_create(now: datetime) -> datetime:
    """When a key made now becomes usable, where nobody says otherwise."""
    return now + ACTIVATION


def is_expired(expires_at: datetime | None, now: datetime) -> bool:
    """Whether a key has ended; at the very moment of its end it has."""
    return expires_at is not None and now >= expires_at


def days_left(expires_at: datetime, now: datetime) -> int:
    """Begun days until the end, never below 0."""
    return max(0, math.ceil((expires_at - now) / timedelta(days=1)))


def key_state(key: Key, now: datetime) -> KeyState:
    """How a key is shown."""
    life = _life(key, now)
    if key.expires_at is None:
        return KeyState(life, Ending.NEVER if key.ips or key.never_expires else Ending.UNKNOWN)
    ends_soon = life is not Life.EXPIRED and key.expires_at - now <= ENDS_SOON
    return KeyState(life, Ending.AT, days_left(key.expires_at, now), ends_soon)


def _life(key: Key, now: datetime) -> Life:
    """One whose `live_at` only its exchange can tell is live when it was seen to work, or was in use when it came."""
    if is_expired(key.expires_at, now):
        return Life.EXPIRED
    if key.live_at is not None:
        return Life.ACTIVATING if now < key.live_at else Life.LIVE
    if key.announced_live_at is not None:
        return Life.LIVE
    return Life.ACTIVATING if now < key.created_at + ACTIVATION else Life.UNSEEN
