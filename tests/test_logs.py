"""Logs: one line per event, and no secret in any."""

import ast
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.logs import hide_secrets, set_up_logs


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
    """What may be told is told under another name; what may not is not handed to a log."""
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
