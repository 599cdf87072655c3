"""The whitelist by CSV: all mistakes at once, one code and one e-mail per sheet, all rows or none."""

import csv
import io
from datetime import timedelta

from bot.sandbox.telegram.models import Message
from tests.app import OLGAS_EMAIL, TestApp
from tests.people import Member

EVM = "0x52908400098527886E0F7030069857D2E4169EE7"
EVM_TOO = "0x8617E340B3D01FA5F11F306F4090FD50E238070D"
TRON = "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC"
BTC = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
HEADER = "Remark,Coin,Network,Address,Memo\n"
TWO = f"{HEADER}cold,USDT,ERC20,{EVM},\nvault,BTC,BTC,{BTC},\n"


async def _sends(member: Member, text: str, caption: str = "/whitelist") -> Message:
    return await member.sends("sheet.csv", text.encode(), caption)


async def _by_mail(app: TestApp, olga: Member, decision: str = "confirm") -> None:
    """Confirm on the page of the newest e-mail about the whitelist."""
    await olga.persona.reads(OLGAS_EMAIL, "whitelist")
    emails = [one for one in app.environment.mailbox.list_to(OLGAS_EMAIL) if "whitelist" in one.text]
    await olga.decides(emails[-1], decision)


async def _listed(app: TestApp, olga: Member, text: str = TWO) -> Message:
    await olga.has_email(OLGAS_EMAIL)
    card = await olga.confirms(await _sends(olga, text))
    await _by_mail(app, olga)
    return card


async def test_a_sheet_is_active_after_one_code_and_one_page(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    card = await _sends(olga, TWO)
    for words in ("Add 2 addresses", "USDT on ERC20 " + EVM, "vault", "no further confirmation"):
        assert words in card.text
    step = await olga.opens(card)
    fingerprint = step.text.rpartition("Fingerprint ")[2][:16]
    await olga.types(olga.code())
    assert "Code accepted" in card.text
    assert "is empty" in (await olga.says("/whitelist")).text

    email = await olga.persona.reads(OLGAS_EMAIL, "whitelist")
    for words in ("Coin", "Public Chain", EVM, BTC, fingerprint):
        assert words in email.text
    await _by_mail(app, olga)

    assert "2 addresses are active" in card.text
    assert "2 addresses are active" in olga.newest().text
    seen = (await olga.says("/whitelist")).text
    assert f"1 · USDT on ERC20 {EVM} · cold" in seen
    assert f"2 · BTC on BTC {BTC} · vault" in seen
    await olga.presses(card, "View Details")
    assert EVM in olga.newest().text


async def test_one_mistake_is_counted_as_one(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    two = f"{HEADER}cold,USDT,ERC20,{EVM},\ntypo,USTD,TRC20,{TRON},\n"
    assert "Nothing is added. 1 of 2 lines has a problem" in (await _sends(olga, two)).text
    one = f"{HEADER}typo,USTD,TRC20,{TRON},\n"
    assert "Nothing is added. The only line has a problem" in (await _sends(olga, one)).text


async def test_every_mistake_of_every_line_comes_back_beside_it_and_nothing_is_opened(
    app: TestApp, olga: Member
) -> None:
    sheet = (
        f"{HEADER}cold,USDT,ERC20,{EVM},\nwrong,USDT,BEP20,{EVM_TOO},\nextra,BTC,BTC,{BTC},,x\n"
        f"typo,USTD,TRC20,{TRON},\nmemo,USDT,TRC20,{TRON},77\nother,BTC,BTC,{TRON},\n"
    )
    told = await _sends(olga, sheet)

    assert "Nothing is added. 5 of 6 lines have problems" in told.text
    assert "Number of Fields Does not Match. Line 4" in told.text
    assert "Did you mean BSC?" in told.text
    assert "Did you mean USDT" in told.text
    assert told.document_file_id is not None
    back = app.environment.world.file(told.document_file_id).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(back)))
    assert [row["Line"] for row in rows] == ["2", "3", "4", "5", "6", "7"]
    assert rows[0]["Problem"] == ""
    assert "BSC" in rows[1]["Problem"]
    assert rows[4]["Problem"].startswith("Number of Fields Does not Match")
    assert "TRC20" in rows[5]["Problem"]
    assert "has no open requests" in (await olga.says("/pending")).text

    await olga.has_email(OLGAS_EMAIL)
    corrected = back.replace("BEP20", "BSC").replace("USTD", "USDT").replace(",77,", ",,")
    corrected = "".join(
        line for line in corrected.splitlines(keepends=True) if ",extra," not in line and ",other," not in line
    )
    corrected = corrected.replace(f"memo,USDT,TRC20,{TRON},77", f"memo,USDC,ERC20,{EVM},")
    assert "Add 4 addresses" in (await _sends(olga, corrected)).text


AS_PEOPLE_WRITE = f"{HEADER}cold,USDT,BEP20 (BSC),{EVM},\nvault,USDT,TRC-20,{TRON},\n"


async def test_one_press_accepts_all_names_of_networks_that_were_filled_in(
    app: TestApp, olga: Member, vera: Member
) -> None:
    told = await _sends(olga, AS_PEOPLE_WRITE)
    assert "2 networks have another name here" in told.text
    assert "BEP20 (BSC) → BSC · line 2" in told.text
    assert "Only Olga" in await vera.presses(told, "Accept all")
    await app.restart()
    await olga.presses(told, "Accept all")
    step = olga.newest(privately=True)
    assert f"USDT on BSC {EVM}" in step.text
    assert f"USDT on TRC20 {TRON}" in step.text
    done = olga.again(told)
    assert "accepted the names in this file" in done.text
    assert not done.buttons
    again = app.environment.world.press(olga.user_id, told.chat_id, told.message_id, "accept")
    await app.settle()
    answer = app.environment.world.answer_to(again)
    assert answer is not None
    assert "was accepted already" in answer.text

    await olga.types(olga.code())
    await _by_mail(app, olga)
    assert "It needs one approval" in olga.newest().text
    await vera.presses(olga.newest(), "Approve")
    await vera.types(vera.code())
    assert f"USDT on BSC {EVM} · cold" in (await olga.says("/whitelist")).text


async def test_a_refused_press_leaves_the_names_to_be_accepted_later(app: TestApp, olga: Member) -> None:
    told = await _sends(olga, AS_PEOPLE_WRITE)
    assert "/settings email ADDRESS" in await olga.presses(told, "Accept all")
    await olga.has_email(OLGAS_EMAIL)
    await olga.presses(told, "Accept all")
    assert f"USDT on BSC {EVM}" in olga.newest().text


async def test_names_are_accepted_in_private_and_for_an_import_too(app: TestApp, olga: Member) -> None:
    told = await olga.sends("sheet.csv", AS_PEOPLE_WRITE.encode(), "/whitelist import", privately=True)
    await olga.presses(told, "Accept all")
    assert "as imported, not confirmed" in olga.newest(privately=True).text
    await olga.types(olga.code())
    assert (await olga.says("/whitelist")).text.count("imported, not confirmed") == 2


async def test_what_is_there_already_is_not_added_again(app: TestApp, olga: Member) -> None:
    await _listed(app, olga)
    more = await _sends(olga, TWO.replace(EVM, EVM.lower()) + f"tron,USDT,TRC20,{TRON},\n")
    assert "Add one address" in more.text
    assert "2 more are on it already" in more.text

    assert "All 2 addresses in this sheet are on the whitelist of main already" in (await _sends(olga, TWO)).text


async def test_two_sheets_with_the_same_address_do_not_both_win(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    first = await olga.confirms(await _sends(olga, TWO))
    await _by_mail(app, olga)
    assert "2 addresses are active" in first.text
    second = await olga.says(f"/addaddress USDT TRC20 {TRON} remark again")
    third = await _sends(olga, f"{HEADER}once more,USDT,TRC20,{TRON},\n")
    await olga.confirms(second)
    await _by_mail(app, olga)
    await olga.confirms(third)

    assert "is on the whitelist already" in third.text


async def test_deny_on_the_page_and_a_late_link_change_nothing(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    card = await olga.confirms(await _sends(olga, TWO))
    email = await olga.persona.reads(OLGAS_EMAIL, "whitelist")
    await olga.decides(email, "deny")
    assert "denied this on the e-mail page" in card.text
    assert await olga.decides(email, "confirm") in {404, 410}
    assert "is empty" in (await olga.says("/whitelist")).text


async def test_a_sheet_waits_for_the_approver_who_sees_all_of_it(app: TestApp, olga: Member, vera: Member) -> None:
    lines = "".join(f"w{number},USDT,ERC20,0x5afe{number:036x},\n" for number in range(1001, 1041))
    card = await olga.confirms(await _sends(olga, HEADER + lines))
    await _by_mail(app, olga)
    assert "It needs one approval" in card.text
    assert "… and 30 more" in card.text
    asked = vera.newest(privately=True)
    await vera.presses(asked, "Show all")
    shown = vera.newest(privately=True)
    assert f"0x5afe{1001:036x}" in shown.text
    while "▶" in str(shown.buttons):
        await vera.presses(shown, "▶")
    assert f"0x5afe{1040:036x}" in shown.text

    await vera.presses(card, "Approve")
    await vera.types(vera.code())
    assert "40 addresses are active" in card.text


async def test_buttons_and_emails_use_the_words_of_the_exchange(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await olga.presses(await olga.says("/whitelist"), "Batch Add")
    assert olga.newest().document_file_id is not None
    assert "Batch Add: fill in this sheet" in olga.newest().text
    card = await olga.confirms(await _sends(olga, TWO))
    assert "Resend Email" in str(card.buttons)
    email = await olga.persona.reads(OLGAS_EMAIL, "whitelist")
    assert "[Reconfirm] with this link" in email.text
    assert ">Reconfirm</a>" in email.html
    await _by_mail(app, olga)
    assert "View Details" in str(card.buttons)


async def test_help_names_the_documents_of_each_exchange(olga: Member) -> None:
    said = (await olga.says("/help doctor")).text
    assert "CoinEx https://docs.coinex.com/api/v2/" in said
    assert "Bybit https://bybit-exchange.github.io/docs/v5/intro" in said


async def test_search_and_pages_find_an_address_among_many(app: TestApp, olga: Member) -> None:
    lines = "".join(f"w{number},USDT,ERC20,0x5afe{number:036x},\n" for number in range(1001, 1061))
    await _listed(app, olga, f"{HEADER}{lines}vault,BTC,BTC,{BTC},\n")

    shown = await olga.says("/whitelist")
    assert "Page 1 of 7" in shown.text
    await olga.presses(shown, "▶")
    await olga.presses(olga.again(shown), "12 USDT w1012")
    opened = olga.again(shown)
    assert f"USDT on ERC20 · number 12 · account main\n0x5afe{1012:036x}\nRemark: w1012" in opened.text
    assert [one["copy_text"] for one in opened.buttons if "copy_text" in one] == [{"text": f"0x5afe{1012:036x}"}]
    await olga.presses(opened, "Back")
    assert "Page 2 of 7" in olga.again(shown).text
    found = (await olga.says("/whitelist btc")).text
    assert "1 of 61 match" in found
    assert BTC in found
    assert f"0x5afe{1042:036x}" in (await olga.says("/whitelist usdt erc20 w1042")).text
    assert "None of the 61 addresses" in (await olga.says("/whitelist doge")).text


async def test_an_address_is_taken_off_with_a_code(app: TestApp, olga: Member) -> None:
    assert "is empty" in (await olga.says("/removeaddress")).text
    await _listed(app, olga)
    assert "The whitelist has no address" in (await olga.says("/removeaddress nobody")).text
    which = await olga.says("/removeaddress")
    await olga.presses(which, "USDT")
    done = await olga.confirms(olga.again(which))
    assert "Removed from the withdrawal whitelist" in done.text
    assert EVM not in (await olga.says("/whitelist")).text
    await olga.does(f"/removeaddress {BTC.upper()}")
    assert "is empty" in (await olga.says("/whitelist")).text


async def test_imported_addresses_are_shown_as_not_confirmed_until_they_are_added(app: TestApp, olga: Member) -> None:
    card = await olga.confirms(await _sends(olga, TWO, "/whitelist import"))
    assert "recorded as imported, not confirmed" in card.text
    seen = (await olga.says("/whitelist")).text
    assert seen.count("imported, not confirmed") == 2
    assert "is on the whitelist already" in (await _sends(olga, TWO, "/whitelist import")).text

    await _listed(app, olga)
    seen = (await olga.says("/whitelist")).text
    assert "imported" not in seen
    assert "1 · USDT" in seen


async def test_a_secret_in_a_sheet_is_deleted_and_said_loudly(app: TestApp, olga: Member) -> None:
    key = "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"
    sheet = f"{HEADER}cold,BTC,BTC,{key},\n".encode()
    told = await olga.sends("sheet.csv", sheet, "/whitelist", privately=True)
    assert "line 2 holds a private key or seed phrase" in told.text
    assert told.document_file_id is None
    asked = [one for one in app.environment.world.messages(told.chat_id) if one.document_file_id]
    assert all(one.is_deleted for one in asked)
    assert key not in str(app.environment.world.messages(told.chat_id, from_bot=True))


async def test_the_template_is_the_empty_sheet_and_a_bare_file_is_taken_in_private(app: TestApp, olga: Member) -> None:
    template = await olga.says("/template")
    assert template.document_file_id is not None
    empty = app.environment.world.file(template.document_file_id).decode("utf-8-sig")
    assert empty == "Remark,Coin,Network,Address,Memo\r\n"
    assert "This file has no rows" in (await _sends(olga, empty)).text
    await olga.has_email(OLGAS_EMAIL)
    card = await olga.sends("sheet.csv", TWO.encode(), "", privately=True)
    assert "Add 2 addresses" in card.text


WRONG_FILES = [
    ("sheet.xlsx", b"PK\x03\x04", "Save as CSV"),
    ("sheet.csv", b"", "This file has no rows"),
    ("sheet.csv", HEADER.encode(), "This file has no rows"),
    ("sheet.csv", b"x" * 1_000_001, "larger than 1 MB"),
    ("sheet.csv", (HEADER + f"a,USDT,ERC20,{EVM},\n" * 101).encode(), "at most 100 rows"),
    ("sheet.csv", f"{HEADER}a,USDT,ERC20,{EVM},\nb,USDT,ERC20,{EVM.lower()},\n".encode(), "on line 2 already"),
    ("sheet.csv", b"Remark,Coin,Colour,Address\na,b,c,d\n", "The columns are"),
]


async def test_a_wrong_file_is_answered_in_one_sentence(olga: Member) -> None:
    for name, data, answer in WRONG_FILES:
        assert answer in (await olga.sends(name, data, "/whitelist")).text, answer


async def test_without_an_email_or_the_role_the_sheet_is_refused(app: TestApp, olga: Member) -> None:
    refused = await _sends(olga, TWO)
    assert "/settings email ADDRESS" in refused.text
    assert "Which e-mail address is yours?" in (await olga.opens_private(refused)).text
    mallory = app.member(1999, "Mallory")
    assert "Only members" in (await _sends(mallory, TWO)).text
    viewer = app.member(1004, "Rita")
    card = await olga.does("/invite viewer 1004")
    await viewer.presses(card, "Join")
    await viewer.enrols()
    assert "This needs the role operator" in (await _sends(viewer, TWO)).text


async def test_the_audit_names_the_sheet_by_its_hash(app: TestApp, olga: Member) -> None:
    await _listed(app, olga)
    assert "whitelist:add done" in (await olga.says("/audit")).text


async def test_a_sheet_times_out_like_every_ticket(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    card = await _sends(olga, TWO)
    await app.passes(timedelta(minutes=10))
    assert "Timed out, nothing was changed" in card.text


async def test_a_file_that_takes_long_is_said_to_be_under_way(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    world = app.environment.world
    world.faults.hang("getFile")
    asked = world.post_document(olga.user_id, olga.persona.home, "sheet.csv", TWO.encode(), caption="/whitelist")
    await olga.persona.sees("Reading sheet.csv", after=asked)

    world.faults.release()
    await app.settle()

    assert "Add 2 addresses" in olga.newest().text
    assert not any("Reading" in text for text in olga.texts())


async def test_a_sheet_that_is_not_unicode_says_in_its_dry_run_how_it_was_read(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    russian = TWO.replace("cold", "Холодный").encode("cp1251")
    card = await olga.sends("sheet.csv", russian, "/whitelist")
    assert "Add 2 addresses" in card.text
    assert "I read it as Windows-1251. Check line 2: Холодный,USDT" in card.text
    chinese = TWO.replace("cold", "交易所").replace("ERC20", "BEP20").encode("gb18030")
    told = await olga.sends("sheet.csv", chinese, "/whitelist")
    assert "I read it as GB18030. Check line 2: 交易所,USDT" in told.text
    wrong = TWO.replace("cold", "取引所").replace("USDT", "USTD").encode("cp932")
    told = await olga.sends("sheet.csv", wrong, "/whitelist")
    assert "I read it as Shift-JIS. Check line 2: 取引所,USTD" in told.text
