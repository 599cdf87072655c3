"""The page's HTTP API, used like a browser, in a sandbox with a real Bot API client."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pyotp
import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox.environment import Environment
from bot.sandbox.page.api import PAGE_FOLDER
from bot.sandbox.telegram.image_size import PNG
from bot.sandbox.telegram.models import Json
from tests.sandbox.telegram_office import make_bot

GROUP = -1002001
OLGA, IVAN = 7001, 7002
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PICTURE = PNG + b"\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x02" + b"\x08\x00\x00\x00\x00" + bytes(16)
LETTER = (
    b"Subject: Hi\r\nContent-Type: text/html\r\n\r\n<html><head></head><body><a href='http://127.0.0.1/x'>x</a>\r\n"
)


class Browser(NamedTuple):
    """A page that knows its address and token."""

    session: aiohttp.ClientSession
    root: str
    token: str

    async def ask(self, path: str, body: Json | None = None, *, status: int = 200) -> Json:
        method = "GET" if body is None else "POST"
        headers = {"X-Sandbox-Token": self.token}
        async with self.session.request(method, f"{self.root}/api/{path}", json=body, headers=headers) as answer:
            assert answer.status == status, await answer.text()
            content: Json = await answer.json()
            return content


@pytest.fixture
async def environment(tmp_path: Path) -> AsyncIterator[Environment]:
    async with Environment(tmp_path) as environment:
        environment.world.add_person(OLGA, "Olga", last_name="Petrova")
        environment.world.add_person(IVAN, "Ivan")
        environment.world.add_group(GROUP, "Trading desk", topics=["Keys"], members=[OLGA])
        environment.world.add_bot(GROUP, OLGA)
        yield environment


@pytest.fixture
async def bot(environment: Environment) -> AsyncIterator[Bot]:
    async with make_bot(environment.bot_token, environment.api_root) as bot:
        yield bot


@pytest.fixture
async def browser(environment: Environment) -> AsyncIterator[Browser]:
    address = urlsplit(environment.page_url)
    async with aiohttp.ClientSession() as session:
        yield Browser(session, f"http://{address.netloc}", parse_qs(address.query)["token"][0])


def messages(view: object, chat_id: int) -> list[Json]:
    assert isinstance(view, dict)
    shown: list[Json] = view["messages"][str(chat_id)]
    return shown


async def test_the_page_opens_with_its_token_only(environment: Environment, browser: Browser) -> None:
    async with browser.session.get(environment.page_url) as answer:
        assert answer.status == 200
        assert "default-src 'none'; script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    for address in (f"{browser.root}/", f"{browser.root}/?token=guess", f"{browser.root}/api/view?token="):
        async with browser.session.get(address) as answer:
            assert answer.status == 403


async def test_a_name_that_is_not_loopback_is_refused(environment: Environment, browser: Browser) -> None:
    port = urlsplit(environment.page_url).port
    for host, status in (
        ("rebound.example", 403),
        ("127.0.0.1:1", 403),
        (f"localhost:{port}", 200),
        (f"[::1]:{port}", 200),
    ):
        async with browser.session.get(environment.page_url, headers={"Host": host}) as answer:
            assert answer.status == status, host


async def test_another_page_cannot_drive_the_sandbox(environment: Environment, browser: Browser) -> None:
    async with browser.session.get(environment.page_url, headers={"Origin": "http://evil.example"}) as answer:
        assert answer.status == 403


async def test_the_pages_own_files_are_open_and_nothing_beside_them(browser: Browser) -> None:
    async with browser.session.get(f"{browser.root}/page/scripts/main.js") as answer:
        assert answer.status == 200
    async with browser.session.get(f"{browser.root}/page/%2e%2e/town.py") as answer:
        assert answer.status in {403, 404}


def test_the_pages_scripts_never_write_html_and_load_nothing_from_elsewhere() -> None:
    for file in PAGE_FOLDER.rglob("*"):
        if file.suffix in {".js", ".css", ".html"}:
            text = file.read_text(encoding="utf-8")
            assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text), file
            assert not re.search(r"""(?:src|href|url|from|import)\s*[=(]?\s*["']?(?:https?:)?//""", text), file
            assert len(text.splitlines()) < 300, file


async def test_what_a_persona_writes_is_said_in_the_topic_and_shown(environment: Environment, browser: Browser) -> None:
    topic = environment.world.find_topic(GROUP, "Keys")
    assert topic is not None

    said = await browser.ask(
        "message",
        {"user_id": OLGA, "chat_id": GROUP, "topic_id": topic.topic_id, "text": "/keys <b>", "reply_to": None},
    )

    shown = messages(await browser.ask("view"), GROUP)[-1]
    assert shown["id"] == said["message_id"]
    assert (shown["text"], shown["topic_id"]) == ("/keys <b>", topic.topic_id)
    assert shown["sender"] == {"id": OLGA, "name": "Olga Petrova", "is_bot": False, "is_anonymous": False}


async def test_what_no_app_allows_is_answered_with_a_sentence(browser: Browser) -> None:
    stranger: Json = {"user_id": IVAN, "chat_id": GROUP, "text": "Hello"}
    assert await browser.ask("message", stranger, status=409) == {"error": "Not a member of this chat."}
    await browser.ask("message", stranger | {"chat_id": 5}, status=404)
    await browser.ask("message", {"user_id": "Olga", "chat_id": GROUP, "text": "Hello"}, status=400)


async def test_a_person_who_joins_may_write(browser: Browser) -> None:
    await browser.ask("membership", {"user_id": IVAN, "chat_id": GROUP, "change": "join"})

    await browser.ask("message", {"user_id": IVAN, "chat_id": GROUP, "text": "Hello"})

    spoken = messages(await browser.ask("view"), GROUP)
    assert [message["service"] or message["text"] for message in spoken[-2:]] == ["Ivan joined", "Hello"]


async def test_a_press_waits_for_the_bots_answer(environment: Environment, bot: Bot, browser: Browser) -> None:
    await browser.ask("message", {"user_id": OLGA, "chat_id": OLGA, "text": "/start"})
    button = InlineKeyboardButton("Go", callback_data="go")
    asked = await bot.send_message(OLGA, "Shall I?", reply_markup=InlineKeyboardMarkup([[button]]))

    pressing = asyncio.ensure_future(
        browser.ask("press", {"user_id": OLGA, "chat_id": OLGA, "message_id": asked.message_id, "data": "go"})
    )
    await environment.world.wait_until(lambda: environment.world.state.presses)
    (query_id,) = environment.world.state.presses
    await bot.answer_callback_query(query_id, "Not yours", show_alert=True)

    assert await pressing == {"text": "Not yours", "show_alert": True, "url": ""}


async def test_a_deep_link_starts_the_private_chat(environment: Environment, browser: Browser) -> None:
    await browser.ask("open", {"user_id": IVAN, "url": "https://t.me/keyminder_bot?start=abc"})

    assert environment.world.messages(IVAN)[-1].text == "/start abc"


async def test_of_a_deleted_message_and_an_opened_link_nothing_secret_is_shown(
    environment: Environment, browser: Browser
) -> None:
    environment.world.open_link(OLGA, "sealed-token")
    gone = environment.world.post(OLGA, OLGA, "123456")
    environment.world.delete(OLGA, OLGA, gone.message_id)

    started, deleted = messages(await browser.ask("view"), OLGA)
    assert started["text"] == "/start"
    assert (deleted["text"], deleted["is_deleted"]) == ("", True)


async def test_a_seed_under_a_picture_is_scanned(bot: Bot, environment: Environment, browser: Browser) -> None:
    await browser.ask("message", {"user_id": OLGA, "chat_id": OLGA, "text": "/enrol"})
    sent = await bot.send_photo(OLGA, PICTURE, caption=f"Scan, or type {SEED}", protect_content=True)

    code = (await browser.ask("scan", {"user_id": OLGA, "chat_id": OLGA, "message_id": sent.message_id}))["code"]

    assert code == environment.authenticators.code(OLGA) == pyotp.TOTP(SEED).at(environment.clock.now())
    shown = messages(await browser.ask("view"), OLGA)[-1]
    assert shown["has_seed"]
    assert shown["is_protected"]
    async with browser.session.get(f"{browser.root}/api/files/{sent.photo[0].file_id}?token={browser.token}") as answer:
        assert answer.content_type.startswith("image/")
        assert await answer.read() == PICTURE


async def test_a_file_goes_up_and_comes_down_as_it_was(browser: Browser) -> None:
    form = aiohttp.FormData({"user_id": str(OLGA), "chat_id": str(GROUP), "caption": "/whitelist"})
    form.add_field("file", b"Remark,Coin\n", filename="list.csv", content_type="text/csv")
    headers = {"X-Sandbox-Token": browser.token}
    async with browser.session.post(f"{browser.root}/api/document", data=form, headers=headers) as answer:
        assert answer.status == 200

    document = messages(await browser.ask("view"), GROUP)[-1]["document"]
    assert isinstance(document, dict)
    assert (document["name"], document["size"]) == ("list.csv", 12)
    async with browser.session.get(f"{browser.root}/api/files/{document['file_id']}?token={browser.token}") as answer:
        assert answer.headers["Content-Disposition"] == "attachment"
        assert await answer.read() == b"Remark,Coin\n"


async def test_an_email_is_shown_without_scripts_and_its_links_leave_the_frame(
    environment: Environment, browser: Browser
) -> None:
    email = environment.mailbox.take(["olga@example.com"], LETTER)

    address = f"{browser.root}/api/letters/{email.email_id}?token={browser.token}"
    async with browser.session.get(address) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
        assert "script-src" not in policy
        assert '<head><base target="_blank">' in await answer.text()


async def test_the_mail_server_can_be_made_to_fail(environment: Environment, browser: Browser) -> None:
    await browser.ask("mail-server", {"mode": "down"})
    assert environment.mailbox.is_down
    await browser.ask("mail-server", {"mode": "450"})
    assert (environment.mailbox.is_down, environment.mailbox.refuse) == (False, 450)
    await browser.ask("mail-server", {"mode": "up"})
    assert (environment.mailbox.is_down, environment.mailbox.refuse) == (False, None)


async def test_the_clock_moves_on_and_never_back(environment: Environment, browser: Browser) -> None:
    await browser.ask("clock", {"seconds": 86400})
    assert environment.clock.offset == timedelta(days=1)

    await browser.ask("clock", {"seconds": -60}, status=400)
    assert environment.clock.offset == timedelta(days=1)


async def test_a_scenario_needs_the_token_and_a_name_that_there_is(browser: Browser) -> None:
    async with browser.session.post(f"{browser.root}/api/scenario", json={"name": "four-eyes"}) as answer:
        assert answer.status == 403
    assert "no such scenario" in str(await browser.ask("scenario", {"name": "a-miracle"}, status=409))

    stage = (await browser.ask("view"))["stage"]
    assert isinstance(stage, dict)
    assert [one["name"] for one in stage["scenarios"]] == [
        "key-ends", "wrong-sheet", "right-sheet", "four-eyes", "next-alert",
    ]  # fmt: skip
    assert (stage["outcome"], stage["caption"]) == ("over", None)


async def test_commands_are_those_of_the_narrowest_scope(bot: Bot, browser: Browser) -> None:
    await bot.set_my_commands([BotCommand("start", "Begin")])
    await bot.set_my_commands([BotCommand("keys", "List keys")], scope=BotCommandScopeAllGroupChats())

    in_group = await browser.ask(f"commands?user_id={OLGA}&chat_id={GROUP}")
    in_private = await browser.ask(f"commands?user_id={OLGA}&chat_id={OLGA}")

    assert in_group == {"commands": [{"command": "keys", "description": "List keys"}]}
    assert in_private == {"commands": [{"command": "start", "description": "Begin"}]}


async def test_the_stream_shows_every_change(environment: Environment, browser: Browser) -> None:
    async with browser.session.get(f"{browser.root}/api/stream?token={browser.token}") as stream:
        assert stream.content_type == "text/event-stream"
        before = await read_view(stream)
        environment.world.post(OLGA, GROUP, "News")
        after = await read_view(stream)
        environment.clock.jump(timedelta(days=30))
        later = await read_view(stream)

    assert messages(before, GROUP)[-1]["text"] != "News"
    assert messages(after, GROUP)[-1]["text"] == "News"
    assert later["clock"] != after["clock"]


async def test_a_restart_keeps_the_address_and_everything_that_happened(
    environment: Environment, tmp_path: Path
) -> None:
    environment.world.post(OLGA, GROUP, "Before")
    environment.authenticators.scan(OLGA, SEED)
    await environment.stop()

    async with Environment(tmp_path) as again:
        assert not again.is_new
        assert (again.page_url, again.bot_token) == (environment.page_url, environment.bot_token)
        assert again.world.messages(GROUP)[-1].text == "Before"
        assert again.authenticators.has(OLGA)


async def read_view(stream: aiohttp.ClientResponse) -> Json:
    lines = []
    while (line := await stream.content.readuntil(b"\n")) != b"\n":
        lines.append(line.decode())
    assert lines[0] == "event: view\n"
    view: Json = json.loads(lines[1].removeprefix("data: "))
    return view
