"""Buckets of calls: full at first, emptied by calling, filled again as real time goes by.

They run on real time, as the pace of whoever calls does; everything else in the sandbox is on its clock.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Bucket:
    left: float
    filled_at: float


@dataclass(slots=True)
class Buckets:
    """One bucket for each name."""

    monotonic: Callable[[], float] = time.monotonic
    _buckets: dict[str, _Bucket] = field(default_factory=dict)

    def take(self, name: str, rate: float, burst: float) -> int | None:
        """Take one call; what is left then, or None when there was none."""
        now = self.monotonic()
        bucket = self._buckets.setdefault(name, _Bucket(burst, now))
        bucket.left = min(burst, bucket.left + (now - bucket.filled_at) * rate)
        bucket.filled_at = now
        if bucket.left < 1:
            return None
        bucket.left -= 1
        return int(bucket.left)
