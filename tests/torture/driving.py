"""Many owners ask for keys at once while the bot is killed again and again.

It must not know what the bot keeps: `checking.py` looks at that.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import select

from bot.exchanges.main_account import Credentials
from bot.rules.one_time_code import new_seed
from bot.sandbox.clock import SandboxClock
from bot.sandbox.coinex.switches import Trouble
from bot.sandbox.nouns import Message
from bot.sandbox.persona import Persona
from bot.sandbox.town import SUB_ACCOUNTS, Town
from storage.database import Database
from storage.records import Account, AccountKind, Membership, Person, Role, Standing, Team
from storage.sealing import KeyRing
from storage.tables import inbox, tickets
from storage.work import Work
from tests.torture.fast_bot import BEGAN, FastClock
from tests.torture.process import Process

KEYS_EACH = 20
"""Fewer than an account holds."""
OWNERS_AT_LEAST = 40
DESK = "desk"
"""The account at CoinEx, of the first owner's team."""
FIRST_OWNER = 5001
PATIENCE = 120.0
"""Real seconds after which something that has not come is lost."""
CODE_AGAIN = 12.0
"""Real seconds after which a code is given again: it may have come too late."""
TELEGRAM_POINTS = ("sendMessage", "editMessageText", "deleteMessage", "answerCallbackQuery", "getUpdates")
EXCHANGE_POINT = "exchange acted"
RANDOM_POINT = "random"
POINTS = (RANDOM_POINT, *TELEGRAM_POINTS, EXCHANGE_POINT)


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody with a team of one."""

    user_id: int
    team_id: UUID
    persona: Persona
    seed: str
    sub_account: str | None
    """At CoinEx; None: the team's keys are in our own registry."""


@dataclass(slots=True)
class Asked:
    """One command and what its owner was told."""

    owner: Owner
    name: str
    message: Message
    result: Message | None = None
    seconds: float = 0.0


@dataclass(slots=True)
class Run:
    """What is tortured, and what came of it."""

    town: Town
    database_url: str
    ring: KeyRing
    clock: FastClock
    owners: Sequence[Owner]
    processes: list[Process]
    dice: random.Random
    asked: list[Asked] = field(default_factory=list)
    kills: list[str] = field(default_factory=list)
    """At which point each was."""
    still_held: list[str] = field(default_factory=list)
    """What a dead process alone on its database held when the next one was at work."""

    async def ask(self, operations: int) -> None:
        """Every owner one command after the other, all owners at once."""
        numbers = iter(range(operations))

        async def go_on(owner: Owner) -> None:
            for number in numbers:
                await self._ask_one(owner, f"key{number}")

        async with asyncio.TaskGroup() as group:
            for owner in self.owners:
                group.create_task(go_on(owner))

    async def kill(self, times: int, pause: float) -> None:
        """At random moments and at every named point."""
        for number in range(times):
            await asyncio.sleep(self.dice.uniform(0.2, pause))
            point = POINTS[number % len(POINTS)]
            victim = self.dice.choice(self.processes)
            await self._wait_at(point)
            await victim.kill()
            held = await self._list_held()
            self.kills.append(point)
            self.town.world.faults.clear()
            self.town.coinex.faults.clear()
            await victim.start()
            await self._hear_from_a_process(len(self.town.world.calls))
            self.still_held += [f"{point}: {one}" for one in held & await self._list_held()]

    async def _list_held(self) -> set[str]:
        """Work that a process has in hand, with its holder; where others go on, that is no matter of one that died."""
        if len(self.processes) > 1:
            return set()
        database = await Database.open_beside(self.database_url, self.ring)
        try:
            return await database.read(_read_held)
        finally:
            await database.close()

    async def _hear_from_a_process(self, calls: int) -> None:
        await self.town.world.wait_until(lambda: len(self.town.world.calls) > calls, timeout_seconds=60)

    async def _wait_at(self, point: str) -> None:
        """Return when a process stands at this point, or after a while, when none comes there."""
        world, coinex = self.town.world, self.town.coinex
        calls, made = len(world.calls), count_made(self.town)
        if point in TELEGRAM_POINTS:
            world.faults.hang(point)
        elif point == EXCHANGE_POINT:
            coinex.faults.happen_next("/account/subs/api", Trouble.CUT_AFTER, times=2, skip=1)
        else:
            return
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            if any(method == point for method, _ in world.calls[calls:]) or count_made(self.town) > made:
                return
            await asyncio.sleep(0.005)

    async def _ask_one(self, owner: Owner, name: str) -> None:
        began = time.monotonic()
        persona = owner.persona
        where = "" if owner.sub_account is None else f" in {DESK}"
        one = Asked(owner, name, persona.says(f"/newkey {name}{where}"))
        self.asked.append(one)
        card = await self._sees(owner, "Confirm in private", name, after=one.message, has_button=True)
        opened = persona.presses(card, "Confirm in private")
        after = opened if isinstance(opened, Message) else None
        await self._sees(owner, "six digits", after=after, privately=True)
        typed = ""
        while one.result is None:
            typed = await self._type_next(owner, typed)
            one.result = await self._find_within(owner, f"Key {name} is made", one.message, CODE_AGAIN)
            if time.monotonic() - began > PATIENCE * 2:
                raise AssertionError(f"{name} of {owner.user_id} was never made")
        one.seconds = time.monotonic() - began

    async def _type_next(self, owner: Owner, typed: str) -> str:
        code = self.town.authenticators.code(owner.user_id)
        for _ in range(200):
            if code != typed:
                break
            await asyncio.sleep(0.1)
            code = self.town.authenticators.code(owner.user_id)
        owner.persona.says(code, privately=True)
        return code

    async def _sees(
        self, owner: Owner, *words: str, after: Message | None, privately: bool = False, has_button: bool = False
    ) -> Message:
        chat_id = owner.user_id if privately else owner.persona.home
        first = after.message_id if after is not None else 0

        def find() -> Message | None:
            for one in self.town.world.messages(chat_id, from_bot=True, with_deleted=False):
                text = f"{one.text} {one.buttons}" if has_button else one.text
                if one.message_id > first and all(word in text for word in words):
                    return one
            return None

        await self.town.world.wait_until(find, timeout_seconds=PATIENCE)
        found = find()
        if found is None:
            raise AssertionError(f"{words} went away")
        return found

    async def _find_within(self, owner: Owner, words: str, after: Message, seconds: float) -> Message | None:
        try:
            async with asyncio.timeout(seconds):
                return await self._sees(owner, words, after=after)
        except TimeoutError:
            return None


def _read_held(work: Work) -> set[str]:
    performed = select(tickets.c.id, tickets.c.leased_by).where(tickets.c.leased_until.is_not(None))
    claimed = select(inbox.c.update_id, inbox.c.claimed_by).where(
        inbox.c.claimed_by.is_not(None), inbox.c.sealed_update.is_not(None)
    )
    rows = [*work.connection.execute(performed), *work.connection.execute(claimed)]
    return {f"{what} is held by {holder}" for what, holder in rows}


def count_made(town: Town) -> int:
    """How many keys CoinEx has in sub-accounts."""
    (user,) = town.coinex.state.users.values()
    return sum(len(user.list_keys(name)) for name in SUB_ACCOUNTS)


@asynccontextmanager
async def opened(folder: Path, database_url: str, processes: int, operations: int, seed: int) -> AsyncIterator[Run]:
    """A town of owners with teams, and so many bots on one database."""
    fast = FastClock(datetime.now(UTC))
    clock = SandboxClock(read_real_time=fast.now)
    async with Town(clock=clock, reading_seconds=0) as town:
        ring = KeyRing.new()
        (folder / "master.key").write_text(ring.to_text())
        owners = [_add_owner(town, number) for number in range(max(OWNERS_AT_LEAST, operations // KEYS_EACH))]
        database = await Database.open(database_url, ring)
        await database.write(lambda work: _write_teams(work, town, owners, fast.now()))
        await database.close()
        environment = {
            "KEYMINDER_TELEGRAM_TOKEN": town.bot_token,
            "KEYMINDER_TELEGRAM_API_URL": town.api_root,
            "KEYMINDER_DATABASE_URL": database_url,
            "KEYMINDER_MASTER_KEY_FILE": str(folder / "master.key"),
            "KEYMINDER_COINEX_API_URL": town.coinex_url,
            "KEYMINDER_OWNERS": str(FIRST_OWNER),
            "KEYMINDER_LISTEN": "127.0.0.1:0",
            BEGAN: fast.began.isoformat(),
        }
        bots = [Process(folder, environment, "tests.torture.fast_bot") for _ in range(processes)]
        try:
            for bot in bots:
                await bot.start()
            yield Run(town, database_url, ring, fast, owners, bots, random.Random(seed))  # noqa: S311 - chooses when to kill
        finally:
            for bot in bots:
                await bot.kill()


def _add_owner(town: Town, number: int) -> Owner:
    user_id, chat_id = FIRST_OWNER + number, -1002000000000 - number
    town.world.add_person(user_id, f"Owner {number}")
    town.world.add_group(chat_id, f"Desk {number}", members=(user_id,))
    town.world.add_bot(chat_id, user_id)
    town.world.post(user_id, user_id, "/start")
    seed = new_seed()
    town.authenticators.scan(user_id, seed)
    sub_account = SUB_ACCOUNTS[0] if number == 0 else None
    return Owner(user_id, uuid4(), Persona(town, user_id, chat_id), seed, sub_account)


def _write_teams(work: Work, town: Town, owners: Sequence[Owner], now: datetime) -> None:
    (user,) = town.coinex.state.users.values()
    key = next(key for key in user.keys.values() if key.sub_user_name is None)
    for owner in owners:
        work.people.meet(owner.user_id, f"Owner {owner.user_id}")
        person = Person(owner.user_id, f"Owner {owner.user_id}", totp_seed_secret=owner.seed, enrolled_at=now)
        work.people.save(person)
        work.teams.add(Team(owner.team_id, owner.persona.home, None, f"Desk {owner.user_id}", owner.user_id, now))
        work.teams.save_membership(Membership(owner.team_id, owner.user_id, Role.OWNER, Standing.ACTIVE, now))
        if owner.sub_account is None:
            work.accounts.add(Account(uuid4(), owner.team_id, "main", AccountKind.EMBEDDED, now))
            continue
        credentials = Credentials(key.access_id, key.secret_key).to_text()
        main = Account(uuid4(), owner.team_id, "coinex-main", AccountKind.COINEX, now, str(user.user_id), credentials)
        work.accounts.add(main)
        sub = Account(uuid4(), owner.team_id, DESK, AccountKind.COINEX, now, owner.sub_account, main_id=main.id)
        work.accounts.add(sub)
