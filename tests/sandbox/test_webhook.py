import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from bot.sandbox.telegram.models import Json, Message
from tests.bot_api import read
from tests.sandbox.telegram_office import GROUP, OLGA, PIM, Office

Answer = Callable[[Any], web.Response]


class WebhookReceiver:
    """The bot's side of a webhook: records what was posted and answers as set."""

    def __init__(self) -> None:
        self.updates: list[Any] = []
        self.secrets: list[str | None] = []
        self.answer: Answer = lambda _: web.Response()

    async def take(self, request: web.Request) -> web.Response:
        update = read("Update", await request.json())
        self.updates.append(update)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return self.answer(update)

    def list_texts(self) -> list[str]:
        return [update.message.text or "" for update in self.updates if update.message]


@asynccontextmanager
async def open_receiver() -> AsyncIterator[tuple[WebhookReceiver, str]]:
    receiver = WebhookReceiver()
    app = web.Application()
    app.router.add_post("/telegram", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield receiver, f"http://{host}:{port}/telegram"
    await runner.cleanup()


async def until_delivered(office: Office) -> None:
    """Return once no update waits any more."""
    async with asyncio.timeout(5):
        while office.world.updates.list_waiting():
            await office.world.updates.changes.wait(office.world.updates.changes.count, 5)


async def test_every_update_is_posted_with_the_secret(office: Office) -> None:
    async with open_receiver() as (receiver, url):
        office.world.post(OLGA, OLGA, "before")
        await office.bot.set_webhook(url, secret_token="s3cret")
        office.world.post(OLGA, OLGA, "after")
        await until_delivered(office)
    assert (receiver.list_texts(), receiver.secrets) == (["before", "after"], ["s3cret", "s3cret"])


async def test_a_refused_update_is_posted_again_and_holds_up_its_own_chat_only(office: Office) -> None:
    async with open_receiver() as (receiver, url):
        fails = iter([500, 302, 404])

        def answer(update: Any) -> web.Response:
            is_first = update.message is not None and update.message.text == "first"
            return web.Response(status=next(fails, 200) if is_first else 200)

        receiver.answer = answer
        for user_id, words in ((OLGA, "first"), (OLGA, "second"), (PIM, "other")):
            office.world.post(user_id, user_id, words)
        await office.bot.set_webhook(url)
        await until_delivered(office)
        info = await office.bot.get_webhook_info()
    texts = receiver.list_texts()
    assert [text for text in texts if text != "other"] == ["first"] * 4 + ["second"]
    assert texts.index("other") < texts.index("second")
    assert info.last_error_message == "Wrong response from the webhook: 404 Not Found"


async def test_a_press_does_not_wait_for_the_chats_messages(office: Office) -> None:
    async with open_receiver() as (receiver, url):
        stuck = True
        receiver.answer = lambda update: web.Response(status=500 if update.message and stuck else 200)
        row: list[dict[str, object]] = [{"text": "Yes", "callback_data": "yes"}]
        asked = office.world.add_message(
            Message(0, GROUP, office.world.bot_id, office.world.now(), "?", keyboard=[row])
        )
        office.world.post(OLGA, GROUP, "/keys")
        query_id = office.world.press(OLGA, GROUP, asked.message_id, "yes")
        await office.bot.set_webhook(url)
        async with asyncio.timeout(5):
            while len(waiting := office.world.updates.list_waiting()) > 1:
                await office.world.updates.changes.wait(office.world.updates.changes.count, 5)
        assert [update.kind for update in waiting] == ["message"]
        assert [update.callback_query.id for update in receiver.updates if update.callback_query] == [query_id]
        stuck = False
        await until_delivered(office)


async def test_the_answer_to_a_post_may_carry_one_call(office: Office) -> None:
    async with open_receiver() as (receiver, url):
        receiver.answer = lambda _: web.json_response({"method": "sendMessage", "chat_id": OLGA, "text": "by the way"})
        office.world.post(OLGA, OLGA, "hello")
        await office.bot.set_webhook(url)
        await until_delivered(office)
    assert office.world.messages(OLGA)[-1].text == "by the way"


async def test_dropping_pending_updates_forgets_them(office: Office) -> None:
    office.world.post(OLGA, OLGA, "hello")
    await office.bot.delete_webhook(drop_pending_updates=True)
    assert await office.bot.get_updates() == ()


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({"url": "http://example.org/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://example.org:8700/"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"url": "https://example.org/", "secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"url": "https://example.org/", "secret_token": "a" * 257}, "secret token is too long"),
    ],
)
async def test_a_bad_webhook_is_refused(office: Office, parameters: Json, why: str) -> None:
    assert await office.refuse("setWebhook", **parameters) == f"Bad Request: {why}"
