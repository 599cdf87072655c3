"""The table of jobs, wired: what runs without a command, and which writes wake it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.chat.messages import MessageSender
from bot.chat.sentences import Sentences
from bot.chat.telegram.client import TelegramClient
from bot.chat.telegram.http import ChatBot
from bot.chat.telegram.rate_limit import RateLimiter
from bot.clock import Clock
from bot.exchanges.channel import Outside
from bot.jobs.announce_live import AnnounceLive
from bot.jobs.answer_doctor import AnswerDoctor
from bot.jobs.deliver_notices import DeliverNotices
from bot.jobs.delivery import Doors
from bot.jobs.detect_outages import KeepWatch
from bot.jobs.expire_tickets import LapseTickets
from bot.jobs.heartbeat import PingHeartbeat
from bot.jobs.notify_egress_ip import TellWhereabouts
from bot.jobs.perform_tickets import PerformTickets
from bot.jobs.probe_keys import ProbeKeys
from bot.jobs.purge_old_rows import KeepHouse
from bot.jobs.read_exchanges import ReadExchanges
from bot.jobs.reconcile_accounts import CompareWithExchange
from bot.jobs.remind_expiring import RemindExpiring
from bot.jobs.schedule import Job, JobStatus, Round, Schedule
from bot.jobs.send_digests import SendDigests
from bot.jobs.watch_rotations import WatchRotations
from bot.mail.mailer import Mailer
from bot.operations.desk.executor import TicketExecutor
from bot.operations.members.presence import PresenceCheck
from bot.operations.model.operation import Ways
from bot.operations.model.service_status import ServiceStatus
from bot.settings import Settings
from bot.wiring.delivery import MailDelivery, TelegramDelivery
from bot.wiring.diagnostics import Diagnostics
from bot.wiring.diagnostics import Outside as Examined
from bot.wiring.exchanges import WaysOut
from bot.wiring.heartbeat import Heartbeat
from storage.database import Database
from storage.records import Message

LIVES_ON: Mapping[str, frozenset[str]] = {
    "deliver notices": frozenset({"notices"}),
    "perform tickets": frozenset({"tickets"}),
    "lapse tickets": frozenset({"tickets"}),
    "announce live keys": frozenset({"keys"}),
    "read exchanges": frozenset({"accounts"}),
    "watch rotations": frozenset({"rotations", "keys"}),
    "compare with exchange": frozenset({"looks", "accounts"}),
    "remind expiring": frozenset({"watches"}),
    "send digests": frozenset({"teams", "watches"}),
    "answer the doctor": frozenset({"examinations"}),
    "tell whereabouts": frozenset({"cards"}),
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
    condition: ServiceStatus
    pacing: RateLimiter
    line: TelegramClient
    outside: Outside
    roll: PresenceCheck

    def words(self, saying: Message) -> str:
        """Render for an e-mail."""
        return self.sentences.plain(saying, zone="UTC", now=self.clock.now())


def make_schedule(parts: Parts, post: Mailer | None) -> Schedule:
    """Return every job, in the order of status reports."""
    database, clock = parts.database, parts.clock
    way = WaysOut(database, parts.outside, clock.now)
    running = asyncio.Event()
    performer = TicketExecutor(database, clock, Ways(way.exchange_of, way.main_account_of), parts.roll)
    perform = PerformTickets(performer, woken=running)
    compare = CompareWithExchange(database, clock, way.exchange_of)
    read = ReadExchanges(database, clock, way.main_account_of)
    probe = ProbeKeys(database, clock, way.exchange_of)
    reminding, trouble = _make_reminding(parts)

    def tell_jobs() -> list[JobStatus]:
        """Return the status of all jobs. The doctor is one of them."""
        return schedule.tell()

    mode = parts.settings.telegram_mode
    examined = Examined(
        parts.line.call, mode, post, way.main_account_of, tell_jobs, trouble, parts.condition.sign_to_come
    )
    doctor = AnswerDoctor(database, clock, Diagnostics(database, clock, examined).examine)
    schedule = Schedule(
        [
            _make_delivering(parts, post),
            _job("perform tickets", LOOK, perform.run, running),
            _job("lapse tickets", timedelta(minutes=5), LapseTickets(database, clock).run),
            _job("announce live keys", timedelta(minutes=5), AnnounceLive(database, clock).run),
            _job("probe young keys", timedelta(minutes=1), probe.run),
            _job("read exchanges", timedelta(minutes=5), read.run),
            _job("watch rotations", timedelta(minutes=5), WatchRotations(database, clock).run),
            _job("compare with exchange", timedelta(minutes=10), compare.run),
            *reminding,
            _job("answer the doctor", timedelta(minutes=1), doctor.run),
            _job("tell whereabouts", timedelta(minutes=5), TellWhereabouts(database, clock, way.find_own_ip).run),
            _job("keep watch", timedelta(minutes=1), KeepWatch(database, clock, parts.condition).run),
            _job("keep house", timedelta(hours=6), KeepHouse(database, clock).run),
        ],
        clock,
    )
    return schedule


def _make_delivering(parts: Parts, post: Mailer | None) -> Job:
    """Outbox to Telegram and mail."""
    pacing, clock = parts.pacing, parts.clock
    speaker = MessageSender(TelegramClient(parts.bot, pacing, parts.condition, pacing.note), parts.sentences, clock)
    door, woken = TelegramDelivery(speaker), asyncio.Event()
    letters = MailDelivery(post, parts.words, parts.settings.public_url, parts.condition)
    doors = Doors(say=door.say, delete=door.delete, mail=letters.mail, book=pacing.book)
    deliver = DeliverNotices(parts.database, clock, doors, woken=woken)
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
