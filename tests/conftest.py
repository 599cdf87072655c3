"""How the tests of a run are chosen, sorted, and shared between workers."""

import asyncio
import gc
import os
import shutil
import sys
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

FIXTURES = ("tests.databases", "tests.installations", "tests.random_values")

STORIES = (
    "tests/stories/",
    "tests/torture/",
    "tests/console/test_run.py",
    "tests/console/test_sandbox.py",
    "tests/bench/test_bench.py::test_a_short_run",
)

ROOM_FOR_DATABASES = 2 * 1024**3
"""Bytes. All tests together take far less, because what has passed is deleted."""


def pytest_xdist_auto_num_workers() -> int:
    """Return one worker more than cores. With two more, the killed bots of the torture are starved."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    """Keep databases of tests in memory where there is room: a commit then waits for no disk.

    Fixtures, and with them the bot, are loaded where tests run, and not in the process that only hands them out.
    """
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        gc.disable()  # until every test is collected: none of a million new objects goes before the end
        for plugin in FIXTURES:
            config.pluginmanager.import_plugin(plugin)
        _use_the_loop_of_the_bot()
    memory = Path("/dev/shm")  # noqa: S108 - its folders belong to their owner alone, as elsewhere
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_FOR_DATABASES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


def _use_the_loop_of_the_bot() -> None:
    """Run tests on uvloop, as the bot runs.

    pytest-asyncio's own setting makes the loop a parameter of every test, which lengthens the suite by a tenth.
    """
    if sys.platform != "win32":
        import uvloop  # noqa: PLC0415 - Windows has none

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even load the stories if they are left out."""
    is_left_out = config.option.markexpr == "not story" and collection_path.name in {"stories", "torture"}
    return True if is_left_out else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that drive a whole bot over Telegram, or a browser, as stories.

    `-m "not story"` leaves them out.
    """
    for item in items:
        if "postgres_engines" in getattr(item, "fixturenames", ()):
            # Its database may stay open for the next test, and so the two share an event loop.
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
        if item.nodeid.startswith(STORIES) or "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.story)
    # Slow tests come first, so that no worker is left alone with one at the end.
    items.sort(key=lambda item: not item.nodeid.startswith("tests/torture/"))


def pytest_collection_finish() -> None:
    """Leave tests and modules out of garbage collection: they stay until the end, and take a tenth of the time."""
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Let a worker send one report for each test, unless its setup or teardown fails or is timed.

    For each test six are sent otherwise, which takes as long as most tests.
    """
    if not hasattr(item.config, "workerinput") or item.config.option.durations:
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    return True
