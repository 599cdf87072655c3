"""Every sentence of the bot, whole, with an id, in one catalogue per language.

Only here text is escaped. It must not know when or to whom a sentence is said. Markup in a catalogue is Telegram's
HTML.
"""

import html
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.chat.sentences.catalogue import Catalogue, SentenceError
from bot.chat.sentences.compiling import Word
from bot.chat.sentences.moments import Distance, distance, wall_time
from bot.chat.sentences.planned_address import in_words
from storage.records import Arg, Line, Message, PlannedAddress

__all__ = ["OWN_SENTENCES", "SentenceError", "Sentences", "strip_markup"]

OWN_SENTENCES = frozenset({"moment", *Distance})
"""Ids that the catalogue object uses itself for dates and times."""

_TellTime = Callable[[datetime], str]
_TAG = re.compile(r"<[^<>]*>")


class Sentences:
    """The catalogue of one language."""

    def __init__(self, language: str = "en", folder: Path | None = None) -> None:
        """Load the catalogue of this package, or of another folder. Raises SentenceError."""
        self._catalogue = Catalogue(language, folder or Path(__file__).parent)

    def html(self, saying: Message, *, zone: str, now: datetime) -> str:
        """Return the text as Telegram HTML for a reader in that IANA zone. Raises SentenceError for a gap."""
        return self._render(saying, partial(wall_time, zone=zone), now)

    def plain(self, saying: Message, *, zone: str, now: datetime) -> str:
        """Return the text without markup, for buttons, alerts and mail."""
        return strip_markup(self.html(saying, zone=zone, now=now))

    def list_ids(self) -> frozenset[str]:
        """Return every id of the catalogue, including OWN_SENTENCES."""
        return self._catalogue.ids

    def list_variables(self, sentence: str) -> frozenset[str]:
        """Return the arguments that a sentence needs. Raises SentenceError for an unknown id."""
        return self._catalogue.list_variables(sentence)

    def _render(self, saying: Message, tell_time: _TellTime, now: datetime) -> str:
        return self._catalogue.fill(
            saying.sentence, {name: self._word(arg, tell_time, now) for name, arg in saying.args.items()}
        )

    def _word(self, arg: Arg, tell_time: _TellTime, now: datetime) -> Word:
        word: Word
        match arg:
            case str():
                word = _escape(arg)
            case bool():
                word = "true" if arg else "false"
            case None | int():
                word = arg
            case datetime():
                word = self._tell_moment(arg, tell_time, now)
            case Message() | PlannedAddress():
                word = self._line(arg, tell_time, now)
            case _:
                word = self._list(arg, tell_time, now)
        return word

    def _line(self, line: Line, tell_time: _TellTime, now: datetime) -> str:
        return self._render(line if isinstance(line, Message) else in_words(line), tell_time, now)

    def _list(self, arg: Sequence[Line] | Sequence[str], tell_time: _TellTime, now: datetime) -> str | None:
        if not arg:
            return None
        parts = [_escape(part) if isinstance(part, str) else self._line(part, tell_time, now) for part in arg]
        return (", " if isinstance(arg[0], str) else "\n").join(parts)

    def _tell_moment(self, moment: datetime, tell_time: _TellTime, now: datetime) -> str:
        sentence, numbers = distance(moment, now)
        return self._catalogue.fill(
            "moment", {"time": tell_time(moment), "away": self._catalogue.fill(sentence, numbers)}
        )


def strip_markup(markup: str) -> str:
    """Return the visible text of Telegram HTML."""
    return html.unescape(_TAG.sub("", markup))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
