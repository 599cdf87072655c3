"""What a change of ours writes to a key that differs at its exchange: only what the change itself did."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID, uuid4

from bot.operations.drifts.card import show
from bot.operations.drifts.guard import find_open
from bot.rules.drift import Difference
from storage.records import Account, Drift, DriftResolution, Key, KeyFacts
from storage.work import Work

SomeKey = TypeVar("SomeKey", bound=KeyFacts)
"""A key of ours, or one as its exchange has it."""
ChangeIps = Callable[[Sequence[str]], tuple[str, ...]]
"""What a change does to whichever IPs are bound."""


class Change(Protocol):
    """What a change did to a key, once its exchange has answered: to the record, and to what was found there before."""

    def __call__(self, facts: SomeKey, answer: KeyFacts, /) -> SomeKey:
        """The facts as the change leaves them."""
        ...


def of_ips(change: ChangeIps) -> Change:
    """A change of its IPs, and of its end, which follows from them."""

    def changed(facts: SomeKey, answer: KeyFacts) -> SomeKey:
        return with_end(replace(facts, ips=change(facts.ips)), answer)

    return changed


def with_end(facts: SomeKey, answer: KeyFacts) -> SomeKey:
    """The facts with the end that was answered, which is one only for IPs like those of the answer: some, or none."""
    return replace(facts, expires_at=answer.expires_at) if bool(facts.ips) == bool(answer.ips) else facts


def follow(work: Work, key: Key, answer: KeyFacts, change: Change, now: datetime) -> Key:
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
            work.drifts.settle(drift.id, DriftResolution.ADOPTED, now, user_id)
            show(work, drift.report_id, now)


def keep_name(work: Work, key: Key, there: KeyFacts, now: datetime) -> None:
    """A key that came under a name of ours, which is another there: nobody renamed it."""
    found = Difference(key.facts, there)
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
    work.drifts.settle(drift_id, DriftResolution.KEPT, now)


def look_soon(work: Work, account_id: UUID, now: datetime) -> None:
    """The exchange said something else than we know: the account is compared at once."""
    last = work.looks.find(account_id)
    if last is not None:
        work.looks.save(replace(last, due_at=now))


def as_answered(key: Key, answer: KeyFacts) -> Key:
    """The key as the exchange shows it after a change, for telling it."""
    return replace(key, ips=tuple(answer.ips), expires_at=answer.expires_at)


def _is_other(key: Key, answer: KeyFacts) -> bool:
    return (set(key.ips), key.trade, key.withdraw) != (set(answer.ips), answer.trade, answer.withdraw)
