"""Answers of a command: a refusal, a question, or one sentence with buttons."""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.context import Services
from bot.chat.telegram.incoming import Incoming
from bot.operations.model.operation import Question
from bot.operations.model.replies import TEAM_PRESS
from bot.rules.verdict import Refused
from storage.records import Button, Message, MessageContent


async def answer_otherwise(services: Services, incoming: Incoming, reply: Refused | Question) -> bool:
    """Say why it cannot be shown, or ask what must be known first."""
    if isinstance(reply, Refused):
        if incoming.query_id:
            await services.speaker.answer(incoming.query_id, reply.as_saying(), alert=True)
        else:
            await services.speaker.reply(incoming.place, MessageContent(reply.as_saying()))
        return False
    again = " ".join((incoming.command, *incoming.words))
    rows = [
        [
            Button(
                label,
                press=f"in {words.removeprefix(TEAM_PRESS)} {again}"
                if words.startswith(TEAM_PRESS)
                else f"ask {words}",
            )
        ]
        for label, words in reply.choices
    ]
    await say(services, incoming, reply.saying, rows)
    return False


async def say(
    services: Services, incoming: Incoming, saying: Message, buttons: Sequence[Sequence[Button]] = ()
) -> None:
    """Answer at once. A long answer gets buttons to turn its pages in place."""
    turns = " ".join((incoming.command, *incoming.words))
    if incoming.team_id is not None:
        turns = f"in {incoming.team_id.hex} {turns}"
    place, content = incoming.place, MessageContent(saying, buttons)
    if incoming.page is not None:
        await services.speaker.turn_page(place, content, turns=turns, page=incoming.page)
    elif incoming.query_id:
        await services.speaker.reply(replace(place, message_id=None), content, turns=turns)
    else:
        await services.speaker.reply(place, content, turns=turns)
    if incoming.query_id:
        await services.speaker.answer(incoming.query_id)
