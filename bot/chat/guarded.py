"""Guarded commands: ask the desk, and answer the press that asked."""

from dataclasses import replace

import structlog

from bot.chat.context import Handler, Services
from bot.chat.telegram.client import SayError
from bot.chat.telegram.incoming import Incoming
from bot.operations.desk.desk import Reply
from bot.operations.model.operation import Question, TicketState
from bot.rules.sheet_text import SheetText
from bot.rules.verdict import Reason, Refused
from storage.records import Action

LEAKED = frozenset({Reason.SHEET_SECRET, Reason.ADDRESS_SECRET})
"""Refusals of a text with a secret: the message is deleted, if the bot may do so."""

log = structlog.get_logger(__name__)


def ask_for(action: Action) -> Handler:
    """Return the handler of a guarded command."""

    async def handle(services: Services, incoming: Incoming) -> bool:
        return await ask(services, incoming, action)

    return handle


async def ask(services: Services, incoming: Incoming, action: Action, sheet: SheetText | None = None) -> bool:
    """Ask the desk. In a group a press leads straight to the private chat."""
    reply = await services.desk.ask(action, replace(incoming, sheet=sheet))
    refused = reply.refused if isinstance(reply, Question) else reply
    if isinstance(refused, Refused) and refused.reason in LEAKED:
        await put_away(services, incoming)
    await tell_press(services, incoming, reply)
    return True


async def put_away(services: Services, incoming: Incoming) -> None:
    """Delete the sender's message. If the bot may not, the log says so. A press has no message of its own."""
    place = incoming.place
    if place.message_id is None or incoming.is_press:
        return
    try:
        await services.sender.delete(place.chat_id, place.message_id)
    except SayError as error:
        log.info("a message could not be deleted", why=str(error))


async def tell_press(services: Services, incoming: Incoming, reply: Reply | None) -> None:
    """Answer a press. A typed command is answered through the outbox."""
    if not incoming.query_id:
        return
    match reply:
        case Refused():
            await services.sender.answer(incoming.query_id, reply.as_saying(), alert=True)
        case TicketState(token=str(token)):
            await services.sender.answer(incoming.query_id, start=token)
        case _:
            await services.sender.answer(incoming.query_id)
