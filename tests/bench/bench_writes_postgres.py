"""Durable writes to PostgreSQL per second, beside asyncpg alone in the same run.

    python -m tests.bench.bench_writes_postgres [--rounds 15]

The writes of `bench_writes`, 16 at once, each of a key of its own. `raw` is asyncpg with a connection for each of the
16, its three statements in one transaction (READ COMMITTED, prepared once). Ours take turns and share commits. The
server is the tests': one with `fsync=off` is started if none answers, and then commits cost both sides less than in
real life.
"""

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import asyncpg  # type: ignore[import-untyped]  # the library has no types
from sqlalchemy import URL

from storage.database import Database
from storage.sealing import KeyRing
from tests.bench.bench_writes import AT_ONCE, HASH, NOW, SEALED, write
from tests.databases import address, make_database
from tests.storage.examples import CHAT, OLGA, found, key
from tests.storage.postgres_server import find_server

WRITES = 800
KEYS = [key(number) for number in range(1, AT_ONCE + 1)]
RENEW = "UPDATE keys SET expires_at = $1 WHERE id = $2"
ADD_LINE = (
    "INSERT INTO audit_entries (chain_id, sequence, format, at, actor, what, outcome, ticket_id, details, key_id,"
    " previous, hmac) VALUES ($1, $2, 1, $3, $4, 'key:renew', 'done', $1, '{}', 'k', $5, $5)"
)
ADD_NOTICE = (
    "INSERT INTO notices (id, channel, destination, due_at, sealed_content, chat_id, state, attempts, is_leased)"
    " VALUES ($1, 'say', $2, $3, $4, $5, 'delivered', 0, false)"
)


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds for so many writes."""

    raw: float
    ours: float


async def measure(server: URL, rounds: int = 9) -> list[Round]:
    """Return one entry per round, in which both were measured in turn. The first round is dropped."""
    with make_database(server) as url:
        database = await Database.open(address(url), KeyRing.new())
        await database.write(found)
        for one in KEYS:
            await database.write(lambda work, one=one: work.keys.add(one))  # type: ignore[misc]  # a bound default
        plain = address(url.set(drivername="postgresql"))
        connections = [await asyncpg.connect(plain) for _ in range(AT_ONCE)]
        measured = [Round(await _write_raw(connections), await _write_ours(database)) for _ in range(rounds + 1)]
        for connection in connections:
            await connection.close()
        await database.close()
        return measured[1:]


async def _write_raw(connections: list[asyncpg.Connection]) -> float:
    async def one(client: int, chain: UUID, number: int) -> None:
        async with connections[client].transaction():
            await connections[client].execute(RENEW, NOW, KEYS[client].id)
            await connections[client].execute(ADD_LINE, chain, number, NOW, OLGA, HASH)
            await connections[client].execute(ADD_NOTICE, uuid4(), f"chat {CHAT}", NOW, SEALED, CHAT)

    return await _all(one)


async def _write_ours(database: Database) -> float:
    async def one(client: int, chain: UUID, number: int) -> None:
        await database.write(lambda work: write(work, KEYS[client].id, chain, number))

    return await _all(one)


async def _all(one: Callable[[int, UUID, int], Awaitable[None]]) -> float:
    numbers = iter(range(WRITES))

    async def go_on(client: int) -> None:
        # One chain for each, as each team has one: two writers of the same chain would wait for each other.
        chain = uuid4()
        for number in numbers:
            await one(client, chain, number)

    started = time.perf_counter()
    await asyncio.gather(*(go_on(client) for client in range(AT_ONCE)))
    return time.perf_counter() - started


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser(description="Durable writes beside asyncpg alone.")
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    with find_server() as server:
        measured = asyncio.run(measure(server, rounds))
    ratio = statistics.median(one.raw / one.ours for one in measured)
    rate = WRITES / statistics.median(one.raw for one in measured)
    sys.stdout.write(f"raw {rate:.0f} writes a second; ours ÷ raw, {AT_ONCE} at once: {ratio:.2f}\n")


if __name__ == "__main__":
    main()
