"""Answers of a command: a refusal, a question, or one sentence with buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.chat.context import Services
from bot.chat.lists import fits_list, home_row, with_fitting_search
from bot.chat.telegram.incoming import Incoming
from bot.operations.model.button_data import Choice, TeamPress, encode, typed
from bot.operations.model.notifications import button, private_start
from bot.operations.model.operation import Question
from bot.operations.model.replies import ways_on
from bot.operations.ticket.screens import Thing
from bot.rules.verdict import Refused
from storage.records import Button, Message, MessageContent, Picture

_LISTED_IN: Mapping[str, str] = {"keys": "keys", "key": "keys", "expiring": "expiring", "whitelist": "whitelist"}
"""Reading command → the list that a part of its words finds too."""


async def answer_otherwise(services: Services, incoming: Incoming, reply: Refused | Question) -> bool:
    """Say why it cannot be shown, or ask what must be known first."""
    if isinstance(reply, Refused):
        if incoming.query_id:
            await services.sender.answer(incoming.query_id, reply.as_saying(), alert=True)
        elif not await services.group_codes.tell_alone(incoming, reply):
            await services.sender.reply(
                incoming.place, MessageContent(reply.as_saying(), ways_on(reply, incoming.place))
            )
        return False
    rows = [[button(label, _said_again(incoming, press))] for label, press in reply.choices]
    await say(services, incoming, reply.saying, rows)
    return False


def _said_again(incoming: Incoming, press: Choice) -> Choice:
    """The command that was asked, for the team that is chosen. Its answer replaces the question where that fits."""
    if not isinstance(press, TeamPress):
        return press
    said = typed(_command_of(incoming), press.team_id)
    if fits_list(said):
        return replace(said, page=1)
    if encode(said) is not None or incoming.command not in _LISTED_IN:
        return said
    # A name or a search that is too long finds more in the list, but each team keeps its button.
    listed = replace(incoming, command=_LISTED_IN[incoming.command], team_id=press.team_id)
    return typed(_command_of(with_fitting_search(listed)), press.team_id)


def _command_of(incoming: Incoming) -> str:
    return " ".join((incoming.command, *incoming.words))


def is_said_alone(incoming: Incoming) -> bool:
    """Whether it is a message in a group that only the sender and the bot see."""
    return incoming.place.ephemeral_id is not None and not incoming.is_press


async def send_to_private(services: Services, incoming: Incoming, command: str) -> None:
    """Say in a group that a command is for the private chat, with a button that gives it there."""
    opening = private_start(command.rsplit(" ", maxsplit=1)[-1].lstrip("/"))
    content = MessageContent(Message("only-in-private", {"command": command}), [[opening]])
    await services.sender.reply(incoming.place, content)


async def say_screen(
    services: Services, incoming: Incoming, saying: Message, buttons: Sequence[Sequence[Button]] = ()
) -> None:
    """Answer with a screen below the team's home: its last row leads there, or shows the screen again."""
    again = replace(typed(_command_of(incoming), incoming.team_id), page=incoming.page or 1)
    await say(services, incoming, saying, [*buttons, home_row(again)])


async def say(
    services: Services,
    incoming: Incoming,
    saying: Message,
    buttons: Sequence[Sequence[Button]] = (),
    picture: Picture | None = None,
) -> int:
    """Answer at once. A long answer gets buttons to turn its pages in place. Return the message's id."""
    turns = typed(_command_of(incoming), incoming.team_id)
    place, content = incoming.place, MessageContent(saying, buttons, picture)
    if incoming.page is not None:
        message_id = await services.sender.turn_page(place, content, turns=turns, page=incoming.page)
    elif incoming.query_id:
        message_id = await services.sender.reply(replace(place, message_id=None), content, turns=turns)
    else:
        message_id = await services.sender.reply(place, content, turns=turns)
    if incoming.query_id:
        await services.sender.answer(incoming.query_id)
    return message_id


async def say_of(
    services: Services, incoming: Incoming, thing: Thing, saying: Message, buttons: Sequence[Sequence[Button]]
) -> None:
    """Answer at once with all that a screen says about one thing. It is drawn again when the thing changes."""
    message_id = await say(services, incoming, saying, buttons)
    press = encode(replace(typed(_command_of(incoming), incoming.team_id), page=incoming.page or 1))
    if press is not None:
        await services.screens.remember(incoming, message_id, press, thing, services.now())
