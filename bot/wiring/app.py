"""build(settings, clock): the only file that imports everything.

It wires database, exchanges, desk, Telegram, mail, web and jobs, and decides nothing.
"""

import asyncio
import contextlib
import gc
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

import structlog

from bot.chat.bot_setup import persist, set_webhook, write_profile
from bot.chat.context import Services
from bot.chat.dispatcher import Dispatcher
from bot.chat.ephemeral import EphemeralSender
from bot.chat.error_handler import ErrorHandler
from bot.chat.messages import MessageSender
from bot.chat.redraw import Redraw
from bot.chat.sentences import Sentences
from bot.chat.telegram.activity import BusyChats, at_work
from bot.chat.telegram.chat_member import ChatMemberLookup
from bot.chat.telegram.client import SayError, TelegramClient
from bot.chat.telegram.http import ChatBot, make_bot
from bot.chat.telegram.polling import Polling
from bot.chat.telegram.rate_limit import RateLimiter
from bot.chat.telegram.update_queue import Answerer, UpdateQueue
from bot.clock import REAL_TIME, Clock, find_set_back
from bot.exchanges.channel import ChannelPool
from bot.mail.mailer import Mailer
from bot.operations.alerts.react import Reactions
from bot.operations.chats.bot_membership import BotMembership
from bot.operations.chats.claim_team import ClaimTeam
from bot.operations.chats.inbox import Inbox, describe_backlog
from bot.operations.chats.move_team import MoveTeam
from bot.operations.chats.unreachable import describe_unreachable
from bot.operations.desk.approving import Approving
from bot.operations.desk.choices import Choices
from bot.operations.desk.code_revocation import CodeRevocation
from bot.operations.desk.confirm_page import Pages
from bot.operations.desk.desk import Desk
from bot.operations.desk.group_codes import GroupCodes
from bot.operations.desk.manual import send_steps
from bot.operations.desk.offers import Offers
from bot.operations.desk.open_tickets import OpenTickets
from bot.operations.desk.presses import ButtonPresses
from bot.operations.desk.typed_codes import TypedCodes
from bot.operations.doctor.request_report import Doctor
from bot.operations.members.access import Access
from bot.operations.members.choose_quiet import ChooseTimes
from bot.operations.members.choose_theme import ChooseTheme
from bot.operations.members.enrol_person import EnrolPerson
from bot.operations.members.personal_calendar import PersonalCalendar
from bot.operations.members.presence import PresenceCheck
from bot.operations.members.redeem_invitation import RedeemInvitation
from bot.operations.model.leases import Lead
from bot.operations.model.service_status import Service, ServiceStatus
from bot.operations.queries.audit_file import AuditFiles
from bot.operations.queries.calendar import CalendarFeeds
from bot.operations.queries.overview import Overview
from bot.operations.ticket.screens import Screens
from bot.proxy import opens_only_here
from bot.setting_values import Secret
from bot.settings import CannotStart, Settings, explain_no_token
from bot.web.calendar import CalendarDoor
from bot.web.metrics import MetricsDoor
from bot.web.server import WebServer, make_app
from bot.web.telegram import WebhookDoor
from bot.wiring.exchanges import open_within
from bot.wiring.first_step import find_first_step
from bot.wiring.job_table import Parts, make_schedule
from bot.wiring.master_key import find_key, find_or_make_key, reread_key
from bot.wiring.measurements import Measurements
from bot.wiring.pages import WebCalendars, WebPages
from bot.wiring.settings_check import describe_places
from bot.wiring.tempo import Tempo
from storage.database import Database, is_new
from storage.errors import DatabaseError
from storage.records import Message
from storage.sealing import KeyRing

log = structlog.get_logger(__name__)

_NEW_OBJECTS = 10_000
"""Objects made and not freed before the next search for cycles. Sixteen updates at once hold more than Python's 700."""
_LOOK_SECONDS = 60.0
"""Real time between two checks whether Telegram can be reached, without polling."""


class App:
    """A built bot, which is started, run and stopped as a whole."""

    def __init__(self, settings: Settings, clock: Clock, database: Database, tempo: Tempo) -> None:
        self.database = database
        self._settings = settings
        self._clock = clock
        self.bot: ChatBot = make_bot(_token_of(settings), settings.telegram_api_url)
        self._sentences = Sentences()
        self._service_status = ServiceStatus(clock)
        self._rate_limiter = RateLimiter(clock, tempo.messages)
        self._line = TelegramClient(self.bot, self._rate_limiter, self._service_status, self._rate_limiter.turn)
        self._rate_limiter.on_wait = BusyChats(self._line, self._rate_limiter.is_busy).show
        self.channels = ChannelPool(settings.exchange_urls, tempo.exchanges)
        sender = MessageSender(self._line, self._sentences, clock, AuditFiles(database).read)
        ephemerals = EphemeralSender(self._line, self._sentences, clock)
        mailer = _make_mailer(settings, clock)
        presence_check = PresenceCheck(database, clock, ChatMemberLookup(self._line).look)
        desk = Desk(database, clock, presence_check, open_within(self.channels, clock.now), can_mail=mailer is not None)
        own = self.bot, self._sentences, self._service_status, self._rate_limiter, self._line, self.channels
        parts = Parts(settings, clock, database, *own, presence_check)
        bot_membership = BotMembership(database, clock)
        enrolling = EnrolPerson(database, clock, settings.owners)
        services = Services(
            desk=desk,
            accepting=Offers(database, clock, desk),
            burning=CodeRevocation(database, clock),
            pending=OpenTickets(database, clock, presence_check),
            presses=ButtonPresses(database, clock),
            approving=Approving(database, clock),
            overview=Overview(database, clock),
            screens=Screens(database),
            choices=Choices(database, clock),
            claiming=ClaimTeam(database, clock, settings.owners, send_steps),
            moving=MoveTeam(database, clock, send_steps),
            bot_membership=bot_membership,
            redeeming=RedeemInvitation(database, clock, presence_check),
            access=Access(database, clock, presence_check),
            reactions=Reactions(database, clock),
            enrolling=enrolling,
            typed_codes=TypedCodes(database, clock, desk, enrolling),
            times=ChooseTimes(database, clock),
            calendars=PersonalCalendar(database, clock, settings.public_url, opens_only_here(settings.public_url)),
            themes=ChooseTheme(database),
            doctor=Doctor(database, clock),
            group_codes=GroupCodes(database, clock, desk, ephemerals),
            sender=sender,
            ephemerals=ephemerals,
            fetch_file=self._line.fetch,
            at_work=partial(at_work, self._line),
            own_ips=self.channels.list_own_ips,
            now=clock.now,
        )
        self.schedule = make_schedule(parts, mailer, Redraw(services).draw, tempo.patience)
        database.on_write = self.schedule.note_changes
        self._service_status.on_change = lambda: self.schedule.wake("detect outages")
        answerer = Answerer(
            handle=Dispatcher(services).handle,
            apologise=ErrorHandler(sender).apologise,
            follow=bot_membership.follow,
            unreachable=bot_membership.unreachable,
            until_open=self._rate_limiter.until_open,
        )
        self.update_queue = UpdateQueue(Inbox(database, tempo.patience), answerer, self.bot)
        self._lead = Lead(database)
        self.polling = Polling(self.bot, self.update_queue.take, self._lead.hold, tempo.polling)
        self.polling.on_trouble = self._note_telegram
        self._note_telegram(self.polling.trouble)
        self._chat_link = ""
        measurements = Measurements(
            database, clock, desk.refused_codes, self.channels, self._service_status, self.schedule.tell
        )
        secret = _text_of(settings.webhook_secret) if settings.telegram_mode == "webhook" else None
        metrics = MetricsDoor(measurements.measure, _text_of(settings.metrics_token))
        calendar = CalendarDoor(WebCalendars(CalendarFeeds(database, clock), self._words, clock.now))
        app = make_app(
            pages=WebPages(Pages(database, clock, desk, presence_check), self._words, lambda: self._chat_link),
            what_is_down=self._what_is_down,
            public_url=settings.public_url,
            webhook=WebhookDoor(self.update_queue.take, secret) if secret else None,
            more={"/metrics": metrics.show, "/calendar/{token}.ics": calendar.show},
        )
        self.web = WebServer(app, settings.listen_host, settings.listen_port)
        self.last_steps: list[Callable[[], Awaitable[None]]] = [
            self.web.close,
            # The update queue must still work for updates that the webhook has accepted.
            self.update_queue.stop,
            self._lead.let_go,
            self.bot.shutdown,
            self.channels.close,
            database.close,
        ]
        """Steps of the shutdown in order. Each step runs even if an earlier one raises."""

    async def run_until_stopped(self) -> None:
        """Run until a fatal error, which is raised, or until cancelled. Either way everything is closed."""
        try:
            await self._run()
        finally:
            # Objects frozen with this app must not outlive it if another is opened in the same process.
            gc.unfreeze()
            async with contextlib.AsyncExitStack() as putting_away:
                for step in reversed(self.last_steps):
                    putting_away.push_async_callback(step)

    async def _run(self) -> None:
        try:
            await self.web.open()
            async with asyncio.TaskGroup() as group:
                gc.freeze()
                gc.set_threshold(_NEW_OBJECTS)
                gc.enable()  # before the first wait for Telegram, which may take long
                await self.polling.connect()
                await self._log_first_step()
                await self.update_queue.start()
                group.create_task(self.schedule.run(), name="schedule")
                group.create_task(self.update_queue.run(), name="update queue")
                group.create_task(self._listen(), name="telegram")
                group.create_task(persist(lambda: write_profile(self._line, self._words)), name="profile")
        except BaseExceptionGroup as group:
            # Re-raise the first error itself so that callers can match its type.
            raise group.exceptions[0] from None

    async def _log_first_step(self) -> None:
        link = self._chat_link = f"https://t.me/{self._line.username}"
        step = await self.database.read(lambda work: find_first_step(work, self._settings.owners, link))
        if step is None:
            log.info("bot_ready", chat=link)
        else:
            log.info("setup_next", step=step)

    async def _listen(self) -> None:
        """Poll, or tell Telegram the webhook address."""
        if self._settings.telegram_mode == "polling":
            await self.polling.run()
            return
        url, shown = f"{self._settings.public_url}/telegram", _text_of(self._settings.webhook_secret)
        await persist(lambda: set_webhook(self._line, url, shown))
        while True:
            # A webhook does not notice alone that Telegram cannot be reached.
            await asyncio.sleep(_LOOK_SECONDS)
            with contextlib.suppress(SayError):
                await self._line.call("getMe", {})

    def _words(self, saying: Message) -> str:
        return self._sentences.plain(saying, zone="UTC", now=self._clock.now())

    def _note_telegram(self, trouble: str | None) -> None:
        if trouble is None:
            self._service_status.worked(Service.TELEGRAM)
        else:
            self._service_status.failed(Service.TELEGRAM, trouble)

    async def _what_is_down(self) -> Mapping[str, str]:
        found: Mapping[str, str] = {}
        try:
            found = await self.database.read(
                lambda work: {**describe_backlog(work, REAL_TIME.now()), **describe_unreachable(work)}
            )
        except DatabaseError as error:
            self._service_status.failed(Service.DATABASE, str(error))
        else:
            self._service_status.worked(Service.DATABASE)
        set_back = find_set_back(self._clock)
        if set_back:
            found = {**found, "clock": f"was set back by {set_back.total_seconds() / 60:.0f} minutes: correct it"}
        return {**self._service_status.show(), **found}


async def build(settings: Settings, clock: Clock, *, stamp: str = "", tempo: Tempo | None = None) -> App:
    """Open the database and wire the app. `stamp` marks the installation.

    Raises CannotStart or a DatabaseError: one sentence for the operator.
    """
    _token_of(settings)  # before anything is made
    url = settings.database_url.get_secret_value()
    is_first = await is_new(url)
    text = find_or_make_key(settings, lambda: KeyRing.new().to_text()) if is_first else find_key(settings)
    database = await Database.open(url, KeyRing.from_text(text), stamp=stamp, reread=partial(reread_key, settings))
    if is_first:
        log.info("installation_made", **describe_places(settings))
    try:
        return App(settings, clock, database, tempo or Tempo())
    except BaseException:
        await database.close()
        raise


def _token_of(settings: Settings) -> str:
    if settings.telegram_token is None:
        raise CannotStart(explain_no_token())
    return settings.telegram_token.get_secret_value()


def _text_of(secret: Secret | None) -> str | None:
    return None if secret is None else secret.get_secret_value()


def _make_mailer(settings: Settings, clock: Clock) -> Mailer | None:
    if settings.smtp_url is None or settings.mail_from is None:
        return None
    return Mailer(settings.smtp_url.get_secret_value(), settings.mail_from, clock.now)
