"""Forum topics that a team has chosen for kinds of messages."""

from collections.abc import Sequence

from bot.rules.verdict import Reason, Refused
from storage.records import MessageKind, Team

_ALL, _OFF = "all", "off"


def topic_of(team: Team, kind: MessageKind) -> int | None:
    """Return the topic of a kind of message, or the team's own place."""
    return team.topics.get(kind.value, team.topic_id)


def read_kinds(words: Sequence[str]) -> tuple[tuple[str, ...], bool] | Refused:
    """Read `alerts digest`, `all` or `alerts off`. Return the kinds, and whether they leave their topic."""
    lower = [word.lower().rstrip(",") for word in words]
    is_off = lower[-1:] == [_OFF]
    named = lower[:-1] if is_off else lower
    kinds = [kind.value for kind in MessageKind]
    if named == [_ALL]:
        return tuple(kinds), is_off
    if not named or not set(named) <= set(kinds):
        return Refused(Reason.TOPIC_WORDS)
    return tuple(kind for kind in kinds if kind in named), is_off


def with_topic(team: Team, kinds: Sequence[str], topic_id: int | None) -> dict[str, int]:
    """Return the team's topics with these kinds in another one. None: in the team's own place."""
    others = {kind: topic for kind, topic in team.topics.items() if kind not in kinds}
    return others if topic_id is None else {**others, **dict.fromkeys(kinds, topic_id)}


def kinds_in(team: Team, topic_id: int) -> list[str]:
    """List the kinds that have chosen this topic."""
    return [kind.value for kind in MessageKind if team.topics.get(kind.value) == topic_id]
