"""What became of letters: on their way, taken or refused by the mail server.

It must not know what a letter says, nor how it is sent.
"""

from datetime import datetime
from enum import StrEnum
from itertools import takewhile
from uuid import UUID

from sqlalchemy import Connection, func, select

from storage.notice_queues import NoticeState
from storage.records import Channel
from storage.tables import notices

_MAIL = notices.c.channel == Channel.MAIL.value
_PUT_OFF = _MAIL, notices.c.state == NoticeState.WAITING, notices.c.attempts > 0


class LetterProgress(StrEnum):
    """How far a letter has come."""

    SENDING = "sending"
    PUT_OFF = "put-off"
    """The mail server did not take it, and is asked again."""
    SENT = "sent"
    REFUSED = "refused"


class Letters:
    """The notices that are letters."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def progress_of(self, subject_id: UUID, user_id: int) -> LetterProgress:
        """How far the newest letter to a person about a ticket has come; one that is forgotten was sent."""
        about = _MAIL, notices.c.about_id == subject_id, notices.c.user_id == user_id
        newest = select(notices.c.state, notices.c.attempts).where(*about).order_by(notices.c.position.desc()).limit(1)
        row = self._connection.execute(newest).first()
        if row is None or row.state == NoticeState.DELIVERED:
            return LetterProgress.SENT
        if row.state == NoticeState.GIVEN_UP:
            return LetterProgress.REFUSED
        return LetterProgress.PUT_OFF if row.attempts else LetterProgress.SENDING

    def find_subject(self, notice_id: UUID) -> UUID | None:
        """The ticket that a letter is about, or None."""
        subject: UUID | None = self._connection.scalar(select(notices.c.about_id).where(notices.c.id == notice_id))
        return subject

    def count_put_off(self) -> int:
        """How many letters the mail server did not take when they were last tried."""
        return self._connection.scalar(select(func.count()).select_from(notices).where(*_PUT_OFF)) or 0

    def list_refused(self, most: int) -> list[tuple[datetime, str]]:
        """Those given up since a letter last went out: when each was due, and why; newest first, so many at most."""
        settled = _MAIL, notices.c.state != NoticeState.WAITING
        found = select(notices).where(*settled).order_by(notices.c.position.desc()).limit(most)
        rows = takewhile(lambda row: row.state == NoticeState.GIVEN_UP.value, self._connection.execute(found))
        return [(row.due_at, row.given_up_because) for row in rows]
