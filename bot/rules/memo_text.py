"""Interpret the text of a memo field: empty, a memo with additions, or a memo as it is.

Spreadsheets and habits add quotes, commas, a `.0` or a label. Everything unambiguous is corrected, with a notice.
`memo` knows what a chain takes.
"""

import re
import unicodedata
from typing import NamedTuple

from bot.rules.addresses.characters import name_strange, trim
from bot.rules.coin_table import CoinChain
from bot.rules.memo import check_memo, number_limit, takes_number
from bot.rules.verdict import Reason, Refused
from storage.records import Message

_SHOWN = 60
_DIGITS_ANYWHERE = 9
"""A number with so many digits is short enough for every chain with text memos."""
_ROUNDS = 8
"""More layers of quotes and marks than people put around a memo."""
_DASHES = re.compile(r"[-\u2010\u2011\u2012\u2013\u2014\u2015\u2212_/\\.\s]*")
_NOTHING = frozenset(
    {
        *(
            "na",
            "n/a",
            "n.a.",
            "n.a",
            "#n/a",
            "none",
            "null",
            "nil",
            "nan",
            "no",
            "without",
            "empty",
            "blank",
            "undefined",
        ),
        *("(none)", "(empty)", "(blank)", "<none>", "<null>", "no memo", "no tag", "not required", "not needed"),
        *("not applicable", "无", "無", "нет"),
    }
)
_ERROR = re.compile(r"#(?:REF|VALUE|NAME|DIV/0|NUM|NULL|ERROR|SPILL|CALC)[!?]|#{3,}", re.IGNORECASE)
"""Text that a spreadsheet shows for a value that it lost or cannot show.

Source: ECMA-376 part 1, 18.17.3 (error values).
"""
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Source: Unicode, Halfwidth and Fullwidth Forms."""
_FORMULA = re.compile(r'="(.*)"|=([0-9]+)', re.DOTALL)
_QUOTES = (
    '""',
    "''",
    "``",
    "\u201c\u201d",
    "\u201d\u201c",
    "\u201d\u201d",
    "\u201e\u201c",
    "\u2018\u2019",
    "\u2019\u2018",
    "\u2019\u2019",
    "\u00ab\u00bb",
    "\u300c\u300d",
)
_LABEL = re.compile(
    r"(?:(?:memo|tag|comment|payment[ _]?id|dest(?:ination)?[ _]?tag|dt|memo[ _/]?id|memo/tag|备注|标签)\s*[:=]"
    r"|(?:memo|tag)(?=\s+[0-9]+$)|#(?=[0-9]+$))\s*(.+)",
    re.IGNORECASE | re.DOTALL,
)
_GROUPED = re.compile(
    r"[0-9]{1,3}(?:(?:,[0-9]{3})+|(?:[.][0-9]{3}){2,}|(?: [0-9]{3}){2,}|(?:['\u2019\u00a0\u202f][0-9]{3})+)"
)
_DECIMAL = re.compile(r"([0-9]+)[.,]0+")


class ReadMemo(NamedTuple):
    """The memo that was meant, and notices about it."""

    memo: str
    """Empty: no memo was meant."""
    notices: tuple[Message, ...] = ()


NO_MEMO = ReadMemo("")


def read_memo(typed: str, chain: CoinChain) -> ReadMemo | Refused:
    """Read a typed memo or one of a sheet, and check it on that chain."""
    if not typed:
        return NO_MEMO
    if _is_plain_number(typed, chain):
        return ReadMemo(typed)
    given = trim(typed)
    label = chain.memo_label
    memo = _put_right(given, is_number=takes_number(chain))
    if not memo:
        is_said = bool(given) and bool(label)
        return ReadMemo("", (Message("memo-none", {"label": label, "given": given[:_SHOWN]}),) if is_said else ())
    refused = _refuse_text(memo, label) if label else None
    refused = refused or check_memo(memo, chain)
    if refused is not None:
        return refused
    notices = [] if memo == given else [Message("memo-read", {"label": label, "given": given[:_SHOWN], "memo": memo})]
    if not memo.isascii():
        beyond = next(character for character in memo if not character.isascii())
        notices.append(Message("memo-letters", {"label": label, "character": name_strange(beyond)}))
    return ReadMemo(memo, tuple(notices))


def _is_plain_number(typed: str, chain: CoinChain) -> bool:
    """Whether it is a bare number that every chain with memos takes as it is."""
    is_short = len(typed) <= _DIGITS_ANYWHERE and typed.isdigit() and typed.isascii()
    return is_short and typed[0] != "0" and chain.memo_label != "" and int(typed) <= number_limit(chain)


def _put_right(given: str, *, is_number: bool) -> str:
    """Remove what was added to a memo. Empty: no memo was meant."""
    if given.isascii() and given.isalnum():
        return _read_word(given, is_number=is_number)  # nothing was added to it
    memo = given.translate(_FULL_WIDTH).strip()
    if memo.isdecimal():
        memo = "".join(str(unicodedata.decimal(digit)) for digit in memo)
    for _ in range(_ROUNDS):
        before = memo
        for step in (_cut_formula, _cut_quotes, _cut_label, _cut_marks, _join_groups, _cut_decimals):
            memo = step(memo).strip()
        if memo == before:
            break
    return "" if _DASHES.fullmatch(memo) else _read_word(memo, is_number=is_number)


def _read_word(memo: str, *, is_number: bool) -> str:
    if memo.casefold() in _NOTHING:
        return ""
    return str(int(memo)) if is_number and memo.isascii() and memo.isdigit() and len(memo) <= _SHOWN else memo


def _refuse_text(memo: str, label: str) -> Refused | None:
    if memo.isalnum() and memo.isascii():
        return None
    if _ERROR.fullmatch(memo):
        return Refused(Reason.MEMO_BROKEN, {"label": label, "memo": memo[:_SHOWN]})
    strange = next((found for word in memo.split() if (found := _find_strange(word)) is not None), None)
    return Refused(Reason.MEMO_STRANGE, {"label": label, "character": name_strange(strange)}) if strange else None


def _find_strange(word: str) -> str | None:
    """Find a character that is not Latin among plain letters or digits: a Cyrillic A before digits."""
    if word.isascii() or not any(character.isascii() and character.isalnum() for character in word):
        return None
    return next((character for character in word if not character.isascii() and not _is_latin(character)), None)


def _is_latin(character: str) -> bool:
    return character.isalpha() and unicodedata.name(character, "").startswith("LATIN ")


def _cut_formula(memo: str) -> str:
    match = _FORMULA.fullmatch(memo)
    return (match[1] if match[1] is not None else match[2]) if match else memo


def _cut_quotes(memo: str) -> str:
    """Remove quotes around it, and a single quote at an end if a sheet took the other for its guard."""
    if len(memo) > 1 and memo[0] + memo[-1] in _QUOTES:
        return memo[1:-1]
    if memo[:1] in {"'", "\u2019", '"'} and memo.count(memo[0]) == 1:
        return memo[1:]
    if memo[-1:] in {"'", "\u2019", '"'} and memo.count(memo[-1]) == 1:
        return memo[:-1]
    return memo


def _cut_label(memo: str) -> str:
    match = _LABEL.fullmatch(memo)
    return match[1] if match else memo


def _cut_marks(memo: str) -> str:
    """Remove marks behind one word. A full stop is removed behind digits only."""
    if " " in memo:
        return memo
    bare = memo.rstrip(";,")
    return bare[:-1] if bare.endswith(".") and bare[:-1].isdigit() else bare


def _join_groups(memo: str) -> str:
    return "".join(filter(str.isdigit, memo)) if _GROUPED.fullmatch(memo) else memo


def _cut_decimals(memo: str) -> str:
    match = _DECIMAL.fullmatch(memo)
    return match[1] if match else memo
