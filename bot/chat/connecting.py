"""Accounts at exchanges: connecting one, and looking at all.

It must not know what a connected account can do, and it remembers no secret.
"""

from dataclasses import replace

from bot.chat.asking import ask, put_away
from bot.chat.heard import Heard, Services
from storage.records import Action, Content, Saying


async def connect(services: Services, heard: Heard) -> bool:
    """`/connect EXCHANGE`, in private; a message with a secret goes before anything else happens."""
    has_secret = len(heard.words) > 1
    if has_secret:
        await put_away(services, heard)
    if not heard.incoming.place.is_private:
        saying = Saying("connect-leaked") if has_secret else Saying("only-in-private", {"command": "/connect"})
        await services.speaker.reply(heard.incoming.place, Content(saying))
        return False
    # What a question remembers to be said again is kept unsealed.
    said = " ".join(["/connect", *heard.words[:1]])
    return await ask(services, replace(heard, said=said), Action.ACCOUNT_CONNECT)
