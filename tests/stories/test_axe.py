"""The page has names and contrast for everyone: axe-core finds nothing serious at either size."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from tests.browser import PHONE
from tests.stories.test_page import enter_sheet

SERIOUS = {"serious", "critical"}


async def list_faults(page: Page) -> list[str]:
    found = await Axe().run(page)
    return [
        f"{fault['id']}: {[node['target'] for node in fault['nodes']]}"
        for fault in found.response["violations"]
        if fault["impact"] in SERIOUS
    ]


async def _list_faults_of_both_colours(page: Page) -> list[str]:
    light = await list_faults(page)
    await page.emulate_media(color_scheme="dark")
    dark = await list_faults(page)
    await page.emulate_media(color_scheme="light")
    return light + dark


async def _open_letter(page: Page) -> None:
    await page.get_by_test_id("letter").first.click()
    await page.frame_locator(".letter-frame").locator("body").wait_for()


async def test_axe_finds_nothing_serious_on_a_desktop(lived_in_page: Page) -> None:
    page = lived_in_page
    await page.get_by_role("button", name="Show CoinEx here").click()
    await enter_sheet(page)
    assert await _list_faults_of_both_colours(page) == [], "the chats and CoinEx"
    await page.get_by_role("button", name="Show the mailbox here").click()
    await _open_letter(page)
    await page.locator("[data-tour]").click()
    assert await _list_faults_of_both_colours(page) == [], "the tour and a letter"


async def test_axe_finds_nothing_serious_on_a_phone(lived_in_page: Page) -> None:
    page = lived_in_page
    await page.set_viewport_size(PHONE)
    for tab in ("Group", "Private", "Codes", "CoinEx", "Clock", "Mail", "Try"):
        await page.locator("#tabs").get_by_text(tab).click()
        if tab == "Mail":
            await _open_letter(page)
        if tab == "Try":
            assert await list_faults(page) == [], "the first view"
            await page.locator("[data-tour]").click()
        assert await list_faults(page) == [], tab
