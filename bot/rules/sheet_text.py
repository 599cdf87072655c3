"""Decode the bytes of a file into the text of a sheet, or say why that is impossible."""

import codecs
import io
from dataclasses import dataclass

from bot.rules.text_encoding import NAMES, guess_encoding
from bot.rules.verdict import Reason, Refused
from storage.records import Message

SIZE_LIMIT = 1_000_000
"""Bytes, far above the largest sheet that is taken."""

_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Reason.FILE_SPREADSHEET),
    (b"%PDF-", Reason.FILE_PDF),
    (b"\x1f\x8b", Reason.FILE_ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Reason.FILE_ARCHIVE),
    (b"Rar!\x1a\x07", Reason.FILE_ARCHIVE),
)
"""Beginnings of files that are not text.

Source: Microsoft MS-CFB section 2.2, ISO 32000-1 section 7.5.2, RFC 1952 section 2.3.1, the 7-Zip and RAR format notes.
"""
_ZIP = b"PK\x03\x04"
_ZIPPED_SPREADSHEETS = (b"[Content_Types].xml", b"xl/", b"opendocument.spreadsheet", b"Index/Document.iwa")
"""Names near the beginning of a ZIP that is an XLSX, ODS or Numbers file.

Source: ECMA-376 part 2 section 10, OpenDocument 1.2 part 3 section 3.3.
"""
_ZIP_HEAD = 4096
_SHOWN = 60
_LINE_CONTROLS = frozenset("\t\n\r\f\v")


@dataclass(frozen=True, slots=True)
class SheetText:
    """A sheet as text, without a byte order mark."""

    text: str
    encoding: str | None = None
    """Guessed encoding of a text that is not Unicode, as people call it.

    None: Unicode, which is never a guess.
    """

    def as_notice(self) -> Message | None:
        """Notice for a guessed encoding: the first line with accented or other special letters, to be checked."""
        if self.encoding is None:
            return None
        lines = enumerate(io.StringIO(self.text, newline=None), start=1)
        line, row = next((number, row) for number, row in lines if not row.isascii())
        return Message("sheet-read-as", {"encoding": self.encoding, "line": line, "row": row.strip()[:_SHOWN]})

    def note_on(self, plan: Message, sentence: str) -> Message:
        """Return the plan made of the sheet. With such a notice, use the sentence that has room for it."""
        notice = self.as_notice()
        return plan if notice is None else Message(sentence, {**plan.args, "read_as": notice})


def read_text(data: bytes) -> SheetText | Refused:
    """Read UTF-8, UTF-16 or an older encoding that has to be guessed. A refusal says what to send instead."""
    if len(data) > SIZE_LIMIT:
        return Refused(Reason.FILE_TOO_LARGE)
    foreign = _find_foreign(data)
    if foreign is not None:
        return Refused(foreign)
    sheet = _decode(data)
    if sheet is None or _is_binary(sheet):
        return Refused(Reason.FILE_NOT_TEXT)
    return sheet if sheet.text.strip() else Refused(Reason.SHEET_EMPTY)


def _find_foreign(data: bytes) -> Reason | None:
    if data.startswith(_ZIP):
        head = data[:_ZIP_HEAD]
        is_spreadsheet = any(name in head for name in _ZIPPED_SPREADSHEETS)
        return Reason.FILE_SPREADSHEET if is_spreadsheet else Reason.FILE_ARCHIVE
    return next((reason for signature, reason in _SIGNATURES if data.startswith(signature)), None)


def _find_encoding(data: bytes) -> str:
    """Return UTF-16 if a mark or the zero bytes of plain letters show it, else UTF-8."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    # Separators, coins and addresses are ASCII. In UTF-16 more than half of all characters have one zero byte, always
    # the same one of the two.
    units = len(data) // 2
    first, second = data[::2].count(0), data[1::2].count(0)
    if not first and second * 2 > units:
        return "utf-16-le"
    if not second and first * 2 > units:
        return "utf-16-be"
    return "utf-8"


def _decode(data: bytes) -> SheetText | None:
    encoding = _find_encoding(data)
    try:
        return SheetText(data.decode(encoding).removeprefix("\ufeff"))
    except UnicodeDecodeError:
        if encoding != "utf-8":
            return None
    guessed = guess_encoding(data)
    if guessed is None:
        return None
    try:
        return SheetText(data.decode(guessed), NAMES[guessed])
    except UnicodeDecodeError:
        return None


def _is_binary(sheet: SheetText) -> bool:
    """Whether it holds a zero, which text never does.

    A guessed text may not hold other control characters either.
    """
    controls = {character for character in set(sheet.text) if character < " "} - _LINE_CONTROLS
    return bool(controls) if sheet.encoding is not None else "\0" in controls
