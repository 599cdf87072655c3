"""Transactions, seals and audit chains, the same on both engines."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from storage.database import Database, DatabaseLocked, WrongMasterKey, WrongStamp
from storage.errors import NaiveTime, RecordTaken
from storage.records import (
    Card,
    Link,
    LinkPurpose,
    Membership,
    MembershipStatus,
    Message,
    MessageContent,
    Role,
    Team,
)
from storage.sealing import KeyRing
from storage.work import Work
from tests.storage.examples import HOLDER, LEASE

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def _team(chat_id: int = -1, topic_id: int | None = None) -> Team:
    return Team(id=uuid4(), chat_id=chat_id, topic_id=topic_id, title="Desk", claimed_by=1, claimed_at=NOW)


async def test_returning_commits_and_raising_undoes(database: Database) -> None:
    await database.write(lambda work: work.people.upsert(1, "Olga"))

    def body(work: Work) -> None:
        work.people.upsert(2, "Max")
        raise ValueError("a broken assumption")

    with pytest.raises(ValueError, match="broken"):
        await database.write(body)
    assert await database.read(lambda work: [work.people.find(1) is None, work.people.find(2) is None]) == [False, True]


async def test_ten_writers_at_once_lose_nothing_and_one_that_raises_undoes_only_itself(database: Database) -> None:
    team = _team()
    await database.write(lambda work: work.teams.add(team))

    def count(work: Work, number: int) -> int:
        found = work.keys.next_number(team.id)
        if number == 5:
            raise ValueError("five")
        return found

    outcomes = await asyncio.gather(
        *(database.write(lambda work, number=number: count(work, number)) for number in range(10)),  # type: ignore[misc]
        return_exceptions=True,
    )

    assert sorted(one for one in outcomes if isinstance(one, int)) == list(range(1, 10))
    assert sum(isinstance(one, ValueError) for one in outcomes) == 1


async def test_a_code_step_spent_in_parallel_is_spent_once(database: Database) -> None:
    await database.write(lambda work: work.people.upsert(1, "Olga"))

    wins = await asyncio.gather(*(database.write(lambda work: work.people.spend_step(1, 77)) for _ in range(8)))

    assert sum(wins) == 1
    assert not await database.write(lambda work: work.people.spend_step(1, 76))


async def test_a_place_has_one_team_and_topics_fall_back_to_it(database: Database) -> None:
    whole, own = _team(), _team(topic_id=7)
    for team in (whole, own):
        await database.write(lambda work, team=team: work.teams.add(team))  # type: ignore[misc]  # bound at once

    with pytest.raises(RecordTaken):
        await database.write(lambda work: work.teams.add(_team()))
    assert await database.read(lambda work: work.teams.find_at(-1, 7)) == own
    assert await database.read(lambda work: work.teams.find_at(-1, 8)) == whole


async def test_moments_without_a_zone_are_refused(database: Database) -> None:
    with pytest.raises(NaiveTime):
        await database.write(lambda work: work.teams.add(replace(_team(), claimed_at=NOW.replace(tzinfo=None))))


async def test_a_link_is_found_by_its_token_and_for_its_purpose_only(database: Database) -> None:
    link = Link(LinkPurpose.TICKET, uuid4(), 1, NOW)
    token = await database.write(lambda work: work.links.create(link))

    assert len(token) == 22
    assert await database.read(lambda work: work.links.find(LinkPurpose.TICKET, token)) == link
    assert await database.read(lambda work: work.links.find(LinkPurpose.PAGE, token)) is None


async def test_a_destination_is_served_in_order_and_a_head_that_backs_off_blocks_only_its_own(
    database: Database,
) -> None:
    def body(work: Work) -> None:
        for chat_id in (1, 1, 2):
            work.outbox.say(MessageContent(Message("x")), chat_id, due_at=NOW)

    await database.write(body)
    later = NOW + timedelta(seconds=60)
    first = await database.write(lambda work: work.deliveries.lease_due(NOW, NOW, later, 10))
    assert sorted(one.chat_id or 0 for one in first) == [1, 2]
    assert await database.write(lambda work: work.deliveries.lease_due(NOW, NOW, later, 10)) == []

    head = next(one for one in first if one.chat_id == 1)
    await database.write(lambda work: work.deliveries.delivered(head, 5, NOW))
    second = await database.write(lambda work: work.deliveries.lease_due(NOW, NOW, later, 10))
    assert [one.chat_id for one in second] == [1]
    await database.write(lambda work: work.deliveries.put_off(second[0].id, later))
    assert await database.write(lambda work: work.deliveries.lease_due(NOW, NOW, later, 10)) == []


async def test_saying_a_card_again_replaces_what_waits(database: Database) -> None:
    card = Card(id=uuid4(), chat_id=1)

    def body(work: Work) -> None:
        work.cards.add(card)
        for word in ("one", "two"):
            work.outbox.say(MessageContent(Message(word), expects_reply=True), 1, card=card, due_at=NOW)

    await database.write(body)

    (notice,) = await database.write(lambda work: work.deliveries.lease_due(NOW, NOW, NOW, 10))
    assert notice.content == MessageContent(Message("two"), (), expects_reply=True)


async def test_known_updates_are_dropped_and_spent_ones_wiped(database: Database) -> None:
    update = {"update_id": 9, "message": {"text": "hello"}}
    assert len(await database.write(lambda work: work.inbox.take([update, update], NOW, HOLDER, LEASE))) == 1
    assert await database.write(lambda work: work.inbox.take([update], NOW, HOLDER, LEASE)) == []

    await database.write(lambda work: work.inbox.spend(9))

    assert await database.read(lambda work: work.inbox.list_waiting()) == []
    assert await database.write(lambda work: work.inbox.take([update], NOW, HOLDER, LEASE)) == []


async def test_another_master_key_or_stamp_does_not_open_it(url: str, ring: KeyRing) -> None:
    await (await Database.open(url, ring)).close()

    with pytest.raises(WrongMasterKey):
        await Database.open(url, KeyRing.new())
    with pytest.raises(WrongStamp):
        await Database.open(url, ring, stamp="sandbox")
    await (await Database.open(url, ring.with_new_key())).close()


async def test_a_second_process_cannot_open_the_same_file(sqlite_url: str, ring: KeyRing) -> None:
    database = await Database.open(sqlite_url, ring)
    assert database.is_alone
    with pytest.raises(DatabaseLocked):
        await Database.open(sqlite_url, ring)
    await database.close()


async def test_members_come_by_power(database: Database) -> None:
    team = _team()

    def body(work: Work) -> None:
        work.teams.add(team)
        for user_id, role in ((1, Role.VIEWER), (2, Role.OWNER)):
            work.people.upsert(user_id, f"p{user_id}")
            work.teams.save_membership(Membership(team.id, user_id, role, MembershipStatus.ACTIVE, NOW))

    await database.write(body)

    members = await database.read(lambda work: work.teams.list_members(team.id))
    assert [(one.user_id, one.role) for one, _ in members] == [(2, Role.OWNER), (1, Role.VIEWER)]
