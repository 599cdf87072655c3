"""The sandbox's page in a real browser: create, renew, bind and delete a key as a newcomer would."""

import os
import re
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.house import TestHouse
from tests.people import Member

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture
async def page(house: TestHouse, olga: Member) -> AsyncIterator[Page]:
    """The page as Olga sees it, on a desk."""
    if BROWSER is None:
        if os.environ.get("KEYMINDER_REQUIRE_ALL"):
            pytest.fail("CI demands Chromium, and there is none")
        pytest.skip("no Chromium on this machine")
    is_root = os.geteuid() == 0
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=BROWSER, args=QUIET, chromium_sandbox=not is_root)
        opened = await browser.new_page(viewport={"width": 1440, "height": 900})
        problems: list[str] = []
        opened.on("pageerror", lambda error: problems.append(str(error)))
        await opened.goto(house.town.page_url)
        yield opened
        await browser.close()
        assert problems == []


async def _do(page: Page, house: TestHouse, olga: Member, command: str, outcome: str) -> None:
    """Type a command into the group, follow its button, type the phone's code, and wait for the outcome."""
    await page.locator("#group-input").fill(command)
    await page.locator("#group-input").press("Enter")
    button = page.locator("#group-messages").get_by_text("Confirm in private").last
    await button.click()
    await expect(page.locator("#private-messages").get_by_text("Type the six digits").last).to_be_visible()
    await page.locator("#private-input").fill(olga.code())
    await page.locator("#private-input").press("Enter")
    await expect(page.locator("#group-messages")).to_contain_text(re.compile(outcome))


async def test_a_newcomer_creates_renews_binds_and_deletes_a_key(page: Page, house: TestHouse, olga: Member) -> None:
    await _do(page, house, olga, "/newkey first-key trade", r"Key first-key is made")
    await expect(page.locator("#private-messages")).to_contain_text("Secret:")
    await page.locator("#private-messages").get_by_text("Saved").last.click()
    await _do(page, house, olga, "/renew first-key", r"first-key is renewed")
    await _do(page, house, olga, "/bind first-key 203.0.113.7", r"first-key is bound to 203\.0\.113\.7")
    await _do(page, house, olga, "/deletekey first-key", r"Key first-key is deleted")


async def test_the_page_works_on_a_phone(page: Page, house: TestHouse, olga: Member) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.locator("#tabs").get_by_text("Group").click()

    await page.locator("#group-input").fill("/keys")
    await page.locator("#group-input").press("Enter")

    await expect(page.locator("#group-messages").get_by_text("has no keys yet").last).to_be_visible()
    wide = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide
