"""Pictures that a message carries, as facts. Chat draws them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class QrCode:
    """A text for the camera of an app."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BlankPicture:
    """A grey square, where a picture comes later."""


class TermState(StrEnum):
    """How urgent a key's end is."""

    EXPIRED = "expired"
    SOON = "soon"
    """Within 7 days."""
    LATER = "later"
    """Within 30 days."""
    FAR = "far"
    UNKNOWN = "unknown"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class TermRow:
    """One key of the chart."""

    name: str
    number: int
    state: TermState
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class TermChart:
    """The terms of keys over the coming days, per account, the most urgent first."""

    title: str
    now: datetime
    """In the zone in which months begin."""
    days: int
    groups: Sequence[tuple[str, Sequence[TermRow]]]
    """Name of an account, and its keys."""
    more: int
    """Number of keys without room."""
    is_dark: bool


Picture = QrCode | BlankPicture | TermChart
