"""Topics that a team has chosen for kinds of messages, and that are lost or get a team of their own."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from bot.operations.model.notifications import tell_team
from bot.rules.button_presses import ALERTS_SUBJECT
from bot.rules.topics import kinds_in, topic_of, with_topic
from storage.records import Card, Event, Message, MessageKind, Outcome, Team
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
        if team.topic_id == topic_id or topic_id is None:
            continue
        kinds = kinds_in(team, topic_id)
        if kinds:
            _leave(work, team, kinds, now)
            tell_team(work, team.id, Message("topic-claimed", {"kinds": kinds}), now)
        _take_alerts_along(work, work.teams.get(team.id), topic_id, now)


def _take_alerts_along(work: Work, team: Team, topic_id: int, now: datetime) -> None:
    """Delete the team's open cards of alerts in this topic. The next scan writes them in the place of alerts."""
    accounts = {ALERTS_SUBJECT + account.id.hex: account.id for account in work.accounts.list_of(team.id)}
    for old in work.cards.list_about_any(list(accounts)):
        if (old.chat_id, old.topic_id) != (team.chat_id, topic_id):
            continue
        new_topic = topic_of(team, MessageKind.ALERTS)
        work.cards.add(Card(uuid4(), team.chat_id, new_topic, subject=old.subject))
        work.cards.save(replace(old, subject=""))
        work.outbox.drop(old)
        work.outbox.delete(old, now)
        work.alerts.mark_due(accounts[old.subject])


def _leave(work: Work, team: Team, kinds: list[str], now: datetime) -> None:
    work.teams.save(replace(team, topics=with_topic(team, kinds, None)))
    work.audit.add(team.id, None, Event.TOPIC_LOST, Outcome.DONE, now, details={"kinds": kinds})
