"""`/doctor`: asks for an examination, or explains the code of an exchange.

It must not know what is examined: the answer comes into a card.
"""

from bot.chat.asking import tell_press
from bot.chat.heard import Heard, Services
from bot.chat.looking import answer_otherwise, say
from bot.operations.doctor.records import list_not_entered
from bot.operations.overview import AddressesSeen
from bot.rules.exchange_terms import TERMS
from storage.records import Arg, Saying

NOT_LISTED = {str(terms.not_listed_code): kind for kind, terms in TERMS.items()}
"""Each exchange's code for an address that is not on its list."""

LONGEST_CODE = 6


async def doctor(services: Services, heard: Heard) -> bool:
    """`/doctor`, `/doctor CODE`."""
    code = heard.words[0] if heard.words else ""
    if not code:
        reply = await services.doctor.ask(heard.sender, heard.said, heard.team_id)
        await tell_press(services, heard, reply)
        return True
    if code not in NOT_LISTED:
        number = code if not code.isdecimal() or len(code) > LONGEST_CODE else int(code)
        await say(services, heard, Saying("doctor-code", {"code": number, "exchange": None}))
        return False
    kind = NOT_LISTED[code]
    seen = await services.overview.addresses(heard.sender, (), heard.team_id, kind=kind)
    if not isinstance(seen, AddressesSeen):
        return await answer_otherwise(services, heard, seen)
    terms = TERMS[kind]
    args: dict[str, Arg] = {"code": code, "exchange": terms.name, "page": terms.whitelist_page}
    addresses = [address for address, _ in seen.addresses]
    await say(services, heard, Saying("doctor-not-listed", {**args, "addresses": list_not_entered(addresses)}))
    return False
