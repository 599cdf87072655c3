"""What the looking commands find while something is under way."""

from dataclasses import replace

import pytest

from bot.operations.asked import Sender
from bot.operations.clock import SystemClock
from bot.operations.overview import AddressesSeen, Overview
from storage.database import Database
from storage.records import Action, Membership, Place, Role, Stage, Standing
from storage.work import Work
from tests.storage.examples import ACCOUNT_ID, CHAT, NOW, OLGA, TEAM_ID, found, ticket

HERE = Sender(1, OLGA, "Olga", Place(CHAT))


@pytest.mark.parametrize(
    ("stage", "limited_to", "seen"),
    [
        (Stage.RUNNING, None, [4]),
        (Stage.RUNNING, (ACCOUNT_ID,), [4]),
        (Stage.RUNNING, (TEAM_ID,), []),
        (Stage.EMAIL, None, []),
        (Stage.BY_HAND, None, []),
    ],
)
async def test_addresses_that_are_being_added_are_seen_before_they_are_on_the_list(
    database: Database, stage: Stage, limited_to: tuple[object, ...] | None, seen: list[int]
) -> None:
    def begin(work: Work) -> None:
        found(work)
        member = Membership(TEAM_ID, OLGA, Role.VIEWER, Standing.ACTIVE, NOW)
        work.teams.save_membership(replace(member, account_ids=limited_to))  # type: ignore[arg-type]  # ids all the same
        payload = {"account_id": str(ACCOUNT_ID), "addresses": []}
        work.tickets.add(replace(ticket(4, stage), action=Action.WHITELIST_ADD, payload=payload))

    await database.write(begin)

    answer = await Overview(database, SystemClock()).addresses(HERE, ())

    assert isinstance(answer, AddressesSeen)
    assert answer.addresses == []
    assert [one.number for one in answer.under_way] == seen
