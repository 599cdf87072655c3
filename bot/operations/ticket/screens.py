"""Messages that show one key, address, member or request. They are drawn again when it changes.

A screen is a card with the press that shows it again. What it says is read for its reader when it is sent.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from bot.operations.model.operation import Request
from storage.database import Database
from storage.records import Address, Card, Key, Membership, Message, MessageContent, Ticket
from storage.work import Work

KEPT = 20
"""Screens about one thing that are drawn again: the newest."""

Thing = Key | Address | Membership | Ticket


class Screens:
    """The screens in all chats."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, request: Request, message_id: int, press: str, thing: Thing, now: datetime) -> None:
        """Note that this message shows the thing, as the request's sender sees it by this press."""

        def body(work: Work) -> None:
            place, subject = request.place, screen_of(thing)
            found = work.cards.find_by_message(place.chat_id, message_id)
            card = Card(
                id=found.id if found is not None else uuid4(),
                chat_id=place.chat_id,
                topic_id=place.topic_id,
                user_id=request.user_id if place.is_private else None,
                subject=subject,
                message_id=message_id,
                press=press,
                reader=request.user_id,
            )
            if found is None:
                work.cards.add(card)
                _keep_newest(work, subject)
            elif found != card:
                work.cards.save(card)
            if _now(work, thing) != thing:
                draw_again(work, [subject], now)

        await self._database.write(body)


def screen_of(thing: Thing) -> str:
    """The subject of screens about a thing."""
    match thing:
        case Key():
            return _subject("key", thing.team_id, thing.number)
        case Address():
            return _subject("address", thing.team_id, thing.number)
        case Membership():
            return _subject("member", thing.team_id, thing.user_id)
        case Ticket():
            return _subject("request", thing.team_id, thing.number)


def _subject(kind: str, team_id: UUID | None, number: int) -> str:
    return f"{kind}:{team_id.hex if team_id else ''}:{number}"


def draw_again(work: Work, subjects: Iterable[str], now: datetime) -> None:
    """Edit every screen about these things."""
    for card in work.cards.list_about_any(list(subjects)):
        say_on(work, card, Message("screen-closed"), now)


def close_screens_of(work: Work, user_id: int, team_id: UUID, now: datetime) -> None:
    """Draw the person's private screens of a team again, which say nothing once the person may not read."""
    for card in work.cards.list_screens_of(user_id):
        if team_id.hex in card.subject:
            say_on(work, card, Message("screen-closed"), now)


def close_screens(work: Work, thing: Thing, saying: Message, now: datetime) -> None:
    """Say on every screen about a deleted thing what became of it."""
    for card in work.cards.list_about(screen_of(thing)):
        say_on(work, card, saying, now)
        work.cards.save(replace(card, subject=""))


def say_on(work: Work, card: Card, saying: Message, now: datetime) -> None:
    """Draw a screen again. Where its thing cannot be shown any more, it has this text and no buttons."""
    content = MessageContent(saying)
    work.outbox.say(
        content, card.chat_id, topic_id=card.topic_id, card=card, user_id=card.user_id, is_news=True, due_at=now
    )


def leave_screen(work: Work, card: Card) -> None:
    """Forget a screen: its message is about to show something else, or newer ones are kept."""
    work.outbox.drop(card)
    work.cards.remove(card.id)


def _keep_newest(work: Work, subject: str) -> None:
    known = sorted(work.cards.list_about(subject), key=lambda card: card.message_id or 0)
    for card in known[:-KEPT]:
        leave_screen(work, card)


def _now(work: Work, thing: Thing) -> Thing | None:
    match thing:
        case Key():
            return work.keys.find(thing.id)
        case Address():
            return work.addresses.find(thing.id)
        case Membership():
            return work.teams.find_membership(thing.team_id, thing.user_id)
        case Ticket():
            return work.tickets.find(thing.id)
