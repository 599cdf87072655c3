"""`/settings`: what a person sets for themselves, in private only.

It must not know what a setting is for.
"""

from bot.chat import looking
from bot.chat.context import Heard, Services
from bot.chat.guarded import ask_for, tell_press
from storage.records import Action, Content, Saying

_change_email = ask_for(Action.PERSON_EMAIL)


async def settings(services: Services, heard: Heard) -> bool:
    """`/settings`, `/settings email ADDRESS`, `/settings zone ZONE`."""
    name = heard.words[0].lower() if heard.words else ""
    if not heard.incoming.place.is_private:
        command = f"/settings {name}" if name in {"email", "zone"} else "/settings"
        await services.speaker.reply(heard.incoming.place, Content(Saying("only-in-private", {"command": command})))
        return False
    match name:
        case "":
            return await looking.settings(services, heard)
        case "email":
            return await _change_email(services, heard.shifted())
        case "zone":
            return await _choose_zone(services, heard.shifted())
    await services.speaker.reply(heard.incoming.place, Content(Saying("settings-unknown", {"word": heard.words[0]})))
    return False


async def _choose_zone(services: Services, heard: Heard) -> bool:
    await tell_press(services, heard, await services.zones.choose(heard.sender, " ".join(heard.words)))
    return True
