"""The last net: what nobody expected becomes an apology with an incident number, and a stack in the log.

It must not know what went wrong, and repeats nothing of what was said.
"""

import structlog

from bot.chat.messages import MessageSender
from bot.chat.telegram.client import SayError
from bot.chat.telegram.incoming import Incoming, Kind
from storage.records import Message, MessageContent

log = structlog.get_logger(__name__)


class ErrorHandler:
    """Apologises for what could not be done."""

    def __init__(self, speaker: MessageSender) -> None:
        self._speaker = speaker

    async def apologise(self, incoming: Incoming, incident: str) -> None:
        """Tell the person, where it was asked; never raises, for nothing is left below it."""
        if incoming.kind is Kind.PRESS:
            await self._speaker.answer(incoming.query_id, Message("apology-brief", {"incident": incident}), alert=True)
            return
        if incoming.kind not in {Kind.MESSAGE, Kind.DOCUMENT} or incoming.problem is not None:
            return
        try:
            await self._speaker.reply(incoming.place, MessageContent(Message("apology", {"incident": incident})))
        except SayError as error:
            log.warning("nobody incoming the apology", incident=incident, why=str(error))
