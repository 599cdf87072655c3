"""A person who moves to another time zone takes along what was planned in the old one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.operations.members.choose_zone import ChooseZone
from bot.operations.model.operation import Request
from storage.database import Database
from storage.records import ChatLocation, Membership, MembershipStatus, Role, Team
from storage.work import Work
from tests.storage.examples import CHAT, MAX, OLGA, TEAM, TEAM_ID, found

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


class StoppedClock:
    """Always the same time."""

    def now(self) -> datetime:
        """That time."""
        return NOW

    def wall_now(self) -> datetime:
        """That time."""
        return self.now()

    async def sleep_until(self, moment: datetime) -> None:
        """Never wait."""


async def _moves(database: Database, user_id: int, team: Team) -> datetime | None:
    """The time of the digest after the person has moved to Tokyo."""

    def begin(work: Work) -> None:
        found(work)
        work.teams.save(team)
        work.teams.save_membership(Membership(TEAM_ID, user_id, Role.OWNER, MembershipStatus.ACTIVE, NOW))

    await database.write(begin)
    request = Request(1, user_id, "Olga", ChatLocation(CHAT, is_private=True))
    assert await ChooseZone(database, StoppedClock()).choose(request, "Asia/Tokyo") is None
    return await database.read(lambda work: work.teams.get(TEAM_ID).next_digest_at)


TOMORROW_IN_UTC = NOW.replace(hour=9) + timedelta(days=1)
PLANNED = replace(TEAM, claimed_by=OLGA, digest_minute=9 * 60, next_digest_at=TOMORROW_IN_UTC)
NINE_IN_TOKYO = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("user_id", "team", "next_at"),
    [
        (OLGA, PLANNED, NINE_IN_TOKYO),
        (MAX, PLANNED, TOMORROW_IN_UTC),
        (OLGA, replace(PLANNED, next_digest_at=NOW), NOW),
        (OLGA, replace(PLANNED, digest_minute=None, next_digest_at=None), None),
    ],
    ids=["the claimer", "another member", "one that is due goes out first", "no digest"],
)
async def test_the_digest_moves_to_the_hour_of_the_new_zone(
    database: Database, user_id: int, team: Team, next_at: datetime | None
) -> None:
    assert await _moves(database, user_id, team) == next_at
