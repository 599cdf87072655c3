"""Merge the answer of an exchange into a key: only the effect of our own change is written."""

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
"""Effect of a change on any set of bound IPs."""


class Change(Protocol):
    """Apply an exchange's answer to the key and to its open drift."""

    def __call__(self, facts: SomeKey, answer: KeyFacts, /) -> SomeKey:
        """Return the facts after the change."""
        ...


def of_ips(change: ChangeIps) -> Change:
    """Build a change of the IPs, and of the expiry that follows from them."""

    def changed(facts: SomeKey, answer: KeyFacts) -> SomeKey:
        return with_end(replace(facts, ips=change(facts.ips)), answer)

    return changed


def with_end(facts: SomeKey, answer: KeyFacts) -> SomeKey:
    """Return the facts with the answered expiry, if both have IPs or both have none."""
    return replace(facts, expires_at=answer.expires_at) if bool(facts.ips) == bool(answer.ips) else facts


def follow(work: Work, key: Key, answer: KeyFacts, change: Change, now: datetime) -> Key:
    """Record the effect of our own change. The rest of the answer is a drift to adopt."""
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
    """Settle the drifts of keys that entered our list in another way than adoption."""
    ours = {key.remote_id for key in taken}
    for drift in work.drifts.list_open_of(account.id):
        if drift.known is None and drift.remote_id in ours:
            work.drifts.settle(drift.id, DriftResolution.ADOPTED, now, user_id)
            show(work, drift.report_id, now)


def keep_name(work: Work, key: Key, there: KeyFacts, now: datetime) -> None:
    """Keep our name for a key that has another one at the exchange: it was not renamed."""
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
    """Compare the account soon, because the exchange reported other facts than ours."""
    last = work.reconciliations.find(account_id)
    if last is not None:
        work.reconciliations.save(replace(last, due_at=now))


def as_answered(key: Key, answer: KeyFacts) -> Key:
    """The key as the exchange shows it after a change, for the result's text."""
    return replace(key, ips=tuple(answer.ips), expires_at=answer.expires_at)


def _is_other(key: Key, answer: KeyFacts) -> bool:
    return (set(key.ips), key.trade, key.withdraw) != (set(answer.ips), answer.trade, answer.withdraw)
