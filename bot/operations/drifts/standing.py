"""A key that differs at its exchange, while a change of it is asked for: what is asked first, and what a change of ours
may write.

Of what an exchange answers to a change, only what that change itself did is recorded. Everything else is a drift, told
and adopted like any other. It must not know which action is under way.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID, uuid4

from bot.exchanges.exchange import Exchange, ExchangeRefused, RemoteKey
from bot.operations.drifts.card import LOST, difference_of, ends_at, lines, mark_of, show
from bot.operations.lookup.accounts import exchange_name
from bot.operations.model.operation import Question
from bot.rules.drift import Difference, as_it_may_end, facts_of
from bot.rules.exchange_terms import TERMS
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Account, Arg, Drift, Key, KeyFacts, Saying, Settling
from storage.work import Work

_Facts = TypeVar("_Facts", Key, KeyFacts)

ChangeIps = Callable[[Sequence[str]], tuple[str, ...]]
"""What a change does to whichever IPs are bound."""


class Change(Protocol):
    """What a change did to a key, once its exchange has answered: to the record, and to what was found there before."""

    def __call__(self, facts: _Facts, answer: RemoteKey, /) -> _Facts:
        """The facts as the change leaves them."""
        ...


def of_ips(change: ChangeIps) -> Change:
    """A change of its IPs, and of its end, which follows from them."""

    def changed(facts: _Facts, answer: RemoteKey) -> _Facts:
        return with_end(replace(facts, ips=change(facts.ips)), answer)

    return changed


def with_end(facts: _Facts, answer: RemoteKey) -> _Facts:
    """The facts with the end that was answered, which is one only for IPs like those of the answer: some, or none."""
    return replace(facts, expires_at=answer.expires_at) if bool(facts.ips) == bool(answer.ips) else facts


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
    choices = [(Saying("button-forget" if drift.there is None else "button-adopt"), f"adopt {mark_of(drift)}")]
    if difference_of(drift).lost_ips:
        choices.append((Saying("button-bind-lost"), f"bind {key.number} {LOST}"))
    return Question(Saying("ask-differs", args), choices)


def by_key(drifts: Iterable[Drift]) -> dict[UUID, Drift]:
    """Open drifts by the id of our key that differs."""
    return {drift.key_id: drift for drift in drifts if drift.key_id is not None}


def mark_differing(account: Account, key: Key, drift: Drift, now: datetime) -> Saying:
    """Beside everything that is said of the key from our list: that it is not so there, and where it ends sooner."""
    ending = as_it_may_end(key, drift.there).expires_at
    args: dict[str, Arg] = {
        **differing(account, key.remark),
        "number": key.number,
        "gone": drift.there is None,
        "ends": None if ending is None or ending == key.expires_at else ends_at(ending, now),
        "findings": lines(drift, now),
    }
    return Saying("key-differs", args)


def check_agreed(work: Work, keys: Sequence[Key]) -> Verdict:
    """Whether the exchange says of all keys what we know."""
    differing = next((key for key in keys if find_open(work, key) is not None), None)
    return Allowed() if differing is None else refuse_differing(work, differing)


def refuse_differing(work: Work, key: Key) -> Refused:
    """A change that would build on what is not so at the exchange."""
    return Refused(Reason.KEY_DIFFERS, differing(work.accounts.get(key.account_id), key.remark))


async def read_there(exchange: Exchange, key: Key) -> RemoteKey:
    """The key as the exchange has it at this moment.

    Raises ExchangeRefused where it is gone, and NotOffered where nothing can be read.
    """
    there = next((one for one in await exchange.list_keys() if one.remote_id == key.remote_id), None)
    if there is None:
        raise ExchangeRefused(Refused(Reason.KEY_UNKNOWN, {"name": key.remote_id, "nearest": ()}))
    return there


def follow(work: Work, key: Key, answer: RemoteKey, change: Change, now: datetime) -> Key:
    """The record with what our own change did to it; what else the answer tells waits for somebody to adopt it."""
    key = work.keys.get(key.id)
    followed = change(key, answer)
    work.keys.save(followed)
    drift = find_open(work, key)
    if drift is not None and drift.known is not None and drift.there is not None:
        work.drifts.follow(drift.id, change(drift.known, answer), there=change(drift.there, answer))
        show(work, drift.report_id, now)
    elif _is_other(followed, answer):
        look_soon(work, key.account_id, now)
    return followed


def settle_taken(work: Work, account: Account, taken: Sequence[Key], user_id: int, now: datetime) -> None:
    """Keys that came onto our list by another way than adopting them."""
    ours = {key.remote_id for key in taken}
    for drift in work.drifts.list_open_of(account.id):
        if drift.known is None and drift.remote_id in ours:
            work.drifts.settle(drift.id, Settling.ADOPTED, now, user_id)
            show(work, drift.report_id, now)


def keep_name(work: Work, key: Key, there: KeyFacts, now: datetime) -> None:
    """A key that came under a name of ours, which is another there: nobody renamed it."""
    found = Difference(facts_of(key), there)
    if not found.findings:
        return
    drift_id, number = uuid4(), work.drifts.next_number(key.team_id)
    work.drifts.add(
        Drift(
            id=drift_id,
            team_id=key.team_id,
            account_id=key.account_id,
            number=number,
            report_id=uuid4(),
            remote_id=key.remote_id,
            key_id=key.id,
            known=found.known,
            there=found.there,
            found_at=now,
        )
    )
    work.drifts.settle(drift_id, Settling.KEPT, now)


def look_soon(work: Work, account_id: UUID, now: datetime) -> None:
    """The exchange said something else than we know: the account is compared at once."""
    last = work.looks.find(account_id)
    if last is not None:
        work.looks.save(replace(last, due_at=now))


def as_answered(key: Key, answer: RemoteKey) -> Key:
    """The key as the exchange shows it after a change, for telling it."""
    return replace(key, ips=tuple(answer.ips), expires_at=answer.expires_at)


def place_of(account: Account) -> str | None:
    """Where its keys are, as people write it; None: in the house's own registry."""
    return exchange_name(account.kind) if account.kind in TERMS else None


def differing(account: Account, key: str) -> dict[str, Arg]:
    """What goes with the reason KEY_DIFFERS; `key` is its remark."""
    return {"key": key, "exchange": place_of(account)}


def _is_other(key: Key, answer: RemoteKey) -> bool:
    return (set(key.ips), key.trade, key.withdraw) != (set(answer.ips), answer.trade, answer.withdraw)
