"""An address with text around it: a payment link, a chain's name, a tag, an explorer's page.

The caller checks each piece as an address.

Source: BIP-21, EIP-681, EIP-3770, CAIP-10, Solana Pay, SEP-7, ARC-26. The query names of memos: XLS-5d (dt), SEP-7
(memo), https://docs.ton.org (text), https://github.com/monero-project (tx_payment_id).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WITHOUT_COLON = re.compile(r"[^/?&=@#;,|\s]+")
_PIECES = re.compile(r"[^/?&=@#;,|:\s]+")
_MEMO = re.compile(r"[?&](?:dt|tag|memo|memo_id|text|comment|tx_payment_id|destination_?tag)=([^&#]+)", re.IGNORECASE)
_NUMBER_BEHIND = re.compile(r"\s*[:#/;,|?\s]\s*([0-9]{1,20})")
_SHOWN = 60
_FEWEST = 2
_LONGEST = 1024
"""More than any payment link."""
_MOST = 12
"""Pieces that are checked, because each is checked against every chain."""
_SHORTEST = 20
"""A shorter piece is a word beside an address."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text that may be an address, and the text around it."""

    address: str
    before: str
    behind: str

    @property
    def part(self) -> str:
        """The text around the address."""
        return (self.before or self.behind).strip()[:_SHOWN]

    def find_memo(self) -> str | None:
        """Return the memo or tag behind the address."""
        match = _MEMO.search(self.behind) or _NUMBER_BEHIND.fullmatch(self.behind)
        return match[1][:_SHOWN] if match else None


def list_pieces(text: str) -> Iterator[Piece]:
    """Yield the words of a text of several words, first with the colons that some addresses have."""
    if len(text) > _LONGEST:
        return
    for pattern in (_WITHOUT_COLON, _PIECES):
        found = list(pattern.finditer(text))
        if len(found) < _FEWEST:
            continue
        for match in [match for match in found if len(match[0]) >= _SHORTEST or "." in match[0]][:_MOST]:
            yield Piece(match[0], text[: match.start()], text[match.end() :])
