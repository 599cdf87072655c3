"""Files that go with a message: a QR picture, a table as CSV.

It must not know what the message says.
"""

from collections.abc import Callable
from io import BytesIO

from bot.rules.csv_rows import write_rows
from storage.records import Document, Saying


def draw_qr(text: str) -> bytes:
    """The text as a PNG that authenticator apps can scan."""
    import segno  # noqa: PLC0415 - slow to load, and most starts never draw

    picture = BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()


def write_csv(document: Document, words: Callable[[Saying], str]) -> bytes:
    """The table as UTF-8."""
    rows = [[words(cell) if isinstance(cell, Saying) else cell for cell in row] for row in document.rows]
    return write_rows(rows).encode()
