"""Buttons below a message, as the Bot API has them."""

from collections.abc import Callable, Sequence

import structlog

from storage.records import Button, Message

Keyboard = dict[str, list[list[dict[str, object]]]]
"""An InlineKeyboardMarkup as the Bot API has it. python-telegram-bot's objects cost as much as the rest of a list."""

log = structlog.get_logger(__name__)


def make_keyboard(
    rows: Sequence[Sequence[Button]], words: Callable[[Message], str], bot_username: str
) -> Keyboard | None:
    """Render the rows, or return None without any button."""
    made = [[one for button in row if (one := _render(button, words, bot_username)) is not None] for row in rows]
    made = [row for row in made if row]
    return {"inline_keyboard": made} if made else None


def private_link(bot_username: str, token: str) -> str:
    """The link that opens the private chat with `/start <token>`."""
    return f"https://t.me/{bot_username}?start={token}"


def _render(button: Button, words: Callable[[Message], str], bot_username: str) -> dict[str, object] | None:
    label = words(button.label)
    if button.start is not None:
        return {"text": label, "url": private_link(bot_username, button.start)}
    if button.copies is not None:
        return {"text": label, "copy_text": {"text": button.copies}}
    if button.press is None:
        # Telegram would refuse the whole message for one bad button.
        log.error("button_left_out", label=button.label.sentence)
        return None
    return {"text": label, "callback_data": button.press}
