"""One whole journey in a real browser: a sheet, then time, then an alert."""

import re

from playwright.async_api import Page, expect

from bot.sandbox.scenarios.cast import OLGA
from bot.sandbox.scenarios.sheets import right_sheet
from tests.app import TestApp
from tests.browser import drop
from tests.stories.test_axe import list_faults

SEVENTY_SIX_DAYS = ("+30 days", "+30 days", "+7 days", "+7 days", "+1 day", "+1 day")


async def _type_code(page: Page) -> None:
    """Type the phone's code into the private chat with one tap."""
    await expect(page.locator("#private-messages").get_by_text("six digits").last).to_be_visible()
    await page.locator("#codes").get_by_text("Olga").click()
    await page.locator("#private-input").press("Enter")


async def test_a_sheet_is_whitelisted_and_ended_keys_are_renewed_from_their_alert(
    lived_in_page: Page, seeded_app: TestApp
) -> None:
    page, group = lived_in_page, lived_in_page.locator("#group-messages")
    letters = page.get_by_test_id("letter")
    earlier = await letters.count()
    await drop(page, "#group-messages", "payouts.csv", right_sheet(1).decode())
    await page.locator("#group-input").press("Enter")
    await group.get_by_text("Confirm in private").last.click()
    await _type_code(page)
    await expect(group).to_contain_text("Code accepted")

    await expect(letters).to_have_count(earlier + 1)
    await letters.first.click()
    async with page.context.expect_page() as opened:
        await page.get_by_test_id("letter-link").first.click()
    letter_page = await opened.value
    assert await list_faults(letter_page) == []
    await letter_page.get_by_role("button", name="Confirm").click()
    assert await list_faults(letter_page) == []
    await expect(letter_page.get_by_role("status")).to_have_text("Confirmed")
    await page.get_by_text("All e-mails").click()
    await seeded_app.settle()
    await page.locator("#group-input").fill("/whitelist")
    await page.locator("#group-input").press("Enter")
    await expect(group).to_contain_text("Desk 1 custody 4")

    for step in SEVENTY_SIX_DAYS:
        await page.locator("#jumps").get_by_text(step, exact=True).click()
    await seeded_app.settle()
    await group.get_by_text("Renew all 2").last.click()
    await _type_code(page)

    for key in ("trading-eu", "hedge-btc"):
        await expect(group).to_contain_text(
            re.compile(rf"{key} is renewed, expires in 90 days · \d+\sMay\s2027,\s\d\d:\d\d")
        )
    await seeded_app.settle()
    assert not any("Renew all" in str(one) for one in seeded_app.member(OLGA, "Olga").newest().buttons)
