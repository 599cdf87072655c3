"""Guess the old encoding of a text that is not Unicode. Such a file does not say it."""

import re
from collections.abc import Mapping
from types import MappingProxyType

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "cp1252": "Windows-1252",
        "cp1251": "Windows-1251",
        "gb18030": "GB18030",
        "big5": "Big5",
        "cp932": "Shift-JIS",
    }
)
"""Python's name of each guessed encoding → its common name. Of two that fit alike the first is taken."""

_SAMPLE = 4096
"""Bytes that are checked. The cell that goes beyond is the last."""
_CELL = re.compile(rb'[^,;\t\r\n"]+')
_WORD = re.compile(r"[^\W\d_]+")
_SIGN_IN_WORD = re.compile("[^\\W\\d_][\u201a-\u203a\u02c6\u02dc\u2122][^\\W\\d_]")


def guess_encoding(data: bytes) -> str | None:
    """Return Python's name of the likeliest encoding, or None if none fits."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to load, and most files are Unicode

    cells, size = [], 0
    for found in _CELL.finditer(data):
        if size >= _SAMPLE:
            break
        if not found[0].isascii():
            cells.append(found[0])
            size += len(found[0])
    sample = b"\n".join(cells)
    fits = from_bytes(sample, cp_isolation=list(NAMES), threshold=1.0, enable_fallback=False)
    unlike = {fit.encoding: round(fit.chaos, 1) for fit in fits}
    # An encoding that gives the same text as another is not listed on its own.
    unlike |= {same: unlike[fit.encoding] for fit in fits for same in fit.could_be_from_charset if same in NAMES}
    ranked = [
        (score, _is_odd(sample, name), rank, name)
        for rank, name in enumerate(NAMES)
        if (score := unlike.get(name)) is not None
    ]
    return min(ranked)[-1] if ranked else None


def _is_odd(sample: bytes, encoding: str) -> bool:
    """Whether the sample, in that encoding, has what people hardly write."""
    text = sample.decode(encoding)
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    match encoding:
        case "cp1252":  # words of accented letters alone, or signs in the middle of words
            return (bool(words) and not any(map(str.isascii, "".join(words)))) or _SIGN_IN_WORD.search(text) is not None
        case "cp1251":  # two alphabets in a word, or capitals in the middle of one
            return not all(_is_plain(word) for word in words)
        case "gb18030":  # characters beyond the 6,763 usual ones
            return not _fits(text, "gb2312")
    return False


def _is_plain(word: str) -> bool:
    return not any(map(str.isascii, word)) and (word.islower() or word.isupper() or word.istitle())


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
