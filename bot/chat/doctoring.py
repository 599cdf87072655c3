"""`/doctor`: asks for an examination, or explains the code of an exchange.

It must not know what is examined: the answer comes into a card.
"""

from bot.chat.asking import tell_press
from bot.chat.heard import Heard, Services
from bot.chat.looking import answer_otherwise, say
from bot.operations.doctor.records import list_not_entered
from bot.operations.overview import AddressesSeen
from storage.records import Saying

WITHDRAWAL_REFUSED = "3310"
"""CoinEx's code for an address that is not on its API whitelist."""

LONGEST_CODE = 6


async def doctor(services: Services, heard: Heard) -> bool:
    """`/doctor`, `/doctor CODE`."""
    code = heard.words[0] if heard.words else ""
    if not code:
        reply = await services.doctor.ask(heard.sender, heard.said, heard.team_id)
        await tell_press(services, heard, reply)
        return True
    if code != WITHDRAWAL_REFUSED:
        number = code if not code.isdecimal() or len(code) > LONGEST_CODE else int(code)
        await say(services, heard, Saying("doctor-code", {"code": number, "exchange": None}))
        return False
    seen = await services.overview.addresses(heard.sender, (), heard.team_id)
    if not isinstance(seen, AddressesSeen):
        return await answer_otherwise(services, heard, seen)
    await say(services, heard, Saying("doctor-code-3310", {"addresses": list_not_entered(seen.addresses)}))
    return False
