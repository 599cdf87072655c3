"""The words of `/addaddress` as a draft address, and the field that is still missing.

Typed whole: `COIN NETWORK ADDRESS [memo MEMO] [remark NAME]`, `universal NETWORK ADDRESS …`, `inter-user COIN TO …`.
Buttons begin with the kind (`withdrawal` or `transfer`), and every field is asked for in turn. Only the chain is judged
here, because it decides whether a memo is asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

WITHDRAWAL, TRANSFER = "withdrawal", "transfer"
"""The first word that a button sends. Every field is then asked for in turn."""
INTER_USER = "inter-user"
SINGLE, UNIVERSAL = "single", "universal"
MEMO, NO_MEMO = "memo", "nomemo"
REMARK, NO_REMARK = "remark", "noremark"
EVERY_COIN = "every-coin"
"""The coin of an inter-user transfer that is valid for every coin."""

_MEMO_WORDS = frozenset({MEMO, "tag", "comment"})


class Missing(StrEnum):
    """The field to ask for next."""

    KIND = "kind"
    TYPE = "type"
    COIN = "coin"
    CHAIN = "chain"
    ADDRESS = "address"
    RECIPIENT = "recipient"
    MEMO = "memo"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class AddressDraft:
    """A partly typed address. None: not given yet."""

    is_inter_user: bool | None = None
    is_universal: bool | None = None
    coin: str | None = None
    chain: str | None = None
    address: str | None = None
    """The recipient of an inter-user transfer, otherwise an address."""
    memo: str | None = None
    """Empty: the person said that it has none."""
    remark: str | None = None
    is_guided: bool = False
    """Fields are asked for step by step, optional ones too."""
    surplus: tuple[str, ...] = ()
    """Words that fit no field."""

    def find_missing(self, *, has_memo: bool, needs_memo: bool) -> Missing | None:
        """Return the field to ask for next.

        The caller says whether the chain has a memo and whether deposits need one.
        """
        if self.is_inter_user is None:
            return Missing.KIND
        wanted = [
            (Missing.TYPE, self.is_guided and not self.is_inter_user and self.is_universal is None),
            (Missing.COIN, not self.is_universal and self.coin is None),
            (Missing.CHAIN, not self.is_inter_user and self.chain is None),
            (Missing.RECIPIENT if self.is_inter_user else Missing.ADDRESS, self.address is None),
            (Missing.MEMO, self.memo is None and has_memo and (self.is_guided or needs_memo)),
            (Missing.REMARK, self.is_guided and self.remark is None),
        ]
        return next((missing for missing, is_missing in wanted if is_missing), None)


def read_draft(words: Sequence[str]) -> AddressDraft:
    """Read the words typed or gathered so far."""
    left = list(words)
    kind = _take(left, (WITHDRAWAL, TRANSFER, INTER_USER))
    is_inter_user = kind in {TRANSFER, INTER_USER}
    sort = None if is_inter_user else _take(left, (SINGLE, UNIVERSAL))
    remark, left = _cut_remark(left)
    memo, left = _cut_memo(left)
    if not words:
        return AddressDraft()
    if is_inter_user:
        # A phone number may be written in groups.
        left = [*left[:1], " ".join(left[1:])] if len(left) > 1 else left
    places = ["coin", "address"] if is_inter_user else ["chain", "address"]
    if not is_inter_user and sort != UNIVERSAL:
        places.insert(0, "coin")
    given = dict(zip(places, left, strict=False))
    return AddressDraft(
        is_inter_user=is_inter_user,
        is_universal=None if sort is None else sort == UNIVERSAL,
        coin=given.get("coin"),
        chain=given.get("chain"),
        address=given.get("address"),
        memo=memo,
        remark=remark,
        is_guided=kind in {WITHDRAWAL, TRANSFER},
        surplus=tuple(left[len(places) :]),
    )


def _take(words: list[str], known: Sequence[str]) -> str | None:
    """Take the first word if it is one of `known`."""
    if words and words[0].lower() in known:
        return words.pop(0).lower()
    return None


def _cut_remark(words: list[str]) -> tuple[str | None, list[str]]:
    """Cut off the remark: everything behind the word `remark`."""
    for place, word in enumerate(words):
        if word.lower() == REMARK:
            remark = " ".join(words[place + 1 :])
            return "" if remark.lower() == NO_REMARK else remark, words[:place]
        if word.lower() == NO_REMARK:
            return "", words[:place]
    return None, words


def _cut_memo(words: list[str]) -> tuple[str | None, list[str]]:
    for place, word in enumerate(words):
        if word.lower() in _MEMO_WORDS and place:
            memo = " ".join(words[place + 1 :])
            return "" if memo.lower() == NO_MEMO else memo, words[:place]
        if word.lower() == NO_MEMO:
            return "", words[:place]
    return None, words
