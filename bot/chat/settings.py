"""`/settings`: what a person sets for themselves, in private only.

It must not know what a setting is for.
"""

from bot.chat.context import CommandContext, Services
from bot.chat.guarded import ask_for, tell_press
from bot.chat.replies import say
from bot.operations.model.notifications import press
from storage.records import Action, Message, MessageContent

_change_email = ask_for(Action.PERSON_EMAIL)


async def settings(services: Services, heard: CommandContext) -> bool:
    """`/settings`, `/settings email ADDRESS`, `/settings zone ZONE`."""
    name = heard.words[0].lower() if heard.words else ""
    if not heard.incoming.place.is_private:
        command = f"/settings {name}" if name in {"email", "zone"} else "/settings"
        await services.speaker.reply(
            heard.incoming.place, MessageContent(Message("only-in-private", {"command": command}))
        )
        return False
    match name:
        case "":
            return await _overview(services, heard)
        case "email":
            return await _change_email(services, heard.drop_first())
        case "zone":
            return await _choose_zone(services, heard.drop_first())
    await services.speaker.reply(
        heard.incoming.place, MessageContent(Message("settings-unknown", {"word": heard.words[0]}))
    )
    return False


async def _choose_zone(services: Services, heard: CommandContext) -> bool:
    await tell_press(services, heard, await services.zones.choose(heard.sender, " ".join(heard.words)))
    return True


async def _overview(services: Services, heard: CommandContext) -> bool:
    """`/settings` without more: what can be set."""
    seen = await services.overview.whoami(heard.sender)
    buttons = [
        [press("button-set-email", "ask", "settings", "email"), press("button-set-zone", "ask", "settings", "zone")]
    ]
    saying = Message("settings-list", {"email": seen.person.email, "zone": seen.person.zone})
    await say(services, heard, saying, buttons)
    return False
