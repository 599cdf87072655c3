"""Unreachable chats: groups that removed the bot, people who blocked it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, or_, select

from storage.records import UnreachableChat, UnreachableReason
from storage.statement import Statement
from storage.tables import silences, teams
from storage.transaction import Transaction

_PLACE = silences.c.chat_id == bindparam("chat"), silences.c.topic_id == bindparam("topic")
_ADD = Statement(silences.insert())
_FIND = Statement(select(silences).where(*_PLACE))
_REMOVE = Statement(delete(silences).where(*_PLACE))
_AFFECTS = Statement(select(silences.c.since).where(_PLACE[0], or_(_PLACE[1], silences.c.topic_id == 0)).limit(1))
_OF_TEAMS = Statement(
    select(func.count(), func.min(silences.c.since))
    .select_from(
        silences.join(teams, and_(teams.c.chat_id == silences.c.chat_id, teams.c.topic_id == silences.c.topic_id))
    )
    .where(silences.c.why != UnreachableReason.KICKED.value)
)
_LIST_AMONG = Statement(
    select(silences)
    .where(silences.c.chat_id.in_(bindparam("these", expanding=True)))
    .order_by(silences.c.chat_id, silences.c.topic_id)
)


class UnreachableChats:
    """The present silences. A person's private chat has the person's id."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def begin(self, lost_chat: UnreachableChat) -> bool:
        """Add a silence and return whether it is new. An existing one keeps its beginning."""
        if self.find(lost_chat.chat_id, lost_chat.topic_id) is not None:
            return False
        place = {"chat_id": lost_chat.chat_id, "topic_id": lost_chat.topic_id or 0}
        _ADD.run(self._transaction, **place, why=lost_chat.why.value, since=lost_chat.since)
        return True

    def find(self, chat_id: int, topic_id: int | None) -> UnreachableChat | None:
        """Return the silence of exactly this place, or None."""
        row = _FIND.first(self._transaction, chat=chat_id, topic=topic_id or 0)
        return _read(row) if row else None

    def affects(self, chat_id: int, topic_id: int | None) -> bool:
        """Whether this place or its whole chat is unreachable."""
        return _AFFECTS.value(self._transaction, chat=chat_id, topic=topic_id or 0) is not None

    def list_among(self, chat_ids: Collection[int]) -> list[UnreachableChat]:
        """List those of these chats, their topics included."""
        return [_read(row) for row in _LIST_AMONG.rows(self._transaction, these=list(chat_ids))]

    def of_teams(self) -> tuple[int, datetime | None]:
        """Return how many teams are unreachable, and since when. Groups that removed the bot do not count."""
        count, since = _OF_TEAMS.first(self._transaction)
        return count, since

    def end(self, lost_chat: UnreachableChat) -> bool:
        """Delete a silence. Return whether it was there."""
        return _REMOVE.run(self._transaction, chat=lost_chat.chat_id, topic=lost_chat.topic_id or 0) == 1


def _read(row: Any) -> UnreachableChat:
    return UnreachableChat(
        chat_id=row.chat_id, topic_id=row.topic_id or None, why=UnreachableReason(row.why), since=row.since
    )
