"""`/doctor`: request a report, or explain an exchange's error code. The report fills a card later."""

from bot.chat.context import Services
from bot.chat.guarded import tell_press
from bot.chat.replies import answer_otherwise, say
from bot.chat.telegram.incoming import Incoming
from bot.operations.doctor.database_checks import list_not_entered
from bot.rules.error_codes import explain, find_code
from bot.rules.exchange_terms import TERMS
from storage.records import Arg, Message

NOT_LISTED = {str(terms.not_listed_code): kind for kind, terms in TERMS.items()}
"""Each exchange's code for an address outside its whitelist."""

ABOUT_ORDERS = frozenset({3127, 3606, *range(3610, 3639)})
"""CoinEx's codes that concern orders only."""

ADDRESS_REFUSED = frozenset({4007, 10010})
"""CoinEx's and Bybit's code for a call from an IP that is not bound to the key.

Source: docs.coinex.com/api/v2/error, bybit-exchange.github.io/docs/v5/error, checked 2026-11-25.
"""

EXPIRED_AT_BYBIT = "-2015"
"""Bybit uses this code of Binance for a key that has expired. Source: /v5/error, checked 2026-11-25."""


async def doctor(services: Services, incoming: Incoming) -> bool:
    """`/doctor`, `/doctor CODE`."""
    if not incoming.words:
        reply = await services.doctor.ask(incoming)
        await tell_press(services, incoming, reply)
        return True
    code = find_code(incoming.said.partition(" ")[2] or " ".join(incoming.words))
    elsewhere = explain(code) if code is not None else None
    if elsewhere is not None and code not in NOT_LISTED:
        args: dict[str, Arg] = {
            "code": elsewhere.code,
            "exchange": elsewhere.exchange,
            "means": elsewhere.meaning.value,
            "expired_at_bybit": code == EXPIRED_AT_BYBIT,
        }
        await say(services, incoming, Message("doctor-code-elsewhere", args))
        return False
    if code is None or not code.isdigit():
        await say(services, incoming, Message("doctor-code-unreadable", {"code": incoming.words[0][:20]}))
        return False
    if code not in NOT_LISTED:
        await say(services, incoming, await _explain(services, incoming, int(code)))
        return False
    kind = NOT_LISTED[code]
    seen = await services.overview.addresses_at(incoming, kind)
    if not isinstance(seen, list):
        return await answer_otherwise(services, incoming, seen)
    terms = TERMS[kind]
    addresses = list_not_entered(seen)
    there = {"code": code, "exchange": terms.name, "page": terms.whitelist_page}
    await say(services, incoming, Message("doctor-not-listed", {**there, "addresses": addresses}))
    return False


async def _explain(services: Services, incoming: Incoming, code: int) -> Message:
    """Say what to do about a code. In private, members who may know it see our IP where it matters."""
    if code in ABOUT_ORDERS:
        return Message("doctor-code-orders", {"code": code})
    explained = Message("doctor-code", {"code": code, "exchange": None})
    if code not in ADDRESS_REFUSED or not incoming.place.is_private:
        return explained
    if not await services.doctor.may_be_asked_by(incoming):
        return explained
    return Message("doctor-code-own-ip", {"explained": explained, "ips": list(services.own_ips())})
