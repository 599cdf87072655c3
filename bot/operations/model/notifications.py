"""Notifications apart from the cards of tickets: secrets, team news, and words that messages share."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID, uuid4

from bot.operations.model.button_data import Press, SecretPress, encode
from bot.rules.button_presses import SECRET_SUBJECT
from bot.rules.sounds import sound_of
from bot.rules.ticket_path import hash_payload
from bot.rules.topics import topic_of
from storage.records import Button, Card, Message, MessageContent, MessageKind, Person, Sound, Team, Ticket
from storage.work import Work

LONGEST_COPIED = 256
"""Characters that a button copies at most. Source: Bot API, CopyTextButton."""
SECRET_KEPT = timedelta(minutes=10)
"""How long a message with a secret stays in the private chat."""


def who(person: Person) -> str:
    """A person for people: name and numeric id, never a mention."""
    return f"{person.name} ({person.user_id})"


def short_hash(ticket: Ticket) -> str:
    """The beginning of the payload's hash, long enough to compare by eye."""
    return hash_payload(ticket.payload)[:16]


def button(label: str | Message, press: Press) -> Button:
    """A button with this label. A press that does not fit into it leaves it out when it is sent."""
    return Button(label=_label(label) if isinstance(label, str) else label, press=encode(press))


@cache
def _label(sentence: str) -> Message:
    return Message(sentence)


def private_start(word: str) -> Button:
    """A button of a group that opens the private chat and gives a command there. It is the same for everyone."""
    return Button(label=Message("button-private-chat"), start=word)


def secret_of(ticket: Ticket) -> str:
    """The subject of the private cards with the secrets of this request."""
    return SECRET_SUBJECT if ticket.team_id is None else f"{SECRET_SUBJECT}:{ticket.id.hex}"


def tell_secret(work: Work, user_id: int, saying: Message, now: datetime, subject: str = SECRET_SUBJECT) -> None:
    """Send a private message that is deleted on [Saved] or after ten minutes."""
    card = Card(
        id=uuid4(),
        chat_id=user_id,
        user_id=user_id,
        subject=subject,
        keeps_for_seconds=int(SECRET_KEPT.total_seconds()),
    )
    work.cards.add(card)
    saved = button("button-saved", SecretPress(card.id))
    content = MessageContent(saying, [[saved]], protected=True)
    work.outbox.say(content, user_id, card=card, user_id=user_id, due_at=now)


def tell_team(  # noqa: PLR0913 - each names one thing that news may have
    work: Work,
    team_id: UUID,
    saying: Message | MessageContent,
    now: datetime,
    *,
    reply_to: int | None = None,
    kind: MessageKind | None = None,
    card: Card | None = None,
) -> None:
    """Send news to the team's place, as an answer to a message of it where one is given, and as a new card.

    `kind` decides about its sound and its topic, and news can be off. Without a kind it always comes with a sound, to
    the team's own place.
    """
    team = work.teams.get(team_id)
    if kind is not None and sound_of(team.sounds, kind) is Sound.OFF:
        return
    content = MessageContent(saying) if isinstance(saying, Message) else saying
    content = content if kind is None else with_sound(content, team, kind)
    topic_id = team.topic_id if kind is None else topic_of(team, kind)
    if card is not None:
        work.cards.add(card)
    work.outbox.say(content, team.chat_id, topic_id=topic_id, reply_to=reply_to, card=card, is_news=True, due_at=now)


def with_sound(content: MessageContent, team: Team, kind: MessageKind) -> MessageContent:
    """Return the content without a sound, unless the team wants one for its kind."""
    return replace(content, is_silent=sound_of(team.sounds, kind) is not Sound.ON)


def list_owners(work: Work, team_id: UUID) -> list[Person]:
    """List the owners who have a private chat with the bot, where they set up their second factor."""
    return [
        person
        for membership, person in work.teams.list_members(team_id)
        if membership.is_owner and person.enrolled_at is not None
    ]


def tell_owners(work: Work, team_id: UUID, saying: Message, now: datetime) -> None:
    """Send news to each owner of a team in private."""
    for owner in list_owners(work, team_id):
        work.outbox.say(MessageContent(saying), owner.user_id, user_id=owner.user_id, is_news=True, due_at=now)
