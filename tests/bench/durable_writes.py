"""Durable writes of the two databases, 16 at once, beside their own drivers.

Only storage is measured, in this process.
"""

from statistics import median

from tests.bench import bench_writes, bench_writes_postgres
from tests.bench.bench_writes import AT_ONCE
from tests.bench.figures import Figure
from tests.storage.postgres_server import NoServer, find_server


async def measure_sqlite(rounds: int) -> list[Figure]:
    """Measure the row `writes`."""
    measured = await bench_writes.measure(rounds)
    together = median(one.raw / one.ours for one in measured)
    one_by_one = median(one.raw / one.ours_alone for one in measured)
    return [
        Figure(f"{AT_ONCE} durable writes ÷ raw sqlite3 (FULL)", (together,), (0.9,), (2.5,), of="database"),
        Figure("  one after the other ÷ raw sqlite3", (one_by_one,), of="database"),
    ]


async def measure_postgres(rounds: int) -> list[Figure]:
    """Measure the row `postgres`."""
    name = f"{AT_ONCE} durable writes on PostgreSQL ÷ asyncpg"
    try:
        with find_server() as server:
            measured = await bench_writes_postgres.measure(server, rounds)
    except NoServer as error:
        return [Figure(name, (), (0.5,), (1.3,), of="database", missing=f"not measured: {error}")]
    return [Figure(name, (median(one.raw / one.ours for one in measured),), (0.5,), (1.3,), of="database")]
