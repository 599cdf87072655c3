"""Answer an unexpected error with an apology and an incident number. The log has the stack.

Nothing of the message itself is repeated.
"""

import structlog

from bot.chat.messages import MessageSender
from bot.chat.telegram.client import SayError
from bot.chat.telegram.incoming import Incoming, Kind
from storage.records import Message, MessageContent

log = structlog.get_logger(__name__)


class ErrorHandler:
    """Apologise for a failed update."""

    def __init__(self, sender: MessageSender) -> None:
        self._sender = sender

    async def apologise(self, incoming: Incoming, incident: str) -> None:
        """Send the apology to the place of the update. Never raises, since no handler is left after it."""
        if incoming.kind is Kind.PRESS:
            await self._sender.answer(incoming.query_id, Message("apology-brief", {"incident": incident}), alert=True)
            return
        if incoming.kind not in {Kind.MESSAGE, Kind.DOCUMENT} or incoming.problem is not None:
            return
        try:
            await self._sender.reply(incoming.place, MessageContent(Message("apology", {"incident": incident})))
        except SayError as error:
            log.warning("apology_not_sent", incident=incident, why=str(error))
