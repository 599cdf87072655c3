"""The picture of `/report` is a small PNG in the reader's colours."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageFont

from bot.chat.sentences import Sentences
from bot.chat.telegram.fonts import TextFont
from bot.chat.telegram.term_chart import WIDTH, draw_chart, put_in_words
from storage.records import TermChart, TermRow, TermState

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
ENDS = {TermState.EXPIRED: -1, TermState.SOON: 3, TermState.LATER: 20, TermState.FAR: 89}


def chart(*, is_dark: bool, keys: int = 20) -> TermChart:
    states = [*TermState][: max(1, keys)]
    rows = [
        TermRow(
            f"ключ {number}" if number == 3 else f"hedge-{'w' * number * 3}",
            number,
            state := states[number % len(states)],
            NOW + timedelta(days=ENDS[state]) if state in ENDS else None,
        )
        for number in range(keys)
    ]
    return TermChart("Desk", NOW, 90, [("main", rows)], more=7, is_dark=is_dark)


@pytest.mark.parametrize("is_dark", [True, False])
def test_a_chart_is_a_png_that_a_phone_shows_in_full(is_dark: bool) -> None:
    sentences = Sentences()
    drawing = put_in_words(chart(is_dark=is_dark), lambda saying: sentences.plain(saying, zone="UTC", now=NOW))
    assert [name for _, name in drawing.months] == ["Dec", "Jan", "Feb"]

    data = draw_chart(drawing)
    picture = Image.open(BytesIO(data))
    assert (picture.format, picture.width) == ("PNG", WIDTH)
    assert picture.height <= 1280, "Telegram shrinks a longer side"
    assert (picture.convert("L").getpixel((2, 2)) < 64) == is_dark  # type: ignore[operator]  # a grey has one value
    assert len(data) < 100_000


@pytest.mark.parametrize(
    ("left", "said"), [(timedelta(days=7, minutes=-59), "7 days"), (timedelta(hours=50), "2 days")]
)
def test_the_days_are_those_of_the_list(left: timedelta, said: str) -> None:
    sentences = Sentences()
    one = TermChart(
        "Desk", NOW, 90, [("main", [TermRow("grid", 1, TermState.SOON, NOW + left)])], more=0, is_dark=False
    )
    drawing = put_in_words(one, lambda saying: sentences.plain(saying, zone="UTC", now=NOW))
    assert [note for _, rows in drawing.groups for _, note in rows] == [said]


def test_months_begin_at_midnight_of_the_chart_s_zone() -> None:
    sentences = Sentences()
    here = replace(chart(is_dark=False), now=NOW.astimezone(ZoneInfo("Europe/Berlin")))
    drawing = put_in_words(here, lambda saying: sentences.plain(saying, zone="UTC", now=NOW))
    begins = [round(share * timedelta(days=90) / timedelta(hours=1)) for share, _ in drawing.months]
    december = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    assert begins[0] == (december - NOW) / timedelta(hours=1)


def test_a_chart_without_keys_is_still_a_picture() -> None:
    sentences = Sentences()
    empty = TermChart("Desk", NOW, 90, [], more=0, is_dark=False)
    assert draw_chart(put_in_words(empty, lambda saying: sentences.plain(saying, zone="UTC", now=NOW)))


def is_installed(font: str) -> bool:
    try:
        ImageFont.truetype(font)
    except OSError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "font"),
    [("hedge-btc", "Pillow's own"), ("ключ κλειδί", "DejaVuSans.ttf"), ("交易 鍵", "DroidSansFallbackFull.ttf")],
)
def test_a_letter_comes_from_the_first_font_that_has_it(text: str, font: str) -> None:
    written = TextFont(25)
    if font.endswith("ttf") and not is_installed(font):
        pytest.skip(f"this machine has no {font}")
    assert written.can_write(text)
    assert written.measure(text * 2) == pytest.approx(2 * written.measure(text), rel=0.05)


class Runs:
    """A pen that keeps what it is told to write."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def text(self, _place: object, run: str, *_more: object, **_options: object) -> None:
        """Keep it."""
        self.written.append(run)


def test_words_of_arabic_are_written_in_one_run_and_so_in_their_order() -> None:
    if not is_installed("DejaVuSans.ttf"):
        pytest.skip("this machine has no DejaVuSans.ttf")
    pen = Runs()
    TextFont(25).write(pen, 0, 0, "bot 2 مفتاح التداول", "ink")
    assert pen.written == ["bot 2 ", "مفتاح التداول"]


def test_the_name_of_a_team_or_account_leaves_out_what_no_font_can_write() -> None:
    assert TextFont(25).leave_out_unknown("desk \ue000\U0001f680 b") == "desk … b"


def test_a_name_that_no_font_can_write_is_its_number() -> None:
    assert not TextFont(25).can_write("bot \U0001f680\ue000")
