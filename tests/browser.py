"""A real Chromium, Debian's or the machine's own, with one page open in it."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from playwright.async_api import Page, ViewportSize, async_playwright, expect

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_DROP = """([place, name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name, { type: "text/csv" }));
  const init = { bubbles: true, cancelable: true, dataTransfer: carried };
  const over = document.querySelector(place);
  for (const kind of ["dragenter", "dragover", "drop"]) over.dispatchEvent(new DragEvent(kind, init));
}"""
"""The events of a browser when a file is dropped over a place. There is no other way to send them."""
PATIENCE_MS = 20_000
"""How long a page may take on a busy machine."""
expect.set_options(timeout=PATIENCE_MS)
DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)


@asynccontextmanager
async def open_page(
    url: str, viewport: ViewportSize = DESK, *, colours: Literal["light", "dark"] = "light"
) -> AsyncIterator[Page]:
    """Open the page behind a link. A script error on it fails the test."""
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


async def drop(page: Page, place: str, file_name: str, text: str) -> None:
    """Drop a CSV over a part of the page."""
    await page.evaluate(_DROP, [place, file_name, text])
