"""Send, edit or delete one message, and answer a press. Failures are a SayError."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import structlog
from telegram import InputFile, InputMediaPhoto

from bot.chat.keyboards import Keyboard, make_keyboard, private_link
from bot.chat.sentences import Sentences
from bot.chat.sentences.pages import CAPTION_LIMIT, MESSAGE_LIMIT, split_pages
from bot.chat.telegram.activity import Activity, at_work
from bot.chat.telegram.attachments import draw_nothing, draw_qr, write_csv
from bot.chat.telegram.client import ChatUnreachable, Malformed, SayError, TelegramClient, Unsayable
from bot.chat.telegram.deletion import erase
from bot.chat.telegram.term_chart import draw_chart, put_in_words
from bot.clock import Clock
from bot.operations.model.button_data import LAST_PAGE, CommandPress, encode
from bot.operations.model.notifications import button
from storage.records import (
    BlankPicture,
    Button,
    ChatLocation,
    Document,
    Message,
    MessageContent,
    Notice,
    Picture,
    QrCode,
    TermChart,
    TrailFile,
)

_ANSWER_LIMIT = 200
_PAGE_LINE = 64
_NO_PREVIEW = {"is_disabled": True}
_FORCE_REPLY = {"force_reply": True, "selective": True}
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")

OnReply = Callable[[ChatLocation], Awaitable[None]]
"""Called with the place that has just accepted an answer."""

ReadTrail = Callable[[TrailFile], Awaitable[bytes]]
"""Reads an audit trail as a file."""

log = structlog.get_logger(__name__)


class MessageSender:
    """Sends messages through Telegram. Each method but `answer` raises a SayError. `zone` is the reader's."""

    def __init__(  # noqa: PLR0913 - what a message needs, made in one place
        self,
        line: TelegramClient,
        sentences: Sentences,
        clock: Clock,
        read_trail: ReadTrail,
        *,
        zone: str = "UTC",
        on_reply: OnReply | None = None,
    ) -> None:
        self._line = line
        self._read_trail = read_trail
        self._sentences = sentences
        self._clock = clock
        self._zone = zone
        self._on_reply = on_reply

    def in_zone(self, zone: str) -> "MessageSender":
        """Return the same sender for a reader in that zone."""
        return self._with(zone, self._on_reply)

    def telling(self, on_reply: OnReply) -> "MessageSender":
        """Return the same sender, which calls `on_reply` after every accepted answer."""
        return self._with(self._zone, on_reply)

    def _with(self, zone: str, on_reply: OnReply | None) -> "MessageSender":
        parts = self._line, self._sentences, self._clock, self._read_trail
        return MessageSender(*parts, zone=zone, on_reply=on_reply)

    async def say(self, notice: Notice, zone: str = "UTC") -> int:
        """Send a notice, or edit its card if it was sent before. Return the id of the present message."""
        content = notice.content
        if content is None or notice.chat_id is None:
            raise Unsayable("The notice has nothing to say, or nowhere to say it")
        if notice.card is not None and notice.card.ephemeral_id is not None:
            raise Unsayable("What one person sees is never sent to all")
        text = self._html(content.saying, zone)
        keyboard = self._keyboard(content.buttons, zone)
        place = ChatLocation(notice.chat_id, notice.topic_id, notice.reply_to)
        message_id = notice.card.message_id if notice.card is not None else None
        if notice.card is None or (message_id is None and content.document is not None):
            # What does not fit beside a file follows it, and the last message is its card.
            return await self._send_all(place, content, text, keyboard)
        # A card is one message, whatever its length.
        card_text = split_pages(text, _limit_of(content))[0]
        if message_id is not None and await self._edit(notice.chat_id, message_id, content, card_text, keyboard):
            return message_id
        if message_id is not None and (notice.card.press is not None or content.stays_gone):
            return message_id  # Its readers deleted it and do not want it back.
        return await self._send(place, content, card_text, keyboard)

    async def reply(
        self, place: ChatLocation, content: MessageContent, *, turns: CommandPress | None = None, page: int = 1
    ) -> int:
        """Answer at once in the place of the question. Return the message's id.

        A long answer becomes one message with ◀ ▶ if `turns` has the command words that repeat it, else several
        messages.
        """
        zone = self._zone_of(place)
        text = self._html(content.saying, zone)
        answered = place.message_id if not place.is_private else None
        target = ChatLocation(place.chat_id, place.topic_id, answered, place.is_private)
        if turns is not None and (turned := self._turn(text, content, turns, page, zone)) is not None:
            message_id = await self._send(target, content, *turned)
        else:
            message_id = await self._send_all(target, content, text, self._keyboard(content.buttons, zone))
        if self._on_reply is not None:
            await self._on_reply(place)
        return message_id

    async def turn_page(self, place: ChatLocation, content: MessageContent, *, turns: CommandPress, page: int) -> int:
        """Show another page of an answer in the message with the pressed button."""
        zone = self._zone_of(place)
        text = self._html(content.saying, zone)
        turned = self._turn(text, content, turns, page, zone) or (text, self._keyboard(content.buttons, zone))
        if place.message_id is not None and await self._edit(place.chat_id, place.message_id, content, *turned):
            return place.message_id
        return await self._send(ChatLocation(place.chat_id, place.topic_id), content, *turned)

    async def show_buttons(self, place: ChatLocation, rows: Sequence[Sequence[Button]]) -> None:
        """Replace the buttons of the message with the pressed one."""
        keyboard = self._keyboard(rows, self._zone_of(place))
        data = {"chat_id": place.chat_id, "message_id": place.message_id, "reply_markup": keyboard}
        try:
            await self._line.call("editMessageReplyMarkup", data)
        except Unsayable as error:
            if "message is not modified" not in str(error).lower() and not _is_gone(error):
                raise

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Delete a message, or overwrite one of ours that is too old for that. A missing one is not an error."""
        await erase(self._line, chat_id, message_id, self._plain(Message("message-removed")))

    async def answer(
        self, query_id: str, saying: Message | None = None, *, alert: bool = False, start: str | None = None
    ) -> None:
        """Answer a press: nothing, a passing line, an alert, or a token's way to the private chat.

        Never raises: the answer is a courtesy, and the press may be too old for it.
        """
        data: dict[str, Any] = {"callback_query_id": query_id}
        if saying is not None:
            text = self._plain(saying)
            data |= {"text": text[:_ANSWER_LIMIT], "show_alert": alert}
        if start is not None:
            data["url"] = self.private_link(start)
        try:
            await self._line.call("answerCallbackQuery", data)
        except SayError as error:
            log.info("a press could not be answered", why=str(error))

    def private_link(self, token: str) -> str:
        """The link that opens the private chat with `/start <token>`."""
        return private_link(self._line.username, token)

    def _zone_of(self, place: ChatLocation) -> str:
        return self._zone if place.is_private else "UTC"  # Only apps without date-time entities show it.

    def _html(self, saying: Message, zone: str) -> str:
        return self._sentences.html(saying, zone=zone, now=self._clock.now())

    def _plain(self, saying: Message) -> str:
        return self._sentences.plain(saying, zone=self._zone, now=self._clock.now())

    def _turn(
        self, text: str, content: MessageContent, turns: CommandPress, page: int, zone: str
    ) -> tuple[str, Keyboard] | None:
        """Return one page of a long text and its keyboard.

        None if the text is short, or its words do not fit into a button.
        """
        pages = split_pages(text)
        if len(pages) == 1 or encode(replace(turns, page=LAST_PAGE)) is None:
            return None
        pages = split_pages(text, MESSAGE_LIMIT - _PAGE_LINE)
        here = min(max(page, 1), len(pages))
        ways: list[Button] = []
        if here > 1:
            ways.append(button("page-back", replace(turns, page=here - 1)))
        if here < len(pages):
            ways.append(button("page-forward", replace(turns, page=here + 1)))
        line = self._html(Message("page-number", {"page": here, "pages": len(pages)}), zone)
        keyboard = self._keyboard([*content.buttons, ways], zone)
        return f"{pages[here - 1]}\n\n{line}", keyboard or {"inline_keyboard": []}

    def _keyboard(self, rows: Sequence[Sequence[Button]], zone: str) -> Keyboard | None:
        now = self._clock.now()
        return make_keyboard(rows, lambda label: self._sentences.plain(label, zone=zone, now=now), self._line.username)

    async def _send_all(
        self, place: ChatLocation, content: MessageContent, text: str, keyboard: Keyboard | None
    ) -> int:
        """Send every page as its own message, with the buttons below the last. Return the last one's id."""
        first, *others = split_pages(text, _limit_of(content))
        message_id = await self._send(place, content, first, None if others else keyboard)
        onward = MessageContent(content.saying, protected=content.protected)
        for number, other in enumerate(others, start=1):
            message_id = await self._send(place, onward, other, keyboard if number == len(others) else None)
        return message_id

    async def _send(self, place: ChatLocation, content: MessageContent, text: str, keyboard: Keyboard | None) -> int:
        data: dict[str, Any] = {
            "chat_id": place.chat_id,
            "message_thread_id": place.topic_id,
            "parse_mode": "HTML",
            "reply_markup": _FORCE_REPLY if content.expects_reply else keyboard,
            "protect_content": content.protected or None,
            "disable_notification": content.is_silent or None,
        }
        if place.message_id is not None:
            data["reply_parameters"] = {"message_id": place.message_id, "allow_sending_without_reply": True}
        if content.picture is not None:
            picture = await self._draw(content.picture)
            method, data = "sendPhoto", data | {"caption": text, "photo": InputFile(picture, "picture.png")}
        elif content.document is not None:
            file = InputFile(await self._read(content.document, place), content.document.name)
            method, data = "sendDocument", data | {"caption": text, "document": file}
        else:
            method, data = "sendMessage", data | {"text": text, "link_preview_options": _NO_PREVIEW}
        sent = await self._line.call(method, data)
        return int(sent["message_id"])

    async def _draw(self, picture: Picture) -> bytes:
        match picture:
            case BlankPicture():
                return draw_nothing()
            case QrCode(text):
                return await asyncio.to_thread(draw_qr, text)
            case TermChart():
                return await asyncio.to_thread(draw_chart, put_in_words(picture, self._plain))

    async def _read(self, document: Document | TrailFile, place: ChatLocation) -> bytes:
        if isinstance(document, TrailFile):  # It alone may take long. A sign beside a quick file would outlive it.
            async with at_work(self._line, place, Activity.UPLOADING):
                return await self._read_trail(document)
        return write_csv(document, self._plain)

    async def _edit(
        self, chat_id: int, message_id: int, content: MessageContent, text: str, keyboard: Keyboard | None
    ) -> bool:
        """Whether the message has this text now. False if it is missing, or Telegram refuses the edit."""
        data: dict[str, Any] = {"chat_id": chat_id, "message_id": message_id, "reply_markup": keyboard}
        if content.picture is not None:
            picture = await self._draw(content.picture)
            photo = InputMediaPhoto(picture, caption=text, parse_mode="HTML", filename="picture.png")
            return await self._edit_media("editMessageMedia", data | {"media": photo})
        data["parse_mode"] = "HTML"
        try:
            await self._line.call("editMessageText", data | {"text": text, "link_preview_options": _NO_PREVIEW})
        except Unsayable as error:
            why = str(error).lower()
            if "there is no text in the message to edit" in why:
                return await self._edit_media("editMessageCaption", data | {"caption": text})
            if isinstance(error, ChatUnreachable | Malformed):
                raise
            return "message is not modified" in why
        return True

    async def _edit_media(self, method: str, data: dict[str, Any]) -> bool:
        try:
            await self._line.call(method, data)
        except Unsayable as error:
            if isinstance(error, ChatUnreachable | Malformed):
                raise
            return "message is not modified" in str(error).lower()
        return True


def _is_gone(error: Unsayable) -> bool:
    return any(words in str(error).lower() for words in _GONE)


def _limit_of(content: MessageContent) -> int:
    return CAPTION_LIMIT if content.picture is not None or content.document is not None else MESSAGE_LIMIT
