"""Health checks of a team that need the database only."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from bot.clock import REAL_TIME
from bot.operations.chats.inbox import is_late
from bot.operations.chats.unreachable import list_unreachable
from bot.operations.doctor.findings import Finding, Severity
from bot.operations.drifts.card import difference_of, name_of
from bot.operations.model.notifications import who
from bot.operations.ticket.approvals import situation_at
from bot.rules.exchange_terms import TERMS
from bot.rules.lockout import list_delayed, list_impossible, list_pillars, say_abilities, say_delayed
from storage.records import (
    Account,
    Address,
    AddressStatus,
    Arg,
    ConnectionStatus,
    Drift,
    Message,
    Reconciliation,
    Team,
)
from storage.work import Work

LATE = timedelta(minutes=2)
"""Real time after which a waiting update or notice is late."""
STALE = timedelta(minutes=30)
"""Age after which a comparison counts as missed."""
ADDRESSES_SHOWN = 10
KEYS_SHOWN = 5
LETTERS_COUNTED = 9


def look_at_people(work: Work, teams: Sequence[Team], now: datetime) -> list[Finding]:
    """Report teams that cannot make every change any more, or not yet, and those where one person cannot be spared.

    A team without any authenticator has just begun.
    """
    found = []
    for team in teams:
        situation = situation_at(work, team, now)
        pillars, lost = list_pillars(situation)
        if not any(member.is_enrolled for member in situation.members):
            continue
        if impossible := list_impossible(situation):
            args: dict[str, Arg] = {"team": team.title, "impossible": say_abilities(impossible)}
            found.append(Finding(Severity.PROBLEM, Message("doctor-locked-out", args)))
        if delayed := list_delayed(situation):
            args = {"team": team.title, "delayed": say_delayed(delayed, {})}
            found.append(Finding(Severity.WARNING, Message("doctor-delayed", args)))
        if pillars:
            people = [who(work.people.get(user_id)) for user_id in pillars]
            args = {"team": team.title, "people": people, "lost": say_abilities(lost)}
            found.append(Finding(Severity.WARNING, Message("doctor-pillars", args)))
    return found


def look_at_records(work: Work, accounts: Collection[Account], now: datetime) -> list[Finding]:
    """Check comparisons, whitelist, drifts, refused e-mails, inbox and outbox."""
    ids = {account.id for account in accounts}
    teams = {account.team_id for account in accounts}
    comparisons = {
        account_id: last for team_id in teams for account_id, last in work.reconciliations.by_account(team_id).items()
    }
    found = [
        *_not_compared(comparisons, accounts),
        *(one for account in accounts for one in _compared(comparisons, account, now)),
    ]
    addresses = defaultdict(list)
    for address in (one for team_id in teams for one in work.addresses.list_of_team(team_id)):
        addresses[address.account_id].append(address)
    entries = [finding for account in accounts for finding in _not_entered(account, addresses[account.id])]
    drifts = [drift for team_id in teams for drift in work.drifts.list_open(team_id) if drift.account_id in ids]
    return [*_differing(drifts), *found, *entries, *_emails(work), _inbox(work), _outbox(work, now)]


def look_at_places(work: Work, teams: Sequence[Team]) -> list[Finding]:
    """Report teams in a place that accepts no messages, each with its waiting messages."""
    found = []
    for team, lost_chat in list_unreachable(work, teams):
        waiting = work.held.count(team.chat_id, team.topic_id)
        args: dict[str, Arg] = {
            "team": team.title,
            "why": lost_chat.why.value,
            "since": lost_chat.since,
            "waiting": waiting,
        }
        found.append(Finding(Severity.PROBLEM, Message("doctor-unheard", args), is_urgent=True))
    return found


def _differing(drifts: Collection[Drift]) -> list[Finding]:
    """Report drifts. Withdrawal rights and missing IPs come first."""
    urgent = [name_of(drift) for drift in drifts if difference_of(drift).is_urgent]
    others = len(drifts) - len(urgent)
    found = []
    if urgent:
        args: dict[str, Arg] = {
            "count": len(urgent),
            "keys": urgent[:KEYS_SHOWN],
            "more": max(0, len(urgent) - KEYS_SHOWN),
        }
        found.append(Finding(Severity.PROBLEM, Message("doctor-drifts-urgent", args), is_urgent=True))
    if others:
        found.append(Finding(Severity.WARNING, Message("doctor-drifts", {"count": others})))
    return found


def list_not_entered(addresses: Collection[Address]) -> list[Message]:
    """List approved addresses that are not entered at the exchange yet, one line each."""
    waiting = [address for address in addresses if address.status is AddressStatus.NOT_YET_ENTERED]
    lines = [
        Message(
            "doctor-address",
            {
                "number": address.number,
                "coin": address.coin,
                "chain": address.chain,
                "address": address.address,
                "memo": address.memo,
            },
        )
        for address in waiting[:ADDRESSES_SHOWN]
    ]
    more = len(waiting) - len(lines)
    return [*lines, Message("doctor-addresses-more", {"count": more})] if more else lines


def _compared(comparisons: Mapping[UUID, Reconciliation], account: Account, now: datetime) -> list[Finding]:
    """Report when the account's keys were last compared with success. A main account has none."""
    if not _is_compared(account):
        return []
    last = comparisons.get(account.id)
    if last is None or (last.seen_at is None and last.trouble is None):
        return [Finding(Severity.WARNING, Message("doctor-never-compared", {"account": account.name}))]
    return [_fresh(account, last, now)] if last.trouble is None else []


def _not_compared(comparisons: Mapping[UUID, Reconciliation], accounts: Collection[Account]) -> list[Finding]:
    """Report accounts with a failed last comparison, together where they share one cause."""
    compared = [(account.name, comparisons.get(account.id)) for account in accounts if _is_compared(account)]
    blind = [
        (without_ip(last.trouble), name, last.trouble_since)
        for name, last in compared
        if last is not None and last.trouble is not None and last.trouble_since is not None
    ]
    causes: list[Message] = []
    for cause, _, _ in blind:
        causes += [] if cause in causes else [cause]
    found = []
    for cause in causes:
        names = [name for why, name, _ in blind if why == cause]
        args: dict[str, Arg] = {"accounts": names, "since": min(since for why, _, since in blind if why == cause)}
        said, briefly = (Message("doctor-not-compared", {**args, "why": why}) for why in (cause, None))
        found.append(Finding(Severity.PROBLEM, said, cause=cause, briefly=briefly))
    return found


def _is_compared(account: Account) -> bool:
    return account.main_id is not None and account.standing is ConnectionStatus.CONNECTED


def _fresh(account: Account, last: Reconciliation, now: datetime) -> Finding:
    args: dict[str, Arg] = {"account": account.name, "at": last.looked_at}
    if now - last.looked_at > STALE:
        return Finding(Severity.WARNING, Message("doctor-stale", args))
    return Finding(Severity.GOOD, Message("doctor-compared", args))


def without_ip(why: Message) -> Message:
    """Remove the bot's own address, which not every reader needs."""
    return replace(why, args={name: None if name == "ip" else value for name, value in why.args.items()})


def _not_entered(account: Account, addresses: Collection[Address]) -> list[Finding]:
    lines = list_not_entered(addresses)
    if not lines:
        return []
    terms = TERMS.get(account.kind)
    code = str(terms.not_listed_code) if terms else None
    args: dict[str, Arg] = {"account": account.name, "code": code, "addresses": lines}
    return [Finding(Severity.WARNING, Message("doctor-not-entered", args))]


def _emails(work: Work) -> list[Finding]:
    """A server may accept the login and refuse every e-mail. One refused e-mail may have a wrong address."""
    refused = work.emails.list_refused(LETTERS_COUNTED)
    waiting = work.emails.count_put_off()
    found = [Finding(Severity.PROBLEM, Message("doctor-letters-wait", {"count": waiting}))] if waiting else []
    if not refused:
        return found
    at, why = refused[0]
    args: dict[str, Arg] = {"count": len(refused), "at": at}
    hidden, told = (Message("doctor-letters-refused", {**args, "why": words}) for words in (None, why))
    return [*found, Finding(Severity.PROBLEM if len(refused) > 1 else Severity.WARNING, hidden, told)]


def accepts_emails(work: Work) -> bool:
    """Whether the mail server accepted the last e-mail. An answer alone proves nothing."""
    return not work.emails.count_put_off() and not work.emails.list_refused(1)


def _inbox(work: Work) -> Finding:
    count, oldest = work.inbox.backlog()
    late = oldest is not None and is_late(oldest, REAL_TIME.now(), LATE)
    return Finding(
        Severity.WARNING if late else Severity.GOOD,
        Message("doctor-inbox", {"count": count if late else 0}),
    )


def _outbox(work: Work, now: datetime) -> Finding:
    count = work.deliveries.count_late(now - LATE)
    return Finding(Severity.WARNING if count else Severity.GOOD, Message("doctor-outbox", {"count": count}))
