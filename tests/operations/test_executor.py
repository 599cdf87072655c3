"""A ticket is executed once, beside those of other accounts, and postponed with growing pauses."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import UUID, uuid4

from bot.clock import SystemClock
from bot.exchanges.exchange import (
    CreatedKey,
    Exchange,
    ExchangeUnreachable,
    NewKey,
    Reference,
    StillInDoubt,
)
from bot.exchanges.main_account import MainAccount
from bot.jobs.perform_tickets import PerformTickets
from bot.operations.desk.executor import TicketExecutor
from bot.operations.members.presence import Presence, PresenceCheck
from bot.operations.model.operation import ExchangeClients
from bot.rules.one_time_code import new_seed
from bot.rules.ticket_path import hash_payload
from storage.database import Database
from storage.records import (
    Account,
    AccountKind,
    Action,
    ChatLocation,
    KeyFacts,
    Membership,
    MembershipStatus,
    Message,
    Part,
    Person,
    Proof,
    ProofKind,
    Role,
    Stage,
    Team,
    Ticket,
)
from storage.work import Work
from tests.operations.office import show_work

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OLGA, GROUP = 1001, -1001000000001
TEAM, OURS, THEIRS = uuid4(), uuid4(), uuid4()


class Making:
    """An exchange that creates keys as a test says, and has no other call."""

    def __init__(self, act: Callable[[], Awaitable[None]], access_id: str | None = None) -> None:
        self.calls: list[Reference] = []
        self._act = act
        self._access_id = access_id

    async def create_key(self, reference: Reference, wish: NewKey) -> CreatedKey:
        self.calls.append(reference)
        await self._act()
        key = KeyFacts(uuid4().hex, self._access_id or uuid4().hex, wish.remark, False, False, (), NOW, None, NOW)
        return CreatedKey(key, "SECRET")


class Silence:
    """An outage: no answer until it ends."""

    def __init__(self) -> None:
        self.over, self.began = asyncio.Event(), asyncio.Event()

    async def __call__(self) -> None:
        self.began.set()
        await self.over.wait()


async def answers() -> None:
    pass


async def loses_the_answer() -> None:
    raise ExchangeUnreachable("no answer")


def make_executor(database: Database, ways: ExchangeClients) -> TicketExecutor:
    async def look(_chat_id: int, _user_id: int) -> Presence:
        return Presence.HERE

    return TicketExecutor(database, SystemClock(), ways, PresenceCheck(database, SystemClock(), look), show_work)


def ways(ours: Making, theirs: Making) -> ExchangeClients:
    def none(_: Account) -> MainAccount:
        raise AssertionError("no main account is asked")

    return ExchangeClients(lambda account: cast("Exchange", theirs if account.id == THEIRS else ours), none)


def ticket(number: int, account_id: UUID) -> Ticket:
    return Ticket(
        id=uuid4(),
        number=number,
        team_id=TEAM,
        user_id=OLGA,
        action=Action.KEY_CREATE,
        payload={
            "account_id": str(account_id),
            "remark": f"key {number}",
            "trade": False,
            "withdraw": False,
            "ips": [],
        },
        plan=Message("plan"),
        is_money=False,
        asked_in=ChatLocation(GROUP, None, 1, is_private=False),
        asked_at=NOW + timedelta(minutes=number),
        stage=Stage.RUNNING,
        stage_until=None,
        parts=(Part(1, account_id),),
    )


async def fill(database: Database, *tickets: Ticket) -> None:
    def body(work: Work) -> None:
        work.people.save(Person(OLGA, "Olga", enrolled_at=NOW, totp_seed_secret=new_seed()))
        work.teams.add(Team(TEAM, GROUP, None, "Desk", OLGA, NOW))
        work.teams.save_membership(Membership(TEAM, OLGA, Role.OWNER, MembershipStatus.ACTIVE, NOW))
        work.accounts.add(Account(OURS, TEAM, "main", AccountKind.EMBEDDED, NOW))
        work.accounts.add(Account(THEIRS, TEAM, "there", AccountKind.COINEX, NOW, "sub", "secret"))
        for one in tickets:
            work.tickets.add(one)
            work.tickets.add_proof(Proof(one.id, ProofKind.CODE, OLGA, NOW, hash_payload(one.payload)))

    await database.write(body)


async def stage_of(database: Database, one: Ticket) -> Stage | None:
    return (await database.read(lambda work: work.tickets.get(one.id))).stage


async def test_a_silent_exchange_holds_up_its_own_account_and_no_other(database: Database) -> None:
    first, second, ours = ticket(1, THEIRS), ticket(2, THEIRS), ticket(3, OURS)
    await fill(database, first, second, ours)
    lost_chat = Silence()
    theirs, registry = Making(lost_chat), Making(answers)
    woken, written = asyncio.Event(), asyncio.Event()
    perform = PerformTickets(make_executor(database, ways(registry, theirs)), woken=woken)

    def wake(changed: frozenset[str]) -> None:
        written.set()
        if "tickets" in changed:
            woken.set()

    database.on_write = wake
    async with asyncio.timeout(5):
        running = asyncio.create_task(perform.run())
        await lost_chat.began.wait()
        while await stage_of(database, ours) is not None:
            await written.wait()
            written.clear()
        assert [call.ticket_id for call in theirs.calls] == [first.id]
        lost_chat.over.set()
        await running
    assert [call.ticket_id for call in theirs.calls] == [first.id, second.id]
    assert [await stage_of(database, one) for one in (first, second)] == [None, None]


async def test_no_more_is_taken_than_there_is_room_for(database: Database) -> None:
    await fill(database, ticket(1, OURS), ticket(2, THEIRS))
    exchange = Making(answers)
    executor = make_executor(database, ways(exchange, exchange))

    assert [len(await executor.take(most)) for most in (0, 1, 9)] == [0, 1, 1]


async def test_a_ticket_that_one_process_performs_is_not_taken_by_another(database: Database) -> None:
    only = ticket(1, THEIRS)
    await fill(database, only)
    lost_chat = Silence()
    exchange = Making(lost_chat)
    first, second = (make_executor(database, ways(exchange, exchange)) for _ in range(2))

    (taken,) = await first.take(9)
    performing = asyncio.create_task(first.perform(taken))
    await lost_chat.began.wait()
    assert await second.take(9) == []
    lost_chat.over.set()
    await performing
    assert await second.take(9) == []
    assert await stage_of(database, only) is None
    assert len(exchange.calls) == 1


async def test_a_recording_that_raises_is_put_off_ever_longer(database: Database) -> None:
    fine, broken = ticket(1, OURS), ticket(2, OURS)
    await fill(database, fine, broken)
    # The second answer cannot be recorded: no two keys have one id.
    exchange = Making(answers, "THE SAME")
    executor = make_executor(database, ways(exchange, exchange))
    (taken,) = await executor.take(9)
    await executor.perform(taken)
    assert await stage_of(database, fine) is None

    pauses = []
    for _ in range(4):
        (taken,) = await executor.take(9)
        await executor.perform(taken)
        assert await executor.take(9) == []
        pause = await executor.until_next()
        assert pause is not None
        pauses.append(pause)
        await database.write(lambda work: work.running_tickets.release_all())
    assert pauses == sorted(pauses)
    assert pauses[-1] > timedelta(seconds=3)
    assert await stage_of(database, broken) is Stage.RUNNING


async def test_a_takeover_of_a_creation_knows_that_it_may_still_appear(database: Database) -> None:
    lost, ours = ticket(1, THEIRS), ticket(2, OURS)
    await fill(database, lost, ours)
    exchange = Making(loses_the_answer)
    first, second = (make_executor(database, ways(exchange, exchange)) for _ in range(2))
    for one in await first.take(9):
        await first.perform(one)
    # After a restart there is no back-off any more. The doubt remains.
    await database.write(lambda work: work.running_tickets.release_all())
    for one in await second.take(9):
        await second.perform(one)

    doubts = {(call.ticket_id, call.in_doubt is not None) for call in exchange.calls[2:]}
    assert doubts == {(lost.id, True), (ours.id, False)}, "our own registry makes nothing late"


async def test_a_creation_in_doubt_is_asked_again_as_soon_as_the_doubt_ends(database: Database) -> None:
    left = timedelta(milliseconds=200)

    async def is_in_doubt() -> None:
        raise StillInDoubt(left)

    await fill(database, ticket(1, THEIRS))
    exchange = Making(is_in_doubt)
    executor = make_executor(database, ways(exchange, exchange))
    for _ in range(4):
        # After an unanswered call the first pause is half a second at least, and the fourth four seconds.
        (taken,) = await executor.take(9)
        await executor.perform(taken)
        pause = await executor.until_next()
        assert pause is not None
        assert pause <= left
        waiting = await database.read(lambda work: work.tickets.get(taken.ticket.id))  # noqa: B023
        assert waiting.result is not None
        assert waiting.result.sentence == "ticket-waits-in-doubt", "the exchange answers; we wait"
        await database.write(lambda work: work.running_tickets.release_all())
