"""Refused notices, kept aside until their chat takes messages again, so that they block nothing."""

from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from storage.notice_queues import WAITS_FREELY, NoticeState, held_destination
from storage.records import Channel, Notice
from storage.statement import Statement
from storage.tables import notices
from storage.transaction import Transaction

KEPT_OF_A_PLACE = 10
"""Most refused messages kept for a place. The newest matter."""

_IS_HELD = notices.c.destination == bindparam("aside")
_MESSAGES = _IS_HELD, notices.c.channel == Channel.SAY.value, *WAITS_FREELY
_NEWEST = (
    select(notices.c.id)
    .where(*_MESSAGES)
    .order_by(notices.c.due_at.desc(), notices.c.position.desc())
    .limit(KEPT_OF_A_PLACE)
)
_HOLD = Statement(
    update(notices).where(notices.c.id == bindparam("which")).values(is_leased=False, attempts=notices.c.attempts + 1)
)
_DROP_OLDEST = Statement(
    update(notices)
    .where(*_MESSAGES, notices.c.id.not_in(_NEWEST))
    .values(state=NoticeState.GIVEN_UP.value, sealed_content=None, given_up_because="newer ones are kept")
)
_TRY_NOW = Statement(update(notices).where(_IS_HELD, *WAITS_FREELY).values(blocked_until=None))
_COUNT = Statement(select(func.count()).select_from(notices).where(_IS_HELD, *WAITS_FREELY))


class HeldNotices:
    """The refused notices of all places."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def hold(self, notice: Notice, until: datetime) -> None:
        """Keep a notice aside and try it again at this real time. Drop the place's oldest messages."""
        if notice.chat_id is None:
            raise ValueError("a letter is not held")
        aside = held_destination(notice.chat_id, notice.topic_id)
        _HOLD.run(self._transaction, which=notice.id, destination=aside, blocked_until=until)
        _DROP_OLDEST.run(self._transaction, aside=aside)

    def try_now(self, chat_id: int, topic_id: int | None) -> None:
        """Make a place's refused notices due, because it takes messages again."""
        _TRY_NOW.run(self._transaction, aside=held_destination(chat_id, topic_id))

    def count(self, chat_id: int, topic_id: int | None) -> int:
        """Count the notices that wait until the place takes messages again."""
        count: int = _COUNT.value(self._transaction, aside=held_destination(chat_id, topic_id))
        return count
