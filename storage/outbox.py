"""Notices: messages and e-mails to deliver, in the order in which they were written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete, select, update

from storage.notice_queues import (
    WAITS_FREELY,
    NoticeState,
    chat_destination,
    held_destination,
    mail_destination,
    news_destination,
    urgent_destination,
)
from storage.records import Card, Channel, MessageContent, Notice
from storage.sealing import FieldCipher
from storage.serialization import to_json
from storage.statement import Addition, Statement
from storage.tables import notices
from storage.transaction import Transaction

_WAITS = notices.c.state == NoticeState.WAITING
_WHICH = notices.c.id == bindparam("which")
_OF_CARD = notices.c.card_id == bindparam("which")
_SAYS_CARD = _OF_CARD, notices.c.channel == Channel.SAY.value, *WAITS_FREELY
_DROP = Statement(delete(notices).where(_OF_CARD, *WAITS_FREELY))
_WITHDRAW = Statement(delete(notices).where(_OF_CARD, _WAITS))
_ADD = Addition(notices.insert())
_SAVE = Statement(update(notices).where(_WHICH))
_FIND_LETTER = Statement(
    select(notices.c.id).where(
        notices.c.about_id == bindparam("which"), notices.c.destination == bindparam("where"), *WAITS_FREELY
    )
)
_MOVE = Statement(update(notices).where(*_SAYS_CARD, notices.c.destination == bindparam("behind")))
_LIST_OF_CARD = Statement(
    select(notices.c.id, notices.c.destination, notices.c.channel, notices.c.is_leased)
    .where(_OF_CARD, _WAITS)
    .order_by(notices.c.position)
)


class Outbox:
    """The notices of all destinations. A chat has one for answers and one for news."""

    def __init__(self, transaction: Transaction, cipher: FieldCipher) -> None:
        self._transaction = transaction
        self._cipher = cipher

    def say(  # noqa: PLR0913 - each names one thing a message may have
        self,
        content: MessageContent,
        chat_id: int,
        *,
        due_at: datetime,
        topic_id: int | None = None,
        reply_to: int | None = None,
        card: Card | None = None,
        user_id: int | None = None,
        is_news: bool = False,
        is_urgent: bool = False,
    ) -> None:
        """Queue a message, or the sending or edit of a card. A card's waiting content is replaced.

        `is_urgent` is for news that goes before all other news.
        """
        queue_of = urgent_destination if is_urgent else news_destination if is_news else chat_destination
        queue = queue_of(chat_id)
        waiting = self._list_of(card)
        free = (row.id for row in waiting if row.channel == Channel.SAY and not row.is_leased)
        if card is not None and self._replace(next(free, None), content):
            # Its present content was never refused. One that became urgent overtakes nothing about its card.
            behind = [held_destination(chat_id, topic_id)]
            behind += [news_destination(chat_id)] if is_urgent and len(waiting) == 1 else []
            for queue_there in behind:
                again = {"destination": queue, "due_at": due_at, "blocked_until": None}
                _MOVE.run(self._transaction, which=card.id, behind=queue_there, **again)
            return
        notice = Notice(
            id=uuid4(),
            channel=Channel.SAY,
            due_at=due_at,
            content=content,
            chat_id=chat_id,
            topic_id=topic_id,
            reply_to=reply_to,
            card=card,
            user_id=user_id,
        )
        self._add(notice, _queue_of(waiting) or queue)

    def delete(self, card: Card, due_at: datetime) -> None:
        """Queue the deletion of a card's message, and of the card."""
        notice = Notice(
            id=uuid4(), channel=Channel.DELETE, due_at=due_at, content=None, chat_id=card.chat_id, card=card
        )
        self._add(notice, _queue_of(self._list_of(card)) or chat_destination(card.chat_id))

    def is_deleting(self, card: Card) -> bool:
        """Whether a deletion of the card's message waits."""
        return any(row.channel == Channel.DELETE for row in self._list_of(card))

    def drop(self, card: Card) -> None:
        """Delete the waiting notices of a card, because its message is not its own any more."""
        _DROP.run(self._transaction, which=card.id)

    def withdraw(self, card: Card) -> None:
        """Delete the waiting notices of a card, also those that are being delivered now."""
        _WITHDRAW.run(self._transaction, which=card.id)

    def mail(
        self,
        content: MessageContent,
        to_email: str,
        *,
        due_at: datetime,
        user_id: int | None = None,
        about_id: UUID | None = None,
    ) -> None:
        """Queue an e-mail. It replaces an older waiting one about the same to the same address."""
        destination = mail_destination(to_email)
        if about_id is not None:
            waiting = _FIND_LETTER.value(self._transaction, which=about_id, where=destination)
            if self._replace(waiting, content):
                return
        notice = Notice(
            id=uuid4(), channel=Channel.MAIL, due_at=due_at, content=content, to_email=to_email, user_id=user_id
        )
        self._add(notice, destination, about_id)

    def _list_of(self, card: Card | None) -> Sequence[Any]:
        return () if card is None else _LIST_OF_CARD.rows(self._transaction, which=card.id)

    def _replace(self, notice_id: UUID | None, content: MessageContent) -> bool:
        """Replace the content of a notice that is not leased. False if there is none."""
        if notice_id is not None:
            _SAVE.run(self._transaction, which=notice_id, sealed_content=self._seal(notice_id, content))
        return notice_id is not None

    def _add(self, notice: Notice, destination: str, about_id: UUID | None = None) -> None:
        _ADD.run(
            self._transaction,
            id=notice.id,
            channel=notice.channel.value,
            destination=destination,
            due_at=notice.due_at,
            sealed_content=self._seal(notice.id, notice.content) if notice.content else None,
            chat_id=notice.chat_id,
            topic_id=notice.topic_id,
            reply_to=notice.reply_to,
            card_id=notice.card.id if notice.card else None,
            to_email=notice.to_email,
            about_id=about_id,
            user_id=notice.user_id,
            state=NoticeState.WAITING.value,
            attempts=0,
            is_leased=False,
        )

    def _seal(self, notice_id: UUID, content: MessageContent) -> bytes:
        return self._cipher.seal(notices.c.sealed_content, notice_id, to_json(content))


def _queue_of(waiting: Sequence[Any]) -> str | None:
    """Return the queue of the last waiting notice about a card, which must not be overtaken, or None."""
    return waiting[-1].destination if waiting else None
