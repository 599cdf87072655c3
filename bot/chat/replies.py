"""How a command answers: a refusal, a question, or one sentence with buttons."""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.context import CommandContext, Services
from bot.operations.model.operation import Question
from bot.operations.model.replies import TEAM_PRESS
from bot.rules.verdict import Refused
from storage.records import Button, Message, MessageContent


async def answer_otherwise(services: Services, heard: CommandContext, reply: Refused | Question) -> bool:
    """Why it cannot be seen, or what must be known first."""
    if isinstance(reply, Refused):
        if heard.incoming.query_id:
            await services.speaker.answer(heard.incoming.query_id, reply.as_saying(), alert=True)
        else:
            await services.speaker.reply(heard.incoming.place, MessageContent(reply.as_saying()))
        return False
    again = " ".join((heard.word, *heard.words))
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
    await say(services, heard, reply.saying, rows)
    return False


async def say(
    services: Services, heard: CommandContext, saying: Message, buttons: Sequence[Sequence[Button]] = ()
) -> None:
    """Answers at once; a long answer turns its pages in place."""
    turns = " ".join((heard.word, *heard.words))
    if heard.team_id is not None:
        turns = f"in {heard.team_id.hex} {turns}"
    place, content = heard.incoming.place, MessageContent(saying, buttons)
    if heard.page is not None:
        await services.speaker.turn_page(place, content, turns=turns, page=heard.page)
    elif heard.incoming.query_id:
        await services.speaker.reply(replace(place, message_id=None), content, turns=turns)
    else:
        await services.speaker.reply(place, content, turns=turns)
    if heard.incoming.query_id:
        await services.speaker.answer(heard.incoming.query_id)
