"""What the doctor was asked and has not answered yet.

It must not know what is examined.
"""

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from storage.mapping import to_row
from storage.real_time import over
from storage.records import Examination
from storage.tables import examinations


class Examinations:
    """The questions that wait, oldest first."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, examination: Examination) -> None:
        """A new question."""
        self._connection.execute(examinations.insert().values(to_row(examination, examinations)))

    def lease(self, real_now: datetime, until: datetime, limit: int) -> list[Examination]:
        """Takes questions that are nobody's; real time."""
        free = over(examinations.c.leased_until, real_now)
        found = select(examinations).where(free).order_by(examinations.c.asked_at).limit(limit)
        taken = [
            Examination(row.card_id, row.team_id, row.user_id, row.asked_at) for row in self._connection.execute(found)
        ]
        ids = [one.card_id for one in taken]
        self._connection.execute(update(examinations).where(examinations.c.card_id.in_(ids)).values(leased_until=until))
        return taken

    def has_waiting(self, real_now: datetime) -> bool:
        """Whether a question is nobody's; real time."""
        free = over(examinations.c.leased_until, real_now)
        return self._connection.execute(select(examinations.c.card_id).where(free).limit(1)).first() is not None

    def remove(self, examination: Examination) -> bool:
        """It is answered; False when somebody else has answered it."""
        one = examinations.c.card_id == examination.card_id
        return self._connection.execute(delete(examinations).where(one)).rowcount == 1
