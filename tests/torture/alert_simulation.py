"""Years of alerts through the real outbox and SQLite, in steps of an hour.

Keys expire, people renew, react or look away, Telegram refuses, and the bot is away for days or restarts.

By hand: `python -m tests.torture.alert_simulation --teams 200 --keys 20 --days 400 --seed 1`
"""

import argparse
import asyncio
import random
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from uuid import UUID, uuid4

from bot.chat.telegram.rate_limit import TELEGRAM_LIMITS, RateLimiter
from bot.jobs.deliver_notices import DeliverNotices
from bot.jobs.delivery import Channels, Delivered, Delivery, RetryLater
from bot.jobs.purge_old_rows import PurgeOldRows
from bot.jobs.remind_expiring import RemindExpiring
from bot.jobs.send_digests import SendDigests
from bot.operations.alerts.react import Reactions
from bot.operations.model.operation import Request
from storage.database import Database
from storage.records import (
    Account,
    AccountKind,
    Alert,
    ChatLocation,
    Key,
    Membership,
    MembershipStatus,
    Message,
    Notice,
    Person,
    Role,
    Team,
)
from storage.sealing import KeyRing
from storage.work import Work
from tests.jobs.reminding import BEGINNING, DAY, HOUR, BothWays
from tests.torture.alert_checks import QUIET, Life, Report, Sent, check_chats, check_steps, print_report

TERM = 90 * DAY
ROLES = (Role.OWNER, Role.APPROVER, Role.OPERATOR)
SNOOZES = ("hour", "four-hours", "morning")
RUNS_OUT, REACTS, SNOOZES_IT, REFUSED, RESTARTS = 0.3, 0.3, 0.15, 0.002, 0.01
"""Chances: of a key not to be renewed in time, of a warning to get a reaction, of a reaction to be a snooze, of a
message to be refused with 429, of a restart within an hour."""
QUIET_HOURS = f"{QUIET[0]}:00-{QUIET[1]:02}:00"
BUSY = 4
"""Every fourth team has an account for each key, and so many cards at once after an absence."""
OUTAGES_A_YEAR = 12
LONGEST_OUTAGE = 5 * DAY


Act = Callable[[], Awaitable[None]]
"""What a person does when its time has come."""


@dataclass
class Simulated:
    """An installation, its chats, and what people will do."""

    database: Database
    clock: BothWays
    chosen: random.Random
    open_again: Callable[[], Awaitable[Database]]
    teams: dict[int, Team] = field(default_factory=dict)
    """By their chats."""
    sent: list[Sent] = field(default_factory=list)
    """Everything that left the outbox."""
    lives: dict[UUID, list[Life]] = field(default_factory=dict)
    """Each key with its terms, the present one last."""
    looked_at: list[datetime] = field(default_factory=list)
    """Hours in which the bot was running."""
    happened: Counter[str] = field(default_factory=Counter)
    _keys: dict[UUID, Key] = field(default_factory=dict)
    _coming: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)
    _messages: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self._start()

    def _start(self) -> None:
        """Build everything that a process forgets when it ends."""
        self.limiter = RateLimiter(self.clock, TELEGRAM_LIMITS)
        self.remind = RemindExpiring(self.database, self.clock, lambda: None)
        self.digests = SendDigests(self.database, self.clock)
        self.purge = PurgeOldRows(self.database, self.clock)
        self.reactions = Reactions(self.database, self.clock)
        channels = Channels(say=self._say, delete=self._delete, mail=self._mail, book=self.limiter.book)
        self.deliver = DeliverNotices(self.database, self.clock, channels, woken=asyncio.Event(), patience=timedelta())

    async def found(self, teams: int, keys: int) -> None:
        """Make teams of three people, with keys of all ages."""
        for number in range(teams):
            people = [1000 + 10 * number + place for place in range(len(ROLES))]
            hours = QUIET_HOURS if number % 2 else None
            team = Team(uuid4(), -1_000_000 - number, None, f"Desk {number}", people[0], BEGINNING, quiet_hours=hours)
            self.teams[team.chat_id] = team
            accounts = [
                Account(uuid4(), team.id, f"sub {place}", AccountKind.EMBEDDED, BEGINNING)
                for place in range(keys if number % BUSY == 0 else 1)
            ]
            made = [self._make_key(accounts[place % len(accounts)], people[2], place + 1) for place in range(keys)]
            await self.database.write(
                lambda work, team=team, people=people, accounts=accounts, made=made: _write_team(  # type: ignore[misc]
                    work, team, people, accounts, made
                )
            )

    def _make_key(self, account: Account, maker: int, number: int) -> Key:
        ends = self.clock.moment + self.chosen.random() * TERM
        key = Key(
            id=uuid4(),
            team_id=account.team_id,
            account_id=account.id,
            number=number,
            remark=f"key-{number}",
            access_id=uuid4().hex,
            trade=True,
            withdraw=False,
            ips=(),
            created_at=BEGINNING,
            expires_at=ends,
            live_at=BEGINNING,
            announced_live_at=BEGINNING,
            remote_id=uuid4().hex,
            made_by=maker,
        )
        self._begin_life(key)
        return key

    def _begin_life(self, key: Key) -> None:
        """Note the new term, and choose when the key is renewed."""
        now, ends = self.clock.moment, key.expires_at
        is_quiet = any(team.id == key.team_id and team.quiet_hours is not None for team in self.teams.values())
        if ends is None:
            raise AssertionError("every key here expires")
        self.lives.setdefault(key.id, []).append(Life(key.id, key.account_id, key.remark, ends, now, is_quiet))
        self._keys[key.id] = key
        late = self.chosen.random() * 10 * DAY
        early = self.chosen.random() ** 3 * (ends - now)
        renewed_at = ends + late if self.chosen.random() < RUNS_OUT else ends - early
        self._plan(renewed_at, lambda: self._renew(key.id))

    def _plan(self, moment: datetime, act: Act) -> None:
        heappush(self._coming, (moment, next(self._order), act))

    async def _renew(self, key_id: UUID) -> None:
        now, key = self.clock.moment, self._keys[key_id]
        self.lives[key_id][-1].renewed_at = now
        renewed = replace(key, expires_at=now + TERM)
        await self.database.write(lambda work: work.keys.save(renewed))
        self._begin_life(renewed)
        self.happened["renewed"] += 1

    async def live(self, days: int) -> None:
        """Let so many days pass."""
        end = BEGINNING + days * DAY
        while self.clock.moment < end:
            if self.chosen.random() < OUTAGES_A_YEAR / (365 * 24):
                self.clock.moment += self.chosen.random() * LONGEST_OUTAGE
                self.clock.moment = self.clock.moment.replace(minute=0, second=0, microsecond=0)
                self.happened["outages"] += 1
                await self._restart()
            elif self.chosen.random() < RESTARTS:
                self.happened["restarts"] += 1
                await self._restart()
            await self._pass_hour()

    async def _restart(self) -> None:
        await self.database.close()
        self.database = await self.open_again()
        self._start()

    async def _pass_hour(self) -> None:
        """Let people act, let the jobs work, and deliver as fast as Telegram allows."""
        began = self.clock.moment
        self.looked_at.append(began)
        while self._coming and self._coming[0][0] <= began:
            await heappop(self._coming)[2]()
        await self.remind.run()
        while (await self.digests.run()).did:
            pass
        if began.hour == 0:
            while (await self.purge.run()).did:
                pass
        while (rest := await self.deliver.run()).next_at is not None and rest.next_at < began + HOUR:
            self.clock.moment = max(rest.next_at, self.clock.moment + timedelta(seconds=1))
        self.clock.moment = began + HOUR

    async def _say(self, notice: Notice, _zone: str) -> Delivery:
        chat_id, content, card = notice.chat_id, notice.content, notice.card
        if chat_id is None or content is None:
            raise AssertionError("a message without a place or words")
        await self.limiter.note(chat_id)
        if self.chosen.random() < REFUSED:
            self.limiter.refused(chat_id, timedelta(seconds=self.chosen.randint(3, 300)))
            self.happened["refused with 429"] += 1
            return RetryLater("too fast", timedelta())
        self.limiter.taken()
        message_id = None if card is None else card.message_id
        is_new = message_id is None
        message_id = message_id or next(self._messages)
        subject = "" if card is None else card.subject
        self.sent.append(Sent(self.clock.moment, chat_id, is_new, content.saying, subject))
        if is_new and chat_id < 0 and content.saying.sentence == "alerts-card" and self.chosen.random() < REACTS:
            self._plan(
                self.clock.moment + self.chosen.random() * 3 * HOUR, lambda: self._react(chat_id, message_id, subject)
            )
        return Delivered(message_id)

    async def _react(self, chat_id: int, message_id: int, subject: str) -> None:
        """Press [I'm on it] or a snooze on the message, if it is still the open card."""
        person = 1000 - 10 * (chat_id + 1_000_000)
        place = ChatLocation(chat_id, None, message_id)
        request = Request(next(self._messages), person, "Person", place, is_press=True)
        snooze = self.chosen.choice(SNOOZES) if self.chosen.random() < SNOOZES_IT else None
        if await self.reactions.react(request, snooze) is None:
            self.happened["snoozed" if snooze else "on it"] += 1
            for life in (terms[-1] for terms in self.lives.values()):
                if life.subject == subject:
                    life.reactions.append(self.clock.moment)

    async def _delete(self, _notice: Notice) -> Delivery:
        return Delivered()

    async def _mail(self, notice: Notice, _zone: str) -> Delivery:
        saying = Message("") if notice.content is None else notice.content.saying
        self.sent.append(Sent(self.clock.moment, 0, True, saying, notice.to_email or ""))
        return Delivered()


def _write_team(work: Work, team: Team, people: list[int], accounts: list[Account], keys: list[Key]) -> None:
    work.teams.add(team)
    for user_id, role in zip(people, ROLES, strict=True):
        work.people.upsert(user_id, f"Person {user_id}")
        email = f"{user_id}@example.org"
        work.people.save(
            Person(user_id, f"Person {user_id}", enrolled_at=BEGINNING, email=email, email_verified_at=BEGINNING)
        )
        work.teams.save_membership(Membership(team.id, user_id, role, MembershipStatus.ACTIVE, BEGINNING))
    for account in accounts:
        work.accounts.add(account)
    for key in keys:
        work.keys.add(key)


async def simulate(folder: Path, teams: int, keys: int, days: int, seed: int) -> Report:
    """Live through so many days, and check them. The same seed makes the same people and keys."""
    url, ring = f"sqlite+aiosqlite:///{folder}/keyminder.db", KeyRing.new()

    async def open_again() -> Database:
        return await Database.open(url, ring)

    chosen = random.Random(seed)  # noqa: S311 - the same again
    lived = Simulated(await open_again(), BothWays(), chosen, open_again)
    await lived.found(teams, keys)
    await lived.live(days)
    said = await lived.database.read(
        lambda work: [one for team in lived.teams.values() for one in _list_said(work, team)]
    )
    await lived.database.close()
    lives = [life for terms in lived.lives.values() for life in terms]
    report = Report(lived.happened)
    check_chats(report, check_steps(report, lives, said, lived.looked_at), lived.sent, lived.looked_at)
    return report


def _list_said(work: Work, team: Team) -> list[Alert]:
    accounts = work.accounts.list_of(team.id)
    return [one for account in accounts for said in work.alerts.by_key_of(account.id).values() for one in said]


async def _main(teams: int, keys: int, days: int, seed: int) -> None:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="alerts-") as folder:
        report = await simulate(Path(folder), teams, keys, days, seed)
    print_report(report, {"teams": teams, "keys": teams * keys, "days": days}, time.monotonic() - began)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("teams", 200), ("keys", 20), ("days", 400), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    chosen = parser.parse_args()
    asyncio.run(_main(chosen.teams, chosen.keys, chosen.days, chosen.seed))


if __name__ == "__main__":
    main()
