"""`make pictures`: pictures of the documents, taken of the real page of a sandbox with a fixed clock.

Each is a moment of a story that the page itself plays. Only tokens, codes and ids differ from run to run.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page, ViewportSize, expect

from bot.sandbox.environment import seed
from bot.sandbox.scenarios.cast import find_cast
from tests.app import TestApp, open_app
from tests.browser import BROWSER, open_page

FOLDER = Path(__file__).with_name("reference")
SIZE = ViewportSize(width=1280, height=860)


async def take_renewal(page: Page, _house: TestApp) -> None:
    """Take the question in the group, and the request for six digits in private."""
    await page.get_by_role("button", name="/renew trading-eu").first.click()
    await page.locator("#group-messages").get_by_text("Confirm in private").last.click()
    await expect(page.locator("#private-messages").get_by_text("Type the six digits").last).to_be_visible()


async def take_sheet(page: Page, app: TestApp) -> None:
    """Take a sheet with five mistakes, as it comes back."""
    await _play(page, app, "wrong-sheet")
    await page.locator("#group-messages").get_by_test_id("open-sheet").last.click()
    await expect(page.get_by_test_id("sheet")).to_be_visible()


async def take_alert(page: Page, app: TestApp) -> None:
    """Take a key with less than a day left."""
    await _play(page, app, "key-ends")


PICTURES = {"renewal": take_renewal, "sheet": take_sheet, "alert": take_alert}


async def _play(page: Page, app: TestApp, name: str) -> None:
    await page.locator(f"[data-scenario={name}]").click()
    await expect(page.get_by_test_id("caption")).to_have_attribute("data-outcome", "over")
    await app.settle()


async def take_pictures() -> None:
    """Open a sandbox for each picture, so that none depends on another."""
    for name, tell in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{folder}/keyminder.db"
            async with open_app(Path(folder), url, seed.populate) as app:
                await seed.live(app.environment, find_cast(app.environment))
                async with open_page(app.environment.page_url, SIZE) as page:
                    await tell(page, app)
                    await page.mouse.move(SIZE["width"] / 2, 0)
                    await page.screenshot(path=FOLDER / f"{name}.png", animations="disabled", caret="hide")
        print(f"{FOLDER.name}/{name}.png")  # noqa: T201 -- a script speaks on the terminal


if __name__ == "__main__":
    if BROWSER is None:
        sys.exit("The pictures need Chromium: install it (Debian, Ubuntu: apt install chromium).")
    asyncio.run(take_pictures())
