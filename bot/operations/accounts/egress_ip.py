"""From where an exchange sees us come, told beside the question for credentials, so that the key can be bound at once.

The question leaves a card without a message; a job asks the exchange, and the card becomes the answer. A reply to that
says the same as a reply to the question, because people reply to what stands last.
It must not know how an exchange is asked.
"""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from bot.operations.model.operation import Request
from bot.operations.model.replies import REPLY_SUBJECT
from bot.rules.exchange_terms import TERMS
from storage.records import AccountKind, Card, Message, MessageContent
from storage.work import Work


def want(work: Work, asked: Request, kind: AccountKind) -> None:
    """Somebody is asked for credentials. Not where a team was chosen: a reply could not be told to be for that team."""
    user_id = asked.sender.user_id
    if asked.team_id is None and not work.cards.list_of_subject(user_id, _subject(kind)):
        work.cards.add(Card(id=uuid4(), chat_id=user_id, user_id=user_id, subject=_subject(kind)))


def is_wanted(work: Work, kind: AccountKind) -> bool:
    """Whether anybody waits to be told."""
    return bool(work.cards.list_about(_subject(kind)))


def tell(work: Work, kind: AccountKind, ip: str | None, now: datetime) -> None:
    """Tells whoever waits; where the exchange did not say, nothing: connecting says later what it finds."""
    for card in work.cards.list_about(_subject(kind)):
        if ip is None:
            work.cards.remove(card.id)
            continue
        said = replace(card, subject=f"{REPLY_SUBJECT}/connect {kind}")
        work.cards.save(said)
        content = MessageContent(Message("connect-whereabouts", {"exchange": TERMS[kind].name, "ip": ip}))
        work.outbox.say(content, said.chat_id, card=said, user_id=said.user_id, due_at=now)


def _subject(kind: AccountKind) -> str:
    return f"whereabouts:{kind}"
