"""Every guarded command: the desk is asked, and the press that asked is told what came of it.

It must not know what the answer depends on.
"""

import structlog

from bot.chat.context import CommandContext, Handler, Services
from bot.chat.telegram.client import SayError
from bot.chat.telegram.incoming import Incoming, Kind
from bot.operations.desk.desk import Reply
from bot.operations.model.operation import About, Request, TicketState
from bot.rules.sheet_text import SheetText
from bot.rules.verdict import Reason, Refused
from storage.records import Action

LEAKED = frozenset({Reason.SHEET_SECRET, Reason.ADDRESS_SECRET})
"""Answers to what should stand nowhere: the message goes, if the bot may delete it."""

log = structlog.get_logger(__name__)


def ask_for(action: Action) -> Handler:
    """The handler of a guarded command."""

    async def handle(services: Services, heard: CommandContext) -> bool:
        return await ask(services, heard, action)

    return handle


async def ask(services: Services, heard: CommandContext, action: Action, sheet: SheetText | None = None) -> bool:
    """Asks the desk; in a group a press leads straight into the private chat."""
    asked = Request(
        sender=heard.sender,
        action=action,
        words=heard.words,
        said=heard.said,
        about=_about(heard.incoming),
        team_id=heard.team_id,
        sheet=sheet,
    )
    reply = await services.desk.ask(asked)
    if isinstance(reply, Refused) and reply.reason in LEAKED:
        await put_away(services, heard)
    await tell_press(services, heard, reply)
    return True


def _about(incoming: Incoming) -> About | None:
    """The person the text names, else the one whose message was replied to."""
    mentioned, reply_to = incoming.mentioned, incoming.reply_to
    if mentioned is not None:
        return About(mentioned.user_id, mentioned.name, is_person=not mentioned.is_bot)
    if reply_to is None or reply_to.is_ours:
        return None
    return About(reply_to.user_id or 0, reply_to.name, is_person=reply_to.user_id is not None)


async def put_away(services: Services, heard: CommandContext) -> None:
    """Deletes what somebody wrote; where the bot may not, the log says so. The message of a press is the bot's own."""
    place = heard.incoming.place
    if place.message_id is None or heard.incoming.kind is Kind.PRESS:
        return
    try:
        await services.speaker.delete(place.chat_id, place.message_id)
    except SayError as error:
        log.info("a message could not be deleted", why=str(error))


async def tell_press(services: Services, heard: CommandContext, reply: Reply | None) -> None:
    """What a press is told; whatever was typed has its answer from the outbox."""
    if not heard.incoming.query_id:
        return
    match reply:
        case Refused():
            await services.speaker.answer(heard.incoming.query_id, reply.as_saying(), alert=True)
        case TicketState(token=str(token)):
            await services.speaker.answer(heard.incoming.query_id, start=token)
        case _:
            await services.speaker.answer(heard.incoming.query_id)
