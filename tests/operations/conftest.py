"""An office for one test, on SQLite, and on PostgreSQL too where the two could differ."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import pytest_asyncio

from storage.database import Database
from tests.operations.office import Office

ON_BOTH: Mapping[str, str] = {
    "test_access": "reads waiting deliveries and the first teams",
    "test_approvals": "approvals race",
    "test_audit": "searches the trail by words",
    "test_by_hand": "leases are lost while people work",
    "test_cooling": "a proven request waits beside those that stop it",
    "test_executor": "performers race for a ticket",
    "test_home": "keys by their end",
    "test_inbox": "updates are taken and spent at once",
    "test_keys": "most commands, with names found by their letters",
    "test_local_executor": "people confirm at once, and a change is undone whole",
    "test_measurements": "counts and sums over times",
    "test_member_record": "gathers from most tables",
    "test_names_of_people": "names are found by their letters",
    "test_offers": "accounts of every kind",
    "test_open_tickets": "tickets by number and approvals",
    "test_people_who_leave": "leases are lost while Telegram is asked",
    "test_proving": "a code is spent once",
    "test_rotate_all": "a crash between two keys",
    "test_rules_asked_again": "performers race for a ticket",
    "test_saved": "deliveries are leased",
    "test_screens": "cards by subject, the newest first",
    "test_secrets_in_messages": "cards by the age of their secret",
    "test_sweep": "teams by their next look",
    "test_warnings": "addresses of a team",
}
"""Files that race, lock, search or sort, and so run on PostgreSQL too.

The others show rules and sentences, and run no statement that these or tests/storage do not run on both engines.
"""

assert all((Path(__file__).parent / f"{name}.py").exists() for name in ON_BOTH)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Choose the engines of each test."""
    if "url" in metafunc.fixturenames:
        is_on_both = metafunc.module.__name__.rpartition(".")[2] in ON_BOTH
        metafunc.parametrize("url", ["sqlite", "postgres"] if is_on_both else ["sqlite"], indirect=True)


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    """Return a migrated database of this kind that was never opened."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest_asyncio.fixture(loop_scope="session")
async def office(database: Database) -> Office:
    """Olga's team, and she is its enrolled owner."""
    return await Office.found(database)
