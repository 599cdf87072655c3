"""What a press means, as a value and as the text that a button carries. Nothing else reads or writes that text.

    pad|vote <ticket> [digits]                               one more digit of a code
    approve|deny|care|cancel|resend|byhand|again|here <ticket>    a step of a ticket
    goon|replace <ticket>                                    the answer to the question about an open ticket
    saved <card>                                             a secret may go
    accept                                                   the sheet above is right
    ask <command words>, in <team> <command words>           a command
    page:<command words | in <team> command words>:<number>  another page of a list
    team <team>, and <words>, as <place> <word>              the answer to a question

Ids are 32 hexadecimal digits. That of a team before a command is 22 of base64, which leaves room for more words. Older
messages have hexadecimal digits there too. A press proves nothing: anybody may send any data for a message that has a
button.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

LIMIT = 64
"""Bytes that a button carries. Source: Bot API, InlineKeyboardButton."""
PAD_DIGITS = 6
LAST_PAGE = 9999
"""The highest page that a button can name."""
LAST_LINE = 999_999_999
"""The highest first line of a page that a button can name, where lines are numbered."""

_ID = re.compile(r"[0-9a-f]{32}")
_SHORT_ID = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]")
_DIGITS = re.compile(rf"[0-9]{{0,{PAD_DIGITS}}}")
_NUMBER = re.compile(r"[0-9]{1,4}")
_PAGE = re.compile(r"[0-9]{1,9}")


class Step(StrEnum):
    """A step of a ticket."""

    PAD = "pad"
    """A digit of the requester's own code."""
    VOTE = "vote"
    """A digit of an approver's code."""
    APPROVE = "approve"
    DENY = "deny"
    ACKNOWLEDGE = "care"
    """The tick below a warning."""
    CANCEL = "cancel"
    RESEND = "resend"
    BY_HAND = "byhand"
    AGAIN = "again"
    """Ask for the same with a new ticket."""
    GO_ON = "goon"
    """Go on with an open ticket that was asked for again."""
    REPLACE = "replace"
    """End it, and open the new one."""
    HERE = "here"
    """Show the pad in the group, to the presser alone."""


PADS = frozenset({Step.PAD, Step.VOTE})
_STEPS = frozenset(Step)


@dataclass(frozen=True, slots=True)
class TicketPress:
    """A step of a ticket."""

    step: Step
    ticket_id: UUID
    typed: str = ""
    """The digits so far, on a pad."""


@dataclass(frozen=True, slots=True)
class SecretPress:
    """[Saved] below a secret."""

    card_id: UUID


@dataclass(frozen=True, slots=True)
class OfferPress:
    """[Accept all] below a sheet that went back to its sender."""


@dataclass(frozen=True, slots=True)
class CommandPress:
    """A command, as if it were typed."""

    words: tuple[str, ...]
    """At least the command's own word. No word contains a blank."""
    team_id: UUID | None = None
    page: int | None = None
    """The page to show, below an earlier answer: its number, or that of its first line where lines are numbered."""


@dataclass(frozen=True, slots=True)
class TeamPress:
    """The team that a question asks for."""

    team_id: UUID


@dataclass(frozen=True, slots=True)
class MorePress:
    """Words that follow the command of a question."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InsteadPress:
    """A word that replaces another in the command of a question."""

    place: int
    """0 is the first word after the command's own."""
    word: str


Answer = TeamPress | MorePress | InsteadPress
"""What continues the command of the question above."""
Choice = CommandPress | TicketPress | Answer
"""What a button below a question may mean."""
Press = SecretPress | OfferPress | Choice


def typed(command: str, team_id: UUID | None = None) -> CommandPress:
    """The press that says this command, perhaps for one of several teams."""
    return CommandPress(tuple(command.split(" ")), team_id)


def more(words: str) -> MorePress:
    """The press that adds these words to the command of a question."""
    return MorePress(tuple(words.split(" ")))


def encode(press: Press) -> str | None:
    """The text of a button, or None if it is longer than a button can carry."""
    match press:
        case CommandPress(words, team_id, page):  # lists are full of these
            said = " ".join(words if team_id is None else ("in", _shorten(team_id), *words))
            data = f"page:{said}:{page}" if page is not None else f"ask {said}" if team_id is None else said
        case TicketPress(step, ticket_id, digits):
            data = f"{step} {ticket_id.hex}" + (f" {digits}" if step in PADS else "")
        case SecretPress(card_id):
            data = f"saved {card_id.hex}"
        case OfferPress():
            data = "accept"
        case TeamPress(team_id):
            data = f"team {team_id.hex}"
        case MorePress(words):
            data = " ".join(["and", *words])
        case InsteadPress(place, word):
            data = f"as {place} {word}"
    return data if len(data.encode()) <= LIMIT else None


def decode(data: str) -> Press | None:
    """Read a press, or return None for text that no button of today carries."""
    kind, *words = data.split(" ")
    if data.startswith("page:"):
        return _page(data)
    if kind in _STEPS:
        return _step(Step(kind), words)
    if kind in {"ask", "in"}:
        return _command(kind, words)
    return _other(kind, words)


def _step(step: Step, words: list[str]) -> TicketPress | None:
    match words:
        case [ticket] if _ID.fullmatch(ticket):
            return TicketPress(step, UUID(ticket))
        case [ticket, digits] if step in PADS and _ID.fullmatch(ticket) and _DIGITS.fullmatch(digits):
            return TicketPress(step, UUID(ticket), digits)
    return None


def _command(kind: str, words: list[str]) -> CommandPress | None:
    match kind, words:
        case "ask", [_, *_]:
            return CommandPress(tuple(words))
        case "in", [team, _, *_] if (team_id := _read_id(team)) is not None:
            return CommandPress(tuple(words[1:]), team_id=team_id)
    return None


def _shorten(team_id: UUID) -> str:
    return urlsafe_b64encode(team_id.bytes).decode().rstrip("=")


def _read_id(digits: str) -> UUID | None:
    if _ID.fullmatch(digits):
        return UUID(digits)
    return UUID(bytes=urlsafe_b64decode(f"{digits}==")) if _SHORT_ID.fullmatch(digits) else None


def _page(data: str) -> CommandPress | None:
    turns, _, page = data.removeprefix("page:").rpartition(":")
    kind, *words = turns.split(" ")
    command = _command("in", words) if kind == "in" else _command("ask", [kind, *words])
    if command is None or not command.words[0] or not _PAGE.fullmatch(page):
        return None
    return replace(command, page=int(page))


def _other(kind: str, words: list[str]) -> Press | None:
    match kind, words:
        case "accept", []:
            return OfferPress()
        case "saved", [card] if _ID.fullmatch(card):
            return SecretPress(UUID(card))
        case "team", [team] if _ID.fullmatch(team):
            return TeamPress(UUID(team))
        case "and", [_, *_]:
            return MorePress(tuple(words))
        case "as", [place, word] if _NUMBER.fullmatch(place):
            return InsteadPress(int(place), word)
    return None
