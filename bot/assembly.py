"""build(settings, clock): the only file that knows everyone.

It wires database, exchanges, desk, Telegram, mail, web and jobs, and decides nothing.
"""

import asyncio
import contextlib
import gc
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from bot.adapters import Letters, TelegramDoor, WaysOut, WebPages
from bot.chat.calling import Line, SayError
from bot.chat.errors import LastNet
from bot.chat.heard import Services
from bot.chat.hearing import Hearing
from bot.chat.intake import Answerer, Intake
from bot.chat.pacing import TELEGRAM_LIMITS, Limits, Pacing
from bot.chat.polling import Pace, Polling
from bot.chat.registering import persist, set_webhook, write_menus
from bot.chat.requests import ChatBot, make_bot
from bot.chat.sentences import Sentences
from bot.chat.speaking import Speaker
from bot.examining import Examiner
from bot.examining import Outside as Examined
from bot.exchanges.outside import Outside
from bot.heartbeat import Heartbeat
from bot.jobs.announce_live import AnnounceLive
from bot.jobs.answer_doctor import AnswerDoctor
from bot.jobs.compare_with_exchange import CompareWithExchange
from bot.jobs.deliver_notices import DeliverNotices
from bot.jobs.doors import Doors
from bot.jobs.keep_house import KeepHouse
from bot.jobs.keep_watch import KeepWatch
from bot.jobs.lapse_tickets import LapseTickets
from bot.jobs.perform_tickets import PerformTickets
from bot.jobs.ping_heartbeat import PingHeartbeat
from bot.jobs.probe_keys import ProbeKeys
from bot.jobs.read_exchanges import ReadExchanges
from bot.jobs.remind_expiring import RemindExpiring
from bot.jobs.schedule import Job, Schedule, Told
from bot.jobs.send_digests import SendDigests
from bot.jobs.watch_rotations import WatchRotations
from bot.mail.post import Post
from bot.master_key import find_or_make_key
from bot.operations.approving import Approving
from bot.operations.asked import Ways
from bot.operations.audience import Audience
from bot.operations.clock import Clock
from bot.operations.condition import Condition, Service
from bot.operations.desk import Desk
from bot.operations.doctor.asking import Doctor
from bot.operations.inbox import Inbox
from bot.operations.members.choose_zone import ZoneChoosing
from bot.operations.members.claim_team import Claiming
from bot.operations.members.enrol_person import Enrolling
from bot.operations.members.redeem_invitation import Redeeming
from bot.operations.overview import Overview
from bot.operations.pages import Pages
from bot.operations.pending import Pending
from bot.operations.performing import Performer
from bot.settings import CannotStart, Settings
from bot.web.server import Doors as WebDoors
from bot.web.server import make_app
from storage.database import Database, is_new
from storage.errors import DatabaseError
from storage.records import Saying
from storage.sealing import KeyRing

NOBODY_TO_BE = (
    "There is no bot token: send /newbot to @BotFather in Telegram and set KEYMINDER_TELEGRAM_TOKEN to what it answers,"
    " or try everything at once with `keyminder sandbox`."
)

_LOOK_SECONDS = 60.0
"""Real time between two looks whether Telegram can be reached, where nobody polls."""


class House:
    """A built bot: started, run and stopped as one."""

    def __init__(self, settings: Settings, clock: Clock, database: Database, pace: Pace | None, limits: Limits) -> None:
        if settings.telegram_token is None:
            raise CannotStart(NOBODY_TO_BE)
        self.database = database
        self._settings = settings
        self._clock = clock
        self.bot: ChatBot = make_bot(settings.telegram_token.get_secret_value(), settings.telegram_api_url)
        self._sentences = Sentences()
        self._condition = Condition(clock)
        self._pacing = Pacing(clock, limits)
        self._line = Line(self.bot, self._pacing, self._condition, self._pacing.turn)
        self.outside = Outside({"coinex": settings.coinex_api_url})
        speaker = Speaker(self._line, self._sentences, clock)
        post = _post(settings, clock)
        desk = Desk(database, clock, can_mail=post is not None)
        self.schedule = self._make_schedule(post)
        database.on_write = self._wake
        self._condition.on_change = lambda: self.schedule.wake("keep watch")
        audience = Audience(database, clock)
        services = Services(
            desk=desk,
            pending=Pending(database, clock),
            approving=Approving(database, clock),
            overview=Overview(database, clock),
            claiming=Claiming(database, clock, settings.owners),
            audience=audience,
            redeeming=Redeeming(database, clock),
            enrolling=Enrolling(database, clock),
            zones=ZoneChoosing(database, clock),
            doctor=Doctor(database, clock),
            speaker=speaker,
            fetch_file=self._fetch_file,
            now=clock.now,
        )
        answerer = Answerer(
            handle=Hearing(services).handle,
            apologise=LastNet(speaker).apologise,
            follow=audience.follow,
            unheard=audience.unheard,
        )
        self.intake = Intake(Inbox(database), answerer, self.bot)
        self.polling = Polling(self.bot, self.intake.take, database.try_lead, pace)
        self.polling.on_trouble = self._note_telegram
        self._note_telegram(self.polling.trouble)
        app = make_app(
            pages=WebPages(Pages(database, clock, desk), self._words),
            what_is_down=self._what_is_down,
            public_url=settings.public_url,
            take_updates=self.intake.take if settings.telegram_mode == "webhook" else None,
            webhook_secret=settings.webhook_secret.get_secret_value() if settings.webhook_secret else None,
        )
        self.web = WebDoors(app, settings.listen_host, settings.listen_port)

    async def run_until_stopped(self) -> None:
        """Works until something fatal happens, which is raised, or until cancelled; either way all is put away."""
        try:
            await self.web.open()
            async with asyncio.TaskGroup() as group:
                await self.polling.connect()
                await self.intake.start()
                gc.freeze()
                group.create_task(self.schedule.run(), name="schedule")
                group.create_task(self._listen(), name="telegram")
                group.create_task(persist(lambda: write_menus(self.bot, self._words)), name="menus")
        except BaseExceptionGroup as group:
            # One reason is enough to stop, and whoever runs the house knows it by its own name.
            raise group.exceptions[0] from None
        finally:
            await self.intake.stop()
            await self.web.close()
            await self.bot.shutdown()
            await self.outside.close()
            await self.database.close()

    async def _listen(self) -> None:
        """Polls, or tells Telegram where to push to."""
        if self._settings.telegram_mode == "polling":
            await self.polling.run()
            return
        secret = self._settings.webhook_secret
        url, shown = f"{self._settings.public_url}/telegram", secret.get_secret_value() if secret else None
        await persist(lambda: set_webhook(self.bot, url, shown))
        while True:
            # Who is pushed to does not notice by itself that Telegram cannot be reached.
            await asyncio.sleep(_LOOK_SECONDS)
            with contextlib.suppress(SayError):
                await self._line.call("getMe", {})

    def _make_schedule(self, post: Post | None) -> Schedule:
        database, clock, pacing = self.database, self._clock, self._pacing
        door = TelegramDoor(Speaker(Line(self.bot, pacing, self._condition, pacing.note), self._sentences, clock))
        letters = Letters(post, self._words, self._settings.public_url, self._condition)
        woken = asyncio.Event()
        doors = Doors(say=door.say, delete=door.delete, mail=letters.mail, book=pacing.book)
        deliver = DeliverNotices(database, clock, doors, woken=woken)
        way = WaysOut(database, self.outside, clock.now)
        ways = Ways(way.exchange_of, way.main_account_of)
        perform = PerformTickets(Performer(database, clock, ways))
        read = ReadExchanges(database, clock, way.main_account_of)
        probe = ProbeKeys(database, clock, way.exchange_of)
        compare = CompareWithExchange(database, clock, way.exchange_of)
        reminding, trouble = self._make_reminding()
        asked = Examined(
            self._line.call, self._settings.telegram_mode, post, way.main_account_of, self._tell_jobs, trouble
        )
        doctor = AnswerDoctor(database, clock, Examiner(database, clock, asked).examine)
        return Schedule(
            [
                Job("deliver notices", timedelta(seconds=30), deliver.run, woken),
                Job("perform tickets", timedelta(seconds=30), perform.run),
                Job("lapse tickets", timedelta(minutes=5), LapseTickets(database, clock).run),
                Job("announce live keys", timedelta(minutes=5), AnnounceLive(database, clock).run),
                Job("probe young keys", timedelta(minutes=1), probe.run),
                Job("read exchanges", timedelta(minutes=5), read.run),
                Job("watch rotations", timedelta(minutes=5), WatchRotations(database, clock).run),
                *reminding,
                Job("compare with exchange", timedelta(minutes=10), compare.run),
                Job("answer the doctor", timedelta(minutes=1), doctor.run),
                Job("keep watch", timedelta(minutes=1), KeepWatch(database, clock, self._condition).run),
                Job("keep house", timedelta(hours=6), KeepHouse(database, clock).run),
            ],
            clock,
        )

    def _tell_jobs(self) -> Sequence[Told]:
        return self.schedule.tell()

    def _make_reminding(self) -> tuple[list[Job], Callable[[], str | None] | None]:
        """The scan, the digest that says it was done, the ping where there is somebody to ping, and how that went."""
        database, clock, url = self.database, self._clock, self._settings.heartbeat_url
        digests = Job("send digests", timedelta(minutes=5), SendDigests(database, clock).run)
        if url is None:
            remind = RemindExpiring(database, clock, scanned=lambda: None)
            return [Job("remind expiring", timedelta(minutes=5), remind.run), digests], None
        owed = asyncio.Event()
        heartbeat = PingHeartbeat(Heartbeat(url.get_secret_value()).ping, woken=owed)
        remind = RemindExpiring(database, clock, scanned=heartbeat.scanned)
        scan = Job("remind expiring", timedelta(minutes=5), remind.run)
        ping = Job("ping heartbeat", timedelta(minutes=5), heartbeat.run, owed)
        return [scan, digests, ping], lambda: heartbeat.trouble

    def _wake(self) -> None:
        """Something was written: whoever may have work looks now."""
        for name in (
            "deliver notices",
            "perform tickets",
            "lapse tickets",
            "announce live keys",
            "read exchanges",
            "watch rotations",
            "remind expiring",
            "send digests",
            "compare with exchange",
            "answer the doctor",
        ):
            self.schedule.wake(name)

    async def _fetch_file(self, file_id: str) -> bytes:
        file = await self.bot.get_file(file_id)
        return bytes(await file.download_as_bytearray())

    def _words(self, saying: Saying) -> str:
        return self._sentences.plain(saying, zone="UTC", now=self._clock.now())

    def _note_telegram(self, trouble: str | None) -> None:
        if trouble is None:
            self._condition.worked(Service.TELEGRAM)
        else:
            self._condition.failed(Service.TELEGRAM, trouble)

    async def _what_is_down(self) -> Mapping[str, str]:
        try:
            await self.database.read(lambda work: work.teams.list_all())
        except DatabaseError as error:
            self._condition.failed(Service.DATABASE, str(error))
        else:
            self._condition.worked(Service.DATABASE)
        return self._condition.show()


async def build(
    settings: Settings, clock: Clock, *, stamp: str = "", pace: Pace | None = None, limits: Limits = TELEGRAM_LIMITS
) -> House:
    """Opens the database and wires the house.

    `stamp` marks the installation, `pace` is how patiently it polls, `limits` how fast it may speak.
    Raises CannotStart or a DatabaseError: one sentence for the admin.
    """
    url = settings.database_url.get_secret_value()
    text = find_or_make_key(settings, lambda: KeyRing.new().to_text(), is_database_new=await is_new(url))
    database = await Database.open(url, KeyRing.from_text(text), stamp=stamp)
    try:
        return House(settings, clock, database, pace, limits)
    except BaseException:
        await database.close()
        raise


def _post(settings: Settings, clock: Clock) -> Post | None:
    if settings.smtp_url is None or settings.mail_from is None:
        return None
    return Post(settings.smtp_url.get_secret_value(), settings.mail_from, clock.now)
