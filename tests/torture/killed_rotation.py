"""`keyminder rotate-master-key` in a process that kills itself with -9 at a named point.

`python -m tests.torture.killed_rotation call _reseal 2`: as the second batch begins. A profiler finds the point, so
nothing of ours is replaced.
"""

import os
import signal
import sys
import threading
from types import FrameType

from bot.__main__ import main


def _kill_at(event: str, name: str, number: int) -> None:
    seen = 0

    def look(frame: FrameType, what: str, _: object) -> None:
        nonlocal seen
        if what == event and frame.f_code.co_name == name:
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)

    threading.setprofile(look)
    sys.setprofile(look)


if __name__ == "__main__":
    _kill_at(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    main(("rotate-master-key",))
