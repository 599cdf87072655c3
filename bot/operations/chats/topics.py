"""Topics that a team has chosen for kinds of messages, and that are lost or get a team of their own."""

from dataclasses import replace
from datetime import datetime

from bot.operations.model.notifications import tell_team
from bot.rules.topics import kinds_in, with_topic
from storage.records import Event, Message, Outcome, Team
from storage.work import Work


def leave_lost_topic(work: Work, team: Team, topic_id: int, now: datetime) -> None:
    """Let the kinds of messages in a closed or deleted topic come to the team's own place again, and say so once."""
    kinds = kinds_in(team, topic_id)
    if kinds:
        _leave(work, team, kinds, now)
        tell_team(work, team.id, Message("topic-lost", {"kinds": kinds}), now)


def leave_claimed_topic(work: Work, chat_id: int, topic_id: int | None, now: datetime) -> None:
    """Let other teams of the chat leave a topic that has a team of its own now, which must not read their messages."""
    for team in [] if topic_id is None else work.teams.list_in(chat_id):
        kinds = [] if team.topic_id == topic_id or topic_id is None else kinds_in(team, topic_id)
        if kinds:
            _leave(work, team, kinds, now)
            tell_team(work, team.id, Message("topic-claimed", {"kinds": kinds}), now)


def _leave(work: Work, team: Team, kinds: list[str], now: datetime) -> None:
    work.teams.save(replace(team, topics=with_topic(team, kinds, None)))
    work.audit.add(team.id, None, Event.TOPIC_LOST, Outcome.DONE, now, details={"kinds": kinds})
