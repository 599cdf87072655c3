"""Which keys a report shows, and how urgent each is."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from bot.rules.key_list import sort_by_urgency
from bot.rules.key_mark import KeyMark, key_mark
from storage.records import Account, Key, TermChart, TermRow, TermState

DAYS = 90
ROWS = 22
"""Keys and account names that a phone shows in a readable size: Telegram shrinks a picture to 1280 pixels."""
_STATES = {
    KeyMark.ENDED: TermState.EXPIRED,
    KeyMark.DAY: TermState.SOON,
    KeyMark.WEEK: TermState.SOON,
    KeyMark.MONTH: TermState.LATER,
    KeyMark.UNKNOWN: TermState.UNKNOWN,
}


def make_chart(
    title: str, keys: Iterable[Key], accounts: Mapping[UUID, Account], now: datetime, *, is_dark: bool
) -> TermChart:
    """Chart the most urgent keys, grouped by account in order of first appearance."""
    ordered = sort_by_urgency(keys, now)
    groups: dict[UUID, list[TermRow]] = {}
    shown = 0
    for key in ordered:
        if shown + len(groups | {key.account_id: []}) >= ROWS:
            break
        row = TermRow(key.remark, key.number, state_of(key, now), key.expires_at)
        groups.setdefault(key.account_id, []).append(row)
        shown += 1
    named = [(accounts[account_id].name, tuple(rows)) for account_id, rows in groups.items()]
    return TermChart(title, now, DAYS, named, len(ordered) - shown, is_dark)


def state_of(key: Key, now: datetime) -> TermState:
    """How urgent the key's end is."""
    otherwise = TermState.NEVER if key.expires_at is None else TermState.FAR
    return _STATES.get(key_mark(key, now), otherwise)
