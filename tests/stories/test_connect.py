"""Connect a CoinEx main account from chat: its secret stays hidden, sub-accounts and keys are found."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.operations.lookup.accounts import mask_access_id
from bot.sandbox.environment import COINEX_CALLER
from bot.sandbox.exchanges.coinex.state import Key, MainUser, open_account
from bot.sandbox.exchanges.faults import Trouble
from bot.sandbox.telegram.models import Message
from storage.records import AccountKind, ConnectionStatus
from storage.tables import accounts
from storage.work import Work
from tests.app import OLGAS_EMAIL, TEAM, TestApp
from tests.people import Member

DAY = timedelta(days=1)


def main_user(app: TestApp) -> MainUser:
    """The main user of the sandbox's CoinEx."""
    return next(iter(app.environment.coinex.state.users.values()))


def main_key(app: TestApp) -> Key:
    """The key of the main account."""
    return next(key for key in main_user(app).keys.values() if key.sub_user_name is None)


def shown_at_work(app: TestApp) -> set[int]:
    """The chats that have shown "typing…"."""
    return {int(str(call["chat_id"])) for call in app.environment.world.list_calls("sendChatAction")}


def there(app: TestApp, sub_account: str, remark: str, *ips: str, age: timedelta = DAY) -> Key:
    """A key that is at CoinEx already."""
    coinex = app.environment.coinex
    made = coinex.now - round(age.total_seconds() * 1000)
    settings = {"remark": remark, "ip_whitelist": ips, "trade_enabled": True}
    return coinex.state.add_key(main_user(app), sub_account, made, **settings)


async def proves(app: TestApp, olga: Member, words: str) -> Message:
    """Return the private card of a MONEY ticket after its code and its page."""
    await olga.types(olga.code())
    await olga.persona.reads(OLGAS_EMAIL, words)
    email = next(one for one in reversed(app.environment.mailbox.list_to(OLGAS_EMAIL)) if words in one.text)
    await olga.decides(email)
    return olga.newest(privately=True)


async def connects(app: TestApp, olga: Member, key: Key | None = None) -> Message:
    """Olga, who has an e-mail, connects CoinEx. Returns the card as it is at the end."""
    key = key or main_key(app)
    question = await olga.whispers("/connect coinex")
    await olga.whispers(f"{key.access_id} {key.secret_key}", reply_to=question)
    return await proves(app, olga, "Connect the CoinEx main account")


def _never_told(app: TestApp, secret: str, folder: Path) -> None:
    """The secret is in no message, no e-mail and no file of the bot."""
    for message in (*app.environment.world.messages(1001), *app.environment.world.messages(TEAM)):
        assert secret not in message.text or message.is_deleted
    assert all(secret not in email.text for email in app.environment.mailbox.list_to(OLGAS_EMAIL))
    for file in folder.iterdir():
        if file.name.startswith("keyminder.db"):
            assert secret.encode() not in file.read_bytes()


async def test_a_main_account_is_connected_and_its_secret_stays_hidden(
    app: TestApp, olga: Member, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    await olga.has_email(OLGAS_EMAIL)
    key = main_key(app)
    grid = there(app, "desk-a", "grid", "203.0.113.7")
    ending = there(app, "desk-b", "old bot", age=76 * DAY)
    question = await olga.whispers("/connect coinex")
    assert "reply to this message with its access id and secret" in olga.texts(privately=True)[-2]
    assert f"CoinEx sees my requests from {COINEX_CALLER}. Bind the key to that address" in question.text

    card = await olga.whispers(f"{key.access_id} {key.secret_key}", reply_to=question)
    assert f"with key {key.access_id[:4]}…{key.access_id[-4:]}" in card.text
    _never_told(app, key.secret_key, tmp_path)
    assert {one.path for one in app.environment.coinex.calls} == {"/test/ip"}, "the rest is asked once all is proven"
    done = await proves(app, olga, "Connect the CoinEx main account")

    assert "CoinEx is connected as coinex-main: 2 sub-accounts, 2 keys" in done.text
    assert f"Bind it to my address {COINEX_CALLER}" in done.text
    assert any("✓ 3. First key" in text for text in olga.texts()), "the first steps tick themselves"
    told, alert = olga.texts()[-2:]
    assert "CoinEx is connected" in told, "the team is told"
    assert "A key expires within 14 days" in alert, "alerts work from the first minute"
    listed = (await olga.says("/keys")).text
    assert "grid · no expiry" in listed
    assert "old bot · 14 days" in listed, "as CoinEx says, not as it would be counted"
    assert grid.access_id in (await olga.says("/key grid")).text
    assert "account desk-b" in (await olga.says('/key "old bot"')).text
    assert "old bot" in (await olga.says("/expiring")).text
    audit = (await olga.says("/audit")).text
    assert "account:connect done" in audit
    _never_told(app, key.secret_key, tmp_path)
    _never_told(app, ending.secret_key, tmp_path)
    said = capfd.readouterr()
    assert key.secret_key not in said.out + said.err


async def test_an_exchange_that_does_not_say_from_where_we_come_is_not_waited_for(app: TestApp, olga: Member) -> None:
    faults = app.environment.coinex.faults
    faults.happen_next("*", Trouble.CUT_BEFORE, times=1000)
    question = await olga.whispers("/connect coinex")
    faults.clear()
    await app.passes(timedelta(minutes=10))
    assert "reply to this message with its access id and secret" in olga.newest(privately=True).text
    assert olga.newest(privately=True).message_id == question.message_id


async def test_a_secret_in_the_command_is_deleted_and_leaked_in_the_group(
    app: TestApp, olga: Member, tmp_path: Path
) -> None:
    await olga.has_email(OLGAS_EMAIL)
    key = main_key(app)
    card = await olga.whispers(f"/connect coinex {key.access_id} {key.secret_key}")
    assert "Connect the CoinEx main account" in card.text
    _never_told(app, key.secret_key, tmp_path)

    told = await olga.says(f"/connect coinex {key.access_id} {key.secret_key}")
    assert "Everyone in this chat could read that secret" in told.text
    assert "only work in private" in (await olga.says("/connect")).text or "private" in olga.newest().text


async def test_a_stray_secret_is_deleted_and_never_repeated(app: TestApp, olga: Member, tmp_path: Path) -> None:
    await olga.has_email(OLGAS_EMAIL)
    app.environment.world.promote_bot(TEAM, 1001)
    key = main_key(app)
    pair = f"{key.access_id} {key.secret_key}"
    for typed in (pair, f"/conect coinex {pair}", f"/track grid {pair}", key.secret_key):
        assert "I deleted your message and kept nothing of it" in (await olga.whispers(typed)).text
        assert "Everyone in this chat could read that secret" in (await olga.says(typed)).text
    await olga.does("/track legacy 9C1D36FFC6133469")
    question = await olga.says("/rotate legacy")
    leaked = await olga.says(pair, reply_to=question)
    assert "Everyone in this chat could read that secret" in leaked.text
    _never_told(app, key.secret_key, tmp_path)


async def test_a_pair_is_understood_swapped_and_between_the_labels_of_coinex_s_page(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    key = main_key(app)
    for pasted in (f"{key.secret_key} {key.access_id}", f"Access ID: {key.access_id}\nSecret Key: {key.secret_key}"):
        card = await olga.whispers(f"/connect coinex {pasted}")
        assert f"with key {key.access_id[:4]}…{key.access_id[-4:]}" in card.text


async def test_an_unconfirmed_connection_leaves_nothing(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    key = main_key(app)
    for end in ("cancel", "lapse"):
        card = await olga.whispers(f"/connect coinex {key.access_id} {key.secret_key}")
        waiting = await app.app.database.read(_all_coinex)
        assert [one[0] for one in waiting] == [ConnectionStatus.WAITING.value]
        if end == "cancel":
            await olga.presses(card, "Cancel")
        else:
            await app.passes(timedelta(minutes=10))
        assert await app.app.database.read(_all_coinex) == []
    assert not app.environment.coinex.calls, "CoinEx was never asked"


def _all_coinex(work: Work) -> list[tuple[str, bytes | None]]:
    """State and sealed content of every account row of that kind, including waiting ones."""
    rows = select(accounts.c.standing, accounts.c.sealed_credentials).where(accounts.c.kind == AccountKind.COINEX.value)
    return [(row.standing, row.sealed_credentials) for row in work.connection.execute(rows)]


async def test_an_answer_that_is_not_a_pair_is_refused_in_one_sentence(olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    for typed, answer in {
        "/connect": "Which exchange",
        "/connect kraken": "I cannot connect that exchange",
        "/connect coinex one-word-only": "not an access id and a secret",
        "/connect coinex 4DA36FFC61334695 tooshort? and more": "not an access id and a secret",
    }.items():
        assert answer in (await olga.whispers(typed)).text, typed


async def test_a_key_that_does_not_work_there_is_said_in_words(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    coinex, user = app.environment.coinex, main_user(app)
    sub_key = coinex.state.add_key(user, "desk-a", coinex.now - 86_400_000, ip_whitelist=[COINEX_CALLER])
    assert "belongs to sub-account desk-a" in (await connects(app, olga, sub_key)).text

    foreign = coinex.state.add_key(user, None, coinex.now - 86_400_000, ip_whitelist=["192.0.2.9"])
    refused = (await connects(app, olga, foreign)).text
    assert f"refuses requests from my address {COINEX_CALLER}" in refused
    unknown = Key(1, "F" * 32, "0" * 48, 0, 0, [], False)
    mistyped = (await connects(app, olga, unknown)).text
    assert "CoinEx does not know the access id FFFF…FFFF. Is a character missing or wrong?" in mistyped
    other_secret = replace(main_key(app), secret_key="0" * 48)
    told = (await connects(app, olga, other_secret)).text
    assert f"CoinEx knows the access id {mask_access_id(other_secret.access_id)}, but this is not its secret" in told
    assert await app.app.database.read(_all_coinex) == []


async def test_a_connection_to_a_silent_exchange_retries_and_can_be_cancelled(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    faults = app.environment.coinex.faults
    faults.happen_next("*", Trouble.CUT_BEFORE, times=1000)
    waiting = await connects(app, olga)
    assert "CoinEx does not answer. I keep trying" in waiting.text
    assert "running, I keep trying" in (await olga.says("/pending")).text
    await olga.presses(waiting, "Cancel")
    assert "nothing was changed" in olga.again(waiting).text
    assert await app.app.database.read(_all_coinex) == [], "its credentials are gone"

    waiting = await connects(app, olga)
    faults.clear()
    connected = "CoinEx is connected as coinex-main"
    await app.environment.world.wait_until(lambda: connected in olga.again(waiting).text, timeout_seconds=20)
    assert shown_at_work(app) == {olga.user_id}, "the group has no card of it yet"


async def test_names_that_clash_get_the_exchange_behind_them_and_a_tracked_key_moves_there(
    app: TestApp, olga: Member
) -> None:
    await olga.has_email(OLGAS_EMAIL)
    coinex = app.environment.coinex
    own = open_account(coinex.state, ("Main", "desk-c"), coinex.now, [COINEX_CALLER])
    user = next(one for one in coinex.state.users.values() if own.api_id in one.keys)
    known = coinex.state.add_key(user, "Main", coinex.now - 86_400_000, remark="x", ip_whitelist=["203.0.113.7"])
    for remark in ("", "grid", "GRID", "42"):
        coinex.state.add_key(user, "desk-c", coinex.now - 86_400_000, remark=remark)
    await olga.does(f"/track watched {known.access_id}")

    assert "2 sub-accounts, 5 keys" in (await connects(app, olga, own)).text
    listed = (await olga.says("/keys")).text
    assert "1 watched · no expiry" in listed
    assert "account Main-coinex" in (await olga.says("/key watched")).text
    for name in ("grid ·", "GRID 70", "42 70", "key-70"):
        assert name in listed


async def test_connecting_again_takes_new_credentials_and_another_team_is_refused(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await connects(app, olga)
    old = main_key(app)
    coinex, user = app.environment.coinex, main_user(app)
    del user.keys[old.api_id]
    new = coinex.state.add_key(user, None, coinex.now - 86_400_000, ip_whitelist=[COINEX_CALLER])
    there(app, "desk-a", "later")

    assert "connected as coinex-main: 2 sub-accounts, one key" in (await connects(app, olga, new)).text
    assert len(await app.app.database.read(_all_coinex)) == 3

    app.environment.world.add_group(-1001000000002, "Other", members=(1001,))
    app.environment.world.add_bot(-1001000000002, 1001)
    app.environment.world.post(1001, -1001000000002, "/start")
    await app.settle()
    question = await olga.whispers("/connect coinex")
    assert "team" in question.text
    await olga.presses(question, "Other")
    asked = olga.newest(privately=True)
    await olga.whispers(f"{new.access_id} {new.secret_key}", reply_to=asked)
    assert "Another team has connected this CoinEx account" in (await proves(app, olga, "Connect the CoinEx")).text


async def test_disconnecting_wipes_the_credentials_and_the_keys_stay_watched(
    app: TestApp, olga: Member, max_: Member
) -> None:
    await olga.has_email(OLGAS_EMAIL)
    assert "No exchange is connected" in (await olga.says("/disconnect")).text
    grid = there(app, "desk-a", "grid", age=76 * DAY)
    await app.passes(timedelta(days=2))
    await connects(app, olga)
    assert "This needs the role owner" in (await max_.says("/disconnect coinex-main")).text
    assert "Choose from: coinex-main" in (await olga.says("/disconnect desk-a")).text

    which = await olga.says("/disconnect")
    await olga.presses(which, "coinex-main")
    card = await olga.confirms(olga.newest())
    assert "its credentials are deleted here" in card.text
    rows = await app.app.database.read(_all_coinex)
    assert rows == [(ConnectionStatus.DISCONNECTED.value, None)] * 3
    assert "grid" in (await olga.says("/expiring")).text
    by_hand = await olga.does("/bind grid 203.0.113.7")
    assert "Do it on the exchange’s page" in by_hand.text
    assert grid.ip_whitelist == []

    assert "connected as coinex-main" in (await connects(app, olga)).text
