"""Keyminder as an operator runs it, except for Telegram's pace, which a measurement may remove."""

# ruff: noqa: PLC0415 - loaded as `keyminder run` loads it

import gc
import os
from datetime import timedelta
from functools import partial

PACED = "BENCH_PACED"


def main() -> None:
    """Run until stopped."""
    gc.disable()
    from bot.chat.telegram.rate_limit import Limits, Rate
    from bot.clock import SystemClock
    from bot.console.run import run_app
    from bot.logs import set_up_logs
    from bot.settings import read_settings
    from bot.wiring.app import build
    from bot.wiring.event_loop import run
    from bot.wiring.tempo import Tempo

    set_up_logs()
    unpaced = Tempo(messages=Limits(*(Rate(1_000_000, timedelta(seconds=1), kept=0) for _ in range(3))))
    tempo = Tempo() if os.environ.get(PACED) else unpaced
    run(run_app(partial(build, tempo=tempo), read_settings(os.environ), SystemClock()))


if __name__ == "__main__":
    main()
