"""New cards with their first content, many at once.

A new card has no waiting notice, so nothing is looked up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.ids import draw_ids
from storage.mapping import to_row
from storage.notice_queues import NoticeState, news_destination, urgent_destination
from storage.records import Card, Channel, MessageContent
from storage.sealing import FieldCipher
from storage.serialization import to_json
from storage.statement import Addition, Statement
from storage.tables import cards, notices
from storage.transaction import Transaction

_ADD_CARD = Statement(cards.insert())
_ADD_NOTICE = Addition(notices.insert())


@dataclass(frozen=True, slots=True)
class News:
    """A new card."""

    card: Card
    content: MessageContent
    is_urgent: bool = False
    """It goes before all other news."""


class NewCards:
    """News for any places."""

    def __init__(self, transaction: Transaction, cipher: FieldCipher) -> None:
        self._transaction = transaction
        self._cipher = cipher

    def send(self, news: Sequence[News], due_at: datetime) -> None:
        """Add each card, and the notice that sends it."""
        _ADD_CARD.run_each(self._transaction, [to_row(one.card, cards) for one in news])
        of_all = {
            "channel": Channel.SAY.value,
            "due_at": due_at,
            "state": NoticeState.WAITING.value,
            "attempts": 0,
            "is_leased": False,
        }
        _ADD_NOTICE.run_each(
            self._transaction, [of_all | self._row(*one) for one in zip(draw_ids(), news, strict=False)]
        )

    def _row(self, notice_id: UUID, news: News) -> dict[str, object]:
        card = news.card
        return {
            "id": notice_id,
            "destination": (urgent_destination if news.is_urgent else news_destination)(card.chat_id),
            "sealed_content": self._cipher.seal(notices.c.sealed_content, notice_id, to_json(news.content)),
            "chat_id": card.chat_id,
            "topic_id": card.topic_id,
            "card_id": card.id,
            "user_id": card.user_id,
        }
