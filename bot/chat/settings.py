"""`/settings`: a person's own settings, in private only, and where a team types its codes."""

from bot.chat.context import Services
from bot.chat.guarded import ask_for, tell_press
from bot.chat.replies import say, send_to_private
from bot.chat.telegram.incoming import Incoming
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button
from storage.records import Action, Button, Message, MessageContent

_change_email = ask_for(Action.PERSON_EMAIL)


async def settings(services: Services, incoming: Incoming) -> bool:
    """`/settings`, `/settings email ADDRESS`, `/settings zone ZONE`, `/settings codes here|private`."""
    name = incoming.words[0].lower() if incoming.words else ""
    if name == "codes":
        return await _choose_codes(services, incoming.drop_first())
    if not incoming.place.is_private:
        command = f"/settings {name}" if name in {"email", "zone"} else "/settings"
        await send_to_private(services, incoming, command)
        return False
    match name:
        case "":
            return await _overview(services, incoming)
        case "email":
            return await _change_email(services, incoming.drop_first())
        case "zone":
            return await _choose_zone(services, incoming.drop_first())
    await services.sender.reply(
        incoming.place, MessageContent(Message("settings-unknown", {"word": incoming.words[0]}))
    )
    return False


async def _choose_codes(services: Services, incoming: Incoming) -> bool:
    """Ask the desk where the team types its codes."""
    await tell_press(services, incoming, await services.group_codes.choose(incoming))
    return True


async def _choose_zone(services: Services, incoming: Incoming) -> bool:
    await tell_press(services, incoming, await services.zones.choose(incoming, " ".join(incoming.words)))
    return True


def own_settings() -> list[list[Button]]:
    """Buttons that change a person's own settings."""
    return [[button("button-set-email", typed("settings email")), button("button-set-zone", typed("settings zone"))]]


async def _overview(services: Services, incoming: Incoming) -> bool:
    """`/settings` alone: list what can be set."""
    seen = await services.overview.whoami(incoming)
    saying = Message("settings-list", {"email": seen.person.email, "zone": seen.person.zone})
    await say(services, incoming, saying, own_settings())
    return False
