"""Updates come in, and the offset moves only when they are safe."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.chat.telegram.http import AiohttpRequest, ChatBot, make_bot
from bot.chat.telegram.polling import Pace, Polling, PollingError, TokenRefused, TwoPollers
from bot.sandbox.telegram.world import World
from tests.chat.conftest import OLGA, telegram_of

QUICK = Pace(wait=2, first_pause=0.01, longest_pause=0.02, conflict=0.1, election=0.01)


class Safe:
    """The storage of updates. It can refuse for a while."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.refuses = False
        self.refused = asyncio.Event()
        self.filled = asyncio.Event()

    async def take(self, updates: Sequence[dict[str, Any]]) -> None:
        if self.refuses:
            self.refused.set()
            raise OSError("no space left")
        self.texts += [update["message"]["text"] for update in updates if "text" in update.get("message", {})]
        self.filled.set()

    async def wait_for(self, text: str) -> None:
        async with asyncio.timeout(20):
            while text not in self.texts:
                self.filled.clear()
                await self.filled.wait()


async def leading() -> bool:
    return True


@asynccontextmanager
async def running(polling: Polling) -> AsyncIterator["asyncio.Task[None]"]:
    task = asyncio.create_task(polling.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_updates_come_in_order_and_only_those_that_were_named(world: World, bot: ChatBot) -> None:
    safe = Safe()
    polling = Polling(bot, safe.take, leading, QUICK)
    async with running(polling):
        for text in ("one", "two", "three"):
            world.post(OLGA, OLGA, text)
        await safe.wait_for("three")
    assert safe.texts == ["/start", "/start", "one", "two", "three"]
    assert polling.trouble is None


async def test_the_offset_moves_only_when_the_batch_is_safe(world: World, bot: ChatBot) -> None:
    safe = Safe()
    safe.refuses = True
    polling = Polling(bot, safe.take, leading, QUICK)
    async with running(polling):
        world.post(OLGA, OLGA, "one")
        await safe.refused.wait()
        safe.refuses = False
        await safe.wait_for("one")
    assert safe.texts.count("one") == 1


async def test_what_was_not_safe_comes_again_after_a_restart(world: World, bot: ChatBot) -> None:
    first, second = Safe(), Safe()
    first.refuses = True
    world.post(OLGA, OLGA, "one")
    async with running(Polling(bot, first.take, leading, QUICK)):
        await first.refused.wait()
    async with running(Polling(bot, second.take, leading, QUICK)):
        await second.wait_for("one")


async def test_a_webhook_is_removed_and_what_waits_is_kept(world: World, bot: ChatBot) -> None:
    await bot.call("setWebhook", {"url": "http://127.0.0.1:1/telegram"})
    world.post(OLGA, OLGA, "kept")
    safe = Safe()
    async with running(Polling(bot, safe.take, leading, QUICK)):
        await safe.wait_for("kept")


async def test_a_webhook_that_is_set_during_polling_is_removed_and_reported(world: World, bot: ChatBot) -> None:
    safe = Safe()
    # With a tolerance of zero for another poller, this conflict would be final if it were taken for that one.
    polling = Polling(bot, safe.take, leading, Pace(first_pause=0.01, longest_pause=0.02, conflict=0, election=0.01))
    with capture_logs() as logs:
        async with running(polling):
            await safe.wait_for("/start")
            await bot.call("setWebhook", {"url": "http://127.0.0.1:1/telegram"})
            world.post(OLGA, OLGA, "kept")
            await safe.wait_for("kept")
    assert world.state.webhook is None
    (said,) = [line for line in logs if "webhook" in line["event"]]
    assert said["log_level"] == "warning"


async def test_a_webhook_that_comes_back_again_and_again_ends_nothing(world: World, bot: ChatBot) -> None:
    words = (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    world.faults.fail_next("getUpdates", 8, status=409, description=words)
    safe = Safe()
    impatient = Pace(first_pause=0.01, longest_pause=0.02, conflict=0, election=0.01)
    async with running(Polling(bot, safe.take, leading, impatient)):
        await safe.wait_for("/start")
    assert [method for method, _ in world.calls].count("deleteWebhook") == 9


async def test_telegram_being_down_is_waited_out_and_said_once(world: World, bot: ChatBot) -> None:
    safe = Safe()
    polling = Polling(bot, safe.take, leading, QUICK)
    with capture_logs() as logs:
        async with running(polling):
            await safe.wait_for("/start")
            world.faults.fail_next("getUpdates", 4, status=502)
            world.post(OLGA, OLGA, "one")
            await safe.wait_for("one")
            world.post(OLGA, OLGA, "two")
            await safe.wait_for("two")
    assert [line["event"] for line in logs].count("Telegram does not answer") == 1
    assert polling.trouble is None


async def test_telegram_being_down_at_the_start_is_waited_out(world: World, bot: ChatBot) -> None:
    world.faults.down()
    polling = Polling(bot, Safe().take, leading, QUICK)
    async with running(polling) as task:
        await world.wait_until(lambda: True)
        world.faults.up()
        async with asyncio.timeout(20):
            await polling.connect()
        assert not task.done()


async def test_a_refused_token_is_final(api_root: str) -> None:
    stranger = make_bot("1:nobody", api_root, AiohttpRequest())
    with pytest.raises(TokenRefused, match="KEYMINDER_TELEGRAM_TOKEN") as caught:
        await Polling(stranger, Safe().take, leading, QUICK).run()
    assert "nobody" not in str(caught.value)
    await stranger.shutdown()


async def test_a_token_that_is_taken_back_is_final_too(world: World, bot: ChatBot) -> None:
    world.faults.fail_next("getUpdates", status=401, description="Unauthorized")
    with pytest.raises(TokenRefused):
        await Polling(bot, Safe().take, leading, QUICK).run()


async def test_a_short_conflict_is_put_up_with(world: World, bot: ChatBot) -> None:
    world.faults.fail_next("getUpdates", 2, status=409, description="Conflict: terminated by other getUpdates request")
    safe = Safe()
    async with running(Polling(bot, safe.take, leading, QUICK)):
        await safe.wait_for("/start")


async def test_a_lasting_conflict_is_final_when_no_sibling_leads(world: World, bot: ChatBot) -> None:
    world.faults.fail_next("getUpdates", 1000, status=409, description="Conflict")
    with pytest.raises(TwoPollers, match="same bot token"):
        await Polling(bot, Safe().take, leading, QUICK).run()


async def test_a_process_that_lost_the_lease_to_another_waits(world: World, bot: ChatBot) -> None:
    world.faults.fail_next("getUpdates", 10_000, status=409, description="Conflict")
    answers = iter([True, False, False])
    asked_again = asyncio.Event()

    async def lead_for_a_while() -> bool:
        answer = next(answers, None)
        if answer is None:
            world.faults.clear()
            asked_again.set()
        return answer is not False

    safe = Safe()
    async with running(Polling(bot, safe.take, lead_for_a_while, QUICK)):
        async with asyncio.timeout(20):
            await asked_again.wait()
        world.faults.clear()
        await safe.wait_for("/start")


async def test_who_does_not_lead_does_not_poll(world: World, bot: ChatBot) -> None:
    asked = 0
    asked_often = asyncio.Event()

    async def never() -> bool:
        nonlocal asked
        asked += 1
        if asked == 3:
            asked_often.set()
        return False

    async with running(Polling(bot, Safe().take, never, QUICK)), asyncio.timeout(20):
        await asked_often.wait()
    assert "getUpdates" not in [method for method, _ in world.calls]


async def test_a_process_that_lost_the_lease_stops_a_long_poll_at_once(world: World, bot: ChatBot) -> None:
    may_lead, asked_again = True, asyncio.Event()

    async def lead() -> bool:
        if not may_lead:
            asked_again.set()
        return may_lead

    safe = Safe()
    patient = Pace(wait=25, first_pause=0.01, longest_pause=0.02, conflict=0.1, election=0.05, lead=0.3)
    with capture_logs() as logs:
        async with running(Polling(bot, safe.take, lead, patient)):
            await safe.wait_for("/start")
            may_lead = False
            async with asyncio.timeout(5):
                await asked_again.wait()
                asked_again.clear()
                await asked_again.wait()
            world.post(OLGA, OLGA, "for the process that leads now")
            may_lead = True
            await safe.wait_for("for the process that leads now")
    assert [line["event"] for line in logs].count("the right to poll was lost") == 1


async def test_a_pause_telegram_asks_for_is_kept(world: World, bot: ChatBot) -> None:
    world.faults.fail_next("getUpdates", retry_after=1)
    safe = Safe()
    async with running(Polling(bot, safe.take, leading, QUICK)):
        await safe.wait_for("/start")


def test_every_fatal_end_is_one_sentence() -> None:
    for error in (TokenRefused(), TwoPollers()):
        assert isinstance(error, PollingError)
        assert "\n" not in str(error)
        assert str(error).endswith(".")


async def test_a_server_that_comes_back_is_found_again(world: World, unused_tcp_port: int) -> None:
    bot = make_bot(world.state.bot.token, f"http://127.0.0.1:{unused_tcp_port}", AiohttpRequest())
    safe = Safe()
    async with running(Polling(bot, safe.take, leading, QUICK)):
        async with telegram_of(world, unused_tcp_port):
            await safe.wait_for("/start")
        world.post(OLGA, OLGA, "after the restart")
        async with telegram_of(world, unused_tcp_port):
            await safe.wait_for("after the restart")
    await bot.shutdown()
