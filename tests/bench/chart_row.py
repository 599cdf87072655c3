"""The picture of `/report` beside the same chart by matplotlib: processor time from keys to PNG, and its bytes.

matplotlib is not in the lock, because with its 140 MB every new set-up would take a quarter longer: the row says how to
install it.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from statistics import median

from bot.chat.sentences import Sentences
from bot.chat.telegram.term_chart import WIDTH, Drawing, draw_chart, put_in_words
from storage.records import TermChart, TermRow, TermState
from tests.bench.figures import Figure, median_ratio

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
KEYS, DAYS, DOTS_PER_INCH = 20, 90, 100
BAR, GOAL = (0.1,), (0.05,)


async def measure_chart(rounds: int) -> list[Figure]:
    """Measure the row `chart`."""
    try:
        import matplotlib as mpl  # noqa: PLC0415 - not in the lock
    except ImportError:
        return [
            Figure(
                "picture of /report ÷ matplotlib",
                (),
                BAR,
                GOAL,
                is_less_better=True,
                of="chat",
                missing="needs pip install matplotlib",
            )
        ]
    mpl.use("agg")
    drawing = _make_drawing()
    ours, theirs = [], []
    for _ in range(rounds + 1):
        ours.append(_clock(partial(draw_chart, drawing)))
        theirs.append(_clock(partial(_draw_with_matplotlib, drawing)))
    ratio = median_ratio(ours[1:], theirs[1:])
    times = (median(ours[1:]) * 1000, median(theirs[1:]) * 1000)
    sizes = (len(draw_chart(drawing)) / 1000, len(_draw_with_matplotlib(drawing)) / 1000)
    return [
        Figure("picture of /report ÷ matplotlib", (ratio,), BAR, GOAL, is_less_better=True, of="chat"),
        Figure("  ours / matplotlib", times, unit=" ms", of="chat"),
        Figure("  size, ours / matplotlib", sizes, unit=" kB", of="chat"),
    ]


def _make_drawing() -> Drawing:
    keys = [
        TermRow(f"strategy-{number}", number, TermState.FAR, NOW + timedelta(days=DAYS * number / KEYS))
        for number in range(1, KEYS + 1)
    ]
    chart = TermChart("Trading desk", NOW, DAYS, [("main", keys)], more=0, is_dark=True)
    return put_in_words(chart, lambda message: Sentences().plain(message, zone="UTC", now=NOW))


def _draw_with_matplotlib(drawing: Drawing) -> bytes:
    """Draw the same bars, names and notes, as its documentation does it without pyplot."""
    from matplotlib.figure import Figure as Canvas  # noqa: PLC0415 - not in the lock

    chart = drawing.chart
    rows = [row for _, group in drawing.groups for row in group]
    ends = [((row.ends_at or chart.now) - chart.now) / timedelta(days=1) for row, _ in rows]
    canvas = Canvas(figsize=(WIDTH / DOTS_PER_INCH, 0.46 * len(rows) + 2), dpi=DOTS_PER_INCH, facecolor="#17212b")
    axes = canvas.subplots()
    axes.set_facecolor("#17212b")
    bars = axes.barh([f"{row.number} · {row.name}" for row, _ in rows], ends, color="#4fc38a")
    axes.bar_label(bars, [note for _, note in rows], color="#f5f5f5", padding=4)
    axes.set_xticks([share * chart.days for share, _ in drawing.months], [name for _, name in drawing.months])
    axes.set_title(drawing.title, color="#f5f5f5")
    axes.tick_params(colors="#f5f5f5")
    axes.invert_yaxis()
    canvas.tight_layout()
    file = BytesIO()
    canvas.savefig(file, format="png")
    return file.getvalue()


def _clock(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began
