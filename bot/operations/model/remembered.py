"""The command that a question continues, as its card remembers it across restarts.

The card's subject is `reply:` or `again:`, `in:<team> ` for a team chosen in private, and the command.
"""

import re
from dataclasses import dataclass
from uuid import UUID

_SUBJECT = re.compile(r"(reply|again):(?:in:([0-9a-f]{32}) )?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was said before a question."""

    said: str
    """The command with its slash, to which an answer adds words."""
    team_id: UUID | None = None
    """Chosen in private by a person of several teams."""
    takes_reply: bool = False
    """Whether the words of a reply follow it. Otherwise only a button continues it."""

    def to_subject(self) -> str:
        """The subject of the question's card."""
        team = f"in:{self.team_id.hex} " if self.team_id else ""
        return f"{'reply' if self.takes_reply else 'again'}:{team}{self.said}"


def remembered_in(subject: str) -> Remembered | None:
    """Read a card's subject. None: the card is not a question."""
    found = _SUBJECT.fullmatch(subject)
    if found is None:
        return None
    kind, team, said = found.groups()
    return Remembered(said, UUID(team) if team else None, takes_reply=kind == "reply")
