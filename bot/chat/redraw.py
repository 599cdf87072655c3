"""Draw a screen again, as its reader would see it after a press of [Refresh]."""

from dataclasses import replace

from bot.chat import commands
from bot.chat.context import Services
from bot.chat.messages import MessageSender
from bot.chat.telegram.incoming import Incoming, Kind
from bot.operations.model.button_data import CommandPress, decode
from bot.operations.model.operation import Request
from bot.operations.ticket.screens import Screens, Thing
from storage.records import Card, ChatLocation, MessageContent


class Redraw:
    """Reads the content of screens. It sends nothing."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def draw(self, card: Card) -> MessageContent | None:
        """Read what a screen shows now. None: its thing is gone, or its reader may not see it any more."""
        pressed = decode(card.press or "")
        if not isinstance(pressed, CommandPress) or card.reader is None:
            return None
        place = ChatLocation(card.chat_id, card.topic_id, card.message_id, is_private=card.user_id is not None)
        incoming = Incoming(0, card.reader, place=place, is_press=True, kind=Kind.PRESS)
        sender, screens = _Said(), _Shown()
        services = replace(self._services, sender=sender, screens=screens)
        await commands.obey(services, commands.as_typed(incoming, pressed))
        return sender.content if screens.is_shown else None


class _Said(MessageSender):
    """Keeps a content instead of sending it."""

    def __init__(self) -> None:
        self.content: MessageContent | None = None

    async def reply(
        self, place: ChatLocation, content: MessageContent, *, turns: CommandPress | None = None, page: int = 1
    ) -> int:
        return 0

    async def turn_page(self, place: ChatLocation, content: MessageContent, *, turns: CommandPress, page: int) -> int:
        self.content = content
        return 0


class _Shown(Screens):
    """Notes whether the content is about one thing."""

    def __init__(self) -> None:
        self.is_shown = False

    async def remember(self, request: Request, message_id: int, press: str, thing: Thing, now: object) -> None:
        self.is_shown = True
