"""A prepared installation: teams of enrolled people, each team with ten keys in our own registry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

import pyotp

from bot.chat.bot_setup import name_edition
from bot.chat.sentences import Sentences
from bot.rules.one_time_code import current_step, new_seed
from storage.database import Database
from storage.records import (
    Account,
    AccountKind,
    Key,
    KeyFacts,
    LedgerEntry,
    Membership,
    MembershipStatus,
    Person,
    Role,
    Team,
)
from storage.sealing import KeyRing
from storage.work import Work
from tests.bench.telegram_api import USERNAME

KEYS = 10
FIRST_PERSON = 100_001
FIRST_CHAT = -1_002_000_000_001


@dataclass(slots=True)
class Enrolled:
    """A person with an authenticator."""

    user_id: int
    seed: str
    last_step: int = 0

    @property
    def has_a_code(self) -> bool:
        """Whether a code is there that was not given yet."""
        return self.last_step <= current_step(datetime.now(UTC))

    def next_code(self) -> str:
        """Return a code that is valid now and was not given before."""
        self.last_step = max(current_step(datetime.now(UTC)), self.last_step + 1)
        return str(pyotp.TOTP(self.seed).generate_otp(self.last_step))


@dataclass(slots=True)
class Prepared:
    """One team, and the names of its keys."""

    team_id: UUID
    chat_id: int
    people: list[Enrolled]
    keys: Sequence[str] = tuple(f"trading-{number}" for number in range(KEYS))
    _turn: int = 0
    _key: int = 0

    def next_key(self) -> str:
        """Return every key in turn."""
        self._key = (self._key + 1) % len(self.keys)
        return self.keys[self._key]

    def choose_person(self) -> Enrolled:
        """Return a person who has a code, all people in turn."""
        for _ in self.people:
            self._turn = (self._turn + 1) % len(self.people)
            if self.people[self._turn].has_a_code:
                return self.people[self._turn]
        raise AssertionError("everybody has given their codes: wait for half a minute, or measure less at once")


async def prepare(folder: Path, teams: int, people: int) -> list[Prepared]:
    """Make the folder's database and master key with so many teams, each of so many people."""
    ring = KeyRing.new()
    (folder / "master.key").write_text(ring.to_text())
    return await add_teams(folder, teams, people)


async def add_teams(folder: Path, teams: int, people: int) -> list[Prepared]:
    """Add teams to the folder's database."""
    made = [
        Prepared(
            uuid4(),
            FIRST_CHAT - number,
            [Enrolled(FIRST_PERSON + number * people + one, new_seed()) for one in range(people)],
        )
        for number in range(teams)
    ]
    ring = KeyRing.from_text((folder / "master.key").read_text())
    database = await Database.open(f"sqlite+aiosqlite:///{folder}/keyminder.db", ring)
    try:
        for team in made:
            await database.write(lambda work, team=team: _write(work, team))  # type: ignore[misc]  # a bound default
    finally:
        await database.close()
    return made


@cache
def name_known_edition() -> str:
    """Name the menus of the bot of the benchmarks as it does, so that none is due."""
    sentences, now = Sentences(), datetime.now(UTC)
    return name_edition(USERNAME, lambda saying: sentences.plain(saying, zone="UTC", now=now))


def _write(work: Work, prepared: Prepared) -> None:
    now = datetime.now(UTC)
    team = Team(
        prepared.team_id, prepared.chat_id, None, f"Desk {-prepared.chat_id}", prepared.people[0].user_id, now,
        digest_minute=None, next_sweep_at=now + timedelta(days=1), next_ends_at=now + timedelta(days=1),
        next_head_at=now + timedelta(days=1),
    )  # fmt: skip
    long_ago = now - timedelta(days=30)
    for one in prepared.people:
        name = f"Person {one.user_id}"
        work.people.upsert(one.user_id, name)
        work.people.save(
            Person(
                one.user_id,
                name,
                totp_seed_secret=one.seed,
                enrolled_at=long_ago,
                email=f"{one.user_id}@example.org",
                email_verified_at=long_ago,
            )
        )
    work.teams.add(team)
    for one in prepared.people:
        role = Role.OWNER if one is prepared.people[0] else Role.OPERATOR
        work.teams.save_membership(Membership(team.id, one.user_id, role, MembershipStatus.ACTIVE, now))
        for chat_id in (team.chat_id, one.user_id):
            work.menus.note((chat_id, one.user_id), name_known_edition())
    account = Account(uuid4(), team.id, "main", AccountKind.EMBEDDED, now)
    work.accounts.add(account)
    for number, name in enumerate(prepared.keys, start=1):
        _write_key(work, account, number, name, now)


def _write_key(work: Work, account: Account, number: int, name: str, now: datetime) -> None:
    made = now - timedelta(days=30)
    in_book = KeyFacts(
        remote_id=uuid4().hex,
        access_id=uuid4().hex.upper(),
        remark=name,
        trade=True,
        withdraw=False,
        ips=(),
        created_at=made,
        expires_at=made + timedelta(days=90),
        live_at=made,
    )
    work.books.enter(account.id, uuid4(), 0, lambda _: LedgerEntry(in_book))
    work.keys.add(
        Key(
            id=uuid4(),
            team_id=account.team_id,
            account_id=account.id,
            number=number,
            remark=name,
            access_id=in_book.access_id,
            trade=True,
            withdraw=False,
            ips=(),
            created_at=made,
            expires_at=in_book.expires_at,
            live_at=made,
            announced_live_at=made,
            remote_id=in_book.remote_id,
        )
    )
