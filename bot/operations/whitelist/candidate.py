"""An address that a person wants on the whitelist: for the exchange, for people, and its warnings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from bot.operations.ticket.acknowledgements import look_alike_acknowledgement, tick_acknowledgement
from bot.rules.address_row import SheetRow
from bot.rules.look_alike import KnownAddresses, LookAlike
from storage.records import Address, AddressKind, AddressType, AddressWish, Message, PlannedAddress

_WISHED = tuple(one.name for one in fields(AddressWish))
NOTICED = 2
"""Look-alikes shown for one address, nearest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted(PlannedAddress):
    """One address to add."""

    misses_memo: bool = False
    is_lost: bool = False
    blocking: tuple[LookAlike, ...] = ()
    """Listed or wanted addresses with both ends alike. The requester types the middle to show that they looked."""


def wanted_of(row: SheetRow) -> Wanted:
    """A row without errors as a candidate for its coin."""
    wish = AddressWish(
        kind=AddressKind.WITHDRAWAL,
        address_type=AddressType.SINGLE_COIN,
        coin=row.coin,
        chain=row.chain,
        address=row.address,
        canonical=row.canonical,
        memo=row.memo,
        remark=row.remark,
    )
    return Wanted(wish, row.is_checked, row.notices, misses_memo=row.misses_memo, is_lost=row.is_lost)


def universal_of(row: SheetRow) -> Wanted:
    """A row without errors as a candidate for every coin of its chain."""
    wanted = wanted_of(row)
    return replace(wanted, wish=replace(wanted.wish, address_type=AddressType.UNIVERSAL, coin=""))


def with_look_alikes(wanted: Iterable[Wanted], listed: Sequence[Address]) -> list[Wanted]:
    """Add to each candidate the listed or earlier addresses that could be confused with it."""
    shown = {address.canonical: address.address for address in listed}
    looks = KnownAddresses((address.chain, address.canonical) for address in listed if address.chain)
    noted = []
    for one in wanted:
        chain = one.wish.chain
        found = looks.find(chain, one.wish.canonical, NOTICED) if chain else ()
        notices = [_look_alike(alike, shown.get(alike.canonical, alike.known)) for alike in found]
        blocking = tuple(alike for alike in found if alike.blocks)
        noted.append(replace(one, notices=(*one.notices, *notices), blocking=blocking) if found else one)
        if chain:
            looks.add(chain, one.wish.canonical)
            shown.setdefault(one.wish.canonical, one.wish.address)
    return noted


def _look_alike(alike: LookAlike, known: str) -> Message:
    return Message("look-alike", {"address": mark(alike.address, alike.differing), "known": known})


def mark(text: str, places: Sequence[int]) -> str:
    """The text with brackets around these places."""
    marked, differing = [], set(places)
    for place, character in enumerate(text):
        if place in differing and place - 1 not in differing:
            marked.append("⟦")
        marked.append(character)
        if place in differing and place + 1 not in differing:
            marked.append("⟧")
    return "".join(marked)


def payload_of(account_id: object, wanted: Sequence[Wanted], *, is_sheet: bool) -> Mapping[str, object]:
    """The request as JSON: the addresses, and the acknowledgements of their requester."""
    bare = [one.wish.address for one in wanted if one.misses_memo]
    lost = [one.wish.address for one in wanted if one.is_lost]
    ticks = (("care-lost", lost), ("care-memo", bare))
    acknowledgements = [tick_acknowledgement(sentence, addresses) for sentence, addresses in ticks if addresses]
    acknowledgements += [look_alike_acknowledgement(alike) for one in wanted for alike in one.blocking]
    return {
        "account_id": str(account_id),
        "addresses": [{name: getattr(one.wish, name) for name in _WISHED} for one in wanted],
        "cares": acknowledgements,
        "is_sheet": is_sheet,
    }
