"""Valid memos of an address: the tag, comment or payment id of some chains."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from types import MappingProxyType

from bot.rules.coin_table import CoinChain
from bot.rules.remark import find_unseen
from bot.rules.verdict import Reason, Refused

ANY_LIMIT = 512
"""Bytes of a memo on a chain with an unknown limit."""

_SHOWN = 60
_HASH = re.compile(r"[0-9A-Fa-f]{64}")
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?[Ee]\+?[0-9]{1,3}")
_PAYLOAD = "te6cc"
"""The beginning of a serialised cell in base64. Source: TON, crypto/tl/boc.tlb, magic number b5ee9c72."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A chain's memo: a whole number up to `number_limit`, or text of at most `bytes_limit` bytes."""

    bytes_limit: int = ANY_LIMIT
    number_limit: int | None = None
    takes_hash: bool = False
    """32 bytes, written as 64 hexadecimal digits, are another kind of memo there."""
    takes_payload: bool = False
    """A serialised cell in base64 is another kind of memo there."""


_FORMS: Mapping[str, _Form] = MappingProxyType(
    {
        "XRP": _Form(number_limit=2**32 - 1),  # XRPL, Source and Destination Tags: 32-bit unsigned integer
        "XLM": _Form(28, takes_hash=True),  # Stellar, Transactions, Memo: text of 28 bytes, id, hash
        "TON": _Form(123, takes_payload=True),  # TEP-74 text comment: 127 bytes of a cell less its 32-bit prefix
        "HBAR": _Form(100),  # Hedera, Transaction memo: 100 bytes of UTF-8
        "EOSIO": _Form(256),  # eosio.token, transfer: "memo has more than 256 bytes"
        "ATOM": _Form(512),  # Cosmos Hub, auth parameter max_memo_characters
        "CELESTIA": _Form(256),  # Cosmos SDK, x/auth, MaxMemoCharacters: 256 unless changed
        "SEI": _Form(256),
        "INJ": _Form(256),
        "OSMO": _Form(256),
        "KAVA": _Form(256),
        "STX": _Form(34),  # SIP-005, token transfer payload: 34-byte memo
        "ALGO": _Form(1024),  # Algorand, Transaction reference, Note: up to 1000 bytes, 1024 by consensus parameter
        "KDA": _Form(number_limit=19),  # Kadena has the chains 0-19, and exchanges take the number as the extra field
        "ICP": _Form(number_limit=2**64 - 1),  # ICP ledger, Memo: nat64
        "MINA": _Form(32),  # Mina, Signed_command_memo: 32 bytes
    }
)
_ANY = _Form()


def check_memo(memo: str, chain: CoinChain) -> Refused | None:
    """Return why this memo cannot be right on that chain, or None.

    An empty one is right, see `misses_memo`.
    """
    if not memo:
        return None
    if not chain.memo_label:
        return Refused(Reason.MEMO_NOT_POSSIBLE, {"chain": chain.chain})
    if _SHORTENED.fullmatch(memo):
        return Refused(Reason.MEMO_SHORTENED, {"label": chain.memo_label, "memo": memo})
    unseen = find_unseen(memo)
    if unseen is not None:
        return Refused(Reason.MEMO_CHARACTERS, {"label": chain.memo_label, "character": unseen})
    form = _FORMS.get(chain.chain.upper(), _ANY)
    check = _check_text if form.number_limit is None else _check_number
    return check(memo, form, chain.memo_label)


def takes_number(chain: CoinChain) -> bool:
    """Whether a memo there is a whole number and nothing else."""
    return _FORMS.get(chain.chain.upper(), _ANY).number_limit is not None


def number_limit(chain: CoinChain) -> float:
    """Return the greatest number that is a memo there. Infinite if a memo is any text."""
    limit = _FORMS.get(chain.chain.upper(), _ANY).number_limit
    return inf if limit is None else limit


def needs_memo(chain: CoinChain) -> bool:
    """Whether deposits on that chain need a memo. Only the address\'s owner can know better."""
    return chain.is_memo_required is True


def _check_number(memo: str, form: _Form, label: str) -> Refused | None:
    limit = form.number_limit or 0
    is_number = memo.isascii() and memo.isdigit() and len(memo) <= len(str(limit)) and int(memo) <= limit
    if is_number and str(int(memo)) == memo:
        return None
    return Refused(Reason.MEMO_NUMBER, {"label": label, "memo": memo[:_SHOWN], "limit": str(limit)})


def _check_text(memo: str, form: _Form, label: str) -> Refused | None:
    if form.takes_hash and _HASH.fullmatch(memo):
        return None
    if form.takes_payload and memo.startswith(_PAYLOAD):
        return None if _is_base64(memo) else Refused(Reason.MEMO_BASE64, {"label": label})
    length = len(memo.encode())
    if length > form.bytes_limit:
        return Refused(Reason.MEMO_TOO_LONG, {"label": label, "length": length, "limit": form.bytes_limit})
    return None


def _is_base64(memo: str) -> bool:
    try:
        base64.b64decode(memo.replace("-", "+").replace("_", "/"), validate=True)
    except binascii.Error:
        return False
    return len(memo) % 4 == 0
