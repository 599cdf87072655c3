"""Watches and alerts: one range of one index finds what is due, and every step is written once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from storage.database import Database, RecordTaken
from storage.due_slice import AT_ONCE, Due, Slice
from storage.records import Account, AccountKind, Alert, Team, Watch
from storage.sealing import KeyRing
from storage.work import Work
from tests.storage.examples import ACCOUNT_ID, CHAT, HOUR, NOW, OLGA, TEAM, TEAM_ID, card, found, key

ALL = Slice(None, (NOW + 9999 * HOUR, UUID(int=2**128 - 1)))
"""Every account that is ever due."""
ALERT = Alert(key(1).id, NOW + 90 * HOUR, 3 * 86_400, NOW)


def with_keys(*numbers: int) -> Callable[[Work], None]:
    def change(work: Work) -> None:
        found(work)
        for number in numbers:
            work.keys.add(key(number))

    return change


def seen(work: Work, account_id: UUID = ACCOUNT_ID) -> None:
    """Record a check of the account, with nothing more due."""
    work.alerts.save_watches([Watch(account_id, None, looked_at=NOW, said_at=NOW)])


async def test_an_account_is_looked_at_at_once_whenever_a_key_of_it_changes(database: Database) -> None:
    await database.write(found)
    assert await database.read(lambda work: work.alerts.list_watches_in(ALL)) == []

    changes: list[Callable[[Work], None]] = [
        lambda work: work.keys.add(key(1)),
        lambda work: work.keys.save(replace(key(1), expires_at=None)),
        lambda work: work.keys.remove(key(1).id),
    ]
    for change in changes:
        await database.write(change)
        watches = await database.read(lambda work: work.alerts.list_watches_in(ALL))
        assert [(watch.account_id, watch.look_at) for watch in watches] == [(ACCOUNT_ID, AT_ONCE)]
        await database.write(seen)
        assert await database.read(lambda work: work.alerts.list_due(NOW, None, 9)) == []
        assert await database.read(lambda work: work.alerts.next_look()) is None


async def test_what_is_due_comes_in_pages_the_longest_due_first(database: Database) -> None:
    ids = [UUID(int=number) for number in range(100, 107)]
    moments = [NOW - HOUR, NOW - HOUR, NOW - HOUR, NOW - 2 * HOUR, NOW, NOW + HOUR, None]
    watches = [Watch(one, at) for one, at in zip(ids, moments, strict=True)]

    def change(work: Work) -> None:
        found(work)
        for watch in watches:
            work.accounts.add(Account(watch.account_id, TEAM_ID, str(watch.account_id), AccountKind.BY_HAND, NOW))
            work.alerts.mark_due(watch.account_id)
        work.alerts.save_watches(watches)

    await database.write(change)

    def look(work: Work) -> list[UUID]:
        pages: list[UUID] = []
        after: Due | None = None
        while page := work.alerts.list_due(NOW, after, 2):
            assert len(page) <= 2
            pages += [account_id for _, account_id in page]
            after = page[-1]
        return pages

    assert await database.read(look) == [ids[3], *ids[:3], ids[4]]
    assert await database.read(lambda work: work.alerts.next_look()) == NOW - 2 * HOUR
    assert await database.read(lambda work: work.alerts.is_behind(TEAM_ID, NOW))
    assert not await database.read(lambda work: work.alerts.is_behind(TEAM_ID, NOW - 3 * HOUR))
    assert not await database.read(lambda work: work.alerts.is_behind(uuid4(), NOW))


async def test_what_was_looked_at_in_the_future_is_looked_at_again(database: Database) -> None:
    await database.write(with_keys(1))
    await database.write(seen)
    assert not await database.read(lambda work: work.alerts.has_looked_ahead(NOW))
    earlier = NOW - timedelta(seconds=1)
    assert await database.read(lambda work: work.alerts.has_looked_ahead(earlier))

    await database.write(lambda work: work.alerts.look_again(earlier))

    assert await database.read(lambda work: work.alerts.list_watches_in(ALL)) == [
        Watch(ACCOUNT_ID, AT_ONCE, said_at=NOW)
    ]


async def test_each_step_of_each_term_is_written_once(database: Database) -> None:
    await database.write(with_keys(1, 2))

    def change(work: Work) -> None:
        others = replace(ALERT, before_seconds=-1), replace(ALERT, anchor_at=NOW), replace(ALERT, key_id=key(2).id)
        work.alerts.add([ALERT, *others])

    await database.write(change)
    with pytest.raises(RecordTaken):
        await database.write(lambda work: work.alerts.add([replace(ALERT, said_at=NOW + HOUR)]))

    said = await database.read(lambda work: work.alerts.by_key([key(1).id, key(2).id]))
    assert {one: len(alerts) for one, alerts in said.items()} == {key(1).id: 3, key(2).id: 1}
    assert {(one.anchor_at, one.before_seconds) for one in said[key(1).id]} == {
        (ALERT.anchor_at, ALERT.before_seconds),
        (ALERT.anchor_at, -1),
        (NOW, ALERT.before_seconds),
    }


async def test_the_latest_alerts_come_first_and_go_with_their_key(database: Database) -> None:
    await database.write(with_keys(1, 2))
    later = replace(ALERT, key_id=key(2).id, said_at=NOW + HOUR)
    await database.write(lambda work: work.alerts.add([ALERT]))
    await database.write(lambda work: work.alerts.add([later]))

    assert await database.read(lambda work: work.alerts.list_latest(TEAM_ID, 5)) == [later, ALERT]
    assert await database.read(lambda work: work.alerts.list_latest(TEAM_ID, 1)) == [later]
    await database.write(lambda work: work.keys.remove(key(2).id))
    assert await database.read(lambda work: work.alerts.list_latest(TEAM_ID, 5)) == [ALERT]


async def test_the_scan_reads_one_range_of_one_index(sqlite_url: str, ring: KeyRing) -> None:
    database = await Database.open(sqlite_url, ring)
    range_ = "FROM watches WHERE look_at <= 'x' ORDER BY look_at, account_id LIMIT 9"
    asked = f"EXPLAIN QUERY PLAN SELECT look_at, account_id {range_}"
    plan = await database.read(lambda work: [row[3] for row in work.connection.execute(text(asked))])
    assert plan == ["SEARCH watches USING COVERING INDEX ix_watches_look_at_account_id (look_at<?)"]
    await database.close()


async def test_cards_are_found_by_what_they_are_about(database: Database) -> None:
    cards = [card(1, subject="alerts:b"), card(2, subject="alerts:b", user_id=OLGA), card(3, subject="alerts:c")]

    def change(work: Work) -> None:
        for one in cards:
            work.cards.add(one)

    await database.write(change)

    assert await database.read(lambda work: work.cards.list_about("alerts:b")) == cards[:2]
    assert await database.read(lambda work: work.cards.list_of_subject(OLGA, "alerts:b")) == [cards[1]]


async def test_digests_are_due_when_their_time_has_come_or_makes_no_sense(database: Database) -> None:
    day = 24 * HOUR

    def team(number: int, **fields: object) -> Team:
        return replace(TEAM, id=UUID(int=number), chat_id=CHAT - number, **fields)  # type: ignore[arg-type]  # any field

    new = team(1)
    due = team(2, next_digest_at=NOW, digested_on="2026-11-21", digest_minute=0)
    ahead = team(3, next_digest_at=NOW + 40 * day)
    waiting = team(4, next_digest_at=NOW + HOUR)
    off = team(5, next_digest_at=NOW - day, digest_minute=None)

    def change(work: Work) -> None:
        work.people.upsert(OLGA, "Olga")
        for one in (new, due, ahead, waiting, off):
            work.teams.add(one)

    await database.write(change)
    assert await database.read(lambda work: work.teams.list_digests(NOW, NOW + 2 * day, 9)) == [new, due, ahead]
    assert await database.read(lambda work: work.teams.next_digest()) == NOW
