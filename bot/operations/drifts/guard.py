"""A key that differs at its exchange, while a change of it is asked for: what is asked first, and what a change of ours
may write.

Of what an exchange answers to a change, only what that change itself did is recorded. Everything else is a drift, told
and adopted like any other. It must not know which action is under way.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from bot.exchanges.exchange import Exchange, ExchangeRefused
from bot.operations.drifts.card import LOST, difference_of, ends_at, lines, mark_of
from bot.operations.lookup.accounts import exchange_name
from bot.operations.model.operation import Question
from bot.rules.drift import as_it_may_end
from bot.rules.exchange_terms import TERMS
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Account, Arg, Drift, Key, KeyFacts, Message
from storage.work import Work


def find_open(work: Work, key: Key) -> Drift | None:
    """What differs about the key at its exchange, as far as nobody has settled it."""
    return next((drift for drift in work.drifts.list_open_of(key.account_id) if drift.key_id == key.id), None)


def ask_to_settle(work: Work, keys: Sequence[Key], now: datetime) -> Question | None:
    """The first of the keys that differs is settled before anything is built upon it; None: none does."""
    found = ((key, find_open(work, key)) for key in keys)
    key, drift = next(((key, drift) for key, drift in found if drift is not None), (None, None))
    if key is None or drift is None:
        return None
    args: dict[str, Arg] = {
        **differing(work.accounts.get(key.account_id), key.remark),
        "gone": drift.there is None,
        "findings": lines(drift, now),
    }
    choices = [(Message("button-forget" if drift.there is None else "button-adopt"), f"adopt {mark_of(drift)}")]
    if difference_of(drift).lost_ips:
        choices.append((Message("button-bind-lost"), f"bind {key.number} {LOST}"))
    return Question(Message("ask-differs", args), choices)


def by_key(drifts: Iterable[Drift]) -> dict[UUID, Drift]:
    """Open drifts by the id of our key that differs."""
    return {drift.key_id: drift for drift in drifts if drift.key_id is not None}


def mark_differing(account: Account, key: Key, drift: Drift, now: datetime) -> Message:
    """Beside everything that is said of the key from our list: that it is not so there, and where it ends sooner."""
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
    """Whether the exchange says of all keys what we know."""
    differing = next((key for key in keys if find_open(work, key) is not None), None)
    return Allowed() if differing is None else refuse_differing(work, differing)


def refuse_differing(work: Work, key: Key) -> Refused:
    """A change that would build on what is not so at the exchange."""
    return Refused(Reason.KEY_DIFFERS, differing(work.accounts.get(key.account_id), key.remark))


async def read_there(exchange: Exchange, key: Key) -> KeyFacts:
    """The key as the exchange has it at this moment.

    Raises ExchangeRefused where it is gone, and NotOffered where nothing can be read.
    """
    there = next((one for one in await exchange.list_keys() if one.remote_id == key.remote_id), None)
    if there is None:
        raise ExchangeRefused(Refused(Reason.KEY_UNKNOWN, {"name": key.remote_id, "nearest": ()}))
    return there


def exchange_label(account: Account) -> str | None:
    """Where its keys are, as people write it; None: in the house's own registry."""
    return exchange_name(account.kind) if account.kind in TERMS else None


def differing(account: Account, key: str) -> dict[str, Arg]:
    """What goes with the reason KEY_DIFFERS; `key` is its remark."""
    return {"key": key, "exchange": exchange_label(account)}
