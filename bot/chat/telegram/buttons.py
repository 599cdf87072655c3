"""Callback data: the words of a button, written for Telegram and read back from a press.

    pad|vote <ticket> [digits]                               one more digit of a code
    approve|deny|care|cancel|resend|byhand <ticket>          a step of a ticket
    saved <card>                                             delete a secret
    accept                                                   the sheet above is right
    ask <command words>, in <team> <command words>           a command
    page:<command words | in <team> command words>:<number>  another page of a list
    team <team>, and <words>, as <place> <word>              the answer to a question

Ids are 32 hexadecimal digits. A press proves nothing: anyone may send any data for a message with a button.
"""

import re
from dataclasses import dataclass, replace
from uuid import UUID

from bot.operations.model.replies import PRESS_LIMIT
from bot.operations.ticket.contents import OWN_PAD, PAD_DIGITS, VOTING_PAD

PADS = frozenset({OWN_PAD, VOTING_PAD})
STEPS = frozenset({"approve", "deny", "care", "cancel", "resend", "byhand"})

LAST_PAGE = 9999
"""The highest page in a button."""

_ID = re.compile(r"[0-9a-f]{32}")
_DIGITS = re.compile(rf"[0-9]{{0,{PAD_DIGITS}}}")
_NUMBER = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class TicketPress:
    """A step of a ticket."""

    word: str
    ticket_id: UUID
    typed: str = ""
    """The digits so far, on a pad."""


@dataclass(frozen=True, slots=True)
class SecretPress:
    """[Saved] below a secret."""

    card_id: UUID


@dataclass(frozen=True, slots=True)
class CommandPress:
    """A command, as if typed."""

    words: tuple[str, ...]
    """The command's word and its arguments."""
    team_id: UUID | None = None
    page: int | None = None
    """The page to show, below an earlier answer."""


@dataclass(frozen=True, slots=True)
class ChoicePress:
    """The answer to a question: a team, or words."""

    team_id: UUID | None = None
    words: tuple[str, ...] = ()
    place: int | None = None
    """Place of the command's word that the answer replaces. None: the answer is added at the end."""


@dataclass(frozen=True, slots=True)
class OfferPress:
    """[Accept all] below a sheet that was returned to its sender."""


Pressed = TicketPress | SecretPress | OfferPress | CommandPress | ChoicePress


def write_press(press: str) -> str | None:
    """Return callback data for the words of a button, or None if Telegram's limit is exceeded."""
    return press if 0 < len(press.encode()) <= PRESS_LIMIT else None


def page_words(turns: str, page: int) -> str:
    """Words of a button that shows a page of the answer to these command words."""
    return f"page:{turns}:{page}"


def read_press(data: str) -> Pressed | None:
    """Read a press. None for data that no button of today has."""
    kind, *words = data.split(" ")
    if data.startswith("page:"):
        return _read_page(data)
    if kind in PADS | STEPS:
        return _read_step(kind, words)
    if kind in {"ask", "in"}:
        return _read_command(kind, words)
    return _read_choice(kind, words)


def _read_step(kind: str, words: list[str]) -> TicketPress | None:
    match words:
        case [ticket] if _ID.fullmatch(ticket):
            return TicketPress(kind, UUID(ticket))
        case [ticket, typed] if kind in PADS and _ID.fullmatch(ticket) and _DIGITS.fullmatch(typed):
            return TicketPress(kind, UUID(ticket), typed)
    return None


def _read_command(kind: str, words: list[str]) -> CommandPress | None:
    match kind, words:
        case "ask", [_, *_]:
            return CommandPress(tuple(words))
        case "in", [team, _, *_] if _ID.fullmatch(team):
            return CommandPress(tuple(words[1:]), team_id=UUID(team))
    return None


def _read_page(data: str) -> CommandPress | None:
    turns, _, page = data.removeprefix("page:").rpartition(":")
    kind, *words = turns.split(" ")
    command = _read_command("in", words) if kind == "in" else _read_command("ask", [kind, *words])
    if command is None or not command.words[0] or not _NUMBER.fullmatch(page):
        return None
    return replace(command, page=int(page))


def _read_choice(kind: str, words: list[str]) -> SecretPress | OfferPress | ChoicePress | None:
    match kind, words:
        case "accept", []:
            return OfferPress()
        case "saved", [card] if _ID.fullmatch(card):
            return SecretPress(UUID(card))
        case "team", [team] if _ID.fullmatch(team):
            return ChoicePress(team_id=UUID(team))
        case "and", [_, *_]:
            return ChoicePress(words=tuple(words))
        case "as", [place, word] if _NUMBER.fullmatch(place):
            return ChoicePress(words=(word,), place=int(place))
    return None
