"""Due accounts among a million keys, beside raw sqlite3: the job and its database, in this process."""

from statistics import median

from tests.bench import bench_scan
from tests.bench.figures import Figure


async def measure_scan(rounds: int) -> list[Figure]:
    """Measure the row `scan`."""
    scan = await bench_scan.measure(rounds=rounds)
    raw, ours = (median(one.raw for one in scan.rounds) * 1000, median(one.ours for one in scan.rounds) * 1000)
    pause = max(one.pause for one in scan.rounds) * 1000
    return [
        Figure(
            "due scan of 1 M keys, found and said ÷ raw", (scan.ratio,), (1.5,), (1.3,), is_less_better=True, of="job"
        ),
        Figure("… extra memory", (scan.more_mb,), (5,), (5,), is_less_better=True, unit=" MB", of="job"),
        Figure("  raw / ours, and the longest pause of the loop", (raw, ours, pause), unit=" ms", of="job"),
    ]
