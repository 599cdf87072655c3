"""Notices that their place refused: kept aside until it takes messages again, so that nothing else waits behind them.

Who is told instead is decided elsewhere.
"""

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from storage.notice_queues import WAITS_FREELY, NoticeState, held_destination
from storage.records import Channel, Notice
from storage.tables import notices

KEPT_OF_A_PLACE = 10
"""So many refused messages are kept for a place; the newest matter."""


class HeldNotices:
    """The refused notices of all places."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hold(self, notice: Notice, until: datetime) -> None:
        """Keep it aside and try it again at this moment of real time; drop the place's oldest messages."""
        if notice.chat_id is None:
            raise ValueError("a letter is not held")
        aside = held_destination(notice.chat_id, notice.topic_id)
        values = {
            "destination": aside,
            "is_leased": False,
            "blocked_until": until,
            "attempts": notices.c.attempts + 1,
        }
        self._connection.execute(update(notices).where(notices.c.id == notice.id).values(values))
        messages = notices.c.destination == aside, notices.c.channel == Channel.SAY.value, *WAITS_FREELY
        newest = select(notices.c.id).where(*messages).order_by(notices.c.position.desc()).limit(KEPT_OF_A_PLACE)
        too_many = {"state": NoticeState.GIVEN_UP, "sealed_content": None, "given_up_because": "newer ones are kept"}
        self._connection.execute(
            update(notices)
            .where(*messages, notices.c.id.not_in(self._connection.scalars(newest).all()))
            .values(too_many)
        )

    def try_now(self, chat_id: int, topic_id: int | None) -> None:
        """The place takes messages: what it refused is due."""
        held = notices.c.destination == held_destination(chat_id, topic_id)
        self._connection.execute(update(notices).where(held, *WAITS_FREELY).values(blocked_until=None))

    def count(self, chat_id: int, topic_id: int | None) -> int:
        """How many notices wait until the place takes messages again."""
        held = notices.c.destination == held_destination(chat_id, topic_id), *WAITS_FREELY
        return self._connection.scalar(select(func.count()).select_from(notices).where(*held)) or 0
