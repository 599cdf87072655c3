"""Connect a Bybit main account and use it. Bybit says more about its key, and shows a secret once."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.sandbox.exchanges.bybit.models import FROZEN, Key
from bot.sandbox.exchanges.bybit.server import Bybit
from bot.sandbox.telegram.models import Message
from storage.records import AccountKind, ConnectionStatus
from storage.tables import accounts
from storage.work import Work
from tests.app import OLGAS_EMAIL, TEAM, TestApp
from tests.people import Member
from tests.stories.test_connect import connects as connects_coinex
from tests.stories.test_connect import proves
from tests.stories.test_whitelist import EVM, HEADER, TWO

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
OUR_IP = "203.0.113.10"
SUB, OTHER_SUB = 53888000, 53888001


@pytest.fixture
async def bybit(app: TestApp, olga: Member) -> Bybit:
    """Bybit with two sub-accounts and a good main key. Olga has an e-mail."""
    await olga.has_email(OLGAS_EMAIL)
    app.bybit.add_sub(OTHER_SUB, "desk-b")
    app.bybit.main_ips = [OUR_IP]
    app.bybit.caller_ip = OUR_IP
    return app.bybit


async def connects(app: TestApp, olga: Member) -> Message:
    """Olga connects Bybit. Returns the card as it is at the end."""
    question = await olga.whispers("/connect bybit")
    await olga.whispers(f"{app.bybit.api_key} {app.bybit.secret}", reply_to=question)
    return await proves(app, olga, "Connect the Bybit main account")


@pytest.fixture
async def grid(app: TestApp, olga: Member, bybit: Bybit) -> Key:
    """A key 76 days old in a connected sub-account: it expires within a month."""
    key = bybit.add_key(SUB, "grid", age=76 * DAY)
    await connects(app, olga)
    await app.passes(timedelta(seconds=31))
    return key


def _all_bybit(work: Work) -> list[tuple[str, bytes | None]]:
    rows = select(accounts.c.standing, accounts.c.sealed_credentials).where(accounts.c.kind == AccountKind.BYBIT.value)
    return [(row.standing, row.sealed_credentials) for row in work.connection.execute(rows)]


def _newest(app: TestApp, olga: Member, words: str) -> Message:
    """The newest message in the group with these words."""
    said = app.environment.world.messages(olga.persona.home, from_bot=True, with_deleted=False)
    return next(one for one in reversed(said) if words in one.text)


def _all_bytes(folder: Path) -> bytes:
    """Everything that the bot's database stores."""
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.name.startswith("keyminder.db"))


async def _examined(member: Member, *, privately: bool = False) -> str:
    await member.says("/doctor", privately=privately)
    return member.newest(privately=privately).text


async def test_a_main_account_is_connected_and_its_secret_stays_hidden(
    app: TestApp, olga: Member, bybit: Bybit, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    bybit.add_key(SUB, "grid", "203.0.113.7", age=DAY)
    ending = bybit.add_key(OTHER_SUB, "old bot", age=76 * DAY)
    which = await olga.whispers("/connect")
    assert [button["text"] for button in which.buttons] == ["CoinEx", "Bybit"]
    await olga.presses(which, "Bybit")
    question = olga.newest(privately=True)
    assert "Make a key of Bybit" in question.text
    assert (
        "without withdrawal permission. Give it read-write access and “Subaccount Transfer”, and bind" in question.text
    )

    card = await olga.whispers(f"{bybit.api_key} {bybit.secret}", reply_to=question)
    assert "with key BYBI…NKEY" in card.text
    assert not bybit.calls, "Bybit is asked once all is proven"
    done = (await proves(app, olga, "Connect the Bybit main account")).text

    assert "Bybit is connected as bybit-main: 2 sub-accounts, 2 keys" in done
    assert not any(sign in done for sign in ("🚨", "⚠️", "👀", "⏳")), "a sound key needs no warning"
    told, alert = olga.texts()[-2:]
    assert "Bybit is connected" in told
    assert "A key expires within 14 days" in alert
    listed = (await olga.says("/keys")).text
    assert "grid · no expiry" in listed
    assert "old bot · 14 days" in listed, "as Bybit says, not as it would be counted"
    assert "account desk-b" in (await olga.says('/key "old bot"')).text
    seen = (await olga.says("/accounts")).text
    assert "bybit-main, Bybit main account, works" in seen
    assert "└ desk-a · one key" in seen, "how many fit is not known"
    said = capfd.readouterr()
    files = _all_bytes(tmp_path)
    for secret in (bybit.secret, ending.secret):
        shown = [*app.environment.world.messages(olga.user_id), *app.environment.world.messages(TEAM)]
        assert all(secret not in one.text or one.is_deleted for one in shown)
        assert all(secret not in email.text for email in app.environment.mailbox.list_to(OLGAS_EMAIL))
        assert secret.encode() not in files
        assert secret not in said.out + said.err


async def test_a_secret_typed_in_the_group_is_answered_as_leaked(olga: Member, bybit: Bybit) -> None:
    told = await olga.says(f"/connect bybit {bybit.api_key} {bybit.secret}")
    assert "Everyone in this chat could read that secret" in told.text
    assert not bybit.calls


async def test_what_is_wrong_with_the_main_key_is_said_at_once_and_by_the_doctor(
    app: TestApp, olga: Member, bybit: Bybit
) -> None:
    bybit.main_ips, bybit.main_ends = [], app.environment.clock.now() + 90 * DAY
    bybit.main_wallet = ["AccountTransfer", "Withdraw"]
    done = (await connects(app, olga)).text
    assert "🚨 The connected key can withdraw money" in done
    assert "has no IP bound, so it expires in 90 days · " in done
    examined = await _examined(olga)
    assert "⚠️ My own Bybit key can withdraw money" in examined
    assert "⚠️ My own key has no IP bound, so it works from everywhere and expires in " in examined

    bybit.main_ips, bybit.main_wallet = [OUR_IP], ["SubMemberTransfer"]
    bybit.main_ends = app.environment.clock.now() + 7 * DAY
    bybit.main_read_only = True
    again = (await connects(app, olga)).text
    assert "29\u00a0Nov" in again
    assert "although it has IPs bound. That happens after a change of the password" in again
    assert "can only read" in again
    examined = await _examined(olga)
    assert "⚠️ My own Bybit key is bound to one address and still expires in " in examined
    assert "⚠️ My own Bybit key can only read" in examined
    refused = await olga.does("/newkey arb trade in desk-a")
    assert "My own Bybit key has no right to do this" in refused.text


async def test_the_doctor_knows_where_the_main_key_is_bound(app: TestApp, olga: Member, bybit: Bybit) -> None:
    bybit.add_key(SUB, "grid", OUR_IP)
    await connects(app, olga)
    examined = await _examined(olga, privately=True)
    assert "✅ Bybit accepts my key for bybit-main." in examined
    assert f"✅ My own Bybit key is bound to {OUR_IP} and does not expire." in examined
    assert f"✅ Bybit sees my requests from {OUR_IP}. Keys of sub-accounts bound to it: grid." in examined
    assert OUR_IP not in await _examined(olga)

    bybit.main_ips = [OUR_IP, "203.0.113.11"]
    examined = await _examined(olga, privately=True)
    assert f"is bound to {OUR_IP}, 203.0.113.11 and does not expire" in examined
    assert "sees my requests from" not in examined, "which of the two it is, Bybit does not say"

    bybit.ahead = timedelta(seconds=40)
    assert "⚠️ My clock is 40 seconds behind Bybit" in await _examined(olga)
    bybit.faults.happen_next("*", "cut-before", times=1000)
    assert "❌ Bybit does not answer (bybit-main)" in await _examined(olga)


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"is_master": False}, "That key belongs to sub-account 1448939. Make a key in Bybit"),
        ({"main_ips": ["192.0.2.9"]}, "Bybit refuses requests from my address."),
        ({"main_wallet": []}, "My own Bybit key has no right to do this"),
        ({"main_ends": timedelta()}, "belongs to another site of Bybit, such as the testnet"),
    ],
)
async def test_a_key_that_does_not_work_there_is_said_in_words_and_leaves_nothing(
    app: TestApp, olga: Member, bybit: Bybit, changes: dict[str, object], answer: str
) -> None:
    for name, value in changes.items():
        setattr(bybit, name, app.environment.clock.now() if isinstance(value, timedelta) else value)
    assert answer in (await connects(app, olga)).text
    assert await app.app.database.read(_all_bybit) == []


async def test_a_sub_account_that_shows_no_keys_holds_up_no_other(app: TestApp, olga: Member, bybit: Bybit) -> None:
    bybit.add_key(SUB, "grid", "203.0.113.7")
    bybit.add_key(OTHER_SUB, "mm bot", "203.0.113.7")
    bybit.faults.happen_next("/v5/user/sub-apikeys", "20096")
    assert "2 sub-accounts, one key" in (await connects(app, olga)).text
    await app.passes(11 * MINUTE)
    assert "grid" in _newest(app, olga, "New at the exchange").text


async def test_a_key_is_made_bound_unbound_and_deleted(app: TestApp, olga: Member, bybit: Bybit) -> None:
    await connects(app, olga)
    assert "Bybit sub-account cannot withdraw" in (await olga.says("/newkey payout withdraw in desk-a")).text

    done = await olga.does("/newkey grid trade 203.0.113.7 in desk-a")
    assert "Key grid is made" in done.text
    assert "It can be used now." in done.text
    (made,) = bybit.subs[SUB]
    assert (made.note[:6], made.read_only, made.ips) == ("grid ~", False, ["203.0.113.7"])
    assert made.secret in olga.newest(privately=True).text
    await app.passes(MINUTE)
    assert not any("can be used now, " in text for text in olga.texts()), "it is told once"
    assert "grid · no expiry" in (await olga.says("/keys")).text

    assert "203.0.113.8, does not expire" in (await olga.does("/bind grid 203.0.113.8")).text
    assert made.ips == ["203.0.113.7", "203.0.113.8"]
    await app.passes(timedelta(seconds=31))
    card = await olga.says("/unbind grid all")
    assert "the key expires on the date that Bybit sets" in card.text
    assert "expires in 90 days · 20\u00a0Feb\u00a02027" in (await olga.confirms(card)).text
    assert made.ips == []
    await app.passes(timedelta(seconds=31))
    await olga.does("/deletekey grid")
    assert bybit.subs[SUB] == []


async def test_a_creation_with_a_lost_answer_asks_a_person_and_is_repeated(
    app: TestApp, olga: Member, bybit: Bybit
) -> None:
    await connects(app, olga)
    card = await olga.says("/newkey grid trade 203.0.113.7 in desk-a")
    await olga.opens(card)
    bybit.faults.happen_next("/v5/user/create-sub-api", "cut-after")
    await olga.types(olga.code())
    await app.restart()
    await app.settle()

    unclear = olga.again(card)
    assert "was made in desk-a, but its secret was lost on the way" in unclear.text
    assert "https://www.bybit.com/app/user/api-management" in unclear.text
    bybit.subs[SUB].clear()
    await olga.presses(unclear, "Done")

    assert "Key grid is made" in olga.again(card).text
    (made,) = bybit.subs[SUB]
    assert made.secret in olga.newest(privately=True).text


async def test_renewing_offers_the_other_ways_and_checks_a_manual_one_with_bybit(
    app: TestApp, olga: Member, bybit: Bybit, grid: Key
) -> None:
    asked = await olga.says("/renew grid")
    assert "The API of Bybit cannot renew keys" in asked.text
    assert [button["text"] for button in asked.buttons] == ["Bind IPs", "Rotate", "Renew there"]
    await olga.presses(asked, "Renew there")
    steps = olga.again(asked).text
    assert "Open https://www.bybit.com/app/user/api-management and choose desk-a" in steps
    assert f"Find the key {grid.api_key} and renew it" in steps
    await olga.types(olga.code())
    card = olga.again(asked)
    await olga.presses(card, "Done")
    assert "is not renewed yet" in olga.again(card).text

    grid.expires_at = app.environment.clock.now() + 90 * DAY
    await olga.presses(olga.again(card), "Done")
    assert "grid is renewed, expires in 90 days" in olga.again(card).text


async def test_a_rotation_is_offered_at_once_and_deletes_the_old_key_with_a_code(
    app: TestApp, olga: Member, bybit: Bybit, grid: Key
) -> None:
    done = await olga.does("/rotate grid")
    assert "Key grid-v2 is made" in done.text
    assert "It can be used now." in done.text
    old, new = bybit.subs[SUB]
    assert new.permissions == old.permissions, "a key for one market gains no other"
    assert new.secret in olga.newest(privately=True).text
    await olga.presses(_newest(app, olga, "grid-v2 works now"), "Switched over")
    assert bybit.subs[SUB] == [old, new], "nothing is deleted before the code"
    await app.passes(timedelta(seconds=31))
    bybit.faults.happen_next("/v5/user/delete-sub-api", "cut-after")
    await olga.types(olga.code())
    await app.restart()
    await app.settle()
    assert bybit.subs[SUB] == [new]
    assert "Key grid is deleted" in _newest(app, olga, "is deleted").text


async def test_changes_on_bybits_page_are_reported_and_adopted(
    app: TestApp, olga: Member, bybit: Bybit, grid: Key
) -> None:
    bybit.add_key(OTHER_SUB, "mm bot")
    grid.ips, grid.expires_at = ["198.51.100.9"], None
    await app.passes(11 * MINUTE)
    assert "account desk-b (Bybit)" in _newest(app, olga, "New at the exchange").text
    card = _newest(app, olga, "IPs added: 198.51.100.9")
    await olga.presses(card, "Accept")
    await olga.types(olga.code())
    assert "grid · no expiry" in (await olga.says("/keys")).text


async def test_refused_credentials_and_new_sub_accounts_are_reported_once(
    app: TestApp, olga: Member, bybit: Bybit
) -> None:
    await connects(app, olga)
    bybit.main_ips = ["192.0.2.9"]
    await app.passes(61 * MINUTE)
    assert "I cannot watch bybit-main any more. Bybit refuses requests" in _newest(app, olga, "🚨").text
    assert "its key has been refused since" in (await olga.says("/accounts")).text
    bybit.main_ips = [OUR_IP]
    bybit.add_sub(53888002, "desk-c", FROZEN)
    await app.passes(61 * MINUTE)
    assert "Bybit has a new sub-account: desk-c" in _newest(app, olga, "new sub-account").text
    assert "└ desk-c, ❄️ frozen" in (await olga.says("/accounts")).text


async def test_bybit_and_coinex_work_side_by_side(app: TestApp, olga: Member, bybit: Bybit) -> None:
    await connects_coinex(app, olga)
    await app.passes(timedelta(seconds=31))
    assert "Bybit is connected as bybit-main" in (await connects(app, olga)).text
    seen = (await olga.says("/accounts")).text
    assert "└ desk-a · 0/50 keys" in seen
    assert "└ desk-a-bybit · 0 keys" in seen
    await olga.does("/newkey grid trade in desk-a-bybit")
    assert [key.note[:4] for key in bybit.subs[SUB]] == ["grid"]


async def test_the_address_book_is_manual_with_bybits_page_coins_and_code(
    app: TestApp, olga: Member, bybit: Bybit
) -> None:
    await connects(app, olga)
    doge = f"{HEADER}x,DOGE,DOGE,DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L,\n"
    assert "problem" in (await olga.sends("a.csv", doge.encode(), "/whitelist bybit-main")).text, "Bybit has no DOGE"
    card = await olga.confirms(await olga.sends("a.csv", TWO.encode(), "/whitelist bybit-main"))
    await olga.persona.reads(OLGAS_EMAIL, "whitelist")
    emails = [one for one in app.environment.mailbox.list_to(OLGAS_EMAIL) if "whitelist" in one.text]
    await olga.decides(emails[-1])

    handed_out = olga.newest()
    assert "Open https://www.bybit.com/user/assets/money-address with the account" in handed_out.text
    assert "Add each address exactly as in this file" in handed_out.text
    assert handed_out.document_file_id is not None
    assert "refused with 131093 until you add them there" in await _examined(olga)
    explained = (await olga.says("/doctor 131093")).text
    assert "131093: Bybit refuses the address of the withdrawal" in explained
    assert f"· 1 · USDT ERC20 {EVM}" in explained
    assert "no address waits to be added there" in (await olga.says("/doctor 3310")).text
    assert "Bybit does not know the key" in (await olga.says("/doctor 10003")).text
    await olga.presses(olga.again(card), "Done")
    assert "2 addresses are active on the withdrawal whitelist of bybit-main" in olga.again(card).text

    await olga.whispers("/addaddress inter-user USDT in bybit-main")
    assert "their Bybit e-mail" in olga.newest(privately=True).text


async def test_disconnecting_wipes_the_credentials_and_the_keys_stay_watched(
    app: TestApp, olga: Member, bybit: Bybit, grid: Key
) -> None:
    card = await olga.does("/disconnect bybit-main")
    assert "its credentials are deleted here. Delete that key on Bybit" in card.text
    assert await app.app.database.read(_all_bybit) == [(ConnectionStatus.DISCONNECTED.value, None)] * 3
    assert "grid" in (await olga.says("/expiring")).text
    await app.passes(timedelta(seconds=31))
    assert "Do it on the exchange’s page" in (await olga.does("/bind grid 203.0.113.7")).text
    assert grid.ips == []
