"""Compare one account with its exchange: what is read before the call, and what is written after it.

The caller asks the exchange in between, outside any transaction. A change made here in that time makes the comparison
void, and it is repeated.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from bot.operations.accounts import health
from bot.operations.drifts.card import difference_of, name_of, new_cards, show
from bot.operations.lookup.accounts import exchange_name
from bot.rules.drift import Difference, Renamed, differences, is_our_doing, is_same
from bot.rules.verdict import Reason, Refused
from storage.records import (
    Account,
    Drift,
    DriftResolution,
    Event,
    Key,
    KeyFacts,
    Message,
    Outcome,
    Reconciliation,
    Stage,
    Ticket,
)
from storage.work import Work

EVERY = timedelta(minutes=10)
SOON = timedelta(minutes=1)
"""Wait after an exchange that did not answer, or while one of our tickets runs."""
_UNDER_WAY = frozenset({Stage.RUNNING, Stage.BY_HAND})


@dataclass(frozen=True, slots=True)
class Before:
    """State of the account when the exchange was asked."""

    account: Account
    keys: Sequence[Key]


def read_before(work: Work, account_id: UUID) -> Before:
    """Read the account and its keys."""
    return Before(work.accounts.get(account_id), work.keys.list_of_account(account_id))


def note_keys(work: Work, before: Before, there: Sequence[KeyFacts], now: datetime) -> None:
    """Notify of each new drift and close each drift that has ended. The keys themselves do not change."""
    account = before.account
    keys = work.keys.list_of_account(account.id)
    if keys != before.keys:
        # We changed something in between: the exchange's answer may be older or newer than that change.
        work.reconciliations.save(_reconciliation(work, account, now, now))
        return
    is_first = _note_answer(work, account, now)
    by_id = {key.remote_id: key.id for key in keys}
    found = differences([key.facts for key in keys], there, now)
    news = [one for one in found if not _is_known(work, account, one)]
    if is_first:
        news = _keep_names(work, account, news, by_id, now)
    under_way = [ticket for ticket in work.tickets.list_open(account.team_id) if ticket.stage in _UNDER_WAY]
    told = [one for one in news if not _is_ours(one, by_id, account, under_way)]
    held = [one for one in news if one not in told]
    _close(work, account, found, held, anew={one.remote_id for one in told}, now=now)
    if told:
        _tell(work, account, told, by_id, now)
    if held:
        work.reconciliations.save(replace(_reconciliation(work, account, now, now + SOON), seen_at=now))


def note_refused(work: Work, before: Before, refused: Refused, now: datetime) -> None:
    """Record that the exchange refuses us. All accounts of one connection key share one notice.

    A sub-account may have no keys because its owner wants it so. The doctor says so when asked.
    """
    account = before.account
    if refused.reason is not Reason.EXCHANGE_FORBIDS and account.main_id is not None:
        health.note_refused(work, work.accounts.get(account.main_id), refused, now)
    _note_trouble(work, account, refused.as_saying(), now, now + EVERY)


def note_silence(work: Work, before: Before, now: datetime) -> None:
    """Record that the exchange did not answer. Nothing is known, and it is asked again soon."""
    account = before.account
    if account.main_id is not None:
        health.note_unreachable(work, work.accounts.get(account.main_id), now)
    why = Message("exchange-silent", {"exchange": exchange_name(account.kind)})
    _note_trouble(work, account, why, now, now + SOON)


def note_nothing(work: Work, before: Before, now: datetime) -> None:
    """Record that the exchange cannot list keys, so there is nothing to compare."""
    work.reconciliations.save(_reconciliation(work, before.account, now, now + EVERY))


def _note_answer(work: Work, account: Account, now: datetime) -> bool:
    """Record an answer, and return whether it is the first."""
    last = work.reconciliations.find(account.id)
    work.reconciliations.save(Reconciliation(account.id, now + EVERY, looked_at=now, seen_at=now))
    if account.main_id is not None:
        health.note_works(work, work.accounts.get(account.main_id), now)
    return last is None or last.seen_at is None


def _note_trouble(work: Work, account: Account, why: Message, now: datetime, due_at: datetime) -> None:
    last = _reconciliation(work, account, now, due_at)
    work.reconciliations.save(replace(last, trouble=why, trouble_since=last.trouble_since or now))


def _reconciliation(work: Work, account: Account, now: datetime, due_at: datetime) -> Reconciliation:
    last = work.reconciliations.find(account.id)
    return replace(last, due_at=due_at, looked_at=now) if last else Reconciliation(account.id, due_at, looked_at=now)


def _is_known(work: Work, account: Account, one: Difference) -> bool:
    drifts = [*work.drifts.list_open_of(account.id), *work.drifts.list_kept_of(account.id)]
    return any(is_same(difference_of(drift), one) for drift in drifts)


def _is_ours(one: Difference, by_id: dict[str, UUID], account: Account, under_way: Sequence[Ticket]) -> bool:
    return is_our_doing(one, by_id.get(one.remote_id), {account.id, *by_id.values()}, under_way)


def _close(  # noqa: PLR0913 - what was found, and what becomes of it
    work: Work,
    account: Account,
    found: Sequence[Difference],
    held: Sequence[Difference],
    *,
    anew: set[str],
    now: datetime,
) -> None:
    """Close drifts that have ended, or that differ in another way now and are announced again."""
    waiting = {one.remote_id for one in held}
    for drift in work.drifts.list_open_of(account.id):
        if drift.remote_id in waiting or any(is_same(difference_of(drift), one) for one in found):
            continue
        work.drifts.settle(
            drift.id, DriftResolution.OVERTAKEN if drift.remote_id in anew else DriftResolution.GONE, now
        )
        _audit(work, drift, Event.DRIFT_GONE, now)
        show(work, drift.report_id, now)


def _keep_names(
    work: Work, account: Account, news: Sequence[Difference], by_id: dict[str, UUID], now: datetime
) -> list[Difference]:
    """Keep our name for keys that came with the account, and return the other differences.

    These keys were not renamed.
    """
    named = [one for one in news if all(isinstance(finding, Renamed) for finding in one.findings)]
    for drift in _drifts(work, account, named, by_id, now):
        work.drifts.add(drift)
        work.drifts.settle(drift.id, DriftResolution.KEPT, now)
    return [one for one in news if one not in named]


def _tell(work: Work, account: Account, told: Sequence[Difference], by_id: dict[str, UUID], now: datetime) -> None:
    drifts = _drifts(work, account, sorted(told, key=lambda one: not one.is_urgent), by_id, now)
    for drift in drifts:
        work.drifts.add(drift)
        _audit(work, drift, Event.DRIFT_FOUND, now)
    new_cards(work, drifts, now)


def _drifts(
    work: Work, account: Account, found: Sequence[Difference], by_id: dict[str, UUID], now: datetime
) -> list[Drift]:
    report_id = uuid4()
    return [
        Drift(
            id=uuid4(),
            team_id=account.team_id,
            account_id=account.id,
            number=work.drifts.next_number(account.team_id),
            report_id=report_id,
            remote_id=one.remote_id,
            key_id=by_id.get(one.remote_id),
            known=one.known,
            there=one.there,
            found_at=now,
        )
        for one in found
    ]


def _audit(work: Work, drift: Drift, event: Event, now: datetime) -> None:
    findings = [finding.word for finding in difference_of(drift).findings]
    details = {"drift": drift.number, "key": name_of(drift), "findings": findings}
    work.audit.add(drift.team_id, None, event, Outcome.DONE, now, details=details)
