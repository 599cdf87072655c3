"""A real Chromium, Debian's or whichever the machine has, with one page open in it."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from playwright.async_api import Page, ViewportSize, async_playwright

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)


@asynccontextmanager
async def open_page(
    url: str, viewport: ViewportSize = DESK, *, colours: Literal["light", "dark"] = "light"
) -> AsyncIterator[Page]:
    """The page behind a link; a script that fails on it fails whoever looks at it."""
    is_root = os.geteuid() == 0
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=BROWSER, args=QUIET, chromium_sandbox=not is_root)
        page = await browser.new_page(viewport=viewport, color_scheme=colours, reduced_motion="reduce")
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        await page.goto(url)
        await page.locator("body[data-ready]").wait_for()
        yield page
        await browser.close()
        assert problems == []
