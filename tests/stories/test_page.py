"""The sandbox's page in a real browser: create, renew, bind and delete a key as a newcomer would."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import FilePayload, Page, expect

from bot.sandbox.exchanges.coinex.web_page import BOUND_TO
from tests.app import OLGAS_EMAIL, TestApp
from tests.browser import PHONE, drop
from tests.people import Member
from tests.stories.test_connect import connects, proves
from tests.stories.test_whitelist import BTC, EVM
from tests.stories.test_whitelist_by_hand import _approved

SHEET = """Remark,Coin,Network,Address,Memo,Line,Problem
Payroll,USDT,TRC2O,TX7x,,2,No such network
<b>Bold</b>,BTC,BTC,1Boat,,3,
"""
ENTERED = f"Remark,Coin,Network,Address,Memo\ncold,USDT,ERC20,{EVM},\nvault,BTC,BTC,{BTC},\n"
SMALL_TARGETS = """() => [...document.querySelectorAll("button, a[href], select, textarea, summary")]
  .filter((node) => node.checkVisibility() && !node.closest(".text, .skip"))
  .map((node) => [node.className || node.id || node.tagName, node.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < 44 || box.width < 44))
  .map(([name, box]) => `${name} ${box.width} x ${box.height}`)"""
"""Buttons and links, outside of running text, that are smaller than a fingertip (44 px)."""


async def _do(page: Page, app: TestApp, olga: Member, command: str, outcome: str) -> None:
    """Type a command into the group, follow its button, type the phone's code, and wait for the outcome."""
    await page.locator("#group-input").fill(command)
    await page.locator("#group-input").press("Enter")
    button = page.locator("#group-messages").get_by_text("Confirm in private").last
    await button.click()
    await expect(page.locator("#private-messages").get_by_text("Type the six digits").last).to_be_visible()
    await page.locator("#private-input").fill(olga.code())
    await page.locator("#private-input").press("Enter")
    await expect(page.locator("#group-messages")).to_contain_text(re.compile(outcome))


async def enter_sheet(page: Page) -> None:
    """Paste a sheet into CoinEx's own page."""
    whitelist = page.get_by_test_id("coinex-whitelist")
    await whitelist.locator("summary").click()
    await whitelist.get_by_test_id("whitelist-sheet").fill(ENTERED)
    await whitelist.get_by_text("Enter", exact=True).click()
    await expect(whitelist.locator("summary")).to_contain_text("2 entries")


async def test_a_newcomer_creates_renews_binds_and_deletes_a_key(page: Page, app: TestApp, olga: Member) -> None:
    await _do(page, app, olga, "/newkey first-key trade", r"Key first-key is made")
    await expect(page.locator("#private-messages")).to_contain_text("Secret:")
    await page.locator("#private-messages").get_by_text("Saved").last.click()
    await _do(page, app, olga, "/renew first-key", r"first-key is renewed")
    await _do(page, app, olga, "/bind first-key 203.0.113.7", r"first-key is bound to 203\.0\.113\.7")
    await _do(page, app, olga, "/deletekey first-key", r"Key first-key is deleted")


async def test_the_page_works_on_a_phone(page: Page, app: TestApp, olga: Member) -> None:
    await page.set_viewport_size(PHONE)
    await page.locator("#tabs").get_by_text("Group").click()

    await page.locator("#group-input").fill("/keys")
    await page.locator("#group-input").press("Enter")

    await expect(page.locator("#group-messages").get_by_text("has no keys yet").last).to_be_visible()


@pytest.mark.parametrize("width", [320, 390])
async def test_no_view_of_a_phone_scrolls_sideways_and_every_tap_target_is_wide_enough(
    lived_in_page: Page, width: int
) -> None:
    await lived_in_page.set_viewport_size({"width": width, "height": 844})

    for tab in ("Group", "Private", "Codes", "Mail", "CoinEx", "Clock", "Try"):
        await lived_in_page.locator("#tabs").get_by_text(tab).click()
        if tab == "CoinEx":
            await enter_sheet(lived_in_page)
        wide = await lived_in_page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, tab
        assert await lived_in_page.evaluate(SMALL_TARGETS) == [], tab


async def test_the_colours_follow_the_system_until_a_person_chooses(page: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = await page.evaluate(ground)
    await page.emulate_media(color_scheme="dark")
    dark = await page.evaluate(ground)
    assert dark != light

    await page.get_by_role("button", name="Colours: as the system has them").click()
    assert await page.evaluate(ground) == light
    await page.get_by_role("button", name="Colours: light").click()
    await page.emulate_media(color_scheme="light")
    assert await page.evaluate(ground) == dark


async def test_a_sheet_let_go_over_the_group_waits_with_its_caption_and_opens_as_a_table(
    page: Page, app: TestApp, olga: Member
) -> None:
    await drop(page, "#group-messages", "payouts.csv", SHEET)
    await expect(page.locator("#group-input")).to_have_value("/whitelist")
    await expect(page.locator("#group-form .attachment")).to_contain_text("payouts.csv")
    await page.locator("#group-input").press("Enter")

    await page.locator("#group-messages").get_by_test_id("open-sheet").filter(has_text="payouts.csv").click()

    table = page.get_by_test_id("sheet")
    await expect(table).to_contain_text("2 rows, 1 with a problem")
    assert await table.locator("thead th").all_inner_texts() == [
        "Line", "Problem", "Remark", "Coin", "Network", "Address", "Memo",
    ]  # fmt: skip
    await expect(table.locator("tr.wrong")).to_contain_text("No such network")
    await expect(table.locator("tbody")).to_contain_text("<b>Bold</b>")
    async with page.expect_download() as download:
        await table.get_by_text("Download").click()
    assert (await download.value).suggested_filename == "payouts.csv"
    sent = app.environment.world.messages(olga.persona.home, from_bot=False)[-1]
    assert sent.text == "/whitelist"


async def test_a_list_of_keys_is_offered_to_be_watched(page: Page) -> None:
    await drop(page, "#private-messages", "keys.csv", "Remark,Access ID,Expires,IPs\nold-bot,4DA3,,\n")

    await expect(page.locator("#private-input")).to_have_value("/track")
    await page.get_by_role("button", name="Do not send this file").click()
    await expect(page.locator("#private-input")).to_have_value("")


async def test_an_email_runs_nothing_and_its_link_opens_beside_the_page(page: Page, app: TestApp) -> None:
    spiteful = (
        b"Subject: Look\r\nContent-Type: text/html\r\n\r\n<html><head></head><body><script>top.document.title='taken'"
        b"</script><img src=x onerror=\"top.document.title='taken'\"><a href='" + app.settings.public_url.encode()
        + b"/healthz'>Go</a></body></html>\r\n"
    )  # fmt: skip
    app.environment.mailbox.take(["olga@example.org"], spiteful)

    await page.get_by_test_id("letter").first.click()
    link = page.frame_locator(".letter-frame").get_by_text("Go")
    async with page.context.expect_page() as opened:
        await link.click()

    assert (await opened.value).url == f"{app.settings.public_url}/healthz"
    assert await page.title() == "Keyminder sandbox"


async def test_a_scenario_is_a_button_away_and_says_what_happens(lived_in_page: Page, seeded_app: TestApp) -> None:
    await lived_in_page.locator("[data-scenario=four-eyes]").click()

    caption = lived_in_page.get_by_test_id("caption")
    await expect(caption).to_contain_text("You are Vera now")
    await expect(lived_in_page.get_by_test_id("persona-1003")).to_have_attribute("aria-pressed", "true")
    await expect(lived_in_page.locator("#group-messages")).to_contain_text("It needs one approval by another person")
    await caption.get_by_role("button").click()
    await expect(caption).to_be_hidden()


async def test_the_tour_leads_through_a_renewal_and_a_stranger_sees_no_group(lived_in_page: Page) -> None:
    page, act = lived_in_page, lived_in_page.locator("#tour-act")
    group, private = page.locator("#group-messages"), page.locator("#private-messages")
    await page.locator("[data-tour]").click()
    for _ in range(2):
        await page.locator("#tour-next").click()
    for shown in ("Keys of Trading desk", "Renew a key"):
        await act.click()
        await expect(group).to_contain_text(shown)
    await act.click()
    await expect(private.get_by_text("Type the six digits").last).to_be_visible()
    await act.click()
    await expect(group).to_contain_text("trading-eu is renewed")
    await expect(page.get_by_test_id("tour")).to_contain_text("Step 7 of 10")
    await page.get_by_role("button", name="Skip the tour").click()
    await expect(page.get_by_test_id("tour")).to_be_hidden()

    await page.get_by_test_id("persona-1999").click()
    await expect(group).to_have_text("Only members see this group.")


async def test_the_clock_is_moved_by_a_button_and_a_waiting_card_times_out(
    page: Page, app: TestApp, olga: Member
) -> None:
    await olga.says("/newkey first-key")
    await page.locator("#jumps").get_by_text("+1 h").click()

    await expect(page.locator("#clock-offset")).to_have_text("1 h ahead")
    await expect(page.locator("#group-messages")).to_contain_text("Timed out, nothing was changed")


async def test_coinex_can_be_connected_changed_behind_the_bot_s_back_and_be_made_to_fall_silent(
    page: Page, app: TestApp, olga: Member
) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await page.get_by_role("button", name="Show CoinEx here").click()
    await page.get_by_test_id("coinex-connect").click()
    await page.locator("#private-input").press("Enter")
    await expect(page.locator("#private-messages")).to_contain_text("Connect the CoinEx main account")
    await proves(app, olga, "Connect the CoinEx main account")
    await expect(page.locator("#private-messages")).to_contain_text("CoinEx is connected as coinex-main")

    desk = page.get_by_test_id("coinex-desk-a")
    await desk.locator("summary").click()
    await desk.get_by_text("Add a key").click()
    await expect(desk.locator("li")).to_contain_text("page-1")
    await expect(desk.locator("li")).to_contain_text("no IPs, ends in 90 days, activating")
    await app.passes(timedelta(minutes=10))
    await expect(page.locator("#group-messages")).to_contain_text("Keys changed at the exchange")

    await desk.get_by_role("button", name="Bind an IP to page-1").click()
    await expect(desk.locator("li")).to_contain_text(f"{BOUND_TO}, does not end")
    mood = page.get_by_test_id("coinex-mood")
    await mood.select_option("Hangs up at once")
    await expect(mood).to_have_class("trouble")
    card = await olga.does("/newkey silent in desk-a")
    assert "CoinEx does not answer. I keep trying" in card.text
    await desk.get_by_role("button", name="Delete page-1").click()
    await expect(desk.locator("li")).to_have_count(0)
    await mood.select_option("CoinEx works")
    await expect(page.locator("#group-messages")).to_contain_text("Key silent is made")


async def test_what_is_approved_and_not_yet_entered_is_entered_on_coinex_s_own_page(
    page: Page, app: TestApp, olga: Member, max_: Member
) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await app.passes(timedelta(days=2))
    await connects(app, olga)
    card = await _approved(app, olga, ENTERED)
    handed_out = olga.newest()
    assert handed_out.document_file_id is not None
    sheet = app.environment.world.file(handed_out.document_file_id)
    (user,) = app.environment.coinex.state.users.values()

    await page.get_by_role("button", name="Show CoinEx here").click()
    whitelist = page.get_by_test_id("coinex-whitelist")
    await expect(whitelist.locator("summary")).to_contain_text("0 entries")
    await whitelist.locator("summary").click()
    pasted = whitelist.get_by_test_id("whitelist-sheet")
    await pasted.fill("Payroll,BTC")
    await whitelist.get_by_text("Enter", exact=True).click()
    await expect(page.get_by_test_id("toasts")).to_contain_text("The first line must be Remark,Coin,Network")
    await olga.says("/keys")
    await expect(pasted).to_have_value("Payroll,BTC")

    file = FilePayload(name="whitelist.csv", mimeType="text/csv", buffer=sheet)
    await whitelist.get_by_test_id("whitelist-file").set_input_files(file)
    await expect(pasted).to_have_value(re.compile("cold,USDT,ERC20"))
    await whitelist.get_by_text("Enter", exact=True).click()
    await expect(whitelist.locator("summary")).to_contain_text("2 entries")
    await expect(whitelist.locator("li")).to_contain_text([EVM, BTC])
    await expect(pasted).to_have_value("")
    assert user.whitelist == [("ERC20", EVM), ("BTC", BTC)]
    await max_.presses(card, "Done")
    assert "2 addresses are active on the withdrawal whitelist" in olga.again(card).text

    await whitelist.get_by_text("Remove all").click()
    await expect(whitelist.locator("summary")).to_contain_text("0 entries")
    assert user.whitelist == []
