"""Characters that no address has, and how they are named to somebody who cannot see them.

It must not know any alphabet narrower than ASCII's visible characters.
"""

import re
import unicodedata

_STRANGE = re.compile(r"[^!-~]")
_WRAPPED = re.compile(r"""=?["'`(<\[\u201c\u201e\u2018\u00ab](.+)["'`)>\]\u201c\u201d\u2019\u00bb]""")
_CONTROLS = {0x00: "NULL", 0x09: "TAB", 0x0A: "LINE BREAK", 0x0D: "CARRIAGE RETURN", 0x85: "NEXT LINE"}
"""Unicode gives control characters no name of their own."""


def trim(text: str) -> str:
    """Without what stands around it unseen: blanks, a byte order mark, marks of direction and of no width."""
    begin, end = 0, len(text)
    while begin < end and _is_unseen(text[begin]):
        begin += 1
    while end > begin and _is_unseen(text[end - 1]):
        end -= 1
    return text[begin:end]


def bare_address(text: str) -> str:
    """An address as it was meant: without blanks, quotes or brackets around it, which no address has."""
    bare = trim(text)
    while (inner := _WRAPPED.fullmatch(bare)) is not None:
        bare = trim(inner[1])
    return bare


def _is_unseen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Cf", "Cc"}


def find_strange(address: str) -> tuple[int, str] | None:
    """The first character that no address has: its place, counted from 1, and its name; or None."""
    match = _STRANGE.search(address)
    return (match.start() + 1, name_strange(match[0])) if match else None


def name_strange(character: str) -> str:
    """A look-alike shows itself as what it is not, so it is named: `U+0430 CYRILLIC SMALL LETTER A`."""
    code = ord(character)
    return f"U+{code:04X} {_CONTROLS.get(code) or unicodedata.name(character, '')}".rstrip()
