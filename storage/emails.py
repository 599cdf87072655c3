"""Progress of e-mails: waiting, taken or refused by the mail server."""

from datetime import datetime
from enum import StrEnum
from itertools import takewhile
from uuid import UUID

from sqlalchemy import bindparam, func, select

from storage.notice_queues import NoticeState
from storage.records import Channel
from storage.statement import Statement
from storage.tables import notices
from storage.transaction import Transaction

_MAIL = notices.c.channel == Channel.MAIL.value
_HAS_ADDRESS = notices.c.to_email.is_not(None)
"""The same e-mails, as their index names them."""
_NEWEST = notices.c.position.desc()
_ABOUT = notices.c.about_id == bindparam("which"), notices.c.user_id == bindparam("whose")
_FIND_NEWEST = Statement(select(notices.c.state, notices.c.attempts).where(_MAIL, *_ABOUT).order_by(_NEWEST).limit(1))
_FIND_SUBJECT = Statement(select(notices.c.about_id).where(notices.c.id == bindparam("which")))
_COUNT_PUT_OFF = Statement(
    select(func.count())
    .select_from(notices)
    .where(_MAIL, notices.c.state == NoticeState.WAITING, notices.c.attempts > 0)
)
_LIST_SETTLED = Statement(
    select(notices.c.state, notices.c.due_at, notices.c.given_up_because)
    .where(_HAS_ADDRESS, notices.c.state != NoticeState.WAITING)
    .order_by(_NEWEST)
    .limit(bindparam("most"))
)


class EmailProgress(StrEnum):
    """Progress of an e-mail."""

    SENDING = "sending"
    PUT_OFF = "put-off"
    """The mail server did not take it, and is asked again."""
    SENT = "sent"
    REFUSED = "refused"


class Emails:
    """The notices that are e-mails."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def progress_of(self, subject_id: UUID, user_id: int) -> EmailProgress:
        """Return the progress of the newest e-mail to a person about a ticket. A deleted one was sent."""
        row = _FIND_NEWEST.first(self._transaction, which=subject_id, whose=user_id)
        if row is None or row.state == NoticeState.DELIVERED:
            return EmailProgress.SENT
        if row.state == NoticeState.GIVEN_UP:
            return EmailProgress.REFUSED
        return EmailProgress.PUT_OFF if row.attempts else EmailProgress.SENDING

    def find_subject(self, notice_id: UUID) -> UUID | None:
        """Return the ticket of an e-mail, or None."""
        subject: UUID | None = _FIND_SUBJECT.value(self._transaction, which=notice_id)
        return subject

    def count_put_off(self) -> int:
        """Count the e-mails that the mail server did not take at the last try."""
        count: int = _COUNT_PUT_OFF.value(self._transaction)
        return count

    def list_refused(self, most: int) -> list[tuple[datetime, str]]:
        """List those given up since the last sent e-mail, newest first: when each was due, and why."""
        found = _LIST_SETTLED.rows(self._transaction, most=most)
        rows = takewhile(lambda row: row.state == NoticeState.GIVEN_UP.value, found)
        return [(row.due_at, row.given_up_because) for row in rows]
