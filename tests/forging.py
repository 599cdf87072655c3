"""Presses and messages that no app of Telegram sends, but that reach a bot."""

from typing import Any

from bot.sandbox.telegram.models import Message, Press
from bot.sandbox.telegram.serializers import press_shape
from bot.sandbox.telegram.updates import PRESS_SECONDS
from tests.app import TestApp


async def press_data(app: TestApp, user_id: int, below: Message, data: str, /, **more: Any) -> str:
    """Send any data for a message, with other fields of the press as given (None: left out).

    Returns the answer to the press.
    """
    world = app.environment.world
    query_id = str(5_000_000_000_000_000 + world.state.take_number())
    press = Press(query_id, user_id, below.chat_id, below.message_id, data, world.now())
    world.state.presses[query_id] = press
    shape = {**press_shape(world.state, press), **more}
    told = {name: value for name, value in shape.items() if value is not None}
    world.updates.put("callback_query", told, f"press {user_id}", PRESS_SECONDS)
    world.changed()
    await app.settle()
    answer = world.answer_to(query_id)
    return answer.text if answer else ""


async def write(app: TestApp, user_id: int, chat_id: int, text: str, /, **more: Any) -> Message:
    """Send a message with other fields of the Bot API's Message. Return it once the bot has come to rest."""
    world = app.environment.world
    message = world.add_message(Message(0, chat_id, user_id, world.now(), text, service=more))
    await app.settle()
    return message
