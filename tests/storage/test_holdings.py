from dataclasses import replace
from uuid import uuid4

import pytest

from storage.database import Database, RecordMissing, RecordTaken
from storage.records import AccountKind, Key
from storage.work import Work
from tests.storage.examples import ACCOUNT, ACCOUNT_ID, HOUR, NOW, TEAM_ID, an_address, found, key


async def test_accounts_keys_and_addresses_come_back_as_saved(database: Database) -> None:
    bare = replace(ACCOUNT, id=uuid4(), name="zero", kind=AccountKind.EMBEDDED, remote_id=None, credentials_secret=None)
    keys = [key(2), replace(key(1), expires_at=None, live_at=None, ips=())]
    addresses = [an_address(2), replace(an_address(1), chain=None, memo=None)]

    def change(work: Work) -> None:
        found(work)
        work.accounts.add(bare)
        for one in keys:
            work.keys.add(one)
        for address in addresses:
            work.addresses.add(address)

    await database.write(change)

    def look(work: Work) -> None:
        assert work.accounts.list_of(TEAM_ID) == [ACCOUNT, bare]
        assert work.accounts.find_named(TEAM_ID, "zero") == work.accounts.get(bare.id) == bare
        assert work.keys.list_of_team(TEAM_ID) == work.keys.list_of_account(ACCOUNT_ID) == keys[::-1]
        assert work.addresses.list_of_account(ACCOUNT_ID) == addresses[::-1]
        assert work.addresses.find(addresses[0].id) == addresses[0]

    await database.read(look)


async def test_what_is_not_there_is_none_or_missing(database: Database) -> None:
    def look(work: Work) -> None:
        for collection in (work.accounts, work.keys, work.teams, work.tickets):
            assert collection.find(uuid4()) is None
            with pytest.raises(RecordMissing):
                collection.get(uuid4())
        assert work.addresses.find(uuid4()) is None
        assert work.accounts.find_named(TEAM_ID, "x") is None

    await database.read(look)


@pytest.mark.parametrize(
    "second",
    [key(2, remark="STRASSE é"), key(2, access_id="ACCESS1"), replace(key(1, "other", "OTHER"), id=uuid4())],
    ids=["remark but for its case and spelling", "access id", "number"],
)
async def test_an_account_holds_no_two_keys_alike(database: Database, second: Key) -> None:
    await database.write(found)
    await database.write(lambda work: work.keys.add(key(1, remark="Straße e\u0301")))
    with pytest.raises(RecordTaken):
        await database.write(lambda work: work.keys.add(second))
    assert await database.read(lambda work: work.keys.count_called(TEAM_ID, "STRASSE é")) == 1


async def test_keys_come_alive_in_time_and_are_announced_once(database: Database) -> None:
    def change(work: Work) -> None:
        found(work)
        for number in (1, 2, 3):
            work.keys.add(key(number))
        work.keys.add(replace(key(4), live_at=None))

    await database.write(change)
    two = NOW + 2 * HOUR
    assert await database.read(lambda work: work.keys.list_to_announce(two, 5)) == [key(1), key(2)]
    assert await database.read(lambda work: work.keys.list_to_announce(two, 1)) == [key(1)]
    assert await database.read(lambda work: work.keys.next_live(two)) == NOW + 3 * HOUR

    await database.write(lambda work: work.keys.save(replace(key(1), announced_live_at=two)))
    assert await database.read(lambda work: work.keys.list_to_announce(two, 5)) == [key(2)]


async def test_numbers_count_per_team_and_noun_and_never_come_twice(database: Database) -> None:
    def count(work: Work) -> list[int]:
        other = uuid4()
        return [
            work.keys.next_number(TEAM_ID),
            *work.addresses.next_numbers(TEAM_ID, 1),
            work.tickets.next_number(None),
            work.keys.next_number(other),
            work.keys.next_number(other),
            *work.addresses.next_numbers(other, 2),
            *work.addresses.next_numbers(TEAM_ID, 0),
            *work.addresses.next_numbers(TEAM_ID, 3),
        ]

    assert await database.write(count) == [1, 1, 1, 1, 2, 1, 2, 2, 3, 4]
    assert await database.write(count) == [2, 5, 2, 1, 2, 1, 2, 6, 7, 8]

    def remove(work: Work) -> int:
        found(work)
        work.keys.add(key(3))
        work.keys.remove(key(3).id)
        return work.keys.next_number(TEAM_ID)

    assert await database.write(remove) == 3
