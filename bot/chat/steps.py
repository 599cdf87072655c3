"""What the buttons of a request do, and how an earlier command is given again."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.chat import commands, tickets
from bot.chat.context import Services
from bot.chat.telegram.incoming import Incoming
from bot.chat.telegram.typed_text import split_words
from bot.operations.model.button_data import Step, TicketPress
from bot.operations.model.remembered import Remembered
from storage.records import Message

StepHandler = Callable[[Services, Incoming, TicketPress], Awaitable[bool]]


async def _ask_again(services: Services, incoming: Incoming, pressed: TicketPress) -> bool:
    """[Ask again] below a request that timed out: the presser gives its command."""
    before = await services.pending.asked_by(pressed.ticket_id)
    if before is None:
        return await answer_too_old(services, incoming)
    return await commands.obey(services, say_again(incoming, before))


async def _replace(services: Services, incoming: Incoming, pressed: TicketPress) -> bool:
    """[Replace] below the question about an open request: the new command takes its place."""
    place = incoming.place
    before = await services.overview.remembered(place.chat_id, place.message_id or 0)
    if before is None:
        return await answer_too_old(services, incoming)
    return await commands.obey(services, replace(say_again(incoming, before), replaces=pressed.ticket_id))


async def answer_too_old(services: Services, incoming: Incoming) -> bool:
    """Answer a press of a button that does nothing any more."""
    await services.sender.answer(incoming.query_id, Message("button-too-old"), alert=True)
    return False


def say_again(incoming: Incoming, before: Remembered, *more: str) -> Incoming:
    """The update that gives the earlier command, with more words added."""
    said = " ".join([before.said, *more])
    command, *words = split_words(said) or [""]
    word = command.lstrip("/").partition("@")[0].lower()
    team_id = before.team_id if incoming.place.is_private else None
    return replace(incoming, command=word, words=tuple(words), said=said, team_id=team_id)


STEP_HANDLERS: Mapping[Step, StepHandler] = MappingProxyType(
    {
        Step.PAD: tickets.pressed_digit,
        Step.VOTE: tickets.pressed_digit,
        Step.APPROVE: tickets.pressed_approve,
        Step.DENY: tickets.pressed_deny,
        Step.ACKNOWLEDGE: tickets.pressed_acknowledgement,
        Step.CANCEL: tickets.pressed_cancel,
        Step.RESEND: tickets.pressed_resend,
        Step.BY_HAND: tickets.pressed_done,
        Step.AGAIN: _ask_again,
        Step.GO_ON: tickets.pressed_go_on,
        Step.REPLACE: _replace,
        Step.HERE: tickets.pressed_here,
    }
)
