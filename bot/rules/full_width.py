"""ASCII for characters that keyboards of other scripts write instead."""

import unicodedata


def narrow(text: str) -> str:
    """Replace full-width characters, the ideographic full stop and foreign digits by ASCII."""
    return text if text.isascii() else "".join(map(_narrow_character, text))


def _narrow_character(character: str) -> str:
    if character == "\u3002":
        return "."
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)
