"""How long a key lives, and when it may be renewed or used."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Key, KeyFacts

TERM = timedelta(days=90)
ACTIVATION = timedelta(minutes=15)
KEYS_LIMIT = 50


class Life(StrEnum):
    """Whether a key works."""

    ACTIVATING = "activating"
    LIVE = "live"
    UNSEEN = "unseen"
    """It should work by now, but no use of it was seen."""
    EXPIRED = "expired"


class Ending(StrEnum):
    """Knowledge about a key's expiry."""

    NEVER = "never"
    AT = "at"
    UNKNOWN = "unknown"
    """Tracked, unbound and undated."""


@dataclass(frozen=True, slots=True)
class KeyState:
    """State of a key at one moment."""

    life: Life
    ending: Ending


def end_after_create(ips: Collection[str], now: datetime) -> datetime | None:
    """Return when a key made now expires. None: never."""
    return None if ips else now + TERM


def end_after_renew(now: datetime) -> datetime:
    """Return when an unbound key expires that is renewed now."""
    return now + TERM


def end_after_bind(ips: Collection[str], expires_at: datetime | None) -> datetime | None:
    """Return when a key expires that has these IPs after binding. None: never, even if it had expired."""
    return None if ips else expires_at


def end_after_unbind(ips_left: Collection[str], now: datetime) -> datetime | None:
    """Return when a key expires that keeps these IPs after unbinding some now. None: never."""
    return None if ips_left else now + TERM


def end_after_change(
    before: Collection[str], after: Collection[str], expires_at: datetime | None, now: datetime
) -> datetime | None:
    """Return when a key expires after a change of its IPs now. One that stays unbound keeps its expiry."""
    return end_after_unbind(after, now) if before else end_after_bind(after, expires_at)


def may_renew(ips: Collection[str], key: str) -> Verdict:
    """Check that renewing changes something, expired or not. `key` is its remark, for the refusal."""
    return Refused(Reason.KEY_BOUND, {"key": key}) if ips else Allowed()


def may_add_key(count: int, account: str, limit: int | None = KEYS_LIMIT) -> Verdict:
    """Check that an account with so many keys, expired ones included, takes one more.

    None: no known limit.
    """
    if limit is None or count < limit:
        return Allowed()
    return Refused(Reason.KEYS_FULL, {"account": account, "limit": limit})


def live_after_create(now: datetime) -> datetime:
    """Return when a key made now becomes usable, if no exchange says otherwise."""
    return now + ACTIVATION


def is_expired(expires_at: datetime | None, now: datetime) -> bool:
    """Whether a key has expired. At the very moment of its expiry it has."""
    return expires_at is not None and now >= expires_at


def withdraws_anywhere(key: KeyFacts) -> bool:
    """Whether a thief with the key's secret can withdraw from any IP."""
    return key.withdraw and not key.ips


def key_state(key: Key, now: datetime) -> KeyState:
    """Return the state in which a key is shown."""
    life = _life(key, now)
    if key.expires_at is None:
        return KeyState(life, Ending.NEVER if key.ips or key.never_expires else Ending.UNKNOWN)
    return KeyState(life, Ending.AT)


def _life(key: Key, now: datetime) -> Life:
    """Return whether a key works.

    If only the exchange can say when it is live, it is live once it was seen working, or if it was in use when first
    seen.
    """
    if is_expired(key.expires_at, now):
        return Life.EXPIRED
    if key.live_at is not None:
        return Life.ACTIVATING if now < key.live_at else Life.LIVE
    if key.announced_live_at is not None:
        return Life.LIVE
    return Life.ACTIVATING if now < key.created_at + ACTIVATION else Life.UNSEEN
