"""What a personal calendar shows: the keys that its owner may see now, with their expiry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.clock import Clock
from bot.operations.drifts.lookup import with_earliest_expiry
from bot.operations.lookup.limits import within_limits
from bot.operations.members.personal_calendar import list_readable
from storage.database import Database
from storage.work import Work

COMING = timedelta(days=400)
PAST = timedelta(days=30)
"""An expired key stays visible so long."""
MOST = 1000
"""Most keys in one calendar, the earliest first."""


@dataclass(frozen=True, slots=True)
class KeyEnd:
    """One key that expires at a known time."""

    key_id: UUID
    expires_at: datetime
    remark: str
    account: str
    team: str


class CalendarFeeds:
    """The content behind the links."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def read(self, token: str) -> Sequence[KeyEnd] | None:
        """List the keys, the earliest first. None: the token is unknown or was revoked."""
        now = self._clock.now()

        def body(work: Work) -> Sequence[KeyEnd] | None:
            owner = work.calendars.find_owner(token)
            if owner is None:
                return None
            ends = [
                end
                for one in list_readable(work, owner)
                for end in _list_ends(within_limits(work, one), one.team_id, now)
                if end is not None
            ]
            return sorted(ends, key=lambda end: (end.expires_at, end.key_id))[:MOST]

        return await self._database.read(body)


def _list_ends(work: Work, team_id: UUID, now: datetime) -> list[KeyEnd]:
    team, accounts = work.teams.get(team_id), work.accounts.by_id(team_id)
    keys = with_earliest_expiry(work.keys.list_ending(team_id, now + COMING), work.drifts.list_open(team_id))
    return [
        KeyEnd(key.id, key.expires_at, key.remark, accounts[key.account_id].name, team.title)
        for key in keys
        if key.expires_at is not None and key.expires_at > now - PAST
    ]
