"""`/settings`: a person's own settings, in private only, and where a team types its codes."""

import difflib
from collections.abc import Mapping

from bot.chat.context import Handler, Services
from bot.chat.guarded import ask_for, tell_press
from bot.chat.replies import say, send_to_private
from bot.chat.telegram.incoming import Incoming
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button
from bot.operations.queries.overview import Whoami
from bot.rules.one_time_code import RECOVERY_CODES
from storage.records import Action, Arg, Button, Message, MessageContent


async def settings(services: Services, incoming: Incoming) -> bool:
    """`/settings` and its words. The team's are `codes`, `pin` and `topic`, all others are a person's own."""
    name = incoming.words[0].lower() if incoming.words else ""
    if (handle := _OF_TEAM.get(name)) is not None:
        return await handle(services, incoming.drop_first())
    if name and name not in _OWN:
        near = difflib.get_close_matches(name, [*_OF_TEAM, *_OWN], n=1)
        args = {"word": incoming.words[0], "near": near[0] if near else None}
        await services.sender.reply(incoming.place, MessageContent(Message("settings-unknown", args)))
        return False
    if not incoming.place.is_private:
        await send_to_private(services, incoming, f"/settings {name}" if name in _LINKED else "/settings")
        return False
    if not name:
        return await _overview(services, incoming)
    return await _OWN[name](services, incoming.drop_first())


async def _choose_codes(services: Services, incoming: Incoming) -> bool:
    """Ask the desk where the team types its codes."""
    await tell_press(services, incoming, await services.group_codes.choose(incoming))
    return True


async def _choose_zone(services: Services, incoming: Incoming) -> bool:
    await tell_press(services, incoming, await services.times.choose(incoming, " ".join(incoming.words)))
    return True


_OF_TEAM: Mapping[str, Handler] = {
    "codes": _choose_codes,
    "pin": ask_for(Action.ALERTS_PIN),
    "topic": ask_for(Action.ALERTS_TOPIC),
}
"""Word of a team's setting → what handles it."""
_LINKED = frozenset({"email", "zone"})
"""Settings that only ask at first, so that a link may lead to them."""
_OWN: Mapping[str, Handler] = {
    "email": ask_for(Action.PERSON_EMAIL),
    "zone": _choose_zone,
    "phone": ask_for(Action.PERSON_PHONE),
    "recovery": ask_for(Action.PERSON_RECOVERY),
}
"""Word of a person's own setting → what handles it, in private."""


def own_settings(seen: Whoami) -> list[list[Button]]:
    """Buttons that change a person's own settings."""
    own = [button("button-set-email", typed("settings email")), button("button-set-zone", typed("settings zone"))]
    factor = [
        button("button-change-phone", typed("settings phone")),
        button("button-new-codes", typed("settings recovery")),
    ]
    return [own, factor] if seen.is_enrolled else [own]


async def _overview(services: Services, incoming: Incoming) -> bool:
    """`/settings` alone: list what can be set."""
    seen = await services.overview.whoami(incoming)
    args: dict[str, Arg] = {
        "email": seen.person.email,
        "zone": seen.person.zone,
        "quiet": seen.person.quiet_hours,
        "recovery": seen.recovery_codes if seen.is_enrolled else None,
        "of": RECOVERY_CODES,
    }
    await say(services, incoming, Message("settings-list", args), own_settings(seen))
    return False
