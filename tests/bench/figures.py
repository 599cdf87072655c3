"""One figure beside its bars, and the table of all figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

Numbers = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians, one for each number of people at once (or only one), with their bars."""

    name: str
    values: Numbers
    must: Numbers = ()
    """One for all, or one for each. Empty: shown for comparison only."""
    goal: Numbers = ()
    is_less_better: bool = False
    unit: str = ""
    of: str = "whole bot"
    """What was measured: a bot's whole process over loopback HTTP, or a part of ours in this process."""
    missing: str = ""
    """Why it was not measured."""

    @property
    def verdict(self) -> str:
        """The verdict on the worst of the values."""
        if not self.must or not self.values:
            return "-"
        return "goal" if self._reaches(self.goal) else "must" if self._reaches(self.must) else "MISSED"

    def _reaches(self, bars: Numbers) -> bool:
        each = bars * len(self.values) if len(bars) == 1 else bars
        pairs = zip(self.values, each, strict=True)
        return all(value <= bar if self.is_less_better else value >= bar for value, bar in pairs)

    def to_cells(self) -> tuple[str, ...]:
        """Return name, subject, figures, must, goal, verdict."""
        sign = "≤" if self.is_less_better else "≥"
        must, goal = (f"{sign} {_write(bars)}{self.unit}" if bars else "-" for bars in (self.must, self.goal))
        return self.name, self.of, self.missing or f"{_write(self.values)}{self.unit}", must, goal, self.verdict


def _write(numbers: Numbers) -> str:
    return " / ".join(f"{number:.0f}" if abs(number) >= 100 else f"{number:.3g}" for number in numbers)


def median_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median of the ratios of the same rounds."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def print_table(figures: Sequence[Figure], say: Callable[[str], None] = print) -> None:
    """Print the table with columns as wide as needed."""
    rows = [("figure", "of", "measured", "must", "goal", "verdict"), *(figure.to_cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
