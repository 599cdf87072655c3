"""Characters that are in no address, and names for those that people cannot see."""

import re
import unicodedata

_STRANGE = re.compile(r"[^!-~]")
_QUOTES = "\"'`\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"
_MARKS = ".,;"
_BRACKETED = re.compile(r"[(<](.+)[)>]")
_UNSEEN = "".join(map(chr, range(0x21))) + "\x7f"
"""Blanks and control characters of ASCII."""
_CONTROLS = {0x00: "NULL", 0x09: "TAB", 0x0A: "LINE BREAK", 0x0D: "CARRIAGE RETURN", 0x85: "NEXT LINE"}
"""Unicode gives control characters no name of their own."""


def trim(text: str) -> str:
    """Strip unseen characters at both ends: blanks, byte order marks, marks of direction and of no width."""
    if text.isascii():
        return text.strip(_UNSEEN)
    begin, end = 0, len(text)
    while begin < end and _is_unseen(text[begin]):
        begin += 1
    while end > begin and _is_unseen(text[end - 1]):
        end -= 1
    return text[begin:end]


def bare_address(text: str) -> str:
    """Strip blanks, quotes, brackets and marks around an address, which no address has.

    Square brackets stay, because a key file has them.
    """
    if text[:1].isalnum() and text[-1:].isalnum():
        return text
    before, bare = "", text
    while bare != before:
        before = bare
        bare = trim(bare).removeprefix("=").strip(_QUOTES).rstrip(_MARKS)
        inner = _BRACKETED.fullmatch(bare)
        bare = inner[1] if inner else bare
    return bare


def _is_unseen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Cf", "Cc"}


def find_strange(address: str) -> tuple[int, str] | None:
    """Return the first character that is in no address: its place, counted from 1, and its name.

    Else None.
    """
    match = _STRANGE.search(address)
    return (match.start() + 1, name_strange(match[0])) if match else None


def name_strange(character: str) -> str:
    """Name a look-alike by its code, because it shows itself as another: `U+0430 CYRILLIC SMALL LETTER A`."""
    code = ord(character)
    return f"U+{code:04X} {_CONTROLS.get(code) or unicodedata.name(character, '')}".rstrip()
