"""From the inbox into queues: none is lost, doubled or delayed by another."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.chat.error_handler import ErrorHandler
from bot.chat.messages import MessageSender
from bot.chat.sentences import Sentences
from bot.chat.telegram.client import ChatUnreachable, Malformed, Moved, TelegramClient, TooFast, Unreachable
from bot.chat.telegram.http import ChatBot
from bot.chat.telegram.incoming import Incoming, read_update
from bot.chat.telegram.update_queue import Answerer, RetryPolicy, UpdateQueue, new_incident
from bot.operations.chats.inbox import Inbox
from bot.sandbox.clock import SandboxClock
from bot.sandbox.telegram.world import World
from storage.database import Database
from storage.records import ChatLocation, UnreachableReason
from tests.chat.conftest import OLGA, PAUL, TEAM, read_trail

QUICK = RetryPolicy(first_pause=0.001, longest_pause=0.002)


def update(update_id: int, text: str = "/keys", user_id: int = OLGA, chat_id: int = TEAM) -> dict[str, Any]:
    sender = {"id": user_id, "is_bot": False, "first_name": "P"}
    chat = {"id": chat_id, "type": "supergroup", "title": "Desk"}
    return {"update_id": update_id, "message": {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": text}}


class Answering:
    """Records its updates, and does what the test says."""

    def __init__(self, act: Callable[[Incoming], Awaitable[bool | None]] | None = None) -> None:
        self.handled: list[int] = []
        self.apologies: list[tuple[int, str]] = []
        self.followed: list[tuple[int, int]] = []
        self.lost: list[tuple[int, UnreachableReason]] = []
        self.paused: dict[int, asyncio.Event] = {}
        self._act = act

    async def handle(self, incoming: Incoming) -> bool | None:
        self.handled.append(incoming.update_id)
        return None if self._act is None else await self._act(incoming)

    async def follow(self, old_chat_id: int, new_chat_id: int) -> None:
        self.followed.append((old_chat_id, new_chat_id))

    async def unreachable(self, place: ChatLocation, why: UnreachableReason) -> None:
        self.lost.append((place.chat_id, why))

    async def until_open(self, chat_id: int) -> None:
        if chat_id in self.paused:
            await self.paused[chat_id].wait()

    async def apologise(self, incoming: Incoming, incident: str) -> None:
        self.apologies.append((incoming.update_id, incident))


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(database)


def make_queue(inbox: Inbox, bot: ChatBot, answering: Answering, patience: RetryPolicy = QUICK) -> UpdateQueue:
    return UpdateQueue(
        inbox,
        Answerer(answering.handle, answering.apologise, answering.follow, answering.unreachable, answering.until_open),
        bot,
        patience,
    )


async def drained(update_queue: UpdateQueue) -> None:
    async with asyncio.timeout(5):
        await update_queue.drain()


async def test_updates_are_handled_in_order_once_and_spent(inbox: Inbox, bot: ChatBot) -> None:
    answering = Answering()
    update_queue = make_queue(inbox, bot, answering)
    await update_queue.take([update(number) for number in range(1, 21)])
    await update_queue.take([update(3), update(21)])
    await drained(update_queue)
    assert answering.handled == list(range(1, 22))
    assert await inbox.list_waiting() == []


async def test_an_answered_update_is_wiped_while_the_next_of_its_chat_is_handled(
    database: Database, bot: ChatBot
) -> None:
    inbox, is_second_handled = Inbox(database, patience=timedelta(minutes=1)), asyncio.Event()

    async def act(incoming: Incoming) -> None:
        if incoming.update_id == 2:
            is_second_handled.set()

    update_queue = make_queue(inbox, bot, Answering(act))
    await update_queue.take([update(1), update(2)])
    async with asyncio.timeout(5):
        await is_second_handled.wait()
    # The next commit, here that of this batch, wipes it too.
    await update_queue.take([update(3)])
    assert 1 not in [row.update_id for row in await inbox.list_waiting()]
    await update_queue.stop()


async def test_a_wiping_that_fails_is_repeated_without_a_second_answer(
    inbox: Inbox, database: Database, bot: ChatBot
) -> None:
    async def act(incoming: Incoming) -> None:
        if incoming.update_id == 1:
            await database.write(lambda work: work.connection.execute(text("ALTER TABLE inbox RENAME TO lost")))
            return
        while not any(log["event"] == "the inbox is out of reach" for log in logs):  # noqa: ASYNC110 - a log has none
            await asyncio.sleep(0)
        await database.write(lambda work: work.connection.execute(text("ALTER TABLE lost RENAME TO inbox")))

    answering = Answering(act)
    update_queue = make_queue(inbox, bot, answering)
    with capture_logs() as logs:
        await update_queue.take([update(1), update(2, user_id=PAUL)])
        await drained(update_queue)
    assert answering.handled == [1, 2]
    assert await inbox.list_waiting() == []


async def test_what_was_waiting_comes_first_after_a_restart(inbox: Inbox, bot: ChatBot) -> None:
    await inbox.take([update(1), update(2)])
    await inbox.release()
    answering = Answering()
    update_queue = make_queue(inbox, bot, answering)
    await update_queue.start()
    await update_queue.take([update(3)])
    await drained(update_queue)
    assert answering.handled == [1, 2, 3]


async def test_a_stopped_intake_loses_nothing(inbox: Inbox, bot: ChatBot) -> None:
    started = asyncio.Event()

    async def hang(_: Incoming) -> None:
        started.set()
        await asyncio.Event().wait()

    update_queue = make_queue(inbox, bot, Answering(hang))
    await update_queue.take([update(1), update(2)])
    await started.wait()
    await update_queue.stop()
    assert [row.update_id for row in await inbox.list_waiting()] == [1, 2]


async def test_a_process_that_starts_leaves_alone_what_another_has_in_hand(database: Database, bot: ChatBot) -> None:
    started = asyncio.Event()

    async def hang(_: Incoming) -> None:
        started.set()
        await asyncio.Event().wait()

    first, second, answering = Inbox(database), Inbox(database), Answering()
    running, starting = make_queue(first, bot, Answering(hang)), make_queue(second, bot, answering)
    await running.take([update(1)])
    await started.wait()
    await starting.start()
    await drained(starting)
    assert answering.handled == []

    await running.stop()
    await starting.look()
    await drained(starting)
    assert answering.handled == [1]


async def test_what_a_process_was_sent_and_could_not_line_up_is_taken_up_by_another(
    database: Database, bot: ChatBot
) -> None:
    dead = Inbox(database)
    await dead.take([update(1), update(2)])
    await dead.release()
    answering = Answering()
    living = make_queue(Inbox(database), bot, answering)
    await living.look()
    await living.look()
    await drained(living)
    assert answering.handled == [1, 2]


async def test_what_another_process_has_taken_over_is_not_begun(database: Database, bot: ChatBot) -> None:
    release, started = asyncio.Event(), asyncio.Event()

    async def act(_: Incoming) -> None:
        started.set()
        await release.wait()

    first, answering = Inbox(database), Answering(act)
    paused = make_queue(first, bot, answering)
    await paused.take([update(1), update(2)])
    await started.wait()
    await first.release()
    other = make_queue(Inbox(database), bot, Answering())
    await other.look()
    await drained(other)
    await paused.look()
    release.set()
    await drained(paused)
    assert answering.handled == [1]


async def test_an_update_that_was_acted_on_before_ends_without_an_apology(database: Database, bot: ChatBot) -> None:
    async def act(incoming: Incoming) -> bool:
        await database.write(lambda work: work.inbox.spend(incoming.update_id))
        await database.write(lambda work: work.inbox.spend(incoming.update_id))
        raise AssertionError("the second effect must be undone")

    answering = Answering(act)
    update_queue = make_queue(Inbox(database), bot, answering)
    await update_queue.take([update(1)])
    await drained(update_queue)
    assert (answering.handled, answering.apologies) == ([1], [])


async def test_a_hanging_chat_holds_up_no_other(inbox: Inbox, bot: ChatBot) -> None:
    release, free = asyncio.Event(), asyncio.Event()

    async def act(incoming: Incoming) -> None:
        if incoming.user_id == OLGA:
            await release.wait()
        elif incoming.update_id == 4:
            free.set()

    answering = Answering(act)
    update_queue = make_queue(inbox, bot, answering)
    await update_queue.take([update(1), update(2, user_id=PAUL), update(3), update(4, user_id=PAUL)])
    async with asyncio.timeout(5):
        await free.wait()
    assert 3 not in answering.handled
    release.set()
    await drained(update_queue)
    assert answering.handled[-1] == 3


async def test_only_so_many_run_side_by_side(inbox: Inbox, bot: ChatBot) -> None:
    running, most = 0, 0

    async def act(_: Incoming) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await inbox.list_waiting()
        running -= 1

    update_queue = make_queue(inbox, bot, Answering(act), RetryPolicy(0.001, 0.002, parallel=3))
    await update_queue.take([update(number, user_id=number) for number in range(1, 30)])
    await drained(update_queue)
    assert most == 3


async def test_a_failure_is_repeated_in_its_place(inbox: Inbox, bot: ChatBot) -> None:
    tries = Counter[int]()

    async def act(incoming: Incoming) -> None:
        tries[incoming.update_id] += 1
        if incoming.update_id == 1 and tries[1] < 3:
            raise ZeroDivisionError

    answering = Answering(act)
    update_queue = make_queue(inbox, bot, answering)
    await update_queue.take([update(1), update(2)])
    await drained(update_queue)
    assert answering.handled == [1, 1, 1, 2]
    assert answering.apologies == []
    assert await inbox.list_waiting() == []


async def test_after_three_failures_there_is_an_apology_and_life_goes_on(inbox: Inbox, bot: ChatBot) -> None:
    async def act(incoming: Incoming) -> None:
        if incoming.update_id == 1:
            raise ZeroDivisionError

    answering = Answering(act)
    update_queue = make_queue(inbox, bot, answering)
    with capture_logs() as logs:
        await update_queue.take([update(1, "/newkey top-secret"), update(2)])
        await drained(update_queue)
    assert answering.handled == [1, 1, 1, 2]
    [(update_id, incident)] = answering.apologies
    assert update_id == 1
    assert await inbox.list_waiting() == []
    failed = [line for line in logs if line["event"] == "an update failed"]
    assert [line["attempt"] for line in failed] == [1, 2, 3]
    assert failed[-1]["incident"] == incident
    assert isinstance(failed[-1]["exc_info"], ZeroDivisionError)
    assert "top-secret" not in str(logs)


async def test_failures_are_counted_across_restarts(inbox: Inbox, bot: ChatBot) -> None:
    async def fail(_: Incoming) -> None:
        raise ZeroDivisionError

    await inbox.take([update(1)])
    await inbox.fail(1)
    await inbox.fail(1)
    await inbox.release()
    answering = Answering(fail)
    update_queue = make_queue(inbox, bot, answering)
    await update_queue.start()
    await drained(update_queue)
    assert (answering.handled, len(answering.apologies)) == ([1], 1)


async def test_what_had_its_effect_is_not_done_again_and_not_denied(inbox: Inbox, bot: ChatBot) -> None:
    async def commit_and_fail(incoming: Incoming) -> None:
        await inbox.spend(incoming.update_id)
        raise ZeroDivisionError

    answering = Answering(commit_and_fail)
    update_queue = make_queue(inbox, bot, answering)
    await update_queue.take([update(1)])
    await drained(update_queue)
    assert (answering.handled, answering.apologies) == ([1], [])


@pytest.mark.parametrize("error", [Unreachable("down"), TooFast(timedelta(milliseconds=1))])
async def test_telegrams_trouble_is_waited_out_and_not_counted(inbox: Inbox, bot: ChatBot, error: Exception) -> None:
    tries = 0

    async def act(_: Incoming) -> None:
        nonlocal tries
        tries += 1
        if tries < 6:
            raise error

    answering = Answering(act)
    update_queue = make_queue(inbox, bot, answering)
    await update_queue.take([update(1)])
    await drained(update_queue)
    assert (tries, answering.apologies) == (6, [])


async def test_a_chat_that_must_wait_for_hours_holds_no_place_of_the_others(inbox: Inbox, bot: ChatBot) -> None:
    over, answered = asyncio.Event(), asyncio.Event()

    async def act(incoming: Incoming) -> None:
        if incoming.place.chat_id == OLGA:
            answered.set()
        elif not over.is_set():
            raise TooFast(timedelta(hours=10))

    answering = Answering(act)
    answering.paused[TEAM] = over
    update_queue = make_queue(inbox, bot, answering, RetryPolicy(0.001, 0.002, parallel=2))
    await update_queue.take([update(number, user_id=number) for number in range(1, 9)])
    await update_queue.take([update(9, user_id=OLGA, chat_id=OLGA)])
    async with asyncio.timeout(5):
        await answered.wait()
    assert {row.update_id for row in await inbox.list_waiting()} >= set(range(1, 9))
    over.set()
    await drained(update_queue)
    assert await inbox.list_waiting() == []


async def test_an_unreachable_person_is_given_up(inbox: Inbox, bot: ChatBot) -> None:
    async def act(_: Incoming) -> None:
        raise ChatUnreachable("Forbidden: bot was blocked by the user", UnreachableReason.BLOCKED)

    answering = Answering(act)
    update_queue = make_queue(inbox, bot, answering)
    await update_queue.take([update(1)])
    await drained(update_queue)
    assert (answering.handled, answering.apologies) == ([1], [])
    assert await inbox.list_waiting() == []


async def test_an_answer_that_telegram_does_not_take_becomes_an_apology(inbox: Inbox, bot: ChatBot) -> None:
    async def act(_: Incoming) -> None:
        raise Malformed("can't parse entities")

    answering = Answering(act)
    update_queue = make_queue(inbox, bot, answering)
    await update_queue.take([update(1)])
    await drained(update_queue)
    assert [update_id for update_id, _ in answering.apologies] == [1]
    assert await inbox.list_waiting() == []


async def test_an_answer_follows_its_group_to_the_new_id(inbox: Inbox, bot: ChatBot) -> None:
    answered_in: list[ChatLocation] = []

    async def act(incoming: Incoming) -> None:
        answered_in.append(incoming.place)
        if incoming.place.chat_id == TEAM:
            raise Moved(-1009)

    answering = Answering(act)
    update_queue = make_queue(inbox, bot, answering)
    await update_queue.take([update(1)])
    await drained(update_queue)
    assert answered_in == [ChatLocation(TEAM, message_id=1), ChatLocation(-1009)]
    assert answering.followed == [(TEAM, -1009)]


async def test_a_group_that_gets_no_answer_is_reported(inbox: Inbox, bot: ChatBot) -> None:
    async def act(_: Incoming) -> None:
        raise ChatUnreachable("not enough rights to send text messages to the chat", UnreachableReason.MUTED)

    answering = Answering(act)
    update_queue = make_queue(inbox, bot, answering)
    await update_queue.take([update(1)])
    await drained(update_queue)
    assert answering.lost == [(TEAM, UnreachableReason.MUTED)]
    assert await inbox.list_waiting() == []


async def test_an_unreadable_update_holds_up_nothing(inbox: Inbox, bot: ChatBot) -> None:
    answering = Answering()
    update_queue = make_queue(inbox, bot, answering)
    await update_queue.take([{"update_id": 1, "message": {"chat": 5}}, update(2)])
    await drained(update_queue)
    assert await inbox.list_waiting() == []
    assert 2 in answering.handled


async def test_the_apology_reaches_the_person_who_asked(
    line: TelegramClient, world: World, clock: SandboxClock
) -> None:
    net = ErrorHandler(MessageSender(line, Sentences(), clock, read_trail))
    incident = new_incident()
    asked = world.post(PAUL, TEAM, "/keys@keyminder_bot")
    body = update(1, user_id=PAUL)
    body["message"]["message_id"] = asked.message_id
    await net.apologise(read_update(body, "keyminder_bot"), incident)
    said = world.messages(TEAM)[-1]
    assert incident in said.text
    assert said.reply_to == asked.message_id
    world.faults.down()
    await net.apologise(read_update(body, "keyminder_bot"), incident)
