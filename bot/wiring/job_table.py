"""The table of jobs, wired: what runs without a command, and which writes wake it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta

from bot.chat.ephemeral import EphemeralSender
from bot.chat.messages import MessageSender
from bot.chat.sentences import Sentences
from bot.chat.telegram.activity import Activity, at_work
from bot.chat.telegram.client import TelegramClient
from bot.chat.telegram.http import ChatBot
from bot.chat.telegram.pins import ChatPins
from bot.chat.telegram.rate_limit import RateLimiter
from bot.clock import Clock
from bot.exchanges.channel import ChannelPool
from bot.jobs.announce_live import AnnounceLive
from bot.jobs.answer_doctor import AnswerDoctor
from bot.jobs.deliver_notices import DeliverNotices
from bot.jobs.delivery import Channels
from bot.jobs.detect_outages import DetectOutages
from bot.jobs.end_cooling import EndCooling
from bot.jobs.expire_tickets import ExpireTickets
from bot.jobs.heartbeat import PingHeartbeat
from bot.jobs.keep_pinned_cards import KeepPinnedCards
from bot.jobs.mail_audit_heads import MailAuditHeads
from bot.jobs.notify_egress_ip import NotifyEgressIp
from bot.jobs.perform_tickets import PerformTickets
from bot.jobs.probe_keys import ProbeKeys
from bot.jobs.purge_old_rows import PurgeOldRows
from bot.jobs.read_exchanges import ReadExchanges
from bot.jobs.reconcile_accounts import ReconcileAccounts
from bot.jobs.remind_expiring import RemindExpiring
from bot.jobs.repeat_glass import RepeatGlass
from bot.jobs.schedule import Job, JobStatus, Round, Schedule
from bot.jobs.send_digests import SendDigests
from bot.jobs.sweep_members import SweepMembers
from bot.jobs.sweep_secrets import SweepSecrets
from bot.jobs.watch_other_ends import WatchOtherEnds
from bot.jobs.watch_rotations import WatchRotations
from bot.jobs.write_menus import WriteMenus
from bot.mail.mailer import Mailer
from bot.operations.desk.executor import TicketExecutor
from bot.operations.desk.group_codes import note_public
from bot.operations.members.presence import PresenceCheck
from bot.operations.model.ephemeral import NotEphemeral
from bot.operations.model.operation import ExchangeClients
from bot.operations.model.service_status import ServiceStatus
from bot.operations.queries.audit_file import AuditFiles
from bot.settings import Settings
from bot.wiring.delivery import Draw, MailDelivery, MenuDelivery, TelegramDelivery
from bot.wiring.diagnostics import Diagnostics, Probes
from bot.wiring.exchanges import AccountClients
from bot.wiring.heartbeat import Heartbeat
from bot.wiring.outside_ends import Outside
from storage.database import Database
from storage.records import ChatLocation, Message

LIVES_ON: Mapping[str, frozenset[str]] = {
    "deliver notices": frozenset({"notices"}),
    "perform tickets": frozenset({"tickets"}),
    "expire tickets": frozenset({"tickets"}),
    "end cooling": frozenset({"tickets"}),
    "announce live keys": frozenset({"keys"}),
    "read exchanges": frozenset({"accounts"}),
    "watch rotations": frozenset({"rotations", "keys"}),
    "reconcile accounts": frozenset({"looks", "accounts"}),
    "remind expiring": frozenset({"watches"}),
    "send digests": frozenset({"teams", "watches"}),
    "repeat break-glass": frozenset({"teams"}),
    "answer the doctor": frozenset({"examinations"}),
    "notify egress IP": frozenset({"cards"}),
    "write menus": frozenset({"menus"}),
    "watch other ends": frozenset({"teams"}),
    "keep pinned cards": frozenset({"pinned_cards"}),
}
"""Job → the tables with changes that can make something due at once."""

AT_ONCE = frozenset({"deliver notices", "perform tickets", "answer the doctor", "ping heartbeat"})
"""Jobs that a person waits for."""
GATHERS = timedelta(seconds=1)
"""The other jobs run once after this time, for any number of writes."""

LOOK = timedelta(seconds=10)
"""Time between two checks for work that another process may have left."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The dependencies of the jobs."""

    settings: Settings
    clock: Clock
    database: Database
    bot: ChatBot
    sentences: Sentences
    service_status: ServiceStatus
    rate_limiter: RateLimiter
    line: TelegramClient
    channels: ChannelPool
    presence_check: PresenceCheck

    def show_work(self, place: ChatLocation) -> AbstractAsyncContextManager[None]:
        """Show "typing…" in a chat as long as the block runs."""
        return at_work(self.line, place, Activity.TYPING)

    async def has_codes(self, chat_id: int) -> bool:
        """Whether a team of the chat taps its codes there."""
        return await self.database.read(lambda work: any(one.codes_here for one in work.teams.list_in(chat_id)))

    def words(self, saying: Message) -> str:
        """Render for an e-mail or a menu."""
        return self.sentences.plain(saying, zone="UTC", now=self.clock.now())


def make_schedule(parts: Parts, mailer: Mailer | None, draw: Draw, patience: timedelta) -> Schedule:
    """Return every job, in the order of status reports."""
    database, clock = parts.database, parts.clock
    clients = AccountClients(database, parts.channels, clock.now)
    running = asyncio.Event()
    executor = TicketExecutor(
        database,
        clock,
        ExchangeClients(clients.exchange_of, clients.main_account_of),
        parts.presence_check,
        parts.show_work,
    )
    perform = PerformTickets(executor, woken=running)
    compare = ReconcileAccounts(database, clock, clients.exchange_of)
    read = ReadExchanges(database, clock, clients.main_account_of)
    probe = ProbeKeys(database, clock, clients.exchange_of)
    menus = MenuDelivery(parts.line, parts.words, parts.has_codes)
    reminding, trouble = _make_reminding(parts)

    def tell_jobs() -> list[JobStatus]:
        """Return the status of all jobs. The doctor is one of them."""
        return schedule.tell()

    mode = parts.settings.telegram_mode
    outside = Outside(parts.line, mode, parts.settings.public_url)
    probes = Probes(
        parts.line.call, mode, mailer, clients.main_account_of, tell_jobs, trouble, parts.service_status.sign_to_come
    )
    doctor = AnswerDoctor(database, clock, Diagnostics(database, clock, probes).examine, parts.show_work)
    schedule = Schedule(
        [
            _make_delivering(parts, mailer, draw, patience),
            _job("perform tickets", LOOK, perform.run, running),
            _job("expire tickets", timedelta(minutes=5), ExpireTickets(database, clock).run),
            _job("end cooling", timedelta(minutes=5), EndCooling(database, clock).run),
            _job("announce live keys", timedelta(minutes=5), AnnounceLive(database, clock).run),
            _job("probe young keys", timedelta(minutes=1), probe.run),
            _job("read exchanges", timedelta(minutes=5), read.run),
            _job("watch rotations", timedelta(minutes=5), WatchRotations(database, clock).run),
            _job("reconcile accounts", timedelta(minutes=10), compare.run),
            *reminding,
            _job("answer the doctor", timedelta(minutes=1), doctor.run),
            _job("notify egress IP", timedelta(minutes=5), NotifyEgressIp(database, clock, clients.find_own_ip).run),
            _job("detect outages", timedelta(minutes=1), DetectOutages(database, clock, parts.service_status).run),
            _job(
                "write menus",
                timedelta(minutes=15),
                WriteMenus(database, menus.write, menus.edition, patience).run,
            ),
            _job("watch other ends", timedelta(hours=1), WatchOtherEnds(database, clock, outside).run),
            _job(
                "keep pinned cards",
                timedelta(minutes=1),
                KeepPinnedCards(database, clock, ChatPins(parts.line.call)).run,
            ),
            _job("mail audit heads", timedelta(hours=1), MailAuditHeads(database, clock).run),
            _job("repeat break-glass", timedelta(hours=1), RepeatGlass(database, clock).run),
            _job("sweep members", timedelta(hours=1), SweepMembers(database, clock, parts.presence_check).run),
            _job("sweep secrets", timedelta(hours=1), SweepSecrets(database, clock).run),
            _job("purge old rows", timedelta(hours=6), PurgeOldRows(database, clock).run),
        ],
        clock,
    )
    return schedule


def _make_delivering(parts: Parts, mailer: Mailer | None, draw: Draw, patience: timedelta) -> Job:
    """Outbox to Telegram and mail."""
    rate_limiter, clock = parts.rate_limiter, parts.clock
    line = TelegramClient(parts.bot, rate_limiter, parts.service_status, rate_limiter.note)
    sender = MessageSender(line, parts.sentences, clock, AuditFiles(parts.database).read)

    async def note(place: ChatLocation, sent: NotEphemeral) -> None:
        await parts.database.write(lambda work: note_public(work, place, sent, clock.now()))

    telegram = TelegramDelivery(sender, EphemeralSender(line, parts.sentences, clock), draw, note)
    woken = asyncio.Event()
    emails = MailDelivery(mailer, parts.words, parts.settings.public_url, parts.service_status)
    channels = Channels(say=telegram.say, delete=telegram.delete, mail=emails.mail, book=rate_limiter.book)
    deliver = DeliverNotices(parts.database, clock, channels, woken=woken, patience=patience)
    return _job("deliver notices", LOOK, deliver.run, woken)


def _make_reminding(parts: Parts) -> tuple[list[Job], Callable[[], str | None] | None]:
    """Make the scan, the digest, and the ping with its error if a monitor is configured."""
    database, clock, url = parts.database, parts.clock, parts.settings.heartbeat_url
    digests = _job("send digests", timedelta(minutes=5), SendDigests(database, clock).run)
    if url is None:
        remind = RemindExpiring(database, clock, scanned=lambda: None)
        return [_job("remind expiring", timedelta(minutes=5), remind.run), digests], None
    owed = asyncio.Event()
    heartbeat = PingHeartbeat(Heartbeat(url.get_secret_value()).ping, woken=owed)
    remind = RemindExpiring(database, clock, scanned=heartbeat.scanned)
    scan = _job("remind expiring", timedelta(minutes=5), remind.run)
    ping = _job("ping heartbeat", timedelta(minutes=5), heartbeat.run, owed)
    return [scan, digests, ping], lambda: heartbeat.trouble


def _job(name: str, every: timedelta, run: Callable[[], Awaitable[Round]], woken: asyncio.Event | None = None) -> Job:
    """Make a row of the table. A job that a person waits for runs at once."""
    gathers = timedelta() if name in AT_ONCE else GATHERS
    return Job(name, every, run, woken or asyncio.Event(), LIVES_ON.get(name, frozenset()), gathers)
