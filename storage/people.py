"""People: one second factor, one e-mail and one lock-out each, across all teams.

It must not know what a code proves.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, case, delete, func, or_, select, update

from storage.errors import RecordMissing
from storage.records import Person
from storage.sealing import Vault
from storage.tables import people, recovery_codes


class People:
    """Persons and their recovery codes."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def find(self, user_id: int) -> Person | None:
        """The person, or None."""
        row = self._connection.execute(select(people).where(people.c.user_id == user_id)).one_or_none()
        return self._read(row) if row else None

    def get(self, user_id: int) -> Person:
        """The person, or RecordMissing."""
        person = self.find(user_id)
        if person is None:
            raise RecordMissing(f"There is no person {user_id}.")
        return person

    def meet(self, user_id: int, name: str) -> Person:
        """The person, new or under their present name."""
        known = self.find(user_id)
        if known is None:
            person = Person(user_id=user_id, name=name)
            self._connection.execute(people.insert().values(self._write(person)))
            return person
        if known.name != name:
            self._connection.execute(update(people).where(people.c.user_id == user_id).values(name=name))
        return self.get(user_id)

    def rename(self, user_id: int, name: str, username: str | None) -> None:
        """A known person's present names; a user name that moved on to them is no longer anybody else's."""
        if username is not None:
            self._connection.execute(update(people).where(people.c.username == username).values(username=None))
        named = update(people).where(people.c.user_id == user_id).values(name=name, username=username)
        self._connection.execute(named)

    def save(self, person: Person) -> None:
        """Writes all of a person, new or known; a step that was spent meanwhile stays spent."""
        values = self._write(person)
        saved = dict(values)
        if person.last_step is not None:
            saved["last_step"] = case(
                (people.c.last_step > person.last_step, people.c.last_step), else_=person.last_step
            )
        one = people.c.user_id == person.user_id
        if self._connection.execute(update(people).where(one).values(saved)).rowcount == 0:
            self._connection.execute(people.insert().values(values))

    def spend_step(self, user_id: int, step: int) -> bool:
        """Takes a time step for good; False when it, or a later one, was taken before."""
        newer = or_(people.c.last_step.is_(None), people.c.last_step < step)
        spent = self._connection.execute(
            update(people)
            .where(people.c.user_id == user_id, newer)
            .values(last_step=step, failed_codes=0, locked_until=None)
        )
        return spent.rowcount == 1

    def replace_recovery_codes(self, user_id: int, codes: Sequence[str]) -> None:
        """The person has these codes and no others."""
        self._connection.execute(delete(recovery_codes).where(recovery_codes.c.user_id == user_id))
        rows = [{"user_id": user_id, "code_hash": self._vault.hash_token(_purpose(user_id), code)} for code in codes]
        if rows:
            self._connection.execute(recovery_codes.insert(), rows)

    def spend_recovery_code(self, user_id: int, code: str, at: datetime) -> bool:
        """Takes a recovery code for good; False when it is none of theirs, or spent."""
        spent = self._connection.execute(
            update(recovery_codes)
            .where(
                recovery_codes.c.user_id == user_id,
                recovery_codes.c.code_hash.in_(self._vault.token_hashes(_purpose(user_id), code)),
                recovery_codes.c.spent_at.is_(None),
            )
            .values(spent_at=at)
        )
        return spent.rowcount == 1

    def count_recovery_codes(self, user_id: int) -> int:
        """How many are left."""
        unspent = recovery_codes.c.user_id == user_id, recovery_codes.c.spent_at.is_(None)
        return self._connection.scalar(select(func.count()).select_from(recovery_codes).where(*unspent)) or 0

    def _read(self, row: Row[Any]) -> Person:
        values = dict(row._mapping)
        seeds: dict[str, Any] = {
            "totp_seed_secret": self._open("sealed_totp_seed", values),
            "pending_seed_secret": self._open("sealed_pending_seed", values),
        }
        return Person(**seeds, **{name: value for name, value in values.items() if not name.startswith("sealed_")})

    def _open(self, column: str, values: dict[str, Any]) -> str | None:
        sealed = values[column]
        return None if sealed is None else self._vault.open(people.c[column], values["user_id"], sealed)

    def _write(self, person: Person) -> dict[str, object]:
        values = {
            column.name: getattr(person, column.name) for column in people.c if not column.name.startswith("sealed_")
        }
        for column, secret in (
            ("sealed_totp_seed", person.totp_seed_secret),
            ("sealed_pending_seed", person.pending_seed_secret),
        ):
            values[column] = None if secret is None else self._vault.seal(people.c[column], person.user_id, secret)
        return values


def _purpose(user_id: int) -> str:
    return f"recovery:{user_id}"
