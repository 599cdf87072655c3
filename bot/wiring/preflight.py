"""Check Telegram, the mail server and exchanges for `keyminder check`. Nothing is changed."""

import asyncio
from datetime import datetime

from telegram.error import InvalidToken, TelegramError

from bot.chat.sentences import Sentences
from bot.chat.telegram.client import TelegramClient
from bot.chat.telegram.http import make_bot
from bot.chat.telegram.rate_limit import TELEGRAM_LIMITS, RateLimiter
from bot.chat.telegram.telegram_check import ask_telegram
from bot.clock import SystemClock
from bot.exchanges.channel import ChannelPool
from bot.mail.errors import MailError
from bot.mail.mailer import Mailer
from bot.operations.doctor.database_checks import look_at_people, look_at_places, look_at_records
from bot.operations.doctor.findings import Finding, Severity, each_cause_once
from bot.operations.model.service_status import ServiceStatus
from bot.settings import CannotStart, Settings
from bot.wiring.diagnostics import Connected, ask_main_account, connected_mains, in_time, look_at_signs
from bot.wiring.exchanges import AccountClients
from bot.wiring.master_key import find_key
from bot.wiring.settings_check import CheckLine
from storage.database import Database, is_new
from storage.errors import DatabaseError
from storage.sealing import KeyRing
from storage.work import Work


async def probe_telegram(settings: Settings) -> list[CheckLine]:
    """Check that the token is known, and what the bot may read. Empty without a token."""
    if settings.telegram_token is None:
        return []
    bot = make_bot(settings.telegram_token.get_secret_value(), settings.telegram_api_url)
    try:
        await bot.initialize()
        reads_all = bot.bot.can_read_all_group_messages
        name = bot.username
    except InvalidToken:
        return [
            CheckLine(
                Severity.PROBLEM,
                "Telegram refuses the token: copy it again from @BotFather (/mybots, API Token) "
                "into KEYMINDER_TELEGRAM_TOKEN.",
            )
        ]
    except TelegramError as error:
        return [
            CheckLine(
                Severity.PROBLEM, f"{settings.telegram_api_url} does not answer as a Bot API server ({error.message})."
            )
        ]
    finally:
        await bot.shutdown()
    found = [CheckLine(Severity.GOOD, f"Telegram knows the bot as @{name}.")]
    if not reads_all:
        found.append(
            CheckLine(
                Severity.WARNING,
                "In groups the bot sees only commands, replies to it and buttons. As an admin it can also see and "
                "delete codes typed there by mistake.",
            )
        )
    return found


async def probe_mail(settings: Settings) -> list[CheckLine]:
    """Check that the mail server accepts us. Empty without one."""
    if settings.smtp_url is None or settings.mail_from is None:
        return []
    try:
        await Mailer(settings.smtp_url.get_secret_value(), settings.mail_from, SystemClock().now).call()
    except MailError as error:
        return [CheckLine(Severity.PROBLEM, f"{error} E-mails wait until this works again.")]
    return [CheckLine(Severity.GOOD, f"The mail server accepts the login. E-mails come from {settings.mail_from}.")]


async def probe_installation(settings: Settings) -> list[CheckLine]:
    """Check the database and the services it names, or report why it cannot be opened.

    Nothing is made or migrated.
    """
    try:
        return await _probe_installation(settings)
    except (DatabaseError, CannotStart) as error:
        return [CheckLine(Severity.PROBLEM, str(error))]


async def _probe_installation(settings: Settings) -> list[CheckLine]:
    url = settings.database_url.get_secret_value()
    if await is_new(url):
        return []
    text = find_key(settings)
    database = await Database.open_readonly(url, KeyRing.from_text(text))
    if database is None:
        return [
            CheckLine(Severity.WARNING, "The database has the tables of an older version. The next start updates them.")
        ]
    channels, clock = ChannelPool(settings.exchange_urls), SystemClock()
    try:
        clients = AccountClients(database, channels, clock.now)
        connected, told = await database.read(lambda work: _look(work, clock.now()))
        mains = [
            in_time(main.account.name, ask_main_account(clients.main_account_of(main.account), main, clock.now()))
            for main in connected
        ]
        parts = await asyncio.gather(in_time("Telegram", _ask_telegram(settings, clock)), *mains)
    finally:
        await channels.close()
        await database.close()
    sentences, now = Sentences(), clock.now()
    return [
        CheckLine(one.severity, sentences.plain(one.privately or one.saying, zone="UTC", now=now))
        for one in each_cause_once([*(finding for part in parts for finding in part), *told])
    ]


def _look(work: Work, now: datetime) -> tuple[list[Connected], list[Finding]]:
    """Return every connected main account, and the findings in the database of all teams."""
    teams = work.teams.list_all()
    accounts = [account for team in teams for account in work.accounts.list_of(team.id)]
    told = [*look_at_people(work, teams, now), *look_at_places(work, teams), *look_at_records(work, accounts, now)]
    return connected_mains(work, accounts), [*told, look_at_signs(work, now)]


async def _ask_telegram(settings: Settings, clock: SystemClock) -> list[Finding]:
    if settings.telegram_token is None:
        return []
    bot = make_bot(settings.telegram_token.get_secret_value(), settings.telegram_api_url)
    try:
        await bot.initialize()
        rate_limiter = RateLimiter(clock, TELEGRAM_LIMITS)
        line = TelegramClient(bot, rate_limiter, ServiceStatus(clock), rate_limiter.turn)
        return await ask_telegram(line.call, settings.telegram_mode, clock.now())
    except TelegramError:
        # `probe_telegram` has reported it already: it reaches Telegram in the same way.
        return []
    finally:
        await bot.shutdown()
