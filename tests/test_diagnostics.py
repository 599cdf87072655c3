"""Diagnostics of jobs, webhook and rights, and `keyminder check` beside a database."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from bot.chat.sentences import Sentences
from bot.chat.telegram.client import ChatUnreachable, SayError, TooFast, Unreachable, Unsayable
from bot.chat.telegram.telegram_check import ask_telegram
from bot.clock import SystemClock
from bot.jobs.detect_outages import SIGN
from bot.jobs.schedule import JobStatus
from bot.operations.doctor.findings import Finding, Severity
from bot.sandbox.exchanges.coinex.state import as_milliseconds
from bot.settings import Settings
from bot.wiring.diagnostics import in_time, look_at_clock, look_at_jobs, look_at_signs
from bot.wiring.preflight import probe_installation
from storage.database import Database
from storage.records import Account, AccountKind, Key, Team, UnreachableReason
from storage.sealing import KeyRing
from storage.work import Work
from tests.exchanges.bybit_desk import open_desk as open_bybit_desk
from tests.exchanges.coinex_desk import open_desk

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_failing_and_late_jobs_are_named_and_the_others_counted() -> None:
    found = look_at_jobs(
        [
            JobStatus("well", MINUTE, ran_at=NOW - MINUTE),
            JobStatus("new", MINUTE),
            JobStatus("fails", MINUTE, ran_at=NOW - 9 * MINUTE, failed_at=NOW, why="OSError", is_failing=True),
            JobStatus("stands still", MINUTE, ran_at=NOW - 5 * MINUTE),
        ],
        NOW,
    )
    assert [(one.severity, one.saying.sentence) for one in found] == [
        (Severity.PROBLEM, "doctor-job-fails"),
        (Severity.PROBLEM, "doctor-job-late"),
        (Severity.GOOD, "doctor-jobs"),
    ]
    assert found[-1].saying.args["count"] == 2


def test_a_clock_that_was_set_back_is_reported_until_it_is_right() -> None:
    shown = NOW
    clock = SystemClock(lambda: shown, lambda: 0.0)
    assert look_at_clock(clock, None) == []
    shown = NOW - 120 * MINUTE
    [finding] = look_at_clock(clock, None)
    assert finding.severity is Severity.PROBLEM
    said = Sentences().plain(finding.saying, zone="UTC", now=NOW)
    assert "clock of my machine was set back by 120 minutes while I was running." in said
    shown = NOW
    assert look_at_clock(clock, None) == []
    [finding] = look_at_clock(clock, NOW + 120 * MINUTE)
    assert finding.saying.sentence == "doctor-clock-behind"


@pytest.mark.parametrize(
    ("mode", "info", "sentence", "severity"),
    [
        ("polling", {"url": "", "pending_update_count": 0}, "doctor-telegram", Severity.GOOD),
        ("polling", {"url": "", "pending_update_count": 50}, "doctor-telegram", Severity.WARNING),
        ("polling", {"url": "https://x"}, "doctor-webhook-wrong", Severity.PROBLEM),
        ("webhook", {"url": ""}, "doctor-webhook-wrong", Severity.PROBLEM),
        ("webhook", {"url": "https://x"}, "doctor-telegram", Severity.GOOD),
        (
            "webhook",
            {"url": "https://x", "last_error_date": int((NOW - MINUTE).timestamp()), "last_error_message": "SSL"},
            "doctor-webhook-fails",
            Severity.PROBLEM,
        ),
        (
            "webhook",
            {"url": "https://x", "last_error_date": int((NOW - 90 * MINUTE).timestamp())},
            "doctor-telegram",
            Severity.GOOD,
        ),
    ],
)
async def test_the_webhook_is_looked_at(mode: str, info: dict[str, object], sentence: str, severity: Severity) -> None:
    async def call(_method: str, _data: dict[str, object]) -> object:
        return info

    (finding,) = await ask_telegram(call, mode, NOW)
    assert (finding.saying.sentence, finding.severity) == (sentence, severity)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            ChatUnreachable("Forbidden: bot was kicked from the supergroup chat", UnreachableReason.KICKED),
            "doctor-not-in-group",
        ),
        (TooFast(timedelta(seconds=7)), "doctor-telegram-pauses"),
        (Unsayable("Bad Request: CHAT_ADMIN_REQUIRED"), "doctor-telegram-refuses"),
        (Unreachable("aiohttp.TimeoutError"), "doctor-telegram-silent"),
    ],
)
async def test_the_reasons_why_telegram_does_not_report_the_group_are_distinguished(
    error: SayError, sentence: str
) -> None:
    async def call(method: str, _data: dict[str, object]) -> object:
        if method == "getChatMember":
            raise error
        return {"id": 7}

    webhook, group = await ask_telegram(call, "polling", NOW, Team(uuid4(), -1, None, "Desk", 7, NOW))
    assert webhook.severity is Severity.GOOD
    assert (group.saying.sentence, group.severity) == (sentence, Severity.PROBLEM)


@pytest.mark.parametrize(
    ("is_on", "status", "severity"),
    [
        (True, "administrator", Severity.GOOD),
        (True, "member", Severity.WARNING),
        (False, "administrator", None),
    ],
)
async def test_codes_in_the_group_are_reported_where_they_are_on(
    is_on: bool, status: str, severity: Severity | None
) -> None:
    async def call(_method: str, _data: dict[str, object]) -> object:
        return {"id": 7, "status": status}

    team = Team(uuid4(), -1, None, "Desk", 7, NOW, codes_here=is_on)
    found = [one for one in await ask_telegram(call, "polling", NOW, team) if one.saying.sentence == "doctor-codes"]
    assert [one.severity for one in found] == ([] if severity is None else [severity])


async def test_a_part_that_breaks_is_a_finding() -> None:
    async def breaks() -> list[Finding]:
        raise ZeroDivisionError

    (finding,) = await in_time("Telegram", breaks())
    assert finding.saying.sentence == "doctor-broken"


async def test_check_asks_the_exchanges_of_a_database_that_is_there(
    sqlite_template: Path, tmp_path: Path, ring: KeyRing
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/keyminder.db"
    settings = {"database_url": url, "master_key_file": tmp_path / "master.key"}
    assert await probe_installation(Settings.read(settings)) == []
    shutil.copy(sqlite_template, tmp_path / "keyminder.db")
    (tmp_path / "master.key").write_text(ring.to_text())
    async with open_desk() as desk:
        # The console uses the machine's own time.
        desk.watch.moment = datetime.now(UTC)
        desk.main_key.created_at = as_milliseconds(desk.watch.moment - timedelta(days=1))
        database = await Database.open(url, ring)
        await database.write(lambda work: _found(work, AccountKind.COINEX, desk.credentials.to_text()))
        await database.close()
        settings["coinex_api_url"] = desk.server.base_url

        said = {one.sentence: one.severity for one in await probe_installation(Settings.read(settings))}

        assert said["CoinEx accepts my key for coinex-main."] is Severity.GOOD
        assert said["desk-a: keys have not been compared with the exchange yet."] is Severity.WARNING
        assert any(one.startswith("The bot has never run here") for one in said)
        assert any("Keys of sub-accounts bound to it: grid." in one for one in said)
        del desk.user.keys[desk.main_key.api_id]
        refused = await probe_installation(Settings.read(settings))
        assert any(one.severity is Severity.PROBLEM and "CoinEx refuses my key" in one.sentence for one in refused)


@pytest.mark.parametrize(
    ("ago", "severity", "said"),
    [
        (MINUTE, Severity.GOOD, "The bot is running. Its last sign: 1 min ago · 22\u00a0Nov\u00a008:59\u00a0UTC."),
        (
            3.5 * MINUTE,
            Severity.WARNING,
            "The bot last ran 4 min ago · 22\u00a0Nov\u00a008:56\u00a0UTC. It has stopped,",
        ),
        (
            -120 * MINUTE,
            Severity.PROBLEM,
            "The clock of my machine is wrong: I last ran in 2 h · 22\u00a0Nov\u00a011:00\u00a0UTC",
        ),
        (None, Severity.WARNING, "The bot has never run here. Start it with keyminder run."),
    ],
)
async def test_a_bot_without_a_sign_for_minutes_is_not_shown_as_running(
    sqlite_database: Database, ago: timedelta | None, severity: Severity, said: str
) -> None:
    if ago is not None:
        sign = NOW - ago
        await sqlite_database.write(lambda work: work.heartbeats.give(SIGN, None, sign))
    finding = await sqlite_database.read(lambda work: look_at_signs(work, NOW))
    assert finding.severity is severity
    assert Sentences().plain(finding.saying, zone="UTC", now=NOW).startswith(said)


async def test_check_asks_bybit_at_its_own_address(sqlite_url: str, tmp_path: Path, ring: KeyRing) -> None:
    (tmp_path / "master.key").write_text(ring.to_text())
    async with open_bybit_desk() as desk:
        desk.watch.moment = datetime.now(UTC)
        desk.bybit.main_ips = ["127.0.0.1"]
        database = await Database.open(sqlite_url, ring)
        await database.write(lambda work: _found(work, AccountKind.BYBIT, desk.credentials.to_text()))
        await database.close()
        told = {"database_url": sqlite_url, "master_key_file": tmp_path / "master.key", "bybit_api_url": desk.bybit.url}
        settings = Settings.read(told)

        said = {one.sentence: one.severity for one in await probe_installation(settings)}

        assert said["Bybit accepts my key for bybit-main."] is Severity.GOOD
        assert said["My own Bybit key is bound to 127.0.0.1 and does not expire."] is Severity.GOOD
        desk.bybit.main_ips = ["192.0.2.9"]
        refused = await probe_installation(settings)
        assert any(one.severity is Severity.PROBLEM and "Bybit refuses my key" in one.sentence for one in refused)


def _found(work: Work, kind: AccountKind, credentials: str) -> None:
    team = Team(uuid4(), -1, None, "Desk", claimed_by=7, claimed_at=NOW)
    main = Account(uuid4(), team.id, f"{kind.value}-main", kind, NOW, "41FD7DCD", credentials)
    sub = Account(uuid4(), team.id, "desk-a", kind, NOW, "desk-a", main_id=main.id)
    work.teams.add(team)
    for account in (main, sub):
        work.accounts.add(account)
    facts = ("", "A1", "grid", True, False, ("127.0.0.1",), NOW, None, NOW)
    work.keys.add(Key(*facts, id=uuid4(), team_id=team.id, account_id=sub.id, number=1))
