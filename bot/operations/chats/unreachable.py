"""Chats that the bot cannot reach: who gets the news instead, and what is sent when they are back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.chats.missed_events import what_was_missed
from bot.operations.chats.topics import leave_lost_topic
from bot.operations.model.notifications import tell_team
from storage.records import (
    Arg,
    Channel,
    Event,
    Message,
    MessageContent,
    Notice,
    Outcome,
    Person,
    Team,
    Ticket,
    UnreachableChat,
    UnreachableReason,
)
from storage.work import Work


def mark_unreachable(work: Work, lost_chat: UnreachableChat) -> None:
    """Record it once, and tell the owners of each lost team in private and by e-mail."""
    if lost_chat.chat_id > 0:
        if work.people.find(lost_chat.chat_id) is not None:
            work.unreachable_chats.begin(replace(lost_chat, topic_id=None))
        return
    for team in _teams_lost_by(work, lost_chat):
        if work.unreachable_chats.begin(replace(lost_chat, topic_id=team.topic_id)):
            _tell_owners(work, team, lost_chat)


def reroute(work: Work, notice: Notice, why: UnreachableReason, now: datetime, again_at: datetime) -> None:
    """Mark the chat of a refused notice as lost, send what matters another way, and keep it for the chat.

    `again_at` is the real time at which the chat is tried again.
    """
    if notice.chat_id is None:
        raise ValueError("a letter is not refused by a chat")
    if notice.channel is Channel.DELETE:
        # A private message has no other copy of its content, and a secret is nowhere else.
        is_kept = notice.chat_id > 0 and why is not UnreachableReason.GONE
    elif (home := _other_home(work, notice, why)) is not None:
        work.deliveries.redirect(notice, home.topic_id)
        if why is UnreachableReason.TOPIC_CLOSED and notice.topic_id is not None:
            leave_lost_topic(work, home, notice.topic_id, now)
        return
    elif notice.is_held:
        # A chat that accepts other messages refuses this one only.
        is_kept = work.unreachable_chats.find(notice.chat_id, notice.topic_id) is not None
    else:
        mark_unreachable(work, UnreachableChat(notice.chat_id, notice.topic_id, why, now))
        tell_otherwise(work, notice, now)
        is_kept = notice.is_news or notice.card is not None
    if is_kept:
        work.held.hold(notice, again_at)
    else:
        work.deliveries.give_up(notice.id, why.value)


def _other_home(work: Work, notice: Notice, why: UnreachableReason) -> Team | None:
    """Return the team of another place when a member wrote in a lost topic, or None if it is lost too."""
    if (
        notice.topic_id is None
        or notice.chat_id is None
        or why not in {UnreachableReason.TOPIC_CLOSED, UnreachableReason.REFUSED}
    ):
        return None
    team = work.teams.find_at(notice.chat_id, notice.topic_id)
    return team if team is not None and team.topic_id is None else None


def mark_reachable(work: Work, chat_id: int, topic_id: int | None, now: datetime) -> None:
    """Restore every team that was lost with a chat that takes messages again, and send what was kept."""
    lost = [
        one
        for one in (work.unreachable_chats.find(chat_id, topic_id), work.unreachable_chats.find(chat_id, None))
        if one
    ]
    for lost_chat in lost:
        _end(work, lost_chat, now)
    if not lost:
        work.held.try_now(chat_id, topic_id)


def is_back(work: Work, chat_id: int, now: datetime) -> None:
    """Record that the bot is back in the chat with all its topics, or that the person unblocked it."""
    for lost_chat in work.unreachable_chats.list_among([chat_id]):
        _end(work, lost_chat, now)


def tell_otherwise(work: Work, notice: Notice, now: datetime) -> None:
    """Send a team's news and the ends of requests to its owners in private and by e-mail.

    A person's own news is sent by e-mail. An edit makes no sound, so it is skipped. The card of a new request is sent
    to its requester.
    """
    content = notice.content
    if content is None or notice.chat_id is None:
        return
    ticket = _ticket_of(work, notice)
    is_edit = notice.card is not None and notice.card.is_sent
    if ticket is not None and ticket.stage is not None and not is_edit:
        _tell_requester(work, notice, ticket, now)
    has_ended = ticket is not None and ticket.stage is None
    if not has_ended and (is_edit or not notice.is_news):
        return
    if notice.chat_id > 0:
        person = work.people.find(notice.chat_id)
        if person is not None and person.email is not None:
            letter = MessageContent(Message("news_by_mail", {"text": content.saying}))
            work.outbox.mail(letter, person.email, user_id=person.user_id, due_at=now)
        return
    team = work.teams.find_at(notice.chat_id, notice.topic_id)
    if team is None:
        return
    saying = Message("news-for-owners", {"team": team.title, "text": content.saying})
    for owner in _owners_of(work, team):
        # An owner with an e-mail address needs no second private try.
        is_news = owner.email is None
        told = replace(content, saying=saying)
        work.outbox.say(told, owner.user_id, user_id=owner.user_id, is_news=is_news, due_at=now)
        if owner.email is not None:
            letter = MessageContent(Message("news_by_mail", {"text": saying}))
            work.outbox.mail(letter, owner.email, user_id=owner.user_id, due_at=now)


def _ticket_of(work: Work, notice: Notice) -> Ticket | None:
    card = notice.card
    return work.tickets.find(card.ticket_id) if card is not None and card.ticket_id is not None else None


def _tell_requester(work: Work, notice: Notice, ticket: Ticket, now: datetime) -> None:
    """Send the card of a new request to its requester in private, since it did not arrive."""
    if notice.content is not None and notice.chat_id is not None and notice.chat_id < 0:
        work.outbox.say(notice.content, ticket.user_id, user_id=ticket.user_id, due_at=now)


def list_unreachable(work: Work, teams: Sequence[Team]) -> list[tuple[Team, UnreachableChat]]:
    """List the teams in a place that accepts no messages."""
    found = [(team, work.unreachable_chats.find(team.chat_id, team.topic_id)) for team in teams]
    return [(team, lost_chat) for team, lost_chat in found if lost_chat is not None]


def describe_unreachable(work: Work) -> dict[str, str]:
    """Health details for monitoring: how many teams are unreachable, without names, or empty."""
    count, since = work.unreachable_chats.of_teams()
    if since is None:
        return {}
    return {"teams": f"{count} of the teams cannot be written to, since {since:%Y-%m-%d %H:%M} UTC"}


def _teams_lost_by(work: Work, lost_chat: UnreachableChat) -> list[Team]:
    """List the teams lost with a place. A closed topic, or an unknown refusal, takes only its own team."""
    teams = work.teams.list_in(lost_chat.chat_id)
    is_of_one_place = lost_chat.why in {UnreachableReason.TOPIC_CLOSED, UnreachableReason.REFUSED}
    return [team for team in teams if team.topic_id == lost_chat.topic_id] if is_of_one_place else teams


def _tell_owners(work: Work, team: Team, lost_chat: UnreachableChat) -> None:
    details: dict[str, object] = {"why": lost_chat.why.value}
    work.audit.add(team.id, None, Event.TEAM_LOST, Outcome.DONE, lost_chat.since, details=details)
    args: dict[str, Arg] = {"team": team.title, "why": lost_chat.why.value}
    for owner in _owners_of(work, team):
        said = MessageContent(Message("team-lost", args))
        work.outbox.say(said, owner.user_id, user_id=owner.user_id, due_at=lost_chat.since)
        if owner.email is not None:
            letter = MessageContent(Message("team_lost", {**args, "since": lost_chat.since}))
            work.outbox.mail(letter, owner.email, user_id=owner.user_id, due_at=lost_chat.since)


def _owners_of(work: Work, team: Team) -> list[Person]:
    return [person for membership, person in work.teams.list_members(team.id) if membership.is_owner]


def _end(work: Work, lost_chat: UnreachableChat, now: datetime) -> None:
    if not work.unreachable_chats.end(lost_chat):
        return
    if lost_chat.chat_id > 0:
        work.held.try_now(lost_chat.chat_id, None)
        return
    team = work.teams.find_exactly_at(lost_chat.chat_id, lost_chat.topic_id)
    if team is not None:
        work.audit.add(team.id, None, Event.TEAM_FOUND, Outcome.DONE, now)
        missed = what_was_missed(work, team, lost_chat.since, now)
        tell_team(work, team.id, Message("team-heard-again", {"since": lost_chat.since, "missed": missed}), now)
