"""Cut a long text into messages that Telegram accepts.

Limits count UTF-16 units after markup is parsed, and the entities that markup becomes.
"""

import html
import re

from bot.chat.sentences import strip_markup

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100

_OPENING = re.compile(r"<[a-z]", re.IGNORECASE)
_CLOSING = re.compile(r"</")


def count_units(markup: str) -> int:
    """Length as Telegram counts it: UTF-16 units of the visible text."""
    return len(strip_markup(markup).encode("utf-16-le")) // 2


def split_pages(markup: str, limit: int = MESSAGE_LIMIT) -> list[str]:
    """Split into pages of whole lines with balanced markup, within the limits. At least one page.

    A line that is too long for one page is cut and loses its markup.
    """
    if _fits(markup, limit):
        return [markup]
    pages: list[str] = []
    page = ""
    for block in _blocks(markup, limit):
        longer = f"{page}\n{block}" if page else block
        if page and not _fits(longer, limit):
            pages.append(page)
            page = block
        else:
            page = longer
    return [*pages, page] if page or not pages else pages


def _blocks(markup: str, limit: int) -> list[str]:
    """Lines, or groups of lines inside one tag, none longer than a page."""
    blocks: list[str] = []
    gathered: list[str] = []
    depth = 0
    for line in markup.split("\n"):
        gathered.append(line)
        depth += len(_OPENING.findall(line)) - len(_CLOSING.findall(line))
        if depth <= 0:
            block, gathered, depth = "\n".join(gathered), [], 0
            blocks.extend([block] if _fits(block, limit) else _cut(block, limit))
    return [*blocks, *_cut("\n".join(gathered), limit)] if gathered else blocks


def _cut(block: str, limit: int) -> list[str]:
    units = strip_markup(block).encode("utf-16-le")
    pieces: list[str] = []
    while units:
        end = min(limit * 2, len(units))
        # A high surrogate must not be separated from its low one.
        if end < len(units) and 0xD8 <= units[end - 1] <= 0xDB:
            end -= 2
        pieces.append(html.escape(units[:end].decode("utf-16-le"), quote=False))
        units = units[end:]
    return pieces


def _fits(markup: str, limit: int) -> bool:
    return len(_OPENING.findall(markup)) <= ENTITY_LIMIT and (len(markup) <= limit // 2 or count_units(markup) <= limit)
