"""What the reading commands find while a ticket runs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SystemClock
from bot.operations.model.operation import Request
from bot.operations.queries.addresses import AddressesSeen
from bot.operations.queries.alerts import AlertsSeen
from bot.operations.queries.keys import KeysSeen
from bot.operations.queries.overview import Overview
from storage.database import Database
from storage.records import Action, ChatLocation, Membership, MembershipStatus, Role, Stage
from storage.work import Work
from tests.storage.examples import ACCOUNT_ID, CHAT, NOW, OLGA, TEAM_ID, found, ticket

HERE = Request(1, OLGA, "Olga", ChatLocation(CHAT))


async def begin(database: Database, action: Action, stage: Stage) -> None:
    """Bring ticket 4 of the account to that stage."""

    def body(work: Work) -> None:
        found(work)
        work.teams.save_membership(Membership(TEAM_ID, OLGA, Role.VIEWER, MembershipStatus.ACTIVE, NOW))
        payload = {"account_id": str(ACCOUNT_ID), "addresses": [], "remark": "trading"}
        work.tickets.add(replace(ticket(4, stage), action=action, payload=payload))

    await database.write(body)


@pytest.mark.parametrize("planned", [None, NOW - timedelta(days=80)])
async def test_a_digest_that_is_not_planned_yet_is_not_shown_as_off(
    database: Database, planned: datetime | None
) -> None:
    def body(work: Work) -> None:
        found(work)
        work.teams.save_membership(Membership(TEAM_ID, OLGA, Role.VIEWER, MembershipStatus.ACTIVE, NOW))
        work.teams.save(replace(work.teams.get(TEAM_ID), next_digest_at=planned))

    await database.write(body)
    seen = await Overview(database, SystemClock()).alerts(HERE)

    assert isinstance(seen, AlertsSeen)
    assert seen.next_digest_at is not None
    assert seen.next_digest_at > datetime.now(UTC)


@pytest.mark.parametrize(
    ("stage", "seen"),
    [
        (Stage.RUNNING, [4]),
        (Stage.EMAIL, []),
        (Stage.BY_HAND, []),
    ],
)
async def test_addresses_that_are_being_added_are_seen_before_they_are_on_the_list(
    database: Database, stage: Stage, seen: list[int]
) -> None:
    await begin(database, Action.WHITELIST_ADD, stage)

    answer = await Overview(database, SystemClock()).addresses(HERE, (), 1)

    assert isinstance(answer, AddressesSeen)
    assert answer.count == 0
    assert [one.number for one in answer.under_way] == seen


@pytest.mark.parametrize(
    ("action", "stage", "seen"),
    [
        (Action.KEY_CREATE, Stage.RUNNING, [4]),
        (Action.KEY_ROTATE, Stage.RUNNING, [4]),
        (Action.KEY_CREATE, Stage.CODE, []),
        (Action.KEY_DELETE, Stage.RUNNING, []),
    ],
)
async def test_keys_that_are_being_made_are_seen_before_they_are_on_the_list(
    database: Database, action: Action, stage: Stage, seen: list[int]
) -> None:
    await begin(database, action, stage)

    answer = await Overview(database, SystemClock()).keys(HERE, (), 1)

    assert isinstance(answer, KeysSeen)
    assert [one.number for one in answer.under_way] == seen
