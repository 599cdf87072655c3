"""Asking Telegram and the mail server whether they let us in, for `keyminder check`.

Nothing here changes anything on either side.
"""

from telegram.error import InvalidToken, TelegramError

from bot.chat.requests import make_bot
from bot.console.checking import Finding, Level
from bot.mail.post import MailError, Post
from bot.operations.clock import SystemClock
from bot.settings import Settings


async def probe_telegram(settings: Settings) -> list[Finding]:
    """Whether the token is known, and what the bot may read; empty without a token."""
    if settings.telegram_token is None:
        return []
    bot = make_bot(settings.telegram_token.get_secret_value(), settings.telegram_api_url)
    try:
        await bot.initialize()
        reads_all = bot.bot.can_read_all_group_messages
        name = bot.username
    except InvalidToken:
        return [
            Finding(
                Level.PROBLEM,
                "Telegram refuses the token: copy it again from @BotFather (/mybots, API Token) "
                "into KEYMINDER_TELEGRAM_TOKEN.",
            )
        ]
    except TelegramError as error:
        return [
            Finding(
                Level.PROBLEM, f"{settings.telegram_api_url} does not answer as a Bot API server ({error.message})."
            )
        ]
    finally:
        await bot.shutdown()
    found = [Finding(Level.GOOD, f"Telegram knows the bot as @{name}.")]
    if not reads_all:
        found.append(
            Finding(
                Level.NOTE,
                "In groups the bot sees commands, replies to it and buttons; as an admin it also sees, and can delete, "
                "codes typed there by mistake.",
            )
        )
    return found


async def probe_mail(settings: Settings) -> list[Finding]:
    """Whether the mail server lets us in; empty without one."""
    if settings.smtp_url is None or settings.mail_from is None:
        return []
    try:
        await Post(settings.smtp_url.get_secret_value(), settings.mail_from, SystemClock().now).call()
    except MailError as error:
        return [Finding(Level.PROBLEM, f"{error} Mail waits until that is mended.")]
    return [Finding(Level.GOOD, f"The mail server lets us in; letters come from {settings.mail_from}.")]
