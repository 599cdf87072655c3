"""A browser that looks at the sandbox of a story, and two teams that share nothing."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.app import TestApp
from tests.browser import BROWSER, open_page
from tests.people import Member
from tests.prepared import Prepared
from tests.stories.watched import Watched, open_watched


@pytest.fixture
def chromium() -> None:
    """Skip without a browser, unless everything is required."""
    if BROWSER is None:
        if os.environ.get("KEYMINDER_REQUIRE_ALL"):
            pytest.fail("CI demands Chromium, and there is none")
        pytest.skip("no Chromium on this machine")


@pytest.fixture
async def page(chromium: None, app: TestApp, olga: Member) -> AsyncIterator[Page]:
    """The page as Olga sees it, on a desktop."""
    async with open_page(app.environment.page_url) as opened:
        yield opened


@pytest.fixture
async def lived_in_page(chromium: None, seeded_app: TestApp) -> AsyncIterator[Page]:
    """The page right after a first start of the sandbox, on a desktop."""
    async with open_page(seeded_app.environment.page_url) as opened:
        yield opened


@pytest.fixture
async def watched(prepared: Prepared, tmp_path: Path) -> AsyncIterator[Watched]:
    """Two teams, and a bot that gets pushed updates."""
    async with open_watched(prepared, tmp_path) as opened:
        yield opened
