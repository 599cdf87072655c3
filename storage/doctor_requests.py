"""Requests to the doctor without an answer."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from storage.mapping import to_row
from storage.real_time import moments, over
from storage.records import DoctorRequest
from storage.statement import Statement
from storage.tables import examinations
from storage.transaction import Transaction

_WHICH = examinations.c.card_id == bindparam("which")
_IS_FREE = over(examinations.c.leased_until)
_ADD = Statement(examinations.insert())
_LIST_FREE = Statement(select(examinations).where(_IS_FREE).order_by(examinations.c.asked_at).limit(bindparam("most")))
_HAS_FREE = Statement(select(examinations.c.card_id).where(_IS_FREE).limit(1))
_SAVE = Statement(update(examinations).where(_WHICH))
_REMOVE = Statement(delete(examinations).where(_WHICH))


class DoctorRequests:
    """The waiting requests, oldest first."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, doctor_request: DoctorRequest) -> None:
        """Add a request."""
        _ADD.run(self._transaction, **to_row(doctor_request, examinations))

    def lease(self, real_now: datetime, until: datetime, limit: int) -> list[DoctorRequest]:
        """Lease free requests, by real time."""
        rows = _LIST_FREE.rows(self._transaction, most=limit, **moments(real_now))
        for row in rows:
            _SAVE.run(self._transaction, which=row.card_id, leased_until=until)
        return [DoctorRequest(row.card_id, row.team_id, row.user_id, row.asked_at) for row in rows]

    def has_waiting(self, real_now: datetime) -> bool:
        """Whether a request is free, by real time."""
        return _HAS_FREE.first(self._transaction, **moments(real_now)) is not None

    def remove(self, doctor_request: DoctorRequest) -> bool:
        """Delete an answered request. False if another process has answered it."""
        return _REMOVE.run(self._transaction, which=doctor_request.card_id) == 1
