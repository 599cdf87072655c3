"""The order and filters in which a list of keys is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from bot.rules.key_terms import is_expired
from bot.rules.remark import fold
from bot.rules.reminders import LONGEST_BEFORE_END
from storage.records import Key


class KeyFilter(StrEnum):
    """Which keys of an account are shown."""

    ALL = "all"
    EXPIRING = "expiring"
    """Expired, or within 30 days."""
    WITHDRAW = "withdraw"
    """Keys that can withdraw."""


@dataclass(frozen=True, slots=True)
class KeySearch:
    """What a list is narrowed to."""

    only: KeyFilter = KeyFilter.ALL
    account_id: UUID | None = None
    words: tuple[str, ...] = ()
    """Each of them is part of the name, or the number, or the beginning of the access id."""

    def fits(self, key: Key, now: datetime) -> bool:
        """Whether the key is shown."""
        return (
            (self.account_id is None or key.account_id == self.account_id)
            and self._passes(key, now)
            and all(_has(key, fold(word)) for word in self.words)
        )

    def _passes(self, key: Key, now: datetime) -> bool:
        match self.only:
            case KeyFilter.ALL:
                return True
            case KeyFilter.EXPIRING:
                return key.expires_at is not None and key.expires_at <= now + LONGEST_BEFORE_END
            case KeyFilter.WITHDRAW:
                return key.withdraw


def sort_by_urgency(keys: Iterable[Key], now: datetime) -> list[Key]:
    """Put expired keys first, the latest on top, then those that expire soonest, of unknown expiry, and the others."""
    return sorted(keys, key=lambda key: (*_urgency(key, now), key.number))


def _urgency(key: Key, now: datetime) -> tuple[int, float]:
    if key.expires_at is None:
        return (3, 0.0) if key.ips or key.never_expires else (2, 0.0)
    moment = key.expires_at.timestamp()
    return (0, -moment) if is_expired(key.expires_at, now) else (1, moment)


def _has(key: Key, word: str) -> bool:
    return word in fold(key.remark) or word == str(key.number) or key.access_id.casefold().startswith(word)
