"""Guard changes of a key that has an open drift.

Of an exchange's answer to a change, only the effect of that change is recorded. Everything else in the answer is a
drift, reported and adopted like any other.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from bot.exchanges.exchange import Exchange, ExchangeRefused
from bot.operations.drifts.card import LOST, difference_of, ends_at, lines, mark_of
from bot.operations.lookup.accounts import exchange_name
from bot.operations.model.button_data import typed
from bot.operations.model.operation import Question
from bot.rules.drift import as_it_may_end
from bot.rules.exchange_terms import TERMS
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Account, Arg, Drift, Key, KeyFacts, Message
from storage.work import Work


def find_open(work: Work, key: Key) -> Drift | None:
    """Find the open drift of the key."""
    return next((drift for drift in work.drifts.list_open_of(key.account_id) if drift.key_id == key.id), None)


def ask_to_settle(work: Work, keys: Sequence[Key], now: datetime) -> Question | None:
    """Ask to settle the first key with an open drift before a change builds on it, or return None."""
    found = ((key, find_open(work, key)) for key in keys)
    key, drift = next(((key, drift) for key, drift in found if drift is not None), (None, None))
    if key is None or drift is None:
        return None
    args: dict[str, Arg] = {
        **differing(work.accounts.get(key.account_id), key.remark),
        "gone": drift.there is None,
        "findings": lines(drift, now),
    }
    choices = [(Message("button-forget" if drift.there is None else "button-adopt"), typed(f"adopt {mark_of(drift)}"))]
    if difference_of(drift).lost_ips:
        choices.append((Message("button-bind-lost"), typed(f"bind {key.number} {LOST}")))
    return Question(Message("ask-differs", args), choices)


def by_key(drifts: Iterable[Drift]) -> dict[UUID, Drift]:
    """Map each of our keys with open drifts to its drift, by key id."""
    return {drift.key_id: drift for drift in drifts if drift.key_id is not None}


def mark_differing(account: Account, key: Key, drift: Drift, now: datetime) -> Message:
    """Say that our facts are outdated at the exchange, and whether the key expires sooner there."""
    ending = as_it_may_end(key, drift.there).expires_at
    args: dict[str, Arg] = {
        **differing(account, key.remark),
        "number": key.number,
        "gone": drift.there is None,
        "ends": None if ending is None or ending == key.expires_at else ends_at(ending, now),
        "findings": lines(drift, now),
    }
    return Message("key-differs", args)


def check_agreed(work: Work, keys: Sequence[Key]) -> Verdict:
    """Whether no key has an open drift."""
    differing = next((key for key in keys if find_open(work, key) is not None), None)
    return Allowed() if differing is None else refuse_differing(work, differing)


def refuse_differing(work: Work, key: Key) -> Refused:
    """Refuse a change that builds on outdated facts."""
    return Refused(Reason.KEY_DIFFERS, differing(work.accounts.get(key.account_id), key.remark))


async def read_there(exchange: Exchange, key: Key) -> KeyFacts:
    """Read the key from the exchange now.

    Raises ExchangeRefused where it has vanished, and NotOffered where the exchange shows nothing.
    """
    there = next((one for one in await exchange.list_keys() if one.remote_id == key.remote_id), None)
    if there is None:
        raise ExchangeRefused(Refused(Reason.KEY_UNKNOWN, {"name": key.remote_id, "nearest": ()}))
    return there


def exchange_label(account: Account) -> str | None:
    """Name of the account's exchange for people, or None for the embedded registry."""
    return exchange_name(account.kind) if account.kind in TERMS else None


def differing(account: Account, key: str) -> dict[str, Arg]:
    """Arguments of the reason KEY_DIFFERS. `key` is its remark."""
    return {"key": key, "exchange": exchange_label(account)}
