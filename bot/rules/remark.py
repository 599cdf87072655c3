"""Valid names of keys, and when two names are the same."""

import re
import unicodedata
from collections.abc import Iterable

import idna

from bot.rules.similar_names import look_the_same
from bot.rules.verdict import Allowed, Reason, Refused, Verdict

REMARK_LIMIT = 50
RESERVED = frozenset({"trade", "withdraw", "all", "expires", "by-hand"})
"""Words of the commands that take a remark."""

_FORMULA_STARTS = frozenset("=+-@")
_NEVER_FIRST = _FORMULA_STARTS | {" "}
_JOINING = frozenset("\u200c\u200d\ufe0e\ufe0f")
_WORD = re.compile(r"[^\W_]+")
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
"""Characters of visible categories that take no room or show nothing.

Source: Unicode DerivedCoreProperties, Default_Ignorable_Code_Point, less what the categories cover. Also the blank
Braille pattern.
"""


def fold(remark: str) -> str:
    """Bring a remark to the form in which equal ones are equal: NFC and case-fold."""
    if remark.isascii():
        return remark.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", remark).casefold())


def words_in(folded: str) -> list[str]:
    """Words of a name: `trading-eu` has two."""
    return _WORD.findall(folded)


def clean(text: str) -> str:
    """Tidy typed text: NFC, one space between words, none at the ends."""
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())


def is_plain(text: str) -> bool:
    """Whether it is a valid label as it is: short, of plain characters, and tidy."""
    return (
        len(text) <= REMARK_LIMIT
        and text.isascii()
        and text.isprintable()
        and "  " not in text
        and text[:1] not in _NEVER_FIRST
        and text[-1:] != " "
    )


def find_forbidden(label: str) -> str | None:
    """Find the first character a label must not hold, named so that it can be shown, or None.

    Labels refuse control, bidirectional and zero-width characters, spaces that are not a plain one, and a
    leading formula sign. Joiners and variation selectors stay where a script or an emoji needs them.
    """
    if label[:1] in _FORMULA_STARTS:
        return label[:1]
    if label.isascii() and label.isprintable():
        return None
    forbidden = (
        character
        for place, character in enumerate(label)
        if _is_forbidden(character) and not (character in _JOINING and _joins(label, place))
    )
    return next(map(name_character, forbidden), None)


def find_unseen(text: str) -> str | None:
    """Find the first character that does not show what it is, named so that it can be shown, or None."""
    if text.isascii() and text.isprintable():
        return None
    return next((name_character(character) for character in text if _is_forbidden(character)), None)


def check_label(label: str) -> Refused | None:
    """Return why a label is invalid, or None. Empty and taken labels are not refused here."""
    length = len(label if label.isascii() else unicodedata.normalize("NFC", label))
    if length > REMARK_LIMIT:
        return Refused(Reason.REMARK_TOO_LONG, {"length": length, "limit": REMARK_LIMIT})
    forbidden = find_forbidden(label.strip(" "))
    return Refused(Reason.REMARK_CHARACTERS, {"character": forbidden}) if forbidden is not None else None


def name_character(character: str) -> str:
    """Name a character: itself if it shows, else `U+200B ZERO WIDTH SPACE`."""
    if character.isprintable() and not character.isspace() and character not in _UNSEEN:
        return character
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def check_remark(remark: str, taken: Iterable[str]) -> Verdict:
    """Check a remark against the rules and the `taken` ones of its account."""
    refused = _refuse_shape(remark) or _refuse_meaning(remark)
    if refused is not None:
        return refused
    beside = list(taken)
    if fold(clean(remark)) in {fold(other) for other in beside}:
        return Refused(Reason.REMARK_TAKEN, {"remark": remark})
    alike = next((other for other in beside if look_the_same(clean(remark), other)), None)
    return Refused(Reason.REMARK_ALIKE, {"remark": remark, "other": alike}) if alike else Allowed()


def _refuse_shape(remark: str) -> Refused | None:
    if not remark.strip():
        return Refused(Reason.REMARK_EMPTY)
    return check_label(remark)


def _refuse_meaning(remark: str) -> Refused | None:
    bare = remark.strip(" ")
    if bare.removeprefix("#").isdigit():
        return Refused(Reason.REMARK_DIGITS, {"remark": bare})
    if fold(bare) in RESERVED:
        return Refused(Reason.REMARK_RESERVED, {"remark": bare})
    return None


def _joins(label: str, place: int) -> bool:
    """Whether a joiner or variation selector is inside an emoji, or between letters that join.

    Source: Unicode Technical Standard 51 section 1.4 (emoji sequences), RFC 5892 appendix A (joiners).
    """
    if place == 0:
        return False
    before, behind = label[place - 1], label[place + 1 : place + 2]
    match label[place]:
        case "\ufe0e" | "\ufe0f":
            return _is_picture(before) or behind == "\u20e3"
        case "\u200d" if _is_picture(before) or before == "\ufe0f":
            return behind != "" and _is_picture(behind)
    try:
        return idna.valid_contextj(label, place)
    except ValueError:
        return False


def _is_picture(character: str) -> bool:
    """Whether a character can be part of an emoji."""
    return unicodedata.category(character) in {"So", "Sm", "Sk"} or character in "\u203c\u2049\u3030\u303d"


def _is_forbidden(character: str) -> bool:
    category = unicodedata.category(character)
    return category in _UNSEEN_CATEGORIES or character in _UNSEEN or (category == "Zs" and character != " ")
