"""`/rotate`: a new key takes the place of an old one, or both stay.

It must not know what a rotation waits for.
"""

from dataclasses import replace

from bot.chat.context import Heard, Services
from bot.chat.guarded import ask
from storage.records import Action

KEEP_WORD = "keep"


async def rotate(services: Services, heard: Heard) -> bool:
    """`/rotate NAME [overlap 2h]`, `/rotate NAME keep`."""
    match heard.words:
        case [*name, last] if name and last.lower() == KEEP_WORD:
            return await ask(services, replace(heard, words=tuple(name)), Action.KEY_KEEP)
    return await ask(services, heard, Action.KEY_ROTATE)
