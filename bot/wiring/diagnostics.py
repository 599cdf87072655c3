"""Diagnostics for `/doctor` and the console: check everything outside, side by side.

They run outside any transaction and change nothing. A part that does not answer in time is a finding too.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.chat.telegram.telegram_check import Call, ask_telegram
from bot.clock import NOTICED, Clock, find_set_back
from bot.exchanges.exchange import ExchangeError, ExchangeRefused
from bot.exchanges.main_account import Identity, MainAccount
from bot.jobs.detect_outages import SIGN
from bot.jobs.schedule import JobStatus
from bot.mail.errors import MailError
from bot.mail.mailer import Mailer
from bot.operations.accounts.connect_exchange import MOST_SKEW
from bot.operations.accounts.connection_key import ConnectionKey, is_connected_main, own_key
from bot.operations.doctor.database_checks import (
    accepts_emails,
    look_at_people,
    look_at_places,
    look_at_records,
    without_ip,
)
from bot.operations.doctor.findings import Finding, Severity
from bot.operations.lookup.accounts import exchange_name
from bot.rules.exchange_terms import TERMS
from storage.database import Database
from storage.records import Account, Arg, DoctorRequest, Key, Message, Team
from storage.work import Work

PATIENCE = timedelta(seconds=10)
"""Real time for each part. They run side by side."""
MISSED_ROUNDS = 3
SIGN_IS_FRESH = timedelta(minutes=2)
"""A heartbeat comes every minute. After a kill its age is reported, because the end was not seen."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Probes:
    """The services that are checked."""

    call: Call
    mode: str
    """`polling` or `webhook`."""
    mailer: Mailer | None
    main_account_of: Callable[[Account], MainAccount]
    tell_jobs: Callable[[], Sequence[JobStatus]]
    heartbeat_trouble: Callable[[], str | None] | None
    """Returns what went wrong with the last ping. None: no monitor is pinged."""
    sign_to_come: Callable[[], datetime | None]
    """Returns the last heartbeat of an earlier process, while it is in the future."""


class Diagnostics:
    """Examines for one team."""

    def __init__(self, database: Database, clock: Clock, probes: Probes) -> None:
        self._database = database
        self._clock = clock
        self._probes = probes

    async def examine(self, doctor_request: DoctorRequest) -> list[Finding]:
        """Run every check at once."""
        probes, now = self._probes, self._clock.now()

        def body(work: Work) -> tuple[Team, list[Connected], list[Finding], bool]:
            accounts = work.accounts.list_of(doctor_request.team_id)
            mains = connected_mains(work, accounts)
            team = work.teams.get(doctor_request.team_id)
            told = [*look_at_people(work, [team], now), *look_at_places(work, [team])]
            return team, mains, [*told, *look_at_records(work, accounts, now)], accepts_emails(work)

        began = asyncio.get_running_loop().time()
        team, mains, told, is_mail_taken = await self._database.read(body)
        seconds = asyncio.get_running_loop().time() - began
        parts = await asyncio.gather(
            in_time("Telegram", ask_telegram(probes.call, probes.mode, now, team)),
            in_time("The mail server", ask_mail(probes.mailer, accepts_emails=is_mail_taken)),
            *(
                in_time(one.account.name, ask_main_account(probes.main_account_of(one.account), one, now))
                for one in mains
            ),
        )
        database = Finding(Severity.GOOD, Message("doctor-database", {"milliseconds": round(seconds * 1000)}))
        own = [
            database,
            *look_at_clock(self._clock, probes.sign_to_come()),
            *look_at_jobs(probes.tell_jobs(), self._clock.now()),
            look_at_heartbeat(probes),
        ]
        return [finding for part in (*parts, told, own) for finding in part]


@dataclass(frozen=True, slots=True)
class Connected:
    """A main account that can be asked, the keys of its sub-accounts, and its connection key."""

    account: Account
    keys: Sequence[Key]
    own: ConnectionKey


def connected_mains(work: Work, accounts: Sequence[Account]) -> list[Connected]:
    """Return the connected main accounts among these."""
    found = []
    for main in (account for account in accounts if is_connected_main(account)):
        subs = work.accounts.list_sub_accounts(main.id)
        keys = [key for account in subs for key in work.keys.list_of_account(account.id)]
        found.append(Connected(main, keys, own_key(work, main)))
    return found


async def in_time(what: str, part: Awaitable[list[Finding]]) -> list[Finding]:
    """Return the findings of a part. A part that takes too long or fails becomes a finding."""
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            return await part
    except TimeoutError:
        return [Finding(Severity.PROBLEM, Message("doctor-slow", {"what": what}))]
    except Exception:
        log.exception("an examination broke off", what=what)
        return [Finding(Severity.PROBLEM, Message("doctor-broken", {"what": what}))]


async def ask_mail(mailer: Mailer | None, *, accepts_emails: bool) -> list[Finding]:
    """Check that the mail server accepts us. Without `accepts_emails` a success is not reported."""
    if mailer is None:
        return [Finding(Severity.WARNING, Message("doctor-mail-none"))]
    try:
        await mailer.call()
    except MailError as error:
        hidden = Message("doctor-mail-down", {"why": None})
        return [Finding(Severity.PROBLEM, hidden, Message("doctor-mail-down", {"why": str(error)}))]
    return [Finding(Severity.GOOD, Message("doctor-mail"))] if accepts_emails else []


async def ask_main_account(main: MainAccount, known: Connected, now: datetime) -> list[Finding]:
    """Check that the exchange takes our key, the clock difference, and the IP it sees."""
    account = known.account
    exchange = {"exchange": exchange_name(account.kind), "account": account.name}
    found: list[Finding] = []
    identity: Identity | None = None
    try:
        identity = await main.who_am_i()
        found.append(Finding(Severity.GOOD, Message("doctor-exchange", exchange)))
    except ExchangeRefused as no:
        why = no.refused.as_saying()
        cause = without_ip(why)
        hidden, told = (Message("doctor-exchange-refuses", {**exchange, "why": one}) for one in (cause, why))
        found.append(Finding(Severity.PROBLEM, hidden, told, cause=cause))
    except ExchangeError:
        cause = Message("exchange-silent", {"exchange": exchange["exchange"]})
        return [Finding(Severity.PROBLEM, Message("doctor-exchange-silent", exchange), cause=cause)]
    return [*found, *await _skew(main, exchange["exchange"]), *await _whereabouts(main, identity, known, now)]


async def _skew(main: MainAccount, exchange: str) -> list[Finding]:
    try:
        skew = await main.measure_skew()
    except ExchangeError:
        return []
    seconds = round(abs(skew).total_seconds())
    is_off = abs(skew) > MOST_SKEW
    args: dict[str, Arg] = {"exchange": exchange, "seconds": seconds, "behind": skew > timedelta()}
    return [Finding(Severity.WARNING, Message("doctor-skew", args))] if is_off else []


async def _whereabouts(main: MainAccount, identity: Identity | None, known: Connected, now: datetime) -> list[Finding]:
    """Compare our IP with those bound to our own key, if known, and to the known keys."""
    try:
        ip = await main.find_own_ip()
    except ExchangeError:
        ip = None
    exchange = exchange_name(known.account.kind)
    found = _own_key(identity, known.own, ip, now) if identity is not None else []
    if ip is None:
        return found
    here = [key.remark for key in known.keys if ip in key.ips]
    told = Message("doctor-own-ip", {"exchange": exchange, "ip": ip, "keys": here})
    hidden = Message("doctor-own-ip", {"exchange": exchange, "ip": None, "keys": here})
    return [*found, Finding(Severity.GOOD, hidden, told)]


def _own_key(identity: Identity, own: ConnectionKey, ip: str | None, now: datetime) -> list[Finding]:
    """Report on the connection key by its facts or its age. `ip` is our address, if known."""
    terms, ips = TERMS[own.account.kind], identity.ips
    args: dict[str, Arg] = {"exchange": terms.name, "page": terms.page, "at": identity.expires_at}
    found = []
    if ips == () or (ips and ip is not None and ip not in ips):
        unbound = {**args, "bound": bool(ips)}
        hidden = Message("doctor-unbound", {**unbound, "ip": None})
        found.append(Finding(Severity.WARNING, hidden, Message("doctor-unbound", {**unbound, "ip": ip})))
    elif ips:
        # Our address is unknown, but it is one of these, because the exchange accepts us.
        bound = {**args, "count": len(ips)}
        severity = Severity.GOOD if identity.expires_at is None else Severity.WARNING
        hidden = Message("doctor-bound", {**bound, "ips": None})
        found.append(Finding(severity, hidden, Message("doctor-bound", {**bound, "ips": list(ips)})))
    elif ips is None and own.may_end(now):
        is_soon = own.ends_soon(now)
        age = {**own.args, "soon": is_soon}
        hidden, told = (Message("doctor-own-key", {**age, "ip": address}) for address in (None, ip))
        found.append(Finding(Severity.WARNING if is_soon else Severity.GOOD, hidden, told))
    if identity.may_withdraw:
        found.append(Finding(Severity.WARNING, Message("doctor-may-withdraw", args)))
    if identity.may_manage is False:
        weak = Message("doctor-may-not-manage", {**args, "permission": terms.permission})
        found.append(Finding(Severity.WARNING, weak))
    return found


def look_at_clock(clock: Clock, sign_to_come: datetime | None) -> list[Finding]:
    """Check whether the machine's clock was set back, during this process or before it started."""
    behind = find_set_back(clock)
    if behind is not None:
        minutes = round(behind.total_seconds() / 60)
        return [Finding(Severity.PROBLEM, Message("doctor-clock-set-back", {"minutes": minutes}))]
    if sign_to_come is not None:
        return [Finding(Severity.PROBLEM, Message("doctor-clock-behind", {"at": sign_to_come}))]
    return []


def look_at_jobs(jobs: Sequence[JobStatus], now: datetime) -> list[Finding]:
    """Report failing and stuck jobs one by one, and the others together."""
    found, well = [], []
    for job in jobs:
        if job.is_failing:
            args: dict[str, Arg] = {"job": job.name, "at": job.failed_at, "ran": job.ran_at, "why": job.why}
            found.append(Finding(Severity.PROBLEM, Message("doctor-job-fails", args)))
        elif job.ran_at is not None and now - job.ran_at > MISSED_ROUNDS * job.every + timedelta(minutes=1):
            found.append(Finding(Severity.PROBLEM, Message("doctor-job-late", {"job": job.name, "ran": job.ran_at})))
        else:
            well.append(Message("doctor-job", {"job": job.name, "ran": job.ran_at, "failed": job.failed_at}))
    if well:
        hidden = Message("doctor-jobs", {"count": len(well), "jobs": None})
        found.append(Finding(Severity.GOOD, hidden, Message("doctor-jobs", {"count": len(well), "jobs": well})))
    return found


def look_at_heartbeat(probes: Probes) -> Finding:
    """Report whether a monitor outside would notice that the bot has stopped."""
    if probes.heartbeat_trouble is None:
        return Finding(Severity.WARNING, Message("doctor-heartbeat-none"))
    why = probes.heartbeat_trouble()
    if why is not None:
        hidden = Message("doctor-heartbeat-fails", {"why": None})
        return Finding(Severity.PROBLEM, hidden, Message("doctor-heartbeat-fails", {"why": why}))
    return Finding(Severity.GOOD, Message("doctor-heartbeat"))


def look_at_signs(work: Work, now: datetime) -> Finding:
    """Report when the bot was last at work, for readers outside its process."""
    seen_at = work.heartbeats.find(SIGN)
    if seen_at is not None and seen_at - now >= NOTICED:
        return Finding(Severity.PROBLEM, Message("doctor-clock-behind", {"at": seen_at}))
    is_up = seen_at is not None and now - seen_at < SIGN_IS_FRESH
    return Finding(Severity.GOOD if is_up else Severity.WARNING, Message("doctor-seen", {"up": is_up, "at": seen_at}))
