"""Token buckets: full at first, emptied by calls, refilled with real time.

They run on real time like the client's own pace. Everything else in the sandbox uses its clock.
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
        """Take one call. Return what is left, or None if the bucket was empty."""
        now = self.monotonic()
        bucket = self._buckets.setdefault(name, _Bucket(burst, now))
        bucket.left = min(burst, bucket.left + (now - bucket.filled_at) * rate)
        bucket.filled_at = now
        if bucket.left < 1:
            return None
        bucket.left -= 1
        return int(bucket.left)
