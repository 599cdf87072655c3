"""A database, a clock that moves both ways, and the reminding jobs, for tests without a chat."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from bot.jobs.remind_expiring import RemindExpiring
from bot.jobs.send_digests import SendDigests
from storage.database import Database
from storage.records import Account, AccountKind, Alert, Channel, Key, Membership, MembershipStatus, Notice, Role, Team
from storage.sealing import KeyRing
from storage.work import Work

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BEGINNING = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OLGA, CHAT = 1001, -1001000000001
TEAM = Team(UUID(int=1), CHAT, None, "Desk", OLGA, BEGINNING)
ACCOUNT = Account(UUID(int=2), TEAM.id, "main", AccountKind.EMBEDDED, BEGINNING)


class BothWays:
    """A clock that can be set, backwards too."""

    def __init__(self) -> None:
        self.moment = BEGINNING

    def now(self) -> datetime:
        return self.moment

    def wall_now(self) -> datetime:
        """Return the same as `now`."""
        return self.now()

    async def sleep_until(self, moment: datetime) -> None:
        raise AssertionError("nobody sleeps here")


class Reminded:
    """An installation with one team, its jobs, and the messages that left the outbox."""

    def __init__(self, installation: Path, folder: Path) -> None:
        for name in ("keyminder.db", "master.key"):
            shutil.copy(installation / name, folder / name)
        self.clock = BothWays()
        self.sent: list[str] = []
        """Sentences of new messages in the team's chat."""
        self.edited: list[str] = []
        self.private: list[str] = []
        self.scans = 0
        self.wakes_at: datetime | None = None
        """When the last scan wants the next one."""
        self._url = f"sqlite+aiosqlite:///{folder}/keyminder.db"
        self._ring = KeyRing.from_text((folder / "master.key").read_text())
        self._messages = 0

    async def open(self) -> None:
        """Start, or start again."""
        self.database = await Database.open(self._url, self._ring, stamp="sandbox")
        self.remind = RemindExpiring(self.database, self.clock, self._count)
        self.digests = SendDigests(self.database, self.clock)

    async def close(self) -> None:
        """Stop, and forget everything in memory."""
        await self.database.close()

    async def found(self) -> None:
        """Create Olga's team with one account, and her second factor."""

        def body(work: Work) -> None:
            olga = work.people.upsert(OLGA, "Olga")
            work.people.save(replace(olga, enrolled_at=BEGINNING))
            work.teams.add(TEAM)
            work.teams.save_membership(Membership(TEAM.id, OLGA, Role.OWNER, MembershipStatus.ACTIVE, BEGINNING))
            work.accounts.add(ACCOUNT)

        await self.database.write(body)

    async def add(self, number: int, left: timedelta | None, *, ips: tuple[str, ...] = ()) -> Key:
        """Add a key with so much time left. None: of unknown expiry."""
        now = self.clock.now()
        key = Key(
            id=uuid4(),
            team_id=TEAM.id,
            account_id=ACCOUNT.id,
            number=number,
            remark=f"key-{number}",
            access_id=f"ACCESS{number}",
            trade=True,
            withdraw=False,
            ips=ips,
            created_at=now,
            expires_at=None if left is None else now + left,
            live_at=now,
            announced_live_at=now,
            remote_id=str(number),
        )
        await self.database.write(lambda work: work.keys.add(key))
        return key

    async def save(self, key: Key) -> Key:
        """Change the key."""
        await self.database.write(lambda work: work.keys.save(key))
        return key

    async def scan(self, *, deliver: bool = True) -> None:
        """Let the jobs come to rest, and deliver their messages if Telegram can be reached."""
        self.wakes_at = (await self.remind.run()).next_at
        while (await self.digests.run()).did:
            pass
        if deliver:
            await self.deliver()

    async def passes(self, time: timedelta) -> None:
        """Move the clock, backwards too, and let the jobs do what is due."""
        self.clock.moment += time
        await self.scan()

    async def deliver(self) -> None:
        """Deliver everything that waits."""
        while leased := await self.database.write(self._lease):
            for notice in leased:
                await self._take(notice)

    async def alerts(self) -> list[Alert]:
        """List all alerts, newest first."""
        return await self.database.read(lambda work: work.alerts.list_latest(TEAM.id, 10_000))

    def _lease(self, work: Work) -> list[Notice]:
        real_now = datetime.now(UTC)
        # Rows written under a clock that was ahead are due too, because the outbox is not tested here.
        return work.deliveries.lease_due(self.clock.now() + 4000 * DAY, real_now, real_now + HOUR, 64)

    async def _take(self, notice: Notice) -> None:
        assert notice.card is None or notice.card.chat_id == notice.chat_id
        message_id = None if notice.card is None else notice.card.message_id
        if notice.channel is Channel.SAY and notice.content is not None:
            where = self.private if notice.chat_id != CHAT else self.sent if message_id is None else self.edited
            where.append(notice.content.saying.sentence)
            if message_id is None:
                self._messages += 1
                message_id = self._messages
        now = self.clock.now()
        await self.database.write(lambda work: work.deliveries.delivered(notice, message_id, now))

    def _count(self) -> None:
        self.scans += 1
