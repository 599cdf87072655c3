"""`make pictures`: pictures of the documents, taken of the real page of a sandbox with a fixed clock.

Each is a moment of a story that the page itself plays, and one is a whole renewal. Only tokens, codes and ids differ
from run to run.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.async_api import Locator, Page, ViewportSize, expect

from bot.sandbox.environment import seed
from bot.sandbox.scenarios.cast import find_cast
from tests.app import TestApp, open_app
from tests.browser import BROWSER, PHONE, open_page

FOLDER = Path(__file__).with_name("reference")
SIZE = ViewportSize(width=1280, height=860)
VIEW_MS, TAP_MS, END_MS = 1500, 400, 3000
"""How long the animation shows a view, the mark of a tap, and the end."""
SETTLING_MS = 400
"""Time for the page to scroll to what has just come."""


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


async def take_home(page: Page, app: TestApp) -> None:
    """Take the home of the team: what needs a person, and the way to everything."""
    await page.locator("#private-input").fill("/start")
    await page.locator("#private-input").press("Enter")
    await expect(page.locator("#private-messages").get_by_text("your role: owner")).to_be_visible()
    await app.settle()


async def take_keys(page: Page, app: TestApp) -> None:
    """Take the list of keys, a tap away from the home."""
    await take_home(page, app)
    await page.locator("#private-messages").get_by_role("button", name="Keys").last.click()
    await expect(page.locator("#private-messages").get_by_text("Keys of Trading desk")).to_be_visible()


async def take_report(page: Page, app: TestApp) -> None:
    """Take the picture of the coming 90 days."""
    await page.locator("#private-input").fill("/report")
    await page.locator("#private-input").press("Enter")
    await expect(page.locator("#private-messages img.photo")).to_be_visible()
    await app.settle()


PICTURES = {"renewal": take_renewal, "sheet": take_sheet, "alert": take_alert}
PHONE_PICTURES = {"home": take_home, "keys": take_keys, "report": take_report}
ANIMATION = "renewal-phone"


async def animate_renewal(page: Page, app: TestApp) -> None:
    """Take a renewal on the phone, from the alert to the new date: each view, and the place of the next tap."""
    film = Film(page)
    await page.locator("#tabs").get_by_text("Group").click()
    group, private = page.locator("#group-messages"), page.locator("#private-messages")
    await film.tap(group.get_by_role("button", name="Renew", exact=True).last)
    await expect(private.get_by_text("Type the six digits").last).to_be_visible()
    await film.tap(page.locator("#code-strip .code"))
    await film.tap(page.locator("#private-form").get_by_role("button", name="Send", exact=True))
    await expect(private.get_by_text("is renewed").last).to_be_visible()
    await app.settle()
    await film.tap(page.locator("#tabs").get_by_text("Group"))
    await film.end(FOLDER / f"{ANIMATION}.png")


class Film:
    """The frames of an animated PNG."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._frames: list[tuple[Image.Image, int]] = []

    async def tap(self, place: Locator) -> None:
        """Show the page, then a finger's mark on the place, and tap it."""
        await place.scroll_into_view_if_needed()
        shown = await self._shoot()
        box = await place.bounding_box()
        if box is None:
            raise AssertionError("there is nothing to tap")
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        marked = shown.copy()
        ImageDraw.Draw(marked, "RGBA").ellipse((x - 24, y - 24, x + 24, y + 24), (15, 118, 110, 110))
        self._frames += [(shown, VIEW_MS), (marked, TAP_MS)]
        await place.click()

    async def end(self, path: Path) -> None:
        """Add the last view, and write the file."""
        (first, _), *rest = frames = [*self._frames, (await self._shoot(), END_MS)]
        first.save(
            path, save_all=True, append_images=[one for one, _ in rest], duration=[ms for _, ms in frames], loop=0
        )

    async def _shoot(self) -> Image.Image:
        # The page scrolls to what has just come, and pictures are loaded.
        await self._page.wait_for_load_state("networkidle")
        await self._page.wait_for_timeout(SETTLING_MS)
        data = await self._page.screenshot(animations="disabled", caret="hide")
        return Image.open(BytesIO(data)).convert("RGB")


async def _play(page: Page, app: TestApp, name: str) -> None:
    await page.locator(f"[data-scenario={name}]").click()
    await expect(page.get_by_test_id("caption")).to_have_attribute("data-outcome", "over")
    await app.settle()


async def take_pictures() -> None:
    """Open a sandbox for each picture, so that none depends on another."""
    for name, tell in PICTURES.items():
        async with _open_sandbox(SIZE) as (page, app):
            await tell(page, app)
            await _shoot(page, name)
    for name, tell in PHONE_PICTURES.items():
        async with _open_sandbox(PHONE) as (page, app):
            await page.locator("#tabs").get_by_text("Private").click()
            await tell(page, app)
            await _shoot(page, name)
    async with _open_sandbox(PHONE) as (page, app):
        await animate_renewal(page, app)
    print(f"{FOLDER.name}/{ANIMATION}.png")  # noqa: T201 -- a script speaks on the terminal


@asynccontextmanager
async def _open_sandbox(size: ViewportSize) -> AsyncIterator[tuple[Page, TestApp]]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/keyminder.db"
        async with open_app(Path(folder), url, seed.populate) as app:
            await seed.live(app.environment, find_cast(app.environment))
            await app.settle()
            async with open_page(app.environment.page_url, size) as page:
                yield page, app


async def _shoot(page: Page, name: str) -> None:
    await page.mouse.move(SIZE["width"] / 2, 0)
    await page.wait_for_timeout(SETTLING_MS)
    await page.screenshot(path=FOLDER / f"{name}.png", animations="disabled", caret="hide")
    print(f"{FOLDER.name}/{name}.png")  # noqa: T201 -- a script speaks on the terminal


if __name__ == "__main__":
    if BROWSER is None:
        sys.exit("The pictures need Chromium: install it (Debian, Ubuntu: apt install chromium).")
    asyncio.run(take_pictures())
