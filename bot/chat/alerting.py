"""`/alerts`: looking at how alerts come, and asking for another hour of the digest.

It must not know what an alert says.
"""

from bot.chat import looking
from bot.chat.asking import ask_for
from bot.chat.heard import Heard, Services
from storage.records import Action


async def alerts(services: Services, heard: Heard) -> bool:
    """`/alerts`, `/alerts at HH:MM`, `/alerts digest on|off`."""
    if heard.words:
        return await ask_for(Action.ALERTS_DIGEST)(services, heard)
    return await looking.alerts(services, heard)
