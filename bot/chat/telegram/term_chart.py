"""Draw the terms of keys as a PNG for a phone: a bar for each key up to its end, months, and today's line."""

from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

from bot.chat.telegram.fonts import TextFont
from storage.records import Message, TermChart, TermRow, TermState

WIDTH = 800
"""Pixels. A phone of 390 points shows them at half the size."""
_MARGIN, _LEFT, _RIGHT = 24, 330, 776
_TOP, _HEADING, _ROW = 116, 52, 46
_TITLE, _TEXT = 30, 25
_SHADES = 12
"""Mixes of each colour with the ground, for the edges of letters."""
_DARK = {
    "ground": "#17212b",
    "ink": "#f5f5f5",
    "faint": "#8fa1b3",
    "line": "#2b3a48",
    TermState.EXPIRED: "#ff6b6b",
    TermState.SOON: "#ff9f43",
    TermState.LATER: "#f6d365",
    TermState.FAR: "#4fc38a",
    TermState.UNKNOWN: "#8fa1b3",
    TermState.NEVER: "#5aa9e6",
}
_LIGHT = {
    "ground": "#ffffff",
    "ink": "#16202a",
    "faint": "#5b6b7a",
    "line": "#dfe5ea",
    TermState.EXPIRED: "#c62828",
    TermState.SOON: "#d9660b",
    TermState.LATER: "#b8860b",
    TermState.FAR: "#1d8a57",
    TermState.UNKNOWN: "#5b6b7a",
    TermState.NEVER: "#1f6fb2",
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with its words, so that it can be drawn in a thread."""

    chart: TermChart
    title: str
    months: Sequence[tuple[float, str]]
    """Where each month begins, as a share of the days, and its name."""
    groups: Sequence[tuple[str, Sequence[tuple[TermRow, str]]]]
    """Name of an account, and its keys with their note."""
    today: str
    more: str


def put_in_words(chart: TermChart, words: Callable[[Message], str]) -> Drawing:
    """Say the parts of a chart."""

    def note(row: TermRow) -> str:
        # An hour less than a day counts as a day, as in "expires in 7 days".
        days = 0 if row.ends_at is None else (row.ends_at - chart.now + timedelta(hours=1)).days
        return words(Message("chart-note", {"state": row.state.value, "days": days}))

    return Drawing(
        chart,
        words(Message("chart-title", {"team": chart.title, "days": chart.days})),
        [(share, words(Message("moment-month", {"month": month}))) for share, month in _list_months(chart)],
        [(account, [(row, note(row)) for row in rows]) for account, rows in chart.groups],
        words(Message("chart-today", {})),
        words(Message("chart-more", {"count": chart.more})) if chart.more else "",
    )


def _list_months(chart: TermChart) -> list[tuple[float, int]]:
    midnight = chart.now.replace(hour=0, minute=0, second=0, microsecond=0)
    days = (midnight + timedelta(days=day) for day in range(1, chart.days + 1))
    return [(_share(chart, day), day.month) for day in days if day.day == 1]


def _share(chart: TermChart, moment: datetime) -> float:
    """Where the moment is between today, 0, and the last day, 1."""
    return min(1.0, max(0.0, (moment.astimezone(UTC) - chart.now.astimezone(UTC)) / timedelta(days=chart.days)))


def draw_chart(drawing: Drawing) -> bytes:
    """Draw it. This takes some ten milliseconds, so call it in a thread."""
    rows = sum(len(rows) for _, rows in drawing.groups)
    height = _TOP + _HEADING * len(drawing.groups) + _ROW * (rows + bool(drawing.more)) + _MARGIN
    sheet = _Sheet(drawing.chart, height)
    sheet.draw_frame(drawing)
    y = _TOP
    for account, keys in drawing.groups:
        sheet.write(_MARGIN, y + 14, account, "faint", _LEFT - 2 * _MARGIN)
        y += _HEADING
        for row, note in keys:
            sheet.draw_row(y, row, note)
            y += _ROW
    sheet.write(_MARGIN, y + 6, drawing.more, "faint", WIDTH)
    return sheet.save()


class _Sheet:
    """A picture of one chart, and the pen that draws on it."""

    def __init__(self, chart: TermChart, height: int) -> None:
        from PIL import Image, ImageDraw  # noqa: PLC0415 - slow to load, and most starts never draw

        self._chart, self._height, self._colours = chart, height, _DARK if chart.is_dark else _LIGHT
        self._picture = Image.new("RGB", (WIDTH, height), self._colours["ground"])
        self._pen = ImageDraw.Draw(self._picture)
        self._heading, self._text = TextFont(_TITLE), TextFont(_TEXT)

    def draw_frame(self, drawing: Drawing) -> None:
        """Draw the title, the months and today's line."""
        low = self._height - _MARGIN
        self.write(_MARGIN, 18, drawing.title, "ink", WIDTH - 2 * _MARGIN, font=self._heading)
        for share, name in drawing.months:
            self._pen.line([(_at(share), _TOP - 8), (_at(share), low)], self._colours["line"], 2)
            if _at(share) < _RIGHT - 40:
                self.write(_at(share) + 6, _TOP - 42, name, "faint", WIDTH)
        self._pen.line([(_LEFT, _TOP - 8), (_LEFT, low)], self._colours["ink"], 3)
        self.write(_LEFT - 8 - self._text.measure(drawing.today), _TOP - 42, drawing.today, "ink", _LEFT)

    def draw_row(self, y: int, row: TermRow, note: str) -> None:
        """Draw the name, a bar up to the key's end, and the note behind the bar, or inside a long one."""
        self.write(_MARGIN, y + 6, self._name(row), "ink", _LEFT - _MARGIN - 14)
        if row.ends_at is None:
            self._pen.line([(_LEFT + 2, y + 38), (_RIGHT, y + 38)], self._colours[row.state], 4)
            self.write(_LEFT + 12, y + 4, note, row.state, WIDTH)
            return
        end, width = max(_LEFT + 8, _at(_share(self._chart, row.ends_at))), self._text.measure(note)
        self._pen.rounded_rectangle([(_LEFT + 2, y + 6), (end, y + 38)], 6, self._colours[row.state])
        if end + 14 + width < WIDTH:
            self.write(end + 10, y + 6, note, row.state, WIDTH)
        else:
            self.write(end - 12 - width, y + 6, note, "ground", WIDTH)

    def write(  # noqa: PLR0913 - a text, its place and its looks
        self, x: int, y: int, text: str, colour: str, width: int, *, font: TextFont | None = None
    ) -> None:
        """Write a text, cut to the width."""
        font = font or self._text
        text = font.leave_out_unknown(text)
        if font.measure(text) > width:
            kept = bisect(range(len(text)), width, key=lambda length: font.measure(f"{text[:length]}…"))
            text = f"{text[: kept - 1]}…"
        font.write(self._pen, x, y, text, self._colours[colour])

    def _name(self, row: TermRow) -> str:
        """The name, or only the number of a name with a letter that no font here has."""
        return f"{row.number} · {row.name}" if self._text.can_write(row.name) else f"#{row.number}"

    def save(self) -> bytes:
        """Return the PNG."""
        from PIL import Image  # noqa: PLC0415 - as above

        palette = Image.new("P", (1, 1))
        palette.putpalette(_mix_colours(self._colours))
        file = BytesIO()
        self._picture.quantize(palette=palette, dither=Image.Dither.NONE).save(file, "PNG")
        return file.getvalue()


def _at(share: float) -> int:
    return round(_LEFT + share * (_RIGHT - _LEFT))


def _mix_colours(colours: Mapping[str, str]) -> list[int]:
    """Red, green and blue of each colour and its shades: finding the nearest is faster than choosing the best."""
    ground, *others = (bytes.fromhex(colour[1:]) for colour in colours.values())
    return [
        low + (high - low) * shade // _SHADES
        for colour in others
        for shade in range(_SHADES + 1)
        for low, high in zip(ground, colour, strict=True)
    ]
