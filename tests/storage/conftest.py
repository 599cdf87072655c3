"""Every test of the storage runs on both engines."""

import pytest


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """Return a migrated database that was never opened."""
    return str(request.getfixturevalue(f"{request.param}_url"))
