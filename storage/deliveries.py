"""Deliveries of notices: which are due, their leases, and their results."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select, update

from storage.cards import Cards
from storage.notice_queues import IS_HELD, WAITS_FREELY, NoticeState, is_due, is_held, is_news, is_urgent, select_heads
from storage.outbox import Outbox
from storage.real_time import LONGEST_PAUSE, is_over
from storage.records import Channel, Notice
from storage.sealing import FieldCipher
from storage.serialization import content_from_json
from storage.statement import Statement
from storage.tables import notices
from storage.transaction import Transaction

_WAITS = notices.c.state == NoticeState.WAITING
_WHICH = notices.c.id == bindparam("which")
_OF_CARD = notices.c.card_id == bindparam("which")
_IS_OLD = notices.c.due_at < bindparam("before")
_MARK = Statement(update(notices).where(_WHICH), wakes=False)  # the deliverer calls it, and looks again anyhow
_END = Statement(
    update(notices)
    .where(
        _WHICH,
        notices.c.sealed_content.is_not_distinct_from(bindparam("as_read")),
        notices.c.chat_id.is_not_distinct_from(bindparam("where")),
    )
    .values(state=NoticeState.DELIVERED.value, sealed_content=None, is_leased=False, blocked_until=None),
    wakes=False,
)
_FIND_STATE = Statement(select(notices.c.sealed_content, notices.c.chat_id).where(_WHICH))
_LIST_WAITING = Statement(select(notices).where(_WAITS, notices.c.id.in_(bindparam("these", expanding=True))))
_LIST_HEADS = Statement(select_heads())
_DROP_EDITS = Statement(delete(notices).where(_OF_CARD, *WAITS_FREELY))
_RENEW = Statement(
    update(notices).where(_WHICH, notices.c.is_leased, notices.c.blocked_until == bindparam("held_until"))
)
_PUT_OFF = Statement(update(notices).where(_WHICH).values(is_leased=False, attempts=notices.c.attempts + 1))
_NEXT_TRY = Statement(
    select(func.min(notices.c.blocked_until)).where(notices.c.blocked_until > bindparam("now"), *WAITS_FREELY)
)
_TRY_ALL = Statement(update(notices).where(*WAITS_FREELY).values(blocked_until=None))
_COUNT_LATE = Statement(select(func.count()).select_from(notices).where(_WAITS, _IS_OLD))
_MEASURE = Statement(
    select(func.count(), func.min(notices.c.due_at)).where(_WAITS, notices.c.due_at <= bindparam("now"), ~IS_HELD)
)
_LONG_OVER = select(notices.c.position).where(notices.c.state != NoticeState.WAITING, _IS_OLD)
_OLDEST = _LONG_OVER.order_by(notices.c.due_at).limit(bindparam("most"))
_FORGET = Statement(delete(notices).where(notices.c.position.in_(_OLDEST)))
_RELEASE_ALL = Statement(update(notices).where(_WAITS, notices.c.is_leased).values(is_leased=False, blocked_until=None))


@dataclass(frozen=True, slots=True)
class Head:
    """The first waiting notice of a destination that is neither leased nor backing off."""

    id: UUID
    destination: str
    chat_id: int | None
    due_at: datetime
    is_news: bool
    is_urgent: bool
    """News that goes before other news."""
    is_last: bool
    """No other notice waits for this destination."""


class Deliveries:
    """The notices of all destinations, for the jobs that deliver."""

    def __init__(self, transaction: Transaction, cipher: FieldCipher) -> None:
        self._transaction = transaction
        self._cipher = cipher
        self._cards = Cards(transaction)
        self._outbox = Outbox(transaction, cipher)

    def list_waiting(self, notice_ids: Collection[UUID]) -> list[Notice]:
        """List those of these notices that still wait."""
        return [self._read(row) for row in _LIST_WAITING.rows(self._transaction, these=list(notice_ids))]

    def lease_due(
        self,
        now: datetime,
        real_now: datetime,
        lease_until: datetime,
        limit: int,
        *,
        among: Collection[UUID] | None = None,
    ) -> list[Notice]:
        """Lease the heads (`among` these, None: any) that are due and free. Nothing rewrites a leased notice."""
        free = [
            row
            for row in _LIST_HEADS.rows(self._transaction)
            if is_due(row.due_at, now) and _is_free(row, real_now) and (among is None or row.id in among)
        ][:limit]
        for row in free:
            self._set(row.id, is_leased=True, blocked_until=lease_until)
        return [self._read(row) for row in free]

    def renew(self, notice_id: UUID, held_until: datetime, until: datetime) -> bool:
        """Renew a lease that was to end at `held_until`. False if another process has it by now."""
        return _RENEW.run(self._transaction, which=notice_id, held_until=held_until, blocked_until=until) == 1

    def list_heads(self, real_now: datetime) -> list[Head]:
        """List the free heads: answers, then urgent news, then all other news, each by their time."""
        heads = [
            Head(row.id, row.destination, row.chat_id, row.due_at, is_news(row), is_urgent(row), row.waiting == 1)
            for row in _LIST_HEADS.rows(self._transaction)
            if _is_free(row, real_now)
        ]
        return sorted(heads, key=lambda head: (head.is_news, not head.is_urgent))

    def is_changed(self, notice: Notice) -> bool:
        """Whether a notice was rewritten or moved since it was read. Without a lease that may happen."""
        row = _FIND_STATE.first(self._transaction, which=notice.id)
        return bool(row != (notice.sealed_content, notice.chat_id))

    def delivered(self, notice: Notice, message_id: int | None, now: datetime) -> bool:
        """Record a delivery: wipe the content, and give its card the message. Schedule a short-lived one's end.

        False: it was rewritten since, and goes on waiting. If it has a card, the next delivery is an edit.
        """
        as_read = {"as_read": notice.sealed_content, "where": notice.chat_id}
        is_over = _END.run(self._transaction, which=notice.id, **as_read) == 1
        card = self._cards.find(notice.card.id) if notice.card else None
        if card is None:
            return is_over
        if notice.channel is Channel.DELETE:
            self._cards.remove(card.id)
            # A waiting edit, overtaken by a clock that was set back, would become a second message.
            _DROP_EDITS.run(self._transaction, which=card.id)
            return is_over
        if card.chat_id != notice.chat_id:
            return is_over  # the card has moved, and its message stays behind
        known = replace(card, message_id=message_id or card.message_id)
        if notice.content is not None and notice.content.protected:
            known = replace(known, secret_since=now)
        if known != card:
            self._cards.save(known)
        if card.keeps_for_seconds is not None:
            self._outbox.delete(known, now + timedelta(seconds=card.keeps_for_seconds))
        return is_over

    def put_off(self, notice_id: UUID, until: datetime) -> None:
        """Count a failed attempt. Nothing goes to that destination before this real time."""
        _PUT_OFF.run(self._transaction, which=notice_id, blocked_until=until)

    def redirect(self, notice: Notice, topic_id: int | None) -> None:
        """Send it to another place of the chat, as a new message, because its topic is lost."""
        self._set(notice.id, topic_id=topic_id, reply_to=None, is_leased=False, blocked_until=None)
        if notice.card is not None:
            self._cards.save(replace(notice.card, topic_id=topic_id, message_id=None))

    def next_try(self, real_now: datetime) -> datetime | None:
        """Return the real time of the next try of a notice that backs off. None: none backs off."""
        moment: datetime | None = _NEXT_TRY.value(self._transaction, now=real_now)
        return moment

    def try_all_now(self) -> None:
        """End all back-offs, because an unreachable service is back."""
        _TRY_ALL.run(self._transaction)

    def give_up(self, notice_id: UUID, why: str) -> None:
        """Give it up for ever and wipe its content."""
        self._set(
            notice_id,
            state=NoticeState.GIVEN_UP,
            sealed_content=None,
            given_up_because=why,
            is_leased=False,
            blocked_until=None,
        )

    def count_late(self, before: datetime) -> int:
        """Count the waiting notices that were due before that moment."""
        count: int = _COUNT_LATE.value(self._transaction, before=before)
        return count

    def measure(self, now: datetime) -> tuple[int, datetime | None]:
        """Return how many notices are due, and since when the oldest is.

        Those for places that refused them do not count.
        """
        count, oldest = _MEASURE.first(self._transaction, now=now)
        return count, oldest

    def forget_older(self, before: datetime, most: int) -> int:
        """Delete what was delivered or given up long ago, at most `most`, the oldest first. Return how many."""
        return _FORGET.run(self._transaction, before=before, most=most)

    def release_all(self) -> None:
        """Release all leases: one process at a time has the database, and this is another."""
        _RELEASE_ALL.run(self._transaction)

    def _set(self, notice_id: UUID, **values: Any) -> None:
        _MARK.run(self._transaction, which=notice_id, **values)

    def _read(self, row: Any) -> Notice:
        content = None
        if row.sealed_content is not None:
            content = content_from_json(self._cipher.open(notices.c.sealed_content, row.id, row.sealed_content))
        return Notice(
            id=row.id,
            channel=Channel(row.channel),
            due_at=row.due_at,
            content=content,
            chat_id=row.chat_id,
            topic_id=row.topic_id,
            reply_to=row.reply_to,
            card=self._cards.find(row.card_id) if row.card_id else None,
            to_email=row.to_email,
            user_id=row.user_id,
            attempts=row.attempts,
            is_news=is_news(row),
            is_held=is_held(row),
            sealed_content=row.sealed_content,
        )


def _is_free(row: Any, real_now: datetime) -> bool:
    return is_over(row.not_before, real_now, LONGEST_PAUSE)
