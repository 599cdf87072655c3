"""CoinEx has no call for its whitelist: a person uploads the approved sheet and then activates it."""

from dataclasses import replace
from datetime import timedelta

from bot.sandbox.telegram.models import Message
from tests.app import OLGAS_EMAIL, TestApp
from tests.people import Member
from tests.stories.test_connect import connects
from tests.stories.test_whitelist import BTC, EVM, HEADER, TWO


async def _sends(member: Member, text: str, caption: str = "/whitelist coinex-main") -> Message:
    return await member.sends("sheet.csv", text.encode(), caption)


async def _approved(app: TestApp, olga: Member, text: str = TWO) -> Message:
    """The card of a sheet that was proven."""
    asked = await _sends(olga, text)
    assert "After you confirm, do it on the exchange’s page https://www.coinex.com/apikey" in asked.text
    card = await olga.confirms(asked)
    await olga.persona.reads(OLGAS_EMAIL, "whitelist")
    emails = [one for one in app.environment.mailbox.list_to(OLGAS_EMAIL) if "whitelist" in one.text]
    await olga.decides(emails[-1])
    return olga.again(card)


async def test_an_approved_sheet_is_not_active_before_a_named_person_says_done(
    app: TestApp, olga: Member, max_: Member
) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await app.passes(timedelta(days=2))
    await connects(app, olga)
    card = await _approved(app, olga)
    assert "Do it on the exchange’s page" in card.text
    handed_out = olga.newest()
    assert "is approved. Now add the addresses at CoinEx" in handed_out.text
    assert "1. Open https://www.coinex.com/apikey with the account coinex-main" in handed_out.text
    assert handed_out.document_file_id is not None
    sheet = app.environment.world.file(handed_out.document_file_id).decode("utf-8-sig")
    assert sheet.splitlines() == [
        "Remark,Coin,Network,Address,Memo",
        f"cold,USDT,ERC20,{EVM},",
        f"vault,BTC,BTC,{BTC},",
    ]
    seen = (await olga.says("/whitelist")).text
    assert seen.count("approved, not on the exchange yet") == 2
    assert "whitelist of coinex-main already" in (await _sends(olga, TWO)).text
    assert "The whitelist has no address" in (await olga.says("/removeaddress 1")).text

    late = replace(handed_out)
    await max_.presses(handed_out, "Done")
    assert olga.again(handed_out).text.startswith("✅ Done: add 2 addresses to the whitelist (#")
    assert not olga.again(handed_out).buttons
    assert olga.again(handed_out).document_file_id == handed_out.document_file_id
    assert "is done already" in await olga.presses(late, "Done")
    ended = olga.again(card).text
    assert "2 addresses are active on the withdrawal whitelist of coinex-main" in ended
    assert "Not checked by me: Max (1002) says so" in ended
    seen = (await olga.says("/whitelist")).text
    assert "not on the exchange yet" not in seen
    assert f"1 · USDT on ERC20 {EVM} · cold" in seen
    audit = (await olga.says("/audit")).text
    number = late.text.partition("Request #")[2].partition(" ")[0]
    for done in ("Olga confirmed by code", "Olga confirmed by e-mail", "Max says it is done"):
        assert f"{done}: add 2 addresses to the whitelist (#{number})" in audit
    assert "Not checked by me: Max (1002) says so" in (await olga.says(f"/pending {number}")).text


async def test_an_address_is_removed_manually_with_the_steps_and_the_page(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await connects(app, olga)
    await olga.confirms(await _sends(olga, TWO, "/whitelist import coinex-main"))

    card = await olga.does("/removeaddress 1")
    assert "press Done" in card.text
    steps = olga.newest().text
    assert "is confirmed. Now remove the address at CoinEx" in steps
    assert "1. Open https://www.coinex.com/apikey with the account coinex-main" in steps
    assert f"2. Delete {EVM} and confirm there" in steps
    await olga.presses(card, "Done")
    assert f"Removed from the withdrawal whitelist: {EVM}" in olga.again(card).text


async def test_a_sheet_that_is_never_entered_times_out(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await connects(app, olga)
    card = await _approved(app, olga)
    handed_out = olga.newest()
    await app.passes(timedelta(days=7))
    assert "Timed out: add 2 addresses to the whitelist" in olga.again(handed_out).text
    assert "Do not do this any more." in olga.again(handed_out).text
    assert not olga.again(handed_out).buttons
    assert "Timed out, nothing was changed" in olga.again(card).text
    assert "is empty" in (await olga.says("/whitelist")).text

    again = await _approved(app, olga)
    handed_out = olga.newest()
    late = replace(handed_out)
    await olga.presses(again, "Cancel")
    assert olga.again(handed_out).text.startswith("✖️ Cancelled: add 2 addresses")
    assert not olga.again(handed_out).buttons
    assert "was cancelled" in await olga.presses(late, "Done")
    assert "is empty" in (await olga.says("/whitelist")).text


async def test_the_sheet_is_read_with_the_coins_that_coinex_lists(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    coins = app.environment.coinex.coins
    coins[:] = [coin for coin in coins if coin["asset"].get("ccy") != "BTC"]
    btc = f"{HEADER}vault,BTC,BTC,{BTC},\n"
    assert "Add one address" in (await _sends(olga, btc, "/whitelist main")).text
    await connects(app, olga)
    assert "BTC" in (await _sends(olga, btc)).text
    assert "problem" in olga.newest().text
    assert "Add one address" in (await _sends(olga, btc, "/whitelist main")).text


async def test_the_wizard_asks_for_the_account_and_a_universal_address_is_manual(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await connects(app, olga)
    which = await olga.says(f"/addaddress universal ERC20 {EVM} remark vault")
    assert "Which account is this address for?" in which.text
    await olga.presses(which, "coinex-main")
    card = olga.newest()
    assert f"Every coin on ERC20 {EVM}" in card.text
    await olga.confirms(card)
    await olga.persona.reads(OLGAS_EMAIL, "whitelist")
    await olga.decides(app.environment.mailbox.list_to(OLGAS_EMAIL)[-1])

    assert "Add it exactly as in the request" in olga.newest().text
    assert "https://www.coinex.com/apikey" in olga.newest().text
    assert olga.newest().document_file_id is None
    assert "Press" not in (await olga.says("/addaddress in main USDT ERC20 " + EVM)).text


async def test_a_sheet_is_handed_out_in_the_form_that_an_exchange_takes(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await app.passes(timedelta(days=2))
    await connects(app, olga)
    carrying = "X7AcgcsBL6XDcUb289X4mJ8djcdyKaGZMhc9YTE92ehJ2Fu"  # XLS-5d
    await _approved(
        app, olga, f"{HEADER}cold,USDT,ERC20,{EVM},\nvault,BTC,BTC,{BTC.upper()},\ntag,XRP,XRP,{carrying},\n"
    )

    handed_out = olga.newest()
    assert f"{BTC} (you wrote {BTC.upper()})" in handed_out.text
    assert f"r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59 with memo 1 (you wrote {carrying})" in handed_out.text
    assert handed_out.document_file_id is not None
    sheet = app.environment.world.file(handed_out.document_file_id).decode("utf-8-sig")
    assert sheet.splitlines()[1:] == [
        f"cold,USDT,ERC20,{EVM},",
        f"vault,BTC,BTC,{BTC},",
        "tag,XRP,XRP,r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59,1",
    ]
