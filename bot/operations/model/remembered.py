"""The command that a question continues, as its card remembers it across restarts.

The card's subject is `reply:`, `answered:` or `again:`, `in:<team> ` for a team chosen in private,
`wrong:<count> ` after wrong answers, and the command.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from storage.records import Card

_SUBJECT = re.compile(r"(reply|answered|again):(?:in:([0-9a-f]{32}) )?(?:wrong:(\d+) )?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was said before a question."""

    said: str
    """The command with its slash, to which an answer adds words."""
    team_id: UUID | None = None
    """Chosen in private by a person of several teams."""
    takes_reply: bool = False
    """Whether the words of a reply follow it. Otherwise only a button continues it."""
    wrong: int = 0
    """Number of refused answers so far."""
    is_answered: bool = False
    """An answered question takes another answer only as a reply to its message."""
    card_id: UUID | None = None
    """The question's card."""

    @property
    def is_open(self) -> bool:
        """Whether it waits for words."""
        return self.takes_reply and not self.is_answered

    def to_subject(self) -> str:
        """The subject of the question's card."""
        team = f"in:{self.team_id.hex} " if self.team_id else ""
        wrong = f"wrong:{self.wrong} " if self.wrong else ""
        kind = "answered" if self.is_answered else "reply" if self.takes_reply else "again"
        return f"{kind}:{team}{wrong}{self.said}"


def remembered_in(card: Card | None) -> Remembered | None:
    """Read a card's subject. None: it is not a question."""
    found = _SUBJECT.fullmatch(card.subject) if card is not None else None
    if card is None or found is None:
        return None
    kind, team, wrong, said = found.groups()
    return Remembered(
        said,
        UUID(team) if team else None,
        takes_reply=kind != "again",
        wrong=int(wrong or 0),
        is_answered=kind == "answered",
        card_id=card.id,
    )


def find_interrupted(newest_first: Iterable[Remembered | None]) -> Remembered | None:
    """The newest open question. An answer or /cancel also closes its earlier messages, which asked for the same."""
    closed: set[str] = set()
    for one in newest_first:
        if one is not None and one.is_open and one.said not in closed:
            return one
        if one is not None and one.is_answered:
            closed.add(one.said)
    return None
