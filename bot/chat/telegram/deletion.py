"""Remove the content of a message: delete it, or overwrite it where Telegram no longer deletes it.

Source: core.telegram.org/bots/api#deletemessage: a message is deleted within 48 hours. td, can_edit_message: a bot
edits its own messages for ever, unless they carried a reply keyboard or ForceReply. Checked 27 November 2026.
"""

from typing import Any

from telegram import InputMediaPhoto

from bot.chat.telegram.attachments import draw_nothing
from bot.chat.telegram.client import ChatUnreachable, TelegramClient, Unsayable

_DELETED = ("message to delete not found", "message_id_invalid")
_EDITED = ("message is not modified",)
_NOT_THERE = ("message to edit not found", "message_id_invalid")
_IS_MEDIA = "there is no text in the message to edit"


async def erase(line: TelegramClient, chat_id: int, message_id: int, instead: str) -> None:
    """Delete a message, or change it to `instead` without buttons. Raises a SayError.

    A missing message is not an error.
    """
    message: dict[str, Any] = {"chat_id": chat_id, "message_id": message_id}
    try:
        await line.call("deleteMessage", message)
    except ChatUnreachable:
        raise
    except Unsayable as error:
        if not _says(error, _DELETED):
            await _overwrite(line, message, instead)


async def _overwrite(line: TelegramClient, message: dict[str, Any], instead: str) -> None:
    try:
        await line.call("editMessageText", message | {"text": instead})
    except Unsayable as error:
        if _says(error, (_IS_MEDIA,)):
            await _overwrite_media(line, message, instead)
        elif not _says(error, _EDITED + _NOT_THERE):
            raise


async def _overwrite_media(line: TelegramClient, message: dict[str, Any], instead: str) -> None:
    picture = InputMediaPhoto(draw_nothing(), caption=instead, filename="removed.png")
    try:
        await line.call("editMessageMedia", message | {"media": picture})
    except Unsayable as error:
        if not _says(error, _EDITED + _NOT_THERE):
            raise


def _says(error: Unsayable, words: tuple[str, ...]) -> bool:
    return any(one in str(error).lower() for one in words)
