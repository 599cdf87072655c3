"""Explain a text that is not an address of its chain, and offer the right form if it is known.

A form that the chain itself refuses is never offered.
"""

import re

from bot.rules.addresses.family import Family, Found
from bot.rules.addresses.leaked import is_hash_or_key, is_secret
from bot.rules.addresses.parts import Piece, list_pieces
from bot.rules.verdict import Reason, Refused

_LONGEST = 4096
_HEX_DIGITS = re.compile(r"[0-9a-fA-F]{63,64}")
_WITH_MEMOS = frozenset(
    {
        *(
            "ripple",
            "stellar",
            "ton",
            "cosmos",
            "osmosis",
            "celestia",
            "sei",
            "injective",
            "kava",
            "hedera",
            "algorand",
        ),
        *("stacks", "monero", "icp", "mina"),
    }
)
_NEVER_PIECES = frozenset({"near", "eosio"})
"""On these chains any short word is an address."""


def explain(chain: str, family: Family, address: str) -> Refused | None:
    """Refuse what can be explained. None: no explanation. A secret is never an arg."""
    if not address.isascii() or len(address) > _LONGEST or is_secret(address):
        return None
    if _HEX_DIGITS.fullmatch(address) and isinstance(family.parse(f"0x{address}"), Found):
        # It may be a private key, so it is not shown again.
        return Refused(Reason.ADDRESS_BARE_HEX, {"chain": chain})
    return _offer_form(chain, family, address) or _take_apart(family, address)


def _offer_form(chain: str, family: Family, address: str) -> Refused | None:
    in_one_case = family.in_one_case(address)
    if in_one_case != address and isinstance(family.parse(in_one_case), Found):
        return Refused(Reason.ADDRESS_CASE, {"chain": chain, "form": in_one_case})
    form = family.find_form(address)
    if form is None or (form and not isinstance(family.parse(form), Found)):
        return None
    return Refused(Reason.ADDRESS_OTHER_FORM, {"chain": chain, "form": form or None})


def _take_apart(family: Family, address: str) -> Refused | None:
    piece = _find_piece(family, address)
    if piece is None:
        return None
    others = [other for other in re.split(r"[\s:/?&=@#;,|]+", f"{piece.before} {piece.behind}") if other]
    if any(is_secret(other) for other in others):
        return Refused(Reason.ADDRESS_SECRET)
    if any(is_hash_or_key(other) for other in others):
        return Refused(Reason.ADDRESS_HASH_OR_KEY)
    memo = piece.find_memo() if family.name in _WITH_MEMOS else None
    return Refused(Reason.ADDRESS_PARTS, {"part": piece.part, "address": piece.address, "memo": memo})


def _find_piece(family: Family, address: str) -> Piece | None:
    """Return the only piece that is an address, or None."""
    if family.name in _NEVER_PIECES:
        return None
    for piece in list_pieces(address):
        if isinstance(family.parse(piece.address), Found):
            rest = f"{piece.before} {piece.behind}"
            others = (other.address for other in list_pieces(f"{rest} -"))
            return None if any(isinstance(family.parse(other), Found) for other in others) else piece
    return None
