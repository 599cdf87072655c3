"""Main accounts and sub-accounts: one secret, stored once, and wiped when it is not needed."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from storage.database import Database
from storage.records import Account, AccountKind, ConnectionProblem, ConnectionStatus
from storage.tables import accounts
from storage.work import Work
from tests.storage.examples import ACCOUNT, NOW, TEAM_ID, found

MAIN = replace(ACCOUNT, id=UUID(int=1), name="coinex-main", remote_id="41FD7DCD")
SUB = Account(UUID(int=2), TEAM_ID, "desk-a", AccountKind.COINEX, NOW, "desk-a", main_id=MAIN.id, is_frozen=True)


def _fill(work: Work) -> None:
    found(work)
    for account in (MAIN, SUB):
        work.accounts.add(account)


async def test_a_sub_account_has_the_credentials_of_its_main_account_and_none_of_its_own(database: Database) -> None:
    await database.write(_fill)

    def look(work: Work) -> None:
        opened = replace(SUB, credentials_secret=MAIN.credentials_secret)
        assert work.accounts.get(SUB.id) == opened
        assert work.accounts.list_sub_accounts(MAIN.id) == [opened]
        assert work.accounts.find_main(AccountKind.COINEX, "41FD7DCD") == MAIN
        assert work.accounts.find_main(AccountKind.COINEX, "desk-a") is None
        assert work.accounts.find_to_ask(AccountKind.COINEX) == MAIN.id
        sealed = select(accounts.c.sealed_credentials).where(accounts.c.id == SUB.id)
        assert work.connection.scalar(sealed) is None

    await database.read(look)


async def test_wiped_credentials_are_gone_for_all(database: Database) -> None:
    await database.write(_fill)
    gone = replace(
        MAIN,
        credentials_secret=None,
        standing=ConnectionStatus.DISCONNECTED,
        trouble=ConnectionProblem.REFUSED,
        trouble_since=NOW,
    )
    await database.write(lambda work: work.accounts.save(gone))

    def look(work: Work) -> None:
        assert work.accounts.get(MAIN.id) == gone
        assert work.accounts.get(SUB.id).credentials_secret is None
        assert work.accounts.find_to_ask(AccountKind.COINEX) == ACCOUNT.id
        assert work.accounts.list_to_ask(NOW, NOW, 9) == [ACCOUNT.id]

    await database.read(look)


async def test_an_account_that_waits_is_in_no_list_and_goes_unless_it_was_connected(database: Database) -> None:
    waiting = replace(MAIN, standing=ConnectionStatus.WAITING)

    def body(work: Work) -> None:
        found(work)
        work.accounts.add(waiting)
        assert work.accounts.find(waiting.id) == waiting
        assert waiting not in work.accounts.list_of(TEAM_ID)
        assert work.accounts.find_named(TEAM_ID, waiting.name) is None
        assert work.accounts.find_main(waiting.kind, "41FD7DCD") is None
        assert work.accounts.list_to_ask(NOW, NOW, 9) == [ACCOUNT.id]
        work.accounts.save(MAIN)
        work.accounts.drop_waiting(MAIN.id)
        assert work.accounts.find(MAIN.id) == MAIN
        work.accounts.save(waiting)
        work.accounts.drop_waiting(waiting.id)
        assert work.accounts.find(waiting.id) is None

    await database.write(body)


async def test_main_accounts_are_asked_in_turn_a_new_one_at_once(database: Database) -> None:
    other = replace(MAIN, id=UUID(int=3), name="coinex-two", remote_id="41FD7DCE")
    hour = timedelta(hours=1)

    def body(work: Work) -> None:
        _fill(work)
        work.accounts.add(other)
        assert work.accounts.list_to_ask(NOW, NOW + hour, 9) == [MAIN.id, other.id, ACCOUNT.id]
        assert work.accounts.list_to_ask(NOW, NOW + hour, 1) == [MAIN.id]
        for account in (MAIN, other, ACCOUNT):
            work.accounts.ask_at(account.id, NOW + hour)
        work.accounts.save(replace(MAIN, is_frozen=True))
        work.accounts.ask_at(other.id, NOW + hour / 2)
        assert work.accounts.list_to_ask(NOW, NOW + hour, 9) == []
        assert work.accounts.list_to_ask(NOW + hour, NOW + 2 * hour, 9) == [other.id, MAIN.id, ACCOUNT.id]

    await database.write(body)


async def test_a_main_account_that_is_connected_again_is_asked_at_once(database: Database) -> None:
    def body(work: Work) -> None:
        _fill(work)
        for account in (MAIN, ACCOUNT):
            work.accounts.ask_at(account.id, NOW + timedelta(hours=1))
        work.accounts.save(replace(MAIN, standing=ConnectionStatus.DISCONNECTED))
        work.accounts.save(MAIN)
        assert work.accounts.list_to_ask(NOW, NOW + timedelta(hours=1), 9) == [MAIN.id]

    await database.write(body)


async def test_a_clock_that_was_set_back_keeps_no_main_account_waiting(database: Database) -> None:
    def body(work: Work) -> None:
        _fill(work)
        for account in (MAIN, ACCOUNT):
            work.accounts.ask_at(account.id, NOW + timedelta(minutes=10))
        assert work.accounts.list_to_ask(NOW, NOW + timedelta(minutes=10), 9) == []
        before = NOW - timedelta(hours=2)
        assert work.accounts.list_to_ask(before, before + timedelta(minutes=10), 9) == [MAIN.id, ACCOUNT.id]

    await database.write(body)


async def test_the_last_coins_replace_the_former(database: Database) -> None:
    def body(work: Work) -> None:
        assert work.coins.find("coinex") is None
        work.coins.save("coinex", "[1]", NOW)
        work.coins.save("coinex", "[2]", NOW)
        assert work.coins.find("coinex") == "[2]"

    await database.write(body)
