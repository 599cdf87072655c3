"""The doctor says what does not work, most urgent first, and what to do."""

from datetime import timedelta

import pytest

from bot.sandbox.environment import COINEX_CALLER
from bot.sandbox.telegram.models import Message
from tests.app import OLGA, OLGAS_EMAIL, TEAM, TestApp
from tests.people import Member
from tests.stories.test_connect import connects, main_key, main_user, shown_at_work, there
from tests.stories.test_whitelist import EVM
from tests.stories.test_whitelist_by_hand import _approved as approves_a_sheet

MINUTE = timedelta(minutes=1)


async def examined(member: Member, *, privately: bool = False) -> str:
    """Wait for the answer."""
    await member.says("/doctor", privately=privately)
    return member.newest(privately=privately).text


def card(member: Member, *, privately: bool = False) -> Message:
    return member.newest(privately=privately)


async def test_when_everything_works_it_says_what_was_checked(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    there(app, "desk-a", "grid", COINEX_CALLER)
    await connects(app, olga)
    await app.passes(MINUTE)

    answer = await examined(olga, privately=True)

    lines = answer.splitlines()
    assert lines[0] == "🩺 Works, with things to improve · Desk"
    assert [line[0] for line in lines[2:]] == sorted((line[0] for line in lines[2:]), key="❌⚠✅·".index)
    for words in (
        "✅ CoinEx accepts my key for coinex-main.",
        f"✅ CoinEx sees my requests from {COINEX_CALLER}. Keys of sub-accounts bound to it: grid.",
        "✅ desk-a: keys compared with the exchange ",
        "✅ The mail server accepts my login.",
        "✅ The database answers in",
        "✅ Telegram answers, by polling",
        "jobs run as they should.",
        "· deliver notices: ",
        "✅ I have read all messages.",
        "✅ I have sent all messages and e-mails.",
        "⚠️ No monitor watches me, so you get no alarm if I stop.",
    ):
        assert words in answer, words
    assert "❌" not in answer


async def test_that_no_sub_account_key_is_meant_for_this_machine_is_not_said_of_its_own_key(
    app: TestApp, olga: Member
) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await connects(app, olga)
    main_key(app).ip_whitelist = [COINEX_CALLER]

    answer = await examined(olga, privately=True)

    assert (
        f"✅ CoinEx sees my requests from {COINEX_CALLER}. No key of a sub-account is bound to it. That is fine,"
        in answer
    )


async def test_in_the_group_it_names_no_address_and_no_inner_detail(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    there(app, "desk-a", "grid", COINEX_CALLER)
    await connects(app, olga)
    main_key(app).ip_whitelist = ["192.0.2.9"]
    app.environment.coinex.faults.clear()

    answer = await examined(olga)

    assert "❌ CoinEx refuses my key for coinex-main. CoinEx refuses requests from my address." in answer
    assert COINEX_CALLER not in answer
    assert "deliver notices" not in answer
    assert "For addresses and details, type /doctor in the private chat" in answer
    private = await examined(olga, privately=True)
    assert f"refuses requests from my address {COINEX_CALLER}" in private
    assert private.splitlines()[0] == "🩺 Not everything works · Desk"
    assert private.splitlines()[2].startswith("❌")


async def test_a_wrong_clock_is_reported(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await connects(app, olga)
    app.environment.coinex.switches.clock_ahead = timedelta(seconds=40)
    assert "⚠️ My clock is 40 seconds behind CoinEx" in await examined(olga)


async def test_an_exchange_that_is_silent_holds_up_nothing(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await connects(app, olga)
    app.environment.coinex.faults.happen_next("*", "cut-before", times=1000)
    answer = await examined(olga)
    assert TEAM in shown_at_work(app)
    assert "❌ CoinEx does not answer (coinex-main)" in answer
    assert "The mail server accepts my login" in answer


async def test_a_mail_server_that_is_down_is_reported(app: TestApp, olga: Member) -> None:
    await app.environment.mailbox.stop()
    assert "❌ E-mails wait, because I cannot send them. The bot\u2019s admin should check" in await examined(olga)
    assert "does not answer" in await examined(olga, privately=True)


async def test_a_waiting_email_is_reported_instead_of_a_working_server(app: TestApp, olga: Member) -> None:
    app.environment.mailbox.refuse = 450
    await olga.whispers(f"/settings email {OLGAS_EMAIL}")
    await olga.types(olga.code())
    answer = await examined(olga)
    assert "❌ One e-mail waits: the mail server did not accept it when I last tried" in answer
    assert "accepts my login" not in answer


async def test_refused_emails_are_reported_until_one_is_sent(app: TestApp, olga: Member) -> None:
    app.environment.mailbox.refuse = 550
    await olga.whispers(f"/settings email {OLGAS_EMAIL}")
    await olga.types(olga.code())
    answer = await examined(olga, privately=True)
    assert "⚠️ The mail server refused my last e-mail for good, " in answer
    assert "accepts my login" not in answer, "what answers and takes nothing is no good news"
    assert "(550)" in answer
    assert app.environment.mailbox.emails == [], "the doctor sends none to find out"
    await app.passes(MINUTE)
    await olga.whispers(f"/settings email {OLGAS_EMAIL}")
    await olga.types(olga.code())
    assert "❌ The mail server refused my last 2 e-mails for good" in await examined(olga)

    app.environment.mailbox.refuse = None
    await app.passes(MINUTE)
    await olga.has_email(OLGAS_EMAIL)
    assert "refused my last" not in await examined(olga)


async def test_what_more_rights_would_add_is_said(app: TestApp, olga: Member) -> None:
    before = await examined(olga)
    assert "⚠️ I may not delete messages here. Make me admin" in before
    app.environment.world.promote_bot(TEAM, OLGA)
    assert "✅ I may delete messages here" in await examined(olga)


async def test_a_bot_that_was_removed_from_the_group_says_so_in_private(app: TestApp, olga: Member) -> None:
    app.environment.world.kick_bot(TEAM, OLGA)
    await app.settle()
    answer = await examined(olga, privately=True)
    assert "❌ I am not in the group. Add me again." in answer
    assert "✅ Telegram answers, by polling" in answer
    assert "network" not in answer


async def test_open_differences_and_accounts_that_refuse_are_listed(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await connects(app, olga)
    there(app, "desk-a", "mm bot")
    await app.passes(11 * MINUTE)
    assert "⚠️ One key is different at its exchange than in my list" in await examined(olga)
    del main_user(app).keys[main_key(app).api_id]
    await app.passes(11 * MINUTE)
    answer = await examined(olga)
    assert "❌ desk-a, desk-b: keys have not been compared since 2" in answer
    assert answer.count("does not know my own key any more") == 1, "three accounts have one cause"
    assert ", for the same reason." in answer


async def test_examining_again_is_one_press_and_the_answer_stays_where_it_is(app: TestApp, olga: Member) -> None:
    assert "Make me admin" in await examined(olga)
    first, said = card(olga), len(olga.texts())
    app.environment.world.promote_bot(TEAM, OLGA)
    assert await olga.presses(first, "Check again") == ""
    assert "I may delete messages here" in olga.again(first).text
    assert await olga.presses(olga.again(first), "Check again") == ""
    assert "· Desk" in olga.again(first).text
    assert len(olga.texts()) == said
    assert "🩺" in await examined(olga)
    assert card(olga).message_id > first.message_id, "who asks anew is answered below the question"


async def test_a_question_survives_a_restart(app: TestApp, olga: Member) -> None:
    await app.stop()
    app.environment.world.post(olga.user_id, TEAM, "/doctor")
    await app.restart()
    await app.settle()
    assert "· Desk" in card(olga).text


async def test_operators_may_ask_and_viewers_and_strangers_may_not(app: TestApp, olga: Member, max_: Member) -> None:
    assert "🩺" in await examined(max_)
    viewer = app.member(1003, "Vera")
    await viewer.presses(await olga.does("/invite viewer 1003"), "Join")
    assert "This needs the role operator" in await examined(viewer)
    assert "Only members" in await examined(app.member(1999, "Mallory"))


CODES = [
    ("4005", "younger than 15 minutes"),
    ("4007", "/bind NAME IP adds it"),
    ("4010", "Set it (NTP)"),
    ("3310", "no address waits to be added there"),
    ("25", "old API (v1): the signature is wrong"),
    ("3621", "a CoinEx code about an order"),
    ("9999", "I do not know the code 9999"),
    ("4010.", "Set it (NTP)"),
    ("code: 4010", "Set it (NTP)"),
    ("3310,", "no address waits to be added there"),
    ("-2015", "-2015 at Bybit: the key has expired."),
    (
        '{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}',
        "At Binance, which I do not manage: one of three",
    ),
    ('{"retCode":10003,"retMsg":"API key is invalid."}', "10003: Bybit does not know the key"),
    (
        '{"error":["EAPI:Invalid key"]}',
        "EAPI:Invalid key is a code of Kraken, which I do not manage: the exchange does not know the key",
    ),
    ("abc", "“abc” is not an error code. Type only /doctor to check everything, or add the code"),
    ("12345678", "“12345678” is not an error code"),
]


async def test_a_code_is_decoded_into_what_to_do(olga: Member) -> None:
    for code, advice in CODES:
        assert advice in (await olga.says(f"/doctor {code}")).text, code


async def test_where_the_caller_s_address_matters_our_own_is_named_in_private_to_operators(
    app: TestApp, olga: Member
) -> None:
    await olga.has_email(OLGAS_EMAIL)
    assert "/doctor shows my address" in (await olga.whispers("/doctor 4007")).text
    await connects(app, olga)
    assert f"My calls come from {COINEX_CALLER}." in (await olga.whispers("/doctor 4007")).text
    assert COINEX_CALLER not in (await olga.says("/doctor 4007")).text
    assert COINEX_CALLER not in (await olga.whispers("/doctor 4005")).text
    stranger = app.member(1999, "Mallory")
    told = (await stranger.whispers("/doctor 4007")).text
    assert "4007: the call came from an address that is not bound" in told
    assert "My calls come from" not in told


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("4011", "CoinEx has blocked the API of this account. Ask CoinEx"),
        ("4115", "4115: this account may not trade. Ask CoinEx"),
        ("3127", "CoinEx refused this (code 3127). (CoinEx: “"),
    ],
)
async def test_a_no_of_the_exchange_is_decoded_wherever_its_code_is_known(
    app: TestApp, olga: Member, code: str, why: str
) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await connects(app, olga)
    app.environment.coinex.faults.happen_next("*", code, times=1000)
    answer = await examined(olga)
    assert f"❌ CoinEx refuses my key for coinex-main. {why}" in answer
    assert ("(CoinEx: “" in answer) is (code != "4011"), "support wants to know CoinEx's own words"


async def test_an_account_that_the_exchange_has_blocked_is_reported_at_once(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await connects(app, olga)
    app.environment.coinex.faults.happen_next("*", "4011", times=1000)
    await app.passes(11 * MINUTE)
    assert "I cannot watch coinex-main any more. CoinEx has blocked the API of this account" in "\n".join(olga.texts())


async def test_what_is_not_entered_yet_explains_refused_withdrawals(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await connects(app, olga)
    await approves_a_sheet(app, olga)

    explained = (await olga.says("/doctor 3310")).text
    assert "Approved here, not added there yet:" in explained
    assert f"· 1 · USDT ERC20 {EVM}" in explained
    answer = await examined(olga)
    assert "⚠️ coinex-main: approved, but not on the exchange" in answer
    assert f"· 1 · USDT ERC20 {EVM}" in answer


async def test_a_risk_for_money_comes_first_and_counts_as_a_problem(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    grid = there(app, "desk-a", "grid", COINEX_CALLER)
    await connects(app, olga)
    await app.passes(MINUTE)
    grid.withdraw_enabled = True
    there(app, "desk-b", "other")
    await app.passes(timedelta(minutes=11))

    lines = (await examined(olga)).splitlines()

    assert lines[0].startswith("🩺 Not everything works · Desk")
    assert lines[2].startswith(
        "❌ Urgent: one key got dangerous rights at the exchange (withdrawals, or use from everywhere): grid."
    )
    assert any(line.startswith("⚠️ One key is different at its exchange than in my list") for line in lines)
