"""Split typed text into words, and put names on one line."""

import re
import unicodedata

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?=\s|$)")
_WORD = re.compile(r'"([^"]*)"?|((?:#|//)[^\S\n][^\n]*|\S+)')
"""A quoted part, a comment to the end of its line, or text between blanks."""
_AS_TYPED_ON_PHONES = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
)


def split_words(text: str) -> tuple[str, ...]:
    """Split a typed line into words, NFC.

    Curly quotes and long dashes become plain ones. An open quote runs to the end.
    """
    plain = unicodedata.normalize("NFC", text).translate(_AS_TYPED_ON_PHONES)
    return tuple(word or quoted for quoted, word in _WORD.findall(plain))


def clean_name(first: str, last: str, otherwise: str) -> str:
    """A full name on one line without hiding or direction characters. `otherwise` if nothing is left."""
    full = unicodedata.normalize("NFC", f"{first} {last}")
    if not full.isprintable():
        full = "".join(" " if char.isspace() else char for char in full if not _is_hidden(char))
    return " ".join(full.split()) or otherwise


def cut_utf16(text: str, offset: int, length: int) -> str:
    """The text without a part that Telegram counts in UTF-16 units."""
    units = text.encode("utf-16-le")
    return (units[: 2 * offset] + units[2 * (offset + length) :]).decode("utf-16-le", "replace")


def _is_hidden(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs"}


def read_command(text: str, bot_username: str) -> tuple[str, str, bool]:
    """Return the command or an empty text, the rest of the text, and whether it is for this bot."""
    found = _COMMAND.match(text)
    if found is None:
        return "", text, True
    word, addressee = found.groups()
    is_ours = addressee is None or addressee.casefold() == bot_username.casefold()
    return word.lower(), text[found.end() :], is_ours
