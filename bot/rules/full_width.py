"""Characters that keyboards of other scripts write instead of ASCII ones."""

import unicodedata


def narrow(text: str) -> str:
    """The same text with full-width characters, the ideographic full stop and foreign digits as ASCII has them."""
    return text if text.isascii() else "".join(map(_narrow_character, text))


def _narrow_character(character: str) -> str:
    if character == "\u3002":
        return "."
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)
