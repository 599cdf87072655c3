"""Adapters between packages that do not import each other: outbox to Telegram and mail."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, partial
from typing import TypeVar

from bot.chat.bot_setup import list_menu, name_edition, write_menu
from bot.chat.commands import Where
from bot.chat.ephemeral import EphemeralSender
from bot.chat.messages import MessageSender
from bot.chat.telegram.client import ChatUnreachable, SayError, TelegramClient, TooFast, Unsayable
from bot.chat.telegram.client import Moved as ChatMoved
from bot.chat.telegram.rate_limit import LONG_PAUSE
from bot.jobs.delivery import ChatMigrated, Delivered, Delivery, Rejected, RetryLater, Unreachable
from bot.mail.errors import MailRefused, MailUnreachable
from bot.mail.mailer import MailArg, Mailer
from bot.operations.model.ephemeral import NotEphemeral
from bot.operations.model.service_status import Service, ServiceStatus
from bot.wiring.plain_marks import say_first_mark, say_marks
from storage.records import (
    Arg,
    Card,
    ChatLocation,
    Line,
    MenuPlace,
    Message,
    MessageContent,
    Notice,
    PlannedAddress,
    Role,
    UnreachableReason,
)

Words = Callable[[Message], str]
"""Renders a message as plain text."""

Draw = Callable[[Card], Awaitable[MessageContent | None]]
"""Reads what a screen shows now, or None if it can show nothing."""

NotePublic = Callable[[ChatLocation, NotEphemeral], Awaitable[None]]
"""Records what became of a message that one person should have seen alone."""

T = TypeVar("T")


class TelegramDelivery:
    """The message sender as a channel of the outbox."""

    def __init__(self, sender: MessageSender, ephemerals: EphemeralSender, draw: Draw, note_public: NotePublic) -> None:
        self._sender = sender
        self._ephemerals = ephemerals
        self._draw = draw
        self._note_public = note_public

    async def say(self, notice: Notice, zone: str) -> Delivery:
        """Send, or edit the card. A screen shows its thing as it is now."""
        card = notice.card
        if card is not None and card.ephemeral_id is not None:
            # It is never sent anew, and a group's other messages do not wait for it.
            is_shown = notice.content is not None and await self._ephemerals.edit(card, notice.content)
            return Delivered() if is_shown else Rejected("the message for one person stays as it is")
        if card is None and await self._tell_alone(notice):
            return Delivered()
        if card is not None and card.press is not None and card.message_id is not None:
            notice = replace(notice, content=await self._draw(card) or notice.content)
        try:
            return Delivered(await self._sender.say(notice, zone))
        except TooFast as error:
            # The rate limiter already pauses this chat, so the outbox adds no pause.
            is_news_of_a_group = notice.is_news and notice.chat_id is not None and notice.chat_id < 0
            is_lost = is_news_of_a_group and error.retry_after >= LONG_PAUSE
            return Unreachable(UnreachableReason.PAUSED, str(error)) if is_lost else RetryLater(str(error), timedelta())
        except SayError as error:
            return _as_delivery(error)

    async def _tell_alone(self, notice: Notice) -> bool:
        """Say in a group what is for one person. False: it is for all, or it could not be done."""
        if notice.chat_id is None or notice.chat_id > 0 or notice.user_id is None or notice.content is None:
            return False
        place = ChatLocation(notice.chat_id, notice.topic_id)
        sent = await self._ephemerals.send(place, notice.user_id, notice.content)
        if isinstance(sent, int):
            return True
        await self._note_public(place, sent)
        return False

    async def delete(self, notice: Notice) -> Delivery:
        """Delete the card's message. One that was never sent is gone, and so is soon what one person sees."""
        if notice.card is not None and notice.card.ephemeral_id is not None:
            await self._ephemerals.delete(notice.card)
            return Delivered()
        if notice.card is None or notice.card.message_id is None:
            return Delivered()
        try:
            await self._sender.delete(notice.card.chat_id, notice.card.message_id)
        except Unsayable as error:
            # The content is still there.
            return Unreachable(
                error.why if isinstance(error, ChatUnreachable) else UnreachableReason.REFUSED, str(error)
            )
        except SayError as error:
            return _as_delivery(error)
        return Delivered()


class MenuDelivery:
    """Telegram's menus of commands as the job that writes them sees them."""

    def __init__(self, line: TelegramClient, words: Words, has_codes: Callable[[int], Awaitable[bool]]) -> None:
        """`has_codes` says whether people tap codes in a chat, so that Telegram can show messages to one of them."""
        self._line = line
        self._words = words
        self._has_codes = has_codes
        self._find_menu = cache(partial(list_menu, words))

    def edition(self) -> str:
        """Name this bot's menus of this version. The bot must know its own name."""
        return name_edition(self._line.username, self._words)

    async def write(self, place: MenuPlace, role: Role | None) -> Delivery:
        """Write or remove one menu."""
        try:
            in_group = Where.ALONE if await self._has_codes(place[0]) else Where.EVERYWHERE
            await write_menu(self._line, self._find_menu, place, role, in_group)
        except TooFast as error:
            return RetryLater(str(error), error.retry_after)
        except SayError as error:
            return _as_delivery(error)
        return Delivered()


def _as_delivery(error: SayError) -> Delivery:
    match error:
        case ChatUnreachable(why=why):
            return Unreachable(why, str(error))
        case Unsayable():
            return Rejected(str(error))
        case ChatMoved():
            return ChatMigrated(error.new_chat_id)
        case TooFast():
            return RetryLater(str(error), timedelta())
        case _:
            return RetryLater(str(error))


class MailDelivery:
    """The mailer as a channel of the outbox. Messages within an e-mail are rendered on the way."""

    def __init__(self, mailer: Mailer | None, words: Words, public_url: str, service_status: ServiceStatus) -> None:
        self._mailer = mailer
        self._service_status = service_status
        self._words = words
        self._public_url = public_url

    async def mail(self, notice: Notice, _zone: str) -> Delivery:
        """Send one e-mail."""
        if self._mailer is None:
            return RetryLater("no mail server is set up")
        if notice.content is None or notice.to_email is None:
            return Rejected("the notice is no letter")
        saying = notice.content.saying
        args: dict[str, MailArg] = {}
        for name, value in saying.args.items():
            if name == "plan" and isinstance(value, Message):
                args["plan"], args["entries"] = split_plan(value, self._words)
            elif name != "token":
                args[name] = self._plain(value)
        if "token" in saying.args:
            args["link"] = f"{self._public_url}/confirm/{saying.args['token']}"
        try:
            await self._mailer.send(notice.to_email, saying.sentence, args)
        except MailRefused as error:
            self._service_status.worked(Service.MAIL)
            return Rejected(str(error))
        except MailUnreachable as error:
            self._service_status.failed(Service.MAIL, str(error))
            return RetryLater(str(error))
        self._service_status.worked(Service.MAIL)
        return Delivered()

    def _plain(self, value: Arg) -> MailArg:
        match value:
            case None | str() | int() | datetime():
                return value
            case Message() | PlannedAddress():
                return self._text(value)
            case _:
                return [self._text(item) for item in value]

    def _text(self, item: Line | str) -> str:
        if isinstance(item, PlannedAddress):
            return item.wish.address
        return item if isinstance(item, str) else say_marks(self._words(item))


def split_plan(plan: Message, words: Words) -> tuple[str, Sequence[Mapping[str, str]]]:
    """A plan without its addresses, and each address as label and value, for readers with room for all.

    The pictograph at its beginning is left out, and warnings begin with a word.
    """
    planned = {name: found for name, value in plan.args.items() if (found := _planned_in(value))}
    headline = replace(plan, args={**plan.args, **dict.fromkeys(planned)})
    return say_first_mark(words(headline)), [_labelled(one, words) for found in planned.values() for one in found]


def _planned_in(arg: Arg) -> Sequence[PlannedAddress]:
    return [one for one in arg if isinstance(one, PlannedAddress)] if isinstance(arg, Sequence) else ()


def _labelled(planned: PlannedAddress, words: Words) -> Mapping[str, str]:
    wish = planned.wish
    notes = [say_marks(words(one)) for one in planned.notices]
    if not planned.is_checked:
        notes.insert(0, words(Message("address-not-checked")))
    shown = {
        "Kind": planned.sort,
        "Coin": wish.coin,
        "Public Chain": wish.chain,
        "Address": wish.address,
        "Memo": wish.memo,
        "Remark": wish.remark,
        "Note": " ".join(notes),
    }
    return {label: value for label, value in shown.items() if value}
