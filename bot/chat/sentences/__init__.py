"""Every sentence of the bot, whole, with an id, in one catalogue per language.

Only here text is escaped. It must not know when or to whom a sentence is said. Markup in a catalogue is Telegram's
HTML.
"""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.chat.sentences.catalogue import Catalogue, SentenceError
from bot.chat.sentences.compiler import Moment, Word
from bot.chat.sentences.moments import ALONE, Distance, distance, wall_time
from bot.chat.sentences.planned_address import in_words
from storage.records import Arg, Line, Message, PlannedAddress

__all__ = ["OWN_SENTENCES", "SentenceError", "Sentences", "strip_markup"]

OWN_SENTENCES = frozenset({"moment", "moment-dated", "moment-time", *Distance, *ALONE.values()})
"""Ids that the catalogue object uses itself for dates and times."""

_TIME_FORMAT = "dt"
"""Short date and short time. Source: core.telegram.org/bots/api#date-time-entity-formatting, checked 2026-11-28."""
_TellTime = Callable[[datetime], Moment]
_TAG = re.compile(r"<[^<>]*>")


class Sentences:
    """The catalogue of one language."""

    def __init__(self, language: str = "en", folder: Path | None = None) -> None:
        """Load the catalogue of this package, or of another folder. Raises SentenceError."""
        self._catalogue = Catalogue(language, folder or Path(__file__).parent)

    def html(self, saying: Message, *, zone: str, now: datetime) -> str:
        """Return the text as Telegram HTML for a reader in that IANA zone. Raises SentenceError for a gap."""
        return self._render(saying, lambda moment: _Moment(self._catalogue, moment, zone, now))

    def plain(self, saying: Message, *, zone: str, now: datetime) -> str:
        """Return the text without markup, for buttons, alerts and mail."""
        return strip_markup(self.html(saying, zone=zone, now=now))

    def list_ids(self) -> frozenset[str]:
        """Return every id of the catalogue, including OWN_SENTENCES."""
        return self._catalogue.ids

    def list_variables(self, sentence: str) -> frozenset[str]:
        """Return the arguments that a sentence needs. Raises SentenceError for an unknown id."""
        return self._catalogue.list_variables(sentence)

    def _render(self, saying: Message, tell_time: _TellTime) -> str:
        return self._catalogue.fill(
            saying.sentence, {name: self._word(arg, tell_time) for name, arg in saying.args.items()}
        )

    def _word(self, arg: Arg, tell_time: _TellTime) -> Word:
        word: Word
        match arg:
            case str():
                word = _escape(arg)
            case bool():
                word = "true" if arg else "false"
            case None | int():
                word = arg
            case datetime():
                word = tell_time(arg)
            case Message() | PlannedAddress():
                word = self._line(arg, tell_time)
            case _:
                word = self._list(arg, tell_time)
        return word

    def _line(self, line: Line, tell_time: _TellTime) -> str:
        return self._render(line if isinstance(line, Message) else in_words(line), tell_time)

    def _list(self, arg: Sequence[Line] | Sequence[str], tell_time: _TellTime) -> str | None:
        if not arg:
            return None
        parts = [_escape(part) if isinstance(part, str) else self._line(part, tell_time) for part in arg]
        return (", " if isinstance(arg[0], str) else "\n").join(parts)


@dataclass(slots=True)
class _Moment:
    """A moment for a reader. Clients show the date in their own zone, and old ones as it is written here."""

    catalogue: Catalogue
    moment: datetime
    zone: str
    now: datetime

    def relative(self) -> str:
        """Write the distance first."""
        return self._write("moment")

    def dated(self) -> str:
        """Write the date first."""
        return self._write("moment-dated")

    def away(self) -> str:
        """Write the distance alone, without a format: it stays as it is written, and a tap on it shows the date."""
        sentence, numbers = distance(self.moment, self.now)
        alone = self.catalogue.fill(ALONE.get(sentence, sentence), numbers)
        return f'<tg-time unix="{int(self.moment.timestamp())}">{alone}</tg-time>'

    def _write(self, sentence: str) -> str:
        written = self.catalogue.fill("moment-time", wall_time(self.moment, self.now, self.zone))
        unix = int(self.moment.timestamp())
        words = {
            "time": f'<tg-time unix="{unix}" format="{_TIME_FORMAT}">{written}</tg-time>',
            "away": self.catalogue.fill(*distance(self.moment, self.now)),
        }
        return self.catalogue.fill(sentence, words)


def strip_markup(markup: str) -> str:
    """Return the visible text of Telegram HTML."""
    return html.unescape(_TAG.sub("", markup))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
