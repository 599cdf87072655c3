"""Secrets are planted in a short story, and looked for wherever they must not be."""

import asyncio
import io
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
import structlog

from bot.logs import set_up_logs
from bot.sandbox.exchanges.faults import Trouble
from bot.setting_values import Secret
from storage.database.backup import back_up
from storage.sealing import KeyRing
from tests.app import OLGAS_EMAIL, TestApp
from tests.people import Member
from tests.stories.test_connect import connects, main_key

SMTP_PASSWORD = "canary-Mail_61"
METRICS_TOKEN = "canary-Metrics_61"
TYPED_IN_GROUP = "314159"
_BASE32 = re.compile(r"[A-Z2-7]{26,}")
TOKEN = re.compile(r"/confirm/([A-Za-z0-9_-]+)")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Log everything, libraries too, as `--logs` at the lowest level would."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    others = {name: logging.getLogger(name).level for name in root.manager.loggerDict}
    stream = io.StringIO()
    set_up_logs(stream)
    for name in ("", *others):
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield stream
    root.handlers[:] = handlers
    for name, before in (("", level), *others.items()):
        logging.getLogger(name).setLevel(before)
    structlog.reset_defaults()


async def _plant(app: TestApp, olga: Member, folder: Path) -> dict[str, str]:
    """Live a story in which every kind of secret is used, and return them by kind."""
    canaries = {"seed": _BASE32.findall((folder / "sandbox" / "authenticators.json").read_text())[0]}
    await olga.has_email(OLGAS_EMAIL)
    card = await olga.says("/newkey trading-eu trade withdraw 203.0.113.7")
    await olga.opens(card)
    canaries["code"] = olga.code()
    await olga.types(canaries["code"])
    letter = await olga.persona.reads(OLGAS_EMAIL, "trading-eu")
    [canaries["token of a page"]] = set(TOKEN.findall(letter.text))
    await olga.decides(letter)
    shown = next(text for text in olga.texts(privately=True) if "Secret:" in text)
    canaries["key secret"] = shown.partition("Secret: ")[2].split()[0]
    await olga.confirms(await olga.says("/newkey unbound-eu trade"))
    await olga.says("/newkey second trade withdraw 203.0.113.7")
    [link] = [str(button["url"]) for button in olga.newest().buttons if "start=" in str(button.get("url"))]
    canaries["token of a private step"] = link.rpartition("start=")[2]
    olga.persona.says(TYPED_IN_GROUP)
    await app.settle()
    canaries["exchange secret"] = main_key(app).secret_key
    await connects(app, olga)
    [master] = (folder / "master.key").read_text().split()
    return canaries | {
        "code typed in the group": TYPED_IN_GROUP,
        "mail password": SMTP_PASSWORD,
        "token of the metrics": METRICS_TOKEN,
        "master key": master.partition(":")[2],
        "bot token": app.environment.bot_token,
    }


async def _break_everything(app: TestApp, olga: Member) -> None:
    """The mail server refuses the login, the exchange hangs up, and both are said in logs and chats."""
    app.environment.coinex.faults.happen_next("*", Trouble.CUT_BEFORE, times=1000)
    url = app.settings.smtp_url
    assert url is not None
    with_password = url.get_secret_value().replace("://", f"://olga:{SMTP_PASSWORD}@")
    app.settings = replace(app.settings, smtp_url=Secret(with_password), metrics_token=Secret(METRICS_TOKEN))
    await app.restart()
    await olga.confirms(await olga.says("/newkey third trade withdraw 203.0.113.8 in main"))
    await app.passes(timedelta(minutes=11))
    await olga.whispers("/doctor")


def _copy_and_read(folder: Path) -> dict[str, bytes]:
    """Return the database's files, a backup, and the arguments of this process."""
    ring = KeyRing.from_text((folder / "master.key").read_text())
    back_up(folder / "keyminder.db", folder / "copy.db", ring)
    files = [*folder.glob("keyminder.db*"), folder / "copy.db", Path("/proc/self/cmdline")]
    return {path.name: path.read_bytes() for path in files if path.exists()}


def _find(canaries: dict[str, str], places: dict[str, bytes]) -> list[str]:
    """Digits alone count as a code where neither a number nor a hash goes on beside them."""
    found = []
    for kind, canary in canaries.items():
        pattern = rf"(?<![\w.-]){canary}(?![\w-])" if canary.isdigit() else re.escape(canary)
        found += [f"{kind} in {place}" for place, content in places.items() if re.search(pattern.encode(), content)]
    return found


async def _scrape(root: str) -> tuple[bytes, bytes, bytes]:
    """Return what `/readyz` and `/metrics` say, and what the metrics say to the holder of their token."""
    token = {"Authorization": f"Bearer {METRICS_TOKEN}"}
    found = []
    async with aiohttp.ClientSession() as session:
        for path, headers in (("/readyz", {}), ("/metrics", {}), ("/metrics", token)):
            async with session.get(root + path, headers=headers) as answer:
                found.append(await answer.read())
    return found[0], found[1], found[2]


async def test_no_planted_secret_is_in_logs_database_backup_letters_health_or_metrics(
    app: TestApp, olga: Member, log: io.StringIO, tmp_path: Path
) -> None:
    canaries = await _plant(app, olga, tmp_path)
    await _break_everything(app, olga)
    places = await asyncio.to_thread(_copy_and_read, tmp_path)
    health, metrics, named_metrics = await _scrape(app.settings.public_url)
    letters = [f"{one.subject}\n{one.text}\n{one.html}" for one in app.environment.mailbox.list_to(OLGAS_EMAIL)]
    places |= {
        "log": log.getvalue().encode(),
        "health": health,
        "metrics": metrics,
        "metrics with names": named_metrics,
        "letters": TOKEN.sub("", "\n".join(letters)).encode(),
    }

    assert _find(canaries, places) == []
    names = {"person": "Olga", "team": "Desk", "key": "unbound-eu", "e-mail": OLGAS_EMAIL}
    assert _find(names | {"account": "coinex"}, {"health": health}) == []
    assert _find(names | {"account": 'account="main"'}, {"metrics": metrics}) == []
    assert _find(names, {"metrics": named_metrics}) == ["team in metrics", "key in metrics"]
    assert b'keyminder_exchange_errors_total{exchange="coinex",kind="unreachable"}' in metrics
    assert b'"mail":' in health
    assert {"keyminder.db", "keyminder.db-wal"} <= places.keys()
    assert all(places[name] for name in ("keyminder.db-wal", "log", "health", "letters"))
    assert b"trading-eu" in places["copy.db"], "what is no secret is found"
    assert "a notice waits" in log.getvalue(), "the mail server's trouble is in the log"
    assert "ExchangeUnreachable" in log.getvalue(), "the exchange's trouble is in the log"
