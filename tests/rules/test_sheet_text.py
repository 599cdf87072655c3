"""Bytes to text: files of spreadsheets and editors, and files sent by mistake."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.sheet_text import SIZE_LIMIT, SheetText, read_text
from bot.rules.verdict import Reason, Refused
from storage.records import Message

TEXT = "Remark;Coin\r\nMüller;USDT\r\n"


def zip_of(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_its_mark(encoding: str) -> None:
    assert read_text(TEXT.encode(encoding)) == SheetText(TEXT)


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_is_read_by_its_mark_whatever_the_letters(mark: bytes) -> None:
    text = "備註;幣種"
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert read_text(mark + text.encode(encoding)) == SheetText(text)


@pytest.mark.parametrize(
    ("encoding", "name", "rows"),
    [
        ("cp1252", "Windows-1252", "Müller;USDT"),
        ("cp1252", "Windows-1252", "José Núñez;USDT"),
        ("cp1252", "Windows-1252", "Olga’s wallet – 30 €;USDT"),  # noqa: RUF001 - as people write it
        ("cp1251", "Windows-1251", "Холодный кошелёк;USDT"),
        ("cp1251", "Windows-1251", "cold;USDT\r\nОля;USDT"),  # noqa: RUF001 - as people write it
        ("gb18030", "GB18030", "冷钱包;USDT"),
        ("gb18030", "GB18030", "交易所一号;USDT"),
        ("gb18030", "GB18030", "张三;USDT"),
        ("big5", "Big5", "冷錢包;USDT"),
        ("big5", "Big5", "王小明;USDT"),
        ("cp932", "Shift-JIS", "コールドウォレット;USDT"),
        ("cp932", "Shift-JIS", "田中さん;USDT"),
        ("cp932", "Shift-JIS", "山田;USDT"),
    ],
)
def test_an_old_encoding_is_guessed_and_said_with_a_line_to_check(encoding: str, name: str, rows: str) -> None:
    text = f"Remark;Coin\r\n{rows}\r\n"
    sheet = read_text(text.encode(encoding))
    assert sheet == SheetText(text, name)
    line, row = next((line, row) for line, row in enumerate(text.splitlines(), 1) if not row.isascii())
    assert sheet.as_notice() == Message("sheet-read-as", {"encoding": name, "line": line, "row": row})
    plan = sheet.note_on(Message("plan-track", {"count": 1}), "plan-track-read-as")
    assert plan == Message("plan-track-read-as", {"count": 1, "read_as": sheet.as_notice()})


def test_unicode_is_not_a_guess_and_has_no_notice() -> None:
    sheet = SheetText("Müller")
    assert sheet.as_notice() is None
    assert sheet.note_on(Message("plan-track"), "plan-track-read-as") == Message("plan-track")


@pytest.mark.parametrize("data", [b"", b" \r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe\n\x00"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert read_text(data) == Refused(Reason.SHEET_EMPTY)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zip_of("[Content_Types].xml", "xl/workbook.xml"), Reason.FILE_SPREADSHEET),
        (
            b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            Reason.FILE_SPREADSHEET,
        ),
        (zip_of("Index/Document.iwa"), Reason.FILE_SPREADSHEET),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, Reason.FILE_SPREADSHEET),
        (zip_of("addresses.csv"), Reason.FILE_ARCHIVE),
        (b"\x1f\x8b\x08\0", Reason.FILE_ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c\0\4", Reason.FILE_ARCHIVE),
        (b"Rar!\x1a\x07\1\0", Reason.FILE_ARCHIVE),
        (b"%PDF-1.7\n", Reason.FILE_PDF),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Reason.FILE_NOT_TEXT),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", Reason.FILE_NOT_TEXT),
        (b"a,b\n\xff\x01,c\n", Reason.FILE_NOT_TEXT),
        (b"a,b\nc\0,d\n", Reason.FILE_NOT_TEXT),
        (b"a,b\n\x81,\x98,\x81\n", Reason.FILE_NOT_TEXT),
        (b"\xff\xfea\0b", Reason.FILE_NOT_TEXT),
        (b"\xff\xfea\0\0\xd8b\0", Reason.FILE_NOT_TEXT),
        (b"a" * (SIZE_LIMIT + 1), Reason.FILE_TOO_LARGE),
    ],
)
def test_another_file_is_refused_with_what_it_is(data: bytes, reason: Reason) -> None:
    assert read_text(data) == Refused(reason)


def test_a_file_of_exactly_the_limit_is_read() -> None:
    assert read_text(b"a" * SIZE_LIMIT) == SheetText("a" * SIZE_LIMIT)


@given(st.binary())
def test_no_bytes_whatever_make_it_stumble(data: bytes) -> None:
    sheet = read_text(data)
    assert isinstance(sheet, Refused) or (sheet.text.strip() and "\0" not in sheet.text)


@given(st.text().filter(lambda text: text.strip("\ufeff").strip() and "\0" not in text and text[0] != "\ufeff"))
def test_whatever_is_written_in_utf_8_is_read_unchanged(text: str) -> None:
    assert read_text(text.encode()) == SheetText(text)
