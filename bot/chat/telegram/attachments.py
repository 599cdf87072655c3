"""Files sent with a message: a QR picture, or a table as CSV."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

from bot.rules.csv_rows import write_rows
from storage.records import Document, Message


def draw_qr(text: str) -> bytes:
    """Draw the text as a PNG that authenticator apps can scan."""
    import segno  # noqa: PLC0415 - slow to load, and most starts never draw

    picture = BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()


def draw_nothing() -> bytes:
    """Draw a small grey square as a PNG, to replace a picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    # Source: RFC 2083: 64 by 64 pixels, 8 bits, greyscale. Each row begins with its filter.
    header = struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\x00" + b"\xc0" * 64) * 64)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def write_csv(document: Document, words: Callable[[Message], str]) -> bytes:
    """Write the table as UTF-8."""
    rows = [[words(cell) if isinstance(cell, Message) else cell for cell in row] for row in document.rows]
    return write_rows(rows).encode()
