"""Chats that do not hear the bot: who is told instead, and what is said when they hear it again.

It must not know how it was noticed: by an update, or by a message that could not be said.
"""

from dataclasses import replace
from datetime import datetime

from bot.operations.missed import what_was_missed
from bot.operations.telling import tell_team
from storage.records import (
    Arg,
    Content,
    Deafness,
    Event,
    Membership,
    Notice,
    Outcome,
    Person,
    Role,
    Saying,
    Silence,
    Standing,
    Team,
)
from storage.work import Work


def fell_silent(work: Work, silence: Silence) -> None:
    """Remembers it once; the owners of a team that is lost by it are told, in private and by e-mail."""
    if silence.chat_id > 0:
        if work.people.find(silence.chat_id) is not None:
            work.silences.begin(replace(silence, topic_id=None))
        return
    for team in _teams_lost_by(work, silence):
        if work.silences.begin(replace(silence, topic_id=team.topic_id)):
            _tell_owners(work, team, silence)


def hears_again(work: Work, chat_id: int, topic_id: int | None, now: datetime) -> None:
    """Something was said there after all: whoever was lost with it is back."""
    for silence in (work.silences.find(chat_id, topic_id), work.silences.find(chat_id, None)):
        if silence is not None:
            _end(work, silence, now)


def is_back(work: Work, chat_id: int, now: datetime) -> None:
    """The bot is in the chat again, with all its topics; or the person lets it write again."""
    for silence in work.silences.list_among([chat_id]):
        _end(work, silence, now)


def tell_otherwise(work: Work, notice: Notice, now: datetime) -> None:
    """News for a team goes to its owners in private, news for a person by e-mail; an edit rings for nobody."""
    content, card = notice.content, notice.card
    if not notice.is_news or content is None or notice.chat_id is None or (card is not None and card.message_id):
        return
    if notice.chat_id > 0:
        person = work.people.find(notice.chat_id)
        if person is not None and person.email is not None:
            letter = Content(Saying("news_by_mail", {"text": content.saying}))
            work.outbox.mail(letter, person.email, user_id=person.user_id, due_at=now)
        return
    team = work.teams.find_at(notice.chat_id, notice.topic_id)
    if team is None:
        return
    told = replace(content, saying=Saying("news-for-owners", {"team": team.title, "text": content.saying}))
    for owner in _owners_of(work, team):
        work.outbox.say(told, owner.user_id, user_id=owner.user_id, is_news=True, due_at=now)


def _teams_lost_by(work: Work, silence: Silence) -> list[Team]:
    """A topic that is closed takes only its own team along."""
    teams = work.teams.list_in(silence.chat_id)
    if silence.topic_id is None or silence.why is not Deafness.TOPIC_CLOSED:
        return teams
    return [team for team in teams if team.topic_id == silence.topic_id]


def _tell_owners(work: Work, team: Team, silence: Silence) -> None:
    details: dict[str, object] = {"why": silence.why.value}
    work.audit.add(team.id, None, Event.TEAM_LOST, Outcome.DONE, silence.since, details=details)
    args: dict[str, Arg] = {"team": team.title, "why": silence.why.value}
    for owner in _owners_of(work, team):
        said = Content(Saying("team-lost", args))
        work.outbox.say(said, owner.user_id, user_id=owner.user_id, due_at=silence.since)
        if owner.email is not None:
            letter = Content(Saying("team_lost", {**args, "since": silence.since}))
            work.outbox.mail(letter, owner.email, user_id=owner.user_id, due_at=silence.since)


def _owners_of(work: Work, team: Team) -> list[Person]:
    return [person for membership, person in work.teams.list_members(team.id) if _is_owner(membership)]


def _is_owner(membership: Membership) -> bool:
    return membership.role is Role.OWNER and membership.standing is Standing.ACTIVE


def _end(work: Work, silence: Silence, now: datetime) -> None:
    if not work.silences.end(silence) or silence.chat_id > 0:
        return
    team = work.teams.find_exactly_at(silence.chat_id, silence.topic_id)
    if team is not None:
        work.audit.add(team.id, None, Event.TEAM_FOUND, Outcome.DONE, now)
        missed = what_was_missed(work, team, silence.since, now)
        tell_team(work, team.id, Saying("team-heard-again", {"since": silence.since, "missed": missed}), now)
