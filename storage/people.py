"""People: one second factor, one e-mail and one lock-out each, across all teams."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, bindparam, case, delete, func, or_, select, update

from storage.errors import RecordMissing
from storage.records import Person
from storage.sealing import FieldCipher
from storage.statement import Statement
from storage.tables import people, recovery_codes
from storage.transaction import Transaction

_WHICH = people.c.user_id == bindparam("which")
_STEP = bindparam("step", type_=BigInteger())
_ADD = Statement(people.insert())
_FIND = Statement(select(people).where(_WHICH))
_FIND_ZONE = Statement(select(people.c.zone).where(_WHICH))
_LIST_AMONG = Statement(select(people).where(people.c.user_id.in_(bindparam("these", expanding=True))))
_SAVE = Statement(update(people).where(_WHICH))
_SAVE_STEP = Statement(
    update(people).where(_WHICH).values(last_step=case((people.c.last_step > _STEP, people.c.last_step), else_=_STEP))
)
_RELEASE_NAME = Statement(update(people).where(people.c.username == bindparam("taken")).values(username=None))
_SPEND_STEP = Statement(
    update(people)
    .where(_WHICH, or_(people.c.last_step.is_(None), people.c.last_step < _STEP))
    .values(last_step=_STEP, failed_codes=0, locked_until=None)
)
_REMOVE_CODES = Statement(delete(recovery_codes).where(recovery_codes.c.user_id == bindparam("which")))
_ADD_CODE = Statement(recovery_codes.insert())
_SPEND_CODE = Statement(
    update(recovery_codes).where(
        recovery_codes.c.user_id == bindparam("whose"),
        recovery_codes.c.code_hash == bindparam("which"),
        recovery_codes.c.spent_at.is_(None),
    )
)
_FIND_SPENT_CODE = Statement(
    select(recovery_codes.c.spent_at).where(
        recovery_codes.c.user_id == bindparam("whose"),
        recovery_codes.c.code_hash == bindparam("which"),
        recovery_codes.c.spent_at.is_not(None),
    )
)
_COUNT_CODES = Statement(
    select(func.count())
    .select_from(recovery_codes)
    .where(recovery_codes.c.user_id == bindparam("which"), recovery_codes.c.spent_at.is_(None))
)
_LIST_WITHOUT_CODES = Statement(
    select(recovery_codes.c.user_id, func.max(recovery_codes.c.spent_at).label("spent_at"))
    .where(recovery_codes.c.user_id.in_(bindparam("these", expanding=True)))
    .group_by(recovery_codes.c.user_id)
    .having(func.count() == func.count(recovery_codes.c.spent_at))
)


class People:
    """Persons and their recovery codes."""

    def __init__(self, transaction: Transaction, cipher: FieldCipher) -> None:
        self._transaction = transaction
        self._cipher = cipher

    def find(self, user_id: int) -> Person | None:
        """Return the person, or None."""
        person: Person | None = _FIND.record(self._transaction, self._read, which=user_id)
        return person

    def find_zone(self, user_id: int) -> str:
        """Return the person's IANA time zone. UTC if unknown."""
        return _FIND_ZONE.value(self._transaction, which=user_id) or "UTC"

    def get(self, user_id: int) -> Person:
        """Return the person. Raises RecordMissing."""
        person = self.find(user_id)
        if person is None:
            raise RecordMissing(f"There is no person {user_id}.")
        return person

    def by_id(self, user_ids: Iterable[int]) -> dict[int, Person]:
        """Map the known ones of these people by id."""
        rows = _LIST_AMONG.rows(self._transaction, these=sorted(set(user_ids)))
        return {row.user_id: self._read(row) for row in rows}

    def upsert(self, user_id: int, name: str) -> Person:
        """Return the person, added or with the present name."""
        known = self.find(user_id)
        if known is None:
            person = Person(user_id=user_id, name=name)
            _ADD.run(self._transaction, **self._write(person))
            return person
        if known.name != name:
            _SAVE.run(self._transaction, which=user_id, name=name)
        return self.get(user_id)

    def rename(self, user_id: int, name: str, username: str | None) -> None:
        """Write a known person's present names.

        A user name that they took over is removed from its former owner.
        """
        if username is not None:
            _RELEASE_NAME.run(self._transaction, taken=username)
        _SAVE.run(self._transaction, which=user_id, name=name, username=username)

    def save(self, person: Person) -> None:
        """Write all of a person, new or known. A step that was spent in between stays spent."""
        values = self._write(person)
        step = values["last_step"]
        if step is None:
            known = _SAVE.run(self._transaction, which=person.user_id, **values)
        else:
            others = {name: value for name, value in values.items() if name != "last_step"}
            known = _SAVE_STEP.run(self._transaction, which=person.user_id, step=step, **others)
        if known == 0:
            _ADD.run(self._transaction, **values)

    def spend_step(self, user_id: int, step: int) -> bool:
        """Spend a time step for good. False if it, or a later one, was spent before."""
        return _SPEND_STEP.run(self._transaction, which=user_id, step=step) == 1

    def replace_recovery_codes(self, user_id: int, codes: Sequence[str]) -> None:
        """Replace all of the person's recovery codes."""
        _REMOVE_CODES.run(self._transaction, which=user_id)
        rows = [{"user_id": user_id, "code_hash": self._cipher.hash_token(_purpose(user_id), code)} for code in codes]
        _ADD_CODE.run_each(self._transaction, rows)

    def spend_recovery_code(self, user_id: int, code: str, at: datetime) -> bool:
        """Spend a recovery code for good. False if it is unknown or spent."""
        hashes = self._cipher.token_hashes(_purpose(user_id), code)
        return any(_SPEND_CODE.run(self._transaction, whose=user_id, which=one, spent_at=at) for one in hashes)

    def has_spent_recovery_code(self, user_id: int, code: str) -> bool:
        """Whether this is one of the person's recovery codes, and spent."""
        hashes = self._cipher.token_hashes(_purpose(user_id), code)
        return any(_FIND_SPENT_CODE.first(self._transaction, whose=user_id, which=one) for one in hashes)

    def list_without_recovery(self, user_ids: Iterable[int]) -> dict[int, datetime]:
        """Map those of these people who have used up their recovery codes to when they used the last one."""
        rows = _LIST_WITHOUT_CODES.rows(self._transaction, these=sorted(set(user_ids)))
        return {row.user_id: row.spent_at for row in rows}

    def count_recovery_codes(self, user_id: int) -> int:
        """Count the unspent ones."""
        count: int = _COUNT_CODES.value(self._transaction, which=user_id)
        return count

    def _read(self, row: Any) -> Person:
        values = row._asdict()
        seeds: dict[str, Any] = {
            "totp_seed_secret": self._open("sealed_totp_seed", values),
            "pending_seed_secret": self._open("sealed_pending_seed", values),
        }
        return Person(**seeds, **{name: value for name, value in values.items() if not name.startswith("sealed_")})

    def _open(self, column: str, values: dict[str, Any]) -> str | None:
        sealed = values[column]
        return None if sealed is None else self._cipher.open(people.c[column], values["user_id"], sealed)

    def _write(self, person: Person) -> dict[str, object]:
        values = {
            column.name: getattr(person, column.name) for column in people.c if not column.name.startswith("sealed_")
        }
        for column, secret in (
            ("sealed_totp_seed", person.totp_seed_secret),
            ("sealed_pending_seed", person.pending_seed_secret),
        ):
            values[column] = None if secret is None else self._cipher.seal(people.c[column], person.user_id, secret)
        return values


def _purpose(user_id: int) -> str:
    return f"recovery:{user_id}"
