"""One address, asked step by step or typed whole, and the acknowledgements before a code counts."""

import pytest

from bot.sandbox.telegram.models import Message
from tests.app import OLGAS_EMAIL, TestApp
from tests.people import Member

EVM = "0x52908400098527886E0F7030069857D2E4169EE7"
POISON = "0x52908400098527886E0F7030069857D2E4169EE7".replace("098527886E0F7030069857", "1111111111111111111111")
TRON = "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC"
XRP = "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh"
HEADER = "Remark,Coin,Network,Address,Memo\n"


async def _by_mail(app: TestApp, olga: Member) -> None:
    await olga.persona.reads(OLGAS_EMAIL, "whitelist")
    emails = [one for one in app.environment.mailbox.list_to(OLGAS_EMAIL) if "whitelist" in one.text]
    await olga.decides(emails[-1])


async def _through(app: TestApp, olga: Member, card: Message) -> Message:
    await olga.confirms(card)
    await _by_mail(app, olga)
    return card


async def test_an_address_without_check_digits_says_that_an_error_in_it_would_go_unnoticed(
    app: TestApp, olga: Member
) -> None:
    await olga.has_email(OLGAS_EMAIL)
    card = await olga.says(f"/addaddress USDT ERC20 {EVM.lower()}")
    assert "⚠️ This address has no check digits, so I cannot find typing errors. Compare every" in card.text


async def test_every_step_is_asked_with_buttons_in_the_group(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    asked = await olga.says("/addaddress")
    assert "What is this address for?" in asked.text
    await olga.presses(asked, "Normal withdrawal")
    assert "For which coins?" in asked.text
    await olga.presses(asked, "One coin")
    assert "Which coin?" in asked.text
    await olga.presses(asked, "USDT")
    assert "Which public chain of USDT?" in asked.text
    await olga.presses(asked, "TRC20")
    wanted = olga.newest()
    assert "Which address on TRC20?" in wanted.text
    name = await olga.says(TRON, reply_to=wanted)
    assert "Name for this address?" in name.text
    card = await olga.says("cold wallet", reply_to=name)

    assert f"USDT on TRC20 {TRON} · cold wallet" in card.text
    await _through(app, olga, card)
    assert f"1 · USDT on TRC20 {TRON} · cold wallet" in (await olga.says("/whitelist")).text


async def test_in_private_a_plain_answer_is_enough_and_a_typo_loses_nothing(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    asked = await olga.whispers("/addaddress")
    await olga.presses(asked, "Normal withdrawal")
    await olga.presses(asked, "One coin")
    assert "Did you mean" in (await olga.whispers("XPR")).text
    chain = await olga.whispers("xrp")
    await olga.presses(chain, "XRP")
    assert "mistyped or cut off" in (await olga.whispers(XRP[:-1] + "i")).text
    memo = await olga.whispers(XRP)
    assert "Which Tag?" in memo.text
    assert "whole number" in (await olga.whispers("seven")).text
    name = await olga.whispers("123456")
    assert "Name for this address?" in name.text
    await olga.presses(name, "No remark")
    step = olga.newest(privately=True)
    assert f"XRP on XRP {XRP}, memo 123456" in step.text
    await olga.types(olga.code())
    await _by_mail(app, olga)
    assert XRP in (await olga.says("/whitelist xrp")).text


async def test_typed_whole_it_opens_at_once(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    card = await olga.says(f"/addaddress usdt trc20 {TRON} remark cold")
    assert f"USDT on TRC20 {TRON} · cold" in card.text
    await _through(app, olga, card)
    assert "is on the whitelist already" in (await olga.says(f"/addaddress USDT TRC20 {TRON}")).text
    assert "I do not understand “cold”" in (await olga.says(f"/addaddress USDT ERC20 {EVM} cold")).text
    assert "Did you mean TRC20" in (await olga.says(f"/addaddress USDT TRX {TRON}")).text
    assert "address of TRC20, not of ERC20" in (await olga.says(f"/addaddress USDT ERC20 {TRON}")).text


async def test_a_universal_address_is_good_for_every_coin_of_its_chain(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    card = await olga.says(f"/addaddress universal ERC20 {EVM} remark vault")
    assert f"Every coin on ERC20 {EVM} · vault · universal" in card.text
    await _through(app, olga, card)
    assert "is on the whitelist already" in (await olga.says(f"/addaddress USDT ERC20 {EVM.lower()}")).text
    assert "Did you mean BSC" in (await olga.says(f"/addaddress universal BEP20 {EVM}")).text


@pytest.mark.parametrize("recipient", ["friend@example.org", "+49 151 23456789", "41FD7DCD"])
async def test_an_inter_user_transfer_has_no_chain(app: TestApp, olga: Member, recipient: str) -> None:
    await olga.has_email(OLGAS_EMAIL)
    asked = await olga.whispers("/addaddress")
    await olga.presses(asked, "Inter-user transfer")
    await olga.presses(asked, "Every coin")
    assert "CoinEx e-mail, phone number" in olga.newest(privately=True).text
    assert "is not a CoinEx e-mail" in (await olga.whispers("somebody")).text
    name = await olga.whispers(recipient)
    await olga.presses(name, "No remark")
    assert f"Every coin {recipient} · inter-user transfer" in olga.newest(privately=True).text
    await olga.types(olga.code())
    await _by_mail(app, olga)
    assert recipient in (await olga.says("/whitelist")).text


async def test_a_missing_memo_is_ticked_before_the_code_counts(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    sheet = f"{HEADER}own,XRP,XRP,{XRP},\n"
    card = await olga.sends("sheet.csv", sheet.encode(), "/whitelist")
    step = await olga.opens(card)
    assert "without it the money may be lost" in step.text
    assert "button-pad" not in str(step.buttons)
    code = olga.code()
    step = await olga.types(code)
    assert "Read the warning first" in step.text
    await olga.presses(step, "I checked this")
    assert "Type the six digits" in olga.newest(privately=True).text
    await olga.types(code)
    await _by_mail(app, olga)
    assert "is active" in card.text


async def test_a_look_alike_is_shown_in_full_and_its_middle_must_be_typed(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await _through(app, olga, await olga.says(f"/addaddress USDT ERC20 {EVM}"))
    card = await olga.says(f"/addaddress USDT ERC20 {POISON.lower()}")
    assert "Looks like" in card.text
    assert EVM in card.text
    assert "⟦" in card.text

    step = await olga.opens(card)
    assert "Thieves make such addresses" in step.text
    assert "Those are not the characters" in (await olga.types("abcdef")).text
    shown = step.text.partition("new ")[2]
    middle = shown.partition("⟦")[2].partition("⟧")[0]
    assert len(middle) == 6
    step = await olga.types(middle)
    assert "Type the six digits" in step.text
    await olga.types(olga.code())
    await _by_mail(app, olga)
    assert "is active" in card.text


async def test_two_look_alikes_in_one_sheet_are_reported(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    sheet = f"{HEADER}a,USDT,ERC20,{EVM},\nb,USDT,ERC20,{POISON.lower()},\n"
    card = await olga.sends("sheet.csv", sheet.encode(), "/whitelist")
    assert "Looks like" in card.text
    assert "Thieves" in (await olga.opens(card)).text


async def test_a_corrected_sheet_takes_the_place_of_the_one_that_waits(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    first = await olga.sends("sheet.csv", f"{HEADER}cold,USDT,ERC20,{EVM},\n".encode(), "/whitelist")
    other = await olga.sends("other.csv", f"{HEADER}tron,USDT,TRC20,{TRON},\n".encode(), "/whitelist")
    second = await olga.sends("sheet.csv", f"{HEADER}cold,USDC,ERC20,{EVM},\n".encode(), "/whitelist")

    assert "Replaced by a new request" in first.text
    assert "Add one address" in other.text
    assert "USDC on ERC20" in second.text


async def test_the_list_is_exported_in_private_with_a_code_and_read_again(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await _through(app, olga, await olga.says(f"/addaddress USDT ERC20 {EVM} remark cold"))
    seen = await olga.says("/whitelist")
    await olga.presses(seen, "Export CSV")
    await olga.types(olga.code())
    sent = olga.newest(privately=True)
    assert sent.document_file_id is not None
    data = app.environment.world.file(sent.document_file_id)
    assert f"cold,USDT,ERC20,{EVM}," in data.decode()
    assert "on the whitelist of main already" in (await olga.sends("again.csv", data, "/whitelist")).text


async def test_a_private_key_in_place_of_an_address_is_deleted(app: TestApp, olga: Member) -> None:
    key = "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"
    told = await olga.whispers(f"/addaddress BTC BTC {key}")
    assert "treat it as leaked" in told.text
    said = [one for one in app.environment.world.messages(olga.user_id) if key in one.text]
    assert said
    assert all(one.is_deleted for one in said)


async def test_a_private_key_that_answers_a_question_is_deleted(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    key = "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"
    asked = await olga.whispers("/addaddress")
    await olga.presses(asked, "Normal withdrawal")
    await olga.presses(asked, "One coin")
    await olga.whispers("btc")
    for _ in range(2):
        told = await olga.whispers(key)
        assert "treat it as leaked" in told.text
        assert told.text.endswith("/cancel ends this question.")
    said = [one for one in app.environment.world.messages(olga.user_id) if key in one.text]
    assert [one.is_deleted for one in said] == [True, True]


async def test_digits_that_are_a_phone_number_or_an_id_are_asked_about(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)

    asked = await olga.says("/addaddress inter-user USDT 13800138000 remark desk two")
    assert "Is 13800138000 a" in asked.text
    await olga.presses(asked, "User id 13800138000")
    assert "USDT 13800138000 · desk two · inter-user transfer" in olga.again(asked).text

    phone = await olga.says("/addaddress inter-user USDT 13800138000")
    await olga.presses(phone, "Phone number")
    card = await olga.says("+86 (0)138 0013 8000", reply_to=olga.newest())
    assert "I read “+86 (0)138 0013 8000” as +8613800138000" in card.text


HEX = "1f" * 32


async def test_a_transaction_hash_is_asked_about_and_nothing_is_deleted(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    asked = await olga.whispers(f"/addaddress USDT ERC20 0x{HEX}")
    assert "a transaction hash or a private key, not an address. Press which it is" in asked.text
    await olga.presses(asked, "Transaction hash")
    assert "A transaction hash is no secret" in olga.newest(privately=True).text
    messages = app.environment.world.messages(olga.user_id, with_deleted=False)
    assert any(HEX in message.text for message in messages)

    card = await olga.whispers(EVM, reply_to=asked)
    assert f"USDT on ERC20 {EVM}" in card.text


async def test_a_private_key_in_hex_goes_when_its_writer_says_that_it_is_one(
    app: TestApp, olga: Member, max_: Member
) -> None:
    await olga.has_email(OLGAS_EMAIL)
    asked = await olga.whispers(f"/addaddress USDT ERC20 {HEX}")
    await olga.presses(asked, "Private key: delete")
    assert "I deleted your message. Treat the private key as leaked" in olga.newest(privately=True).text
    messages = app.environment.world.messages(olga.user_id, with_deleted=False)
    assert not any(HEX in message.text for message in messages)

    in_group = await olga.says(f"/addaddress USDT ERC20 {HEX}")
    await max_.presses(in_group, "Private key: delete")
    assert "Delete your message now, I cannot do it" in olga.newest().text


async def test_a_secret_is_refused_before_anything_is_asked_back(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    secret = "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"
    assert "looks like a private key" in (await olga.says(f"/addaddress withdrawal single {secret}")).text
