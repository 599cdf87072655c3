"""Check whether an address is right on a chain: one function for every chain."""

from collections.abc import Mapping

from bot.rules.addresses.chains import CHAINS, FAMILIES, chains_of
from bot.rules.addresses.characters import find_strange
from bot.rules.addresses.evm import is_of_rootstock
from bot.rules.addresses.explanation import explain
from bot.rules.addresses.family import Family, Fault, Found
from bot.rules.addresses.known_places import find_place
from bot.rules.addresses.leaked import is_hash_or_key, is_secret
from bot.rules.addresses.parts import list_pieces
from bot.rules.addresses.verdict import AddressVerdict, Outcome
from bot.rules.verdict import Reason, Refused
from storage.records import Arg, Message

_LONGEST = 512
"""More characters than the longest address has (a unified one of Zcash with all its receivers)."""
_SHORT_START = 12
"""Longer beginnings distinguish look-alikes and are not for reading."""
_SHORTEST = 20
"""A shorter piece of text is not an address."""
_SHOWN = 6
"""Chains that a sentence names before the reader stops reading."""
_ROOTSTOCK = "Rootstock"
_VALID, _FORM = Outcome.VALID, Fault.FORM
"""Looked up once, because Python 3.11 finds an enumeration member by code."""


def check_address(chain: str, address: str) -> AddressVerdict:
    """Check an address that the caller has stripped with `bare_address`.

    `chain` is a public chain of the exchange (`TRC20`, `ERC20`). On a chain without a rule the address stays unchecked,
    unless it holds a secret or a character that no address has.
    """
    family = CHAINS.get(chain) or CHAINS.get(chain.upper())
    answer = family.parse(address) if family is not None and _may_be_one(address) else _FORM
    if isinstance(answer, Found):
        canonical, memo, notices = answer
        place = find_place(canonical)
        if place is None and memo is None:
            return AddressVerdict(_VALID, canonical, None, notices)
        return _accept(answer, place)
    known = explain(chain, family, address) if family is not None else None
    refused = known or _refuse_text(address) or (_refuse_on_chain(chain, address, family, answer) if family else None)
    if refused is not None:
        return AddressVerdict(Outcome.INVALID, "", refused)
    return AddressVerdict(Outcome.UNCHECKED, address)


def _may_be_one(address: str) -> bool:
    return address.isascii() and len(address) <= _LONGEST


def _accept(found: Found, place: Message | None) -> AddressVerdict:
    canonical, memo, notices = found
    if place is not None:
        notices = (place,)
    if memo is not None:
        notices = (*notices, Message("address-notice-memo", {"memo": memo}))
        canonical = f"{canonical}#{memo}"
    return AddressVerdict(_VALID, canonical, None, notices, memo, place is not None)


def _refuse_text(address: str) -> Refused | None:
    """Refuse what is wrong on any chain. A secret is refused first and is never an arg."""
    if not address:
        return Refused(Reason.ADDRESS_EMPTY)
    if is_secret(address) or any(is_secret(piece.address) for piece in list_pieces(address)):
        return Refused(Reason.ADDRESS_SECRET)
    if is_hash_or_key(address):
        return Refused(Reason.ADDRESS_HASH_OR_KEY)
    strange = find_strange(address)
    if strange is not None:
        place, character = strange
        return Refused(Reason.ADDRESS_CHARACTER, {"place": place, "character": character})
    return None


def _refuse_on_chain(chain: str, address: str, family: Family, fault: Fault) -> Refused:
    args: dict[str, Arg] = {"chain": chain}
    if fault is Fault.TESTNET:
        return Refused(Reason.ADDRESS_TESTNET, args)
    if fault is Fault.UNPAYABLE:
        return Refused(Reason.ADDRESS_UNPAYABLE, args)
    for text in (address, *(piece.address for piece in list_pieces(address))):
        fits = _list_fitting(text) if _may_be_one(text) else ()
        if fits:
            return Refused(Reason.ADDRESS_OTHER_CHAIN, {**args, "fits": fits[:_SHOWN]})
        if family.prefix_of(text) and not family.looks and len(text) >= _SHORTEST:
            return Refused(Reason.ADDRESS_MISTYPED, args)
    return _refuse_form(address, family, args)


def _refuse_form(address: str, family: Family, args: Mapping[str, Arg]) -> Refused:
    if family.looks:
        return Refused(Reason.ADDRESS_LOOKS, {**args, "looks": family.looks})
    if family.prefix_of(address) or family.prefix_of(address.lower()) or not family.starts:
        return Refused(Reason.ADDRESS_MISTYPED, args)
    starts = tuple(start for start in family.starts if len(start) <= _SHORT_START)
    return Refused(Reason.ADDRESS_FORM, {**args, "starts": starts})


def _list_fitting(address: str) -> tuple[str, ...]:
    """List the chains on which the address is right. Names are left out: any short word is one somewhere."""
    if is_of_rootstock(address):
        return (_ROOTSTOCK,)
    fits: list[str] = []
    for family in FAMILIES:
        answer = family.parse(address)
        if isinstance(answer, Found) and not family.is_name(answer.canonical):
            fits.extend(chains_of(family))
    return tuple(dict.fromkeys(fits))
