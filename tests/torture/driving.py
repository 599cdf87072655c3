"""Let many owners ask for keys while the bot is killed at random and at every named point."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select

from bot.exchanges.main_account import Credentials
from bot.rules.one_time_code import new_seed
from bot.sandbox.changes import Changes
from bot.sandbox.clock import SandboxClock
from bot.sandbox.environment import COINEX_CALLER, SUB_ACCOUNTS, Environment
from bot.sandbox.exchanges.coinex.state import MainUser, open_account
from bot.sandbox.scenarios.persona import Persona
from bot.sandbox.telegram.server import BotApi
from storage.database import Database
from storage.records import Account, AccountKind, Membership, MembershipStatus, Person, Role, Team
from storage.sealing import KeyRing
from storage.tables import inbox, tickets
from storage.work import Work
from tests.torture import gate
from tests.torture.fast_bot import BEGAN, FastClock
from tests.torture.gate import Gate
from tests.torture.owner import DESK, Asked, Owner
from tests.torture.process import Process

KEYS_EACH = 4
"""So few that owners hardly ever wait for the next code."""
OWNERS_AT_LEAST = 40
COINEX_EVERY = 4
"""One of so many owners has the keys at CoinEx."""
FIRST_OWNER = 5001
RANDOM_POINT = "at random"
POINTS = (RANDOM_POINT, *gate.POINTS)
REACHED_WITHIN = 60.0
"""Real seconds within which a process reaches a named point."""
STARTED_WITHIN = 60.0
CAUGHT_UP_WITHIN = 60.0


@dataclass(slots=True)
class Bot:
    """One process and its gate."""

    process: Process
    gate: Gate


@dataclass(frozen=True, slots=True)
class Kill:
    """When a process was killed, by the common clock, and at which point."""

    at: datetime
    point: str


@dataclass(slots=True)
class Run:
    """The tortured bots, and the result."""

    environment: Environment
    database_url: str
    ring: KeyRing
    clock: FastClock
    owners: Sequence[Owner]
    bots: Sequence[Bot]
    dice: random.Random
    asked: list[Asked] = field(default_factory=list)
    kills: list[Kill] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """Errors on the way."""
    slowest_start: float = 0.0
    """Real seconds from the start of a process to its first call."""
    _permitted: int = 0
    _is_over: bool = False
    _ended: Changes = field(default_factory=Changes)
    _permits: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    async def go(self, operations: int, kills: int, pause: float, backlog: int | None, until: float | None) -> None:
        """Ask for so many keys, and spread the kills over them.

        `backlog`: most commands under way at the next kill. None: any number. `until`: nothing new begins after this
        moment of the monotonic clock.
        """
        shares = _share_out(operations, kills + 1)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._ask(operations))
            for number in range(kills):
                if until is not None and time.monotonic() > until:
                    self._is_over = True
                    break
                if backlog is not None:
                    await self._wait_until_caught_up(backlog)
                self._permit(shares[number])
                await self._kill(POINTS[number % len(POINTS)], pause)
            self._permit(shares[kills])

    async def _ask(self, operations: int) -> None:
        """Let every owner ask for one key after the other, all owners at once, as far as permitted."""
        numbers = iter(range(operations))

        async def go_on(owner: Owner) -> None:
            while True:
                await self._permits.acquire()
                number = None if self._is_over else next(numbers, None)
                if number is None:
                    self._permits.release()
                    return
                asked = await owner.make_key(f"key{number}")
                self.asked.append(asked)
                self.faults += asked.faults
                self._ended.ring()
                if len(self.asked) == operations:
                    self._permits.release()

        async with asyncio.TaskGroup() as group:
            for owner in self.owners:
                group.create_task(go_on(owner))

    async def _wait_until_caught_up(self, backlog: int) -> None:
        """Wait for the bot, because one that is killed before it has caught up falls behind for ever."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CAUGHT_UP_WITHIN):
                while self._permitted - len(self.asked) > backlog:
                    await self._ended.wait(self._ended.count, CAUGHT_UP_WITHIN)

    def _permit(self, commands: int) -> None:
        self._permitted += commands
        for _ in range(commands):
            self._permits.release()

    async def _kill(self, point: str, pause: float) -> None:
        bot = await self._choose_at_random(pause) if point == RANDOM_POINT else await self._wait_at(point)
        await bot.process.kill()
        held = await self._list_held()
        self.kills.append(Kill(self.clock.now(), point))
        for one in self.bots:
            one.gate.release()
        began, calls = time.monotonic(), bot.gate.calls
        await bot.process.start()
        while bot.gate.calls == calls:
            if time.monotonic() - began > STARTED_WITHIN:
                raise AssertionError(f"{point}: the bot did not start again")
            await asyncio.sleep(0.02)
        self.slowest_start = max(self.slowest_start, time.monotonic() - began)
        self.faults += [f"{point}: {one}" for one in held & await self._list_held()]

    async def _choose_at_random(self, pause: float) -> Bot:
        await asyncio.sleep(self.dice.uniform(0.1, pause))
        return self.dice.choice(self.bots)

    async def _wait_at(self, point: str) -> Bot:
        """Return the first bot that waits at this point."""
        waiting = {}
        for bot in self.bots:
            bot.gate.catch(point)
            waiting[asyncio.create_task(bot.gate.wait_until_caught())] = bot
        done, late = await asyncio.wait(waiting, timeout=REACHED_WITHIN, return_when=asyncio.FIRST_COMPLETED)
        for task in late:
            task.cancel()
        if not done:
            self.faults.append(f"no process came to the point {point}")
        return waiting[done.pop()] if done else self.dice.choice(self.bots)

    async def _list_held(self) -> set[str]:
        """Return work that a process holds, with its holder. If others go on, a dead process does not count."""
        if len(self.bots) > 1:
            return set()
        database = await Database.open_shared(self.database_url, self.ring)
        try:
            return await database.read(list_held)
        finally:
            await database.close()


def _share_out(whole: int, parts: int) -> list[int]:
    return [whole * (number + 1) // parts - whole * number // parts for number in range(parts)]


def list_held(work: Work) -> set[str]:
    """Return tickets and updates that a process holds, each with its holder."""
    performed = select(tickets.c.id, tickets.c.leased_by).where(tickets.c.leased_until.is_not(None))
    claimed = select(inbox.c.update_id, inbox.c.claimed_by).where(
        inbox.c.claimed_by.is_not(None), inbox.c.sealed_update.is_not(None)
    )
    rows = [*work.connection.execute(performed), *work.connection.execute(claimed)]
    return {f"{what} is held by {holder}" for what, holder in rows}


@asynccontextmanager
async def opened(folder: Path, database_url: str, processes: int, operations: int, seed: int) -> AsyncIterator[Run]:
    """Open a sandbox of owners with teams, and so many bots on one database."""
    fast = FastClock(datetime.now(UTC))
    async with (
        Environment(clock=SandboxClock(read_real_time=fast.now), reading_seconds=0) as environment,
        AsyncExitStack() as stack,
    ):
        ring = KeyRing.new()
        (folder / "master.key").write_text(ring.to_text())
        owners = [_add_owner(environment, number) for number in range(max(OWNERS_AT_LEAST, operations // KEYS_EACH))]
        database = await Database.open(database_url, ring)
        await database.write(lambda work: _write_teams(work, owners, fast.now()))
        await database.close()
        api, bots = BotApi(environment.world), []
        for number in range(processes):
            bot_gate = Gate(api, environment.coinex_url)
            await bot_gate.open()
            stack.push_async_callback(bot_gate.close)
            variables = {
                "KEYMINDER_TELEGRAM_TOKEN": environment.bot_token,
                "KEYMINDER_TELEGRAM_API_URL": bot_gate.root,
                "KEYMINDER_DATABASE_URL": database_url,
                "KEYMINDER_MASTER_KEY_FILE": str(folder / "master.key"),
                "KEYMINDER_COINEX_API_URL": f"{bot_gate.root}/v2",
                "KEYMINDER_OWNERS": str(FIRST_OWNER),
                "KEYMINDER_LISTEN": "127.0.0.1:0",
                BEGAN: fast.began.isoformat(),
            }
            process = Process(folder, variables, "tests.torture.fast_bot", log=f"bot{number}.log")
            stack.push_async_callback(process.kill)
            await process.start()
            bots.append(Bot(process, bot_gate))
        yield Run(environment, database_url, ring, fast, owners, bots, random.Random(seed))  # noqa: S311 - chooses when to kill


def _add_owner(environment: Environment, number: int) -> Owner:
    user_id, chat_id = FIRST_OWNER + number, -1002000000000 - number
    environment.world.add_person(user_id, f"Owner {number}")
    environment.world.add_group(chat_id, f"Desk {number}", members=(user_id,))
    environment.world.add_bot(chat_id, user_id)
    environment.world.people[user_id].has_started = True
    seed = new_seed()
    environment.authenticators.scan(user_id, seed)
    coinex = _open_coinex(environment) if number % COINEX_EVERY == 0 else None
    return Owner(user_id, uuid4(), environment, Persona(environment, user_id, chat_id), seed, coinex)


def _open_coinex(environment: Environment) -> MainUser:
    key = open_account(environment.coinex.state, SUB_ACCOUNTS, environment.coinex.now, [COINEX_CALLER])
    return next(user for user in environment.coinex.state.users.values() if key.api_id in user.keys)


def _write_teams(work: Work, owners: Sequence[Owner], now: datetime) -> None:
    for owner in owners:
        work.people.upsert(owner.user_id, f"Owner {owner.user_id}")
        person = Person(owner.user_id, f"Owner {owner.user_id}", totp_seed_secret=owner.seed, enrolled_at=now)
        work.people.save(person)
        work.teams.add(Team(owner.team_id, owner.persona.home, None, f"Desk {owner.user_id}", owner.user_id, now))
        work.teams.save_membership(Membership(owner.team_id, owner.user_id, Role.OWNER, MembershipStatus.ACTIVE, now))
        if owner.coinex is None:
            work.accounts.add(Account(uuid4(), owner.team_id, "main", AccountKind.EMBEDDED, now))
            continue
        (key,) = owner.coinex.keys.values()
        credentials = Credentials(key.access_id, key.secret_key).to_text()
        main_id, user_id, sub_account = uuid4(), owner.coinex.user_id, SUB_ACCOUNTS[0]
        work.accounts.add(Account(main_id, owner.team_id, "coinex-main", AccountKind.COINEX, now, user_id, credentials))
        work.accounts.add(Account(uuid4(), owner.team_id, DESK, AccountKind.COINEX, now, sub_account, main_id=main_id))
