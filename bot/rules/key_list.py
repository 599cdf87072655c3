"""The order and filters in which a list of keys is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from bot.rules.key_terms import is_expired
from bot.rules.remark import fold, words_in
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
    """Each of them is in the name of the key or of its account, or the number, or the beginning of the access id."""

    def rank(self, key: Key, account: str, now: datetime) -> int | None:
        """Number of words that are only a part of something. None: the key is not shown."""
        if (self.account_id is not None and key.account_id != self.account_id) or not self._passes(key, now):
            return None
        return rank_words(self.words, key, account) if self.words else 0

    def _passes(self, key: Key, now: datetime) -> bool:
        match self.only:
            case KeyFilter.ALL:
                return True
            case KeyFilter.EXPIRING:
                return key.expires_at is not None and key.expires_at <= now + LONGEST_BEFORE_END
            case KeyFilter.WITHDRAW:
                return key.withdraw


ANY_KEY = KeySearch()


def sort_by_urgency(keys: Iterable[Key], now: datetime) -> list[Key]:
    """Put expired keys first, the latest on top, then those that expire soonest, of unknown expiry, and the others."""
    return sorted(keys, key=lambda key: (*_urgency(key, now), key.number))


def _urgency(key: Key, now: datetime) -> tuple[int, float]:
    if key.expires_at is None:
        return (3, 0.0) if key.ips or key.never_expires else (2, 0.0)
    moment = key.expires_at.timestamp()
    return (0, -moment) if is_expired(key.expires_at, now) else (1, moment)


def rank_words(words: Sequence[str], key: Key, account: str) -> int | None:
    """Number of words that are only a part of something. None: a word is not there at all."""
    names, access_id = (fold(key.remark), fold(account)), key.access_id.casefold()
    whole = {str(key.number), access_id, *names, *(one for name in names for one in words_in(name))}
    parts = [word for word in map(fold, words) if word.removeprefix("#") not in whole]
    is_there = all(any(part in name for name in names) or access_id.startswith(part) for part in parts)
    return len(parts) if is_there else None
