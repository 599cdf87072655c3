"""Text on a picture: Pillow's own font has Latin letters, and the machine's fonts have the others."""

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from math import ceil
from operator import itemgetter
from typing import Any

MACHINE_FONTS = (
    "DejaVuSans.ttf",
    "DroidSansFallbackFull.ttf",
    "NotoSansCJK-Regular.ttc",
    "Arial Unicode.ttf",
    "msyh.ttc",
)
"""Files that Pillow looks for in the system's folders of fonts: three of Debian, one of macOS, one of Windows.

The container has the first two: Latin, Greek, Cyrillic, Arabic, Hebrew, and Chinese, Japanese, Korean.
"""
_NO_LETTER = "\uffff"
"""A noncharacter, so it is drawn as the box for a missing letter. Source: Unicode 16.0, section 23.7."""
_PROBE_SIZE = 10


class TextFont:
    """Text of one size. Each letter comes from the first font that has it."""

    def __init__(self, size: int) -> None:
        """`size` is in pixels."""
        self._size = size
        self._fonts: dict[int, Any] = {}

    def can_write(self, text: str) -> bool:
        """Whether some font has each letter."""
        return all(_find_font(sign) is not None for sign in text)

    def leave_out_unknown(self, text: str) -> str:
        """Put "…" in place of letters that no font has. They would be boxes."""
        known = ((sign, _find_font(sign) is not None) for sign in text)
        parts = (
            "".join(sign for sign, _ in run) if is_known else "…" for is_known, run in groupby(known, itemgetter(1))
        )
        return "".join(parts)

    def measure(self, text: str) -> int:
        """Width in pixels."""
        return sum(ceil(font.getlength(run)) for font, run in self._split(text))

    def write(self, pen: Any, x: float, y: float, text: str, colour: str) -> None:
        """Write from the upper left corner with a Pillow pen."""
        baseline = y + self._open(0).getmetrics()[0]
        for font, run in self._split(text):
            pen.text((x, baseline), run, colour, font, anchor="ls")
            x += font.getlength(run)

    def _split(self, text: str) -> Iterator[tuple[Any, str]]:
        number, run = 0, ""
        for sign in text:
            # A space stays with the word before it: words of Arabic are in order only within one run.
            found = number if sign.isspace() else _find_font(sign) or 0
            if found != number and run:
                yield self._open(number), run
                run = ""
            number, run = found, run + sign
        if run:
            yield self._open(number), run

    def _open(self, number: int) -> Any:
        if number not in self._fonts:
            self._fonts[number] = _open_font(number, self._size)
        return self._fonts[number]


@lru_cache(4096)
def _find_font(sign: str) -> int | None:
    """Number of the first font that has the letter."""
    if sign.isspace():
        return 0
    return next((number for number, (font, box) in enumerate(_probes()) if bytes(font.getmask(sign)) != box), None)


@cache
def _probes() -> list[tuple[Any, bytes]]:
    """Each font in a small size, with its box for a missing letter."""
    fonts = [_open_font(number, _PROBE_SIZE) for number in range(1 + len(_find_files()))]
    return [(font, bytes(font.getmask(_NO_LETTER))) for font in fonts]


def _open_font(number: int, size: int) -> Any:
    from PIL import ImageFont  # noqa: PLC0415 - slow to load, and most starts never draw

    return ImageFont.truetype(_find_files()[number - 1], size) if number else ImageFont.load_default(size)


@cache
def _find_files() -> list[str]:
    """Paths of the machine's fonts. The search walks folders, so it is done once."""
    from PIL import ImageFont  # noqa: PLC0415 - as above

    found = []
    for name in MACHINE_FONTS:
        try:
            found.append(str(ImageFont.truetype(name).path))
        except OSError:
            continue
    return found
