"""Names of notice queues, and the states of a notice. A destination gets its notices in order.

A name holds ids only.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from storage.tables import notices

_URGENT, _NEWS, _HELD = "urgent ", "news ", "held "


class NoticeState(StrEnum):
    """Progress of a notice."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"


LONGEST_DELAY = timedelta(minutes=90)
"""Longer than any notice is kept back: the secret for a new phone is deleted after an hour."""
WAITS_FREELY = notices.c.state == NoticeState.WAITING, notices.c.is_leased.is_(False)
"""Waiting and unleased."""


IS_HELD = notices.c.destination.startswith(_HELD)
"""For a place that refused it."""


def is_due(due_at: datetime, now: datetime) -> bool:
    """Whether its time has come. One that is further away was written before the clock was set back."""
    return not now < due_at <= now + LONGEST_DELAY


def chat_destination(chat_id: int) -> str:
    """Return the name of a chat's queue, which is sent in order."""
    return f"chat {chat_id}"


def news_destination(chat_id: int) -> str:
    """Return the name of the news queue, which waits behind the chat's queue of answers."""
    return f"{_NEWS}{chat_id}"


def urgent_destination(chat_id: int) -> str:
    """Return the name of the queue of news that cannot wait, which goes before all other news."""
    return f"{_URGENT}{chat_id}"


def held_destination(chat_id: int, topic_id: int | None) -> str:
    """Return the name of the queue of notices that this place refused and is asked to take again later."""
    return f"{_HELD}{chat_id} {topic_id or 0}"


def mail_destination(to_email: str) -> str:
    """Return the name of an e-mail address's queue."""
    return f"mail {to_email.casefold()}"


def moved_destination(old_chat_id: int, new_chat_id: int) -> ColumnElement[str]:
    """Return the queue of the new chat id for a notice's queue of the old one."""
    destination = notices.c.destination
    old_held, new_held = f"{_HELD}{old_chat_id} ", f"{_HELD}{new_chat_id} "
    return case(
        (destination == news_destination(old_chat_id), news_destination(new_chat_id)),
        (destination == urgent_destination(old_chat_id), urgent_destination(new_chat_id)),
        (destination.startswith(old_held), func.replace(destination, old_held, new_held)),
        else_=chat_destination(new_chat_id),
    )


def other_place_destination(new_chat_id: int) -> ColumnElement[str]:
    """Return the queue of a team's new place for a notice's queue of the old one.

    Refused and urgent notices become news.
    """
    is_told = or_(*(notices.c.destination.startswith(kind) for kind in (_URGENT, _NEWS, _HELD)))
    return case((is_told, news_destination(new_chat_id)), else_=chat_destination(new_chat_id))


def is_news(row: Any) -> bool:
    """Whether it was not an answer. A notice that was refused once waits behind answers too."""
    return bool(row.destination.startswith((_URGENT, _NEWS, _HELD)))


def is_urgent(row: Any) -> bool:
    """Whether it goes before all other news."""
    return bool(row.destination.startswith(_URGENT))


def is_held(row: Any) -> bool:
    """Whether its place refused it before."""
    return bool(row.destination.startswith(_HELD))


def select_heads() -> Select[*tuple[Any, ...]]:
    """Select the first waiting notice of each destination, by its time and then in the order of writing.

    `not_before` is the latest moment until which any notice of that destination is leased or backs off, `waiting` how
    many wait there.
    """
    order = notices.c.due_at, notices.c.position
    place = func.row_number().over(partition_by=notices.c.destination, order_by=order).label("place")
    waiting_there = func.count().over(partition_by=notices.c.destination).label("waiting")
    not_before = func.max(notices.c.blocked_until).over(partition_by=notices.c.destination).label("not_before")
    found = select(notices.c.position, place, not_before, waiting_there)
    waiting = found.where(notices.c.state == NoticeState.WAITING).subquery()
    # Only the heads are read whole, with their contents.
    more = waiting.c.not_before, waiting.c.waiting
    heads = select(notices, *more).join(waiting, waiting.c.position == notices.c.position)
    return heads.where(waiting.c.place == 1).order_by(*order)
