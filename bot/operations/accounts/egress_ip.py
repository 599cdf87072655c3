"""The IP from which an exchange sees us, shown below the question for credentials.

With it people can bind the new key at once. The question leaves a card without a message. A job asks the exchange and
fills the card. A reply to that card counts as a reply to the question, because people reply to the newest message.
"""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from bot.operations.model.operation import Request
from bot.operations.model.remembered import Remembered
from bot.rules.exchange_terms import TERMS
from storage.records import AccountKind, Card, Message, MessageContent
from storage.work import Work


def want(work: Work, request: Request, kind: AccountKind) -> None:
    """Leave a card for the IP below a question for credentials.

    Not where a team was chosen in private: a reply to the card could not say for which team it is.
    """
    user_id = request.user_id
    if request.team_id is None and not work.cards.list_of_subject(user_id, _subject(kind)):
        work.cards.add(Card(id=uuid4(), chat_id=user_id, user_id=user_id, subject=_subject(kind)))


def is_wanted(work: Work, kind: AccountKind) -> bool:
    """Whether a card waits for the IP."""
    return bool(work.cards.list_about(_subject(kind)))


def tell(work: Work, kind: AccountKind, ip: str | None, now: datetime) -> None:
    """Fill the waiting cards. Without an IP they are dropped, and connecting reports later what it finds."""
    for card in work.cards.list_about(_subject(kind)):
        if ip is None:
            work.cards.remove(card.id)
            continue
        said = replace(card, subject=Remembered(f"/connect {kind}", takes_reply=True).to_subject())
        work.cards.save(said)
        content = MessageContent(Message("connect-whereabouts", {"exchange": TERMS[kind].name, "ip": ip}))
        work.outbox.say(content, said.chat_id, card=said, user_id=said.user_id, due_at=now)


def _subject(kind: AccountKind) -> str:
    return f"whereabouts:{kind}"
