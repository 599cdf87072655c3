"""The table of jobs: what a commit wakes."""

import pytest

from bot.wiring.job_table import LIVES_ON
from storage.tables.columns import metadata
from tests.app import TestApp
from tests.people import Member

WAKING: frozenset[str] = frozenset().union(*LIVES_ON.values())


def test_every_job_lives_on_tables_that_are_there() -> None:
    assert set(metadata.tables) >= WAKING


@pytest.mark.parametrize("table", ["inbox", "people", "audit_entries"])
def test_what_is_only_remembered_wakes_no_job(table: str) -> None:
    assert table in metadata.tables
    assert table not in WAKING


async def test_a_reading_command_wakes_no_job(app: TestApp, olga: Member) -> None:
    told: list[frozenset[str]] = []
    app.app.database.on_write = told.append
    await app.settle()
    by_jobs = set(told)
    await olga.says("/keys")
    assert [changed for changed in set(told) - by_jobs if changed & WAKING] == []
