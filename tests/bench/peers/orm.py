"""An ordinary bot's `/renew <key> <code>`: an async ORM session on SQLite, committed durably.

It reads the person, opens the sealed seed, checks the code, moves the key's end, and writes an audit line and an outbox
row. There are no roles, no ticket, no spent time steps, no hash chain: less than ours, for the same answer.
"""

import asyncio
from datetime import UTC, datetime, timedelta

import pyotp
from cryptography.fernet import Fernet
from sqlalchemy import ForeignKey, event, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

from tests.bench.peers.people import FIRST_PERSON, KEYS, PEOPLE, SEED
from tests.bench.peers.place import FOLDER


class Base(DeclarativeBase):
    """The tables."""


class Person(Base):
    """A person with a second factor."""

    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    sealed_seed: Mapped[bytes]


class Key(Base):
    """An API key."""

    __tablename__ = "keys"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    expires_at: Mapped[datetime]


class AuditLine(Base):
    """Who did what."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int]
    what: Mapped[str]
    at: Mapped[datetime]


class Waiting(Base):
    """A message that is still to be sent."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int]
    text: Mapped[str]


engine = create_async_engine(f"sqlite+aiosqlite:///{FOLDER}/peer.db")
new_session = async_sessionmaker(engine, expire_on_commit=False)
fernet = Fernet(Fernet.generate_key())
_one_writer = asyncio.Lock()
"""Without it SQLite answers "database is locked" if several write at once."""


@event.listens_for(engine.sync_engine, "connect")
def _make_durable(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


async def fill() -> None:
    """Add all people with ten keys each, in place of those of an earlier start."""
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
    async with new_session.begin() as session:
        for person_id in range(FIRST_PERSON, FIRST_PERSON + PEOPLE):
            session.add(Person(id=person_id, sealed_seed=fernet.encrypt(SEED.encode())))
            session.add_all(
                Key(owner_id=person_id, name=f"trading-{number}", expires_at=datetime.now(UTC))
                for number in range(KEYS)
            )


async def renew(person_id: int, name: str, code: str) -> str:
    """Renew, and return the answer to the person."""
    async with _one_writer, new_session.begin() as session:
        person = await session.get(Person, person_id)
        if person is None or not pyotp.TOTP(fernet.decrypt(person.sealed_seed).decode()).verify(code, valid_window=1):
            return "The code is wrong."
        key = await session.scalar(select(Key).where(Key.owner_id == person_id, Key.name == name))
        if key is None:
            return "There is no such key."
        now = datetime.now(UTC)
        key.expires_at = now + timedelta(days=90)
        session.add(AuditLine(person_id=person_id, what=f"renewed {name}", at=now))
        session.add(Waiting(chat_id=person_id, text=f"{name} is renewed"))
    return f"{name} is renewed, ends {key.expires_at:%Y-%m-%d}"
