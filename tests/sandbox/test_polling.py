import asyncio

import pytest
from telegram.error import NetworkError

from tests.sandbox.telegram_office import OLGA, Office


async def test_updates_are_confirmed_by_the_next_offset_only(office: Office) -> None:
    for words in ("one", "two", "three"):
        office.world.post(OLGA, OLGA, words)
    first = await office.bot.get_updates(limit=2)
    assert [update.message.text for update in first if update.message] == ["one", "two"]
    assert len(await office.bot.get_updates()) == 3
    (third,) = await office.bot.get_updates(offset=first[-1].update_id + 1)
    assert await office.bot.get_updates(offset=third.update_id + 1, allowed_updates=["callback_query"]) == ()
    office.world.post(OLGA, OLGA, "not asked for")
    assert await office.bot.get_updates() == ()


async def test_a_long_poll_is_woken_by_the_first_update(office: Office) -> None:
    polling = asyncio.create_task(office.bot.get_updates(timeout=50))
    await office.world.wait_until(lambda: office.world.list_calls("getUpdates"))
    office.world.post(OLGA, OLGA, "now")
    (update,) = await polling
    assert update.message is not None


async def test_a_poll_that_waits_breaks_when_telegram_goes_down(office: Office) -> None:
    polling = asyncio.create_task(office.bot.get_updates(timeout=50))
    await office.world.wait_until(lambda: office.world.list_calls("getUpdates"))
    office.world.faults.down()
    with pytest.raises(NetworkError):
        await polling


async def test_a_second_poller_sends_the_first_away(office: Office) -> None:
    first = asyncio.create_task(office.call("getUpdates", timeout=50))
    await office.world.wait_until(lambda: len(office.world.list_calls("getUpdates")) == 1)
    second = asyncio.create_task(office.call("getUpdates", timeout=50))
    status, body = await first
    assert (status, body["description"]) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    office.world.post(OLGA, OLGA, "for the second")
    assert (await second)[0] == 200


async def test_polling_is_refused_while_a_webhook_is_set(office: Office) -> None:
    polling = asyncio.create_task(office.refuse("getUpdates", timeout=50))
    await office.world.wait_until(lambda: office.world.list_calls("getUpdates"))
    await office.bot.set_webhook("https://example.org/telegram", secret_token="s", allowed_updates=["message"])
    assert await polling == "Conflict: terminated by setWebhook request"
    assert (await office.refuse("getUpdates")).startswith(
        "Conflict: can't use getUpdates method while webhook is active"
    )
    info = await office.bot.get_webhook_info()
    assert (info.url, info.allowed_updates) == ("https://example.org/telegram", ("message",))
    await office.bot.delete_webhook()
    assert await office.bot.get_updates() == ()
