"""Logs: one line per event, and no secret in any."""

import ast
import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiosqlite
import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.chat.telegram.http import make_bot
from bot.logs import SenderLimit, hide_secrets, set_up_logs


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    set_up_logs(stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "text",
    [
        "GET https://api.telegram.org/bot123456:hunter2hunter2hunter2_hunt/getMe",
        "POST http://127.0.0.1:1/bot1:hunter2/sendMessage failed",
        "/confirm/hunter2hunter2hunter22 was opened",
        "https://t.me/keyminder_bot?start=hunter2",
        "smtps://user:hunter2@mail.example.org:465 refused",
        "postgres://user:p@hunter2@db.example.org/keys refused",
        "otpauth://totp/x?secret=hunter2",
        f"text = 'f424f39b88dc686f:{'hunter2' + 'x' * 36}='",
    ],
)
def test_a_secret_in_a_text_is_hidden(text: str) -> None:
    hidden = str(hide_secrets(None, "info", {"event": text, "deep": {"list": [text]}}))
    assert "hunter2" not in hidden
    assert "[hidden]" in hidden


@pytest.mark.parametrize(
    "name", ["token", "bot_token", "key_secret", "code", "update", "body", "totp_seed", "master_key"]
)
def test_a_value_with_the_name_of_a_secret_is_hidden(name: str) -> None:
    assert hide_secrets(None, "info", {name: "x"}) == {name: "[hidden]"}


def test_no_line_of_ours_has_a_value_that_would_be_hidden() -> None:
    """A value that may be logged has another name. A secret is never handed to a log."""
    root = Path(__file__).parent.parent
    hidden = [
        f"{file.relative_to(root)}:{node.lineno} {word.arg}"
        for file in [*(root / "bot").rglob("*.py"), *(root / "storage").rglob("*.py")]
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"log", "_log"}
        for word in node.keywords
        if word.arg is not None and hide_secrets(None, "info", {word.arg: 1}) == {word.arg: "[hidden]"}
    ]
    assert hidden == []


def test_ids_and_reasons_stay() -> None:
    event = {
        "event": "ticket done",
        "ticket_id": "0b2f",
        "status_code": 2,
        "reason": "code-wrong",
        "exchange_code": 4011,
        "update_id": 7,
    }
    assert hide_secrets(None, "info", dict(event)) == event


def test_a_line_is_json_with_level_and_time(lines: io.StringIO) -> None:
    structlog.get_logger("bot.jobs").info("notice delivered", notice_id="n1")
    line = json.loads(lines.getvalue())
    assert (line["event"], line["level"], line["notice_id"], line["logger"]) == (
        "notice delivered",
        "info",
        "n1",
        "bot.jobs",
    )
    assert line["timestamp"].endswith("Z")


def test_a_traceback_of_a_library_loses_its_secret(lines: io.StringIO) -> None:
    try:
        int("https://api.telegram.org/bot123456:hunter2hunter2hunter2_hunt/getMe")
    except ValueError:
        logging.getLogger("anyone").exception("failed")
    assert "ValueError" in lines.getvalue()
    assert "hunter2" not in lines.getvalue()


def test_libraries_that_name_urls_are_quiet(lines: io.StringIO) -> None:
    for name in ("httpx", "aiohttp.access", "telegram.ext"):
        logging.getLogger(name).info("chatter")
    assert not lines.getvalue()


SECRETS = ("hunter2hunter2", "482913", "4b1f9a", "BODY-OF-A-LETTER")


@pytest.fixture
def all_lines(lines: io.StringIO) -> Iterator[io.StringIO]:
    """Capture everything that is written when every library logs every line."""
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] not in {"bot", "storage"}]
    before = {name: logging.getLogger(name).level for name in names}
    logging.getLogger().setLevel(logging.DEBUG)
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield lines
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
async def aiohttp_echo() -> AsyncIterator[str]:
    """Run a Bot API server that sends back any given answer."""

    async def answer(request: web.Request) -> web.Response:
        if request.path.endswith("/getMe"):
            who = {"id": 7, "is_bot": True, "first_name": "K", "username": "k_bot"}
            return web.json_response({"ok": True, "result": who})
        given = await request.json()
        chat = {"id": 1001, "type": "private"}
        said = {"message_id": 1, "date": 1, "chat": chat, "text": str(given.get("text", ""))}
        return web.json_response({"ok": True, "result": said})

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", answer)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


async def test_at_debug_what_telegram_is_asked_and_answers_is_hidden(all_lines: io.StringIO, aiohttp_echo: str) -> None:
    bot = make_bot("123456:hunter2hunter2hunter2hunter2", aiohttp_echo)
    await bot.initialize()
    await bot.send_message(1001, "Your secret: 4b1f9a. Your code: 482913. BODY-OF-A-LETTER")
    await bot.shutdown()
    told = all_lines.getvalue()
    assert '"logger": "telegram' in told
    assert [secret for secret in SECRETS if secret in told] == []


async def test_at_debug_what_a_database_is_asked_is_hidden(all_lines: io.StringIO, tmp_path: Path) -> None:
    async with aiosqlite.connect(tmp_path / "keys.db") as database:
        await database.execute("SELECT ?", ("482913 4b1f9a BODY-OF-A-LETTER",))
    told = all_lines.getvalue()
    assert '"logger": "aiosqlite' in told
    assert [secret for secret in SECRETS if secret in told] == []


@pytest.mark.parametrize("code", ["482913", "482 913", "482-913", "48291357", "4b1f9a77c0d2e8f1a6b5c4d3"])
def test_what_a_library_complains_of_has_no_code(lines: io.StringIO, code: str) -> None:
    logging.getLogger("telegram").error("cannot send %s", {"text": f"code {code}", "id": 1001})
    try:
        int(f"no {code} here")
    except ValueError:
        logging.getLogger("asyncio").exception("failed")
    assert code not in lines.getvalue()
    assert "1001" in lines.getvalue()


def test_what_our_own_lines_say_at_debug_is_said(all_lines: io.StringIO) -> None:
    structlog.get_logger("bot.jobs").debug("notice delivered", notice_id="n1")
    logging.getLogger("storage.engine").debug("opened %s", "keyminder.db")
    assert "notice delivered" in all_lines.getvalue()
    assert "opened keyminder.db" in all_lines.getvalue()


@pytest.mark.parametrize("name", ["sender", "chat_id"])
def test_no_sender_and_no_chat_fills_the_log(name: str) -> None:
    now = [0.0]
    limit = SenderLimit(most=3, seconds=60, now=lambda: now[0])

    def told(about: int) -> str:
        try:
            return str(limit(None, "warning", {"event": "e", name: about})["event"])
        except structlog.DropEvent:
            return ""

    assert [told(1) for _ in range(5)] == ["e", "e", "lines_left_out", "", ""]
    assert told(2) == "e"
    now[0] = 60.0
    assert told(1) == "e"


def test_lines_without_a_sender_are_never_left_out_and_few_senders_are_remembered() -> None:
    limit = SenderLimit(most=1, senders=2)
    assert all(limit(None, "info", {"event": "e"}) == {"event": "e"} for _ in range(5))
    assert [limit(None, "info", {"event": "e", "sender": one})["event"] for one in (1, 2, 3, 1)] == [
        "lines_left_out"
    ] * 4
    with pytest.raises(structlog.DropEvent):
        limit(None, "info", {"event": "e", "sender": 1})


def test_a_flood_of_one_sender_ends_in_few_lines(lines: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(sender=1001):
        for _ in range(1000):
            structlog.get_logger("bot.chat").warning("an answer could not be said")
    assert len(lines.getvalue().splitlines()) == 20
