"""`/calendar`: a link to a calendar of the person's keys, in private only."""

from bot.chat.context import Services
from bot.chat.guarded import tell_press
from bot.chat.replies import send_to_private
from bot.chat.telegram.incoming import Incoming


async def calendar(services: Services, incoming: Incoming) -> bool:
    """`/calendar`, `/calendar new`, `/calendar off`."""
    if not incoming.place.is_private:
        await send_to_private(services, incoming, "/calendar")
        return False
    calendars = services.calendars
    ways = {"new": calendars.replace, "off": calendars.revoke}
    act = ways.get(incoming.words[0].lower() if incoming.words else "", calendars.open)
    await tell_press(services, incoming, await act(incoming))
    return True
