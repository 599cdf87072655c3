"""`keyminder run` and `keyminder check` as processes of their own."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.sandbox.clock import SandboxClock
from bot.sandbox.environment import Environment
from bot.sandbox.scenarios.persona import Persona
from bot.wiring.event_loop import run
from storage.sealing import KeyRing
from tests.app import MAX, OLGA, TEAM

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60.0


async def start(folder: Path, *words: str, settings: Mapping[str, str] | None = None) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *words,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **(settings or {})},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def end(process: asyncio.subprocess.Process) -> tuple[int, str, str]:
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode or 0, out.decode(), err.decode()


def connection(environment: Environment) -> dict[str, str]:
    return {
        "KEYMINDER_TELEGRAM_TOKEN": environment.bot_token,
        "KEYMINDER_TELEGRAM_API_URL": environment.api_root,
        "KEYMINDER_LISTEN": "127.0.0.1:0",
        "KEYMINDER_OWNERS": "1001",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no uvloop")
def test_the_bot_runs_on_uvloop() -> None:
    async def look() -> None:
        loops.append(type(asyncio.get_running_loop()).__module__)

    loops: list[str] = []
    run(look())
    assert loops == ["uvloop"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no uvloop")
async def test_tests_run_on_the_loop_of_the_bot() -> None:
    assert type(asyncio.get_running_loop()).__module__ == "uvloop"


async def test_a_token_that_telegram_refuses_ends_with_2(tmp_path: Path) -> None:
    async with Environment(clock=SandboxClock()) as environment:
        settings = connection(environment) | {"KEYMINDER_TELEGRAM_TOKEN": "1:hunter2hunter2hunter2hunter2"}
        code, _, err = await end(await start(tmp_path, "run", settings=settings))
    assert code == 2
    assert "Telegram refuses the bot token" in err
    assert "Traceback" not in err
    assert "hunter2" not in err


async def test_a_port_that_is_taken_ends_with_2(tmp_path: Path) -> None:
    taken = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    port = taken.sockets[0].getsockname()[1]
    async with Environment(clock=SandboxClock()) as environment:
        settings = connection(environment) | {"KEYMINDER_LISTEN": f"127.0.0.1:{port}"}
        code, _, err = await end(await start(tmp_path, "run", settings=settings))
    taken.close()
    await taken.wait_closed()
    assert code == 2
    assert f"Cannot listen on 127.0.0.1 port {port}" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_a_running_bot_stops_cleanly_and_leaves_the_database_free(tmp_path: Path, how: signal.Signals) -> None:
    async with Environment(clock=SandboxClock()) as environment:
        process = await start(tmp_path, "run", settings=connection(environment))
        await environment.world.wait_until(lambda: bool(environment.world.state.bot.commands), timeout_seconds=PATIENCE)
        process.send_signal(how)
        code, _, err = await end(process)
    assert code == 0
    assert "Traceback" not in err
    [made] = [json.loads(line) for line in err.splitlines() if "installation_made" in line]
    assert made["database"] == f"{tmp_path}/data/keyminder.db"
    assert made["sealed_with"] == f"{tmp_path}/data/master.key"
    assert (await end(await start(tmp_path, "audit", "verify")))[0] == 0


async def test_audit_and_break_glass_work_while_the_bot_runs_and_what_must_be_alone_does_not(tmp_path: Path) -> None:
    async with Environment(clock=SandboxClock()) as environment:
        for user_id, name in ((OLGA, "Olga"), (MAX, "Max")):
            environment.world.add_person(user_id, name)
        environment.world.add_group(TEAM, "Desk", members=(OLGA, MAX))
        environment.world.add_bot(TEAM, OLGA)
        bot = await start(tmp_path, "run", settings=connection(environment))
        olga, max_ = Persona(environment, OLGA, TEAM), Persona(environment, MAX, TEAM)
        await olga.sees("is set up, and", after=olga.says("/start"))

        for words in (("audit", "verify"), ("audit", "export"), ("backup", "copy.db"), ("migrate",)):
            code, out, err = await end(await start(tmp_path, *words))
            assert (code, err) == (0, ""), words
            assert out
        for _ in range(2):
            code, out, _ = await end(await start(tmp_path, "rotate-master-key"))
            assert (code, out.startswith("The master key is ")) == (0, True)
        code, out, _ = await end(await start(tmp_path, "owner", "add", str(MAX)))
        assert code == 0
        assert "Announced in: Desk, within 30 seconds if the bot runs" in out

        await max_.sees("has no keys yet", after=max_.says("/keys"))
        max_.says("/enrol", privately=True)
        await max_.sees("scan this picture", privately=True)
        await olga.sees("is now an owner of this team. This was done on the console")
        code, out, _ = await end(await start(tmp_path, "owner", "reset", str(MAX)))
        assert code == 0

        bot.send_signal(signal.SIGTERM)
        assert (await end(bot))[0] == 0
    code, out, _ = await end(await start(tmp_path, "audit", "verify"))
    assert code == 0
    assert out.count("intact") == 2


async def test_check_of_a_whole_installation_finds_nothing_wrong(tmp_path: Path) -> None:
    async with Environment(clock=SandboxClock()) as environment:
        settings = connection(environment) | {
            "KEYMINDER_SMTP_URL": environment.smtp_url,
            "KEYMINDER_MAIL_FROM": "k@example.org",
        }
        code, out, _ = await end(await start(tmp_path, "check", settings=settings))
        wrong = settings | {"KEYMINDER_TELEGRAM_TOKEN": "1:hunter2"}
        wrong_code, wrong_out, _ = await end(await start(tmp_path, "check", settings=wrong))
    assert code == 0
    assert "problem" not in out
    assert "Telegram knows the bot as @keyminder_bot" in out
    assert "The mail server accepts the login" in out
    assert wrong_code == 1
    assert "Telegram refuses the token" in wrong_out
    assert "hunter2" not in wrong_out


async def test_no_secret_of_the_settings_is_in_arguments_or_output(tmp_path: Path) -> None:
    canaries = {name: f"canary-{name}-61" for name in ("database", "mail", "webhook", "heartbeat")}
    settings = {
        "KEYMINDER_TELEGRAM_TOKEN": "1:canarytokencanarytokencanarytoken61",
        "KEYMINDER_TELEGRAM_API_URL": "http://127.0.0.1:1",
        "KEYMINDER_TELEGRAM_MODE": "webhook",
        "KEYMINDER_WEBHOOK_SECRET": canaries["webhook"],
        "KEYMINDER_PUBLIC_URL": "https://keys.example.org",
        "KEYMINDER_MASTER_KEY_COMMAND": f"cat {tmp_path / 'key'}",
        "KEYMINDER_DATABASE_URL": f"postgresql+asyncpg://u:{canaries['database']}@127.0.0.1:1/x",
        "KEYMINDER_SMTP_URL": f"smtp://olga:{canaries['mail']}@127.0.0.1:1",
        "KEYMINDER_MAIL_FROM": "keyminder@example.org",
        "KEYMINDER_HEARTBEAT_URL": f"http://127.0.0.1:1/{canaries['heartbeat']}",
    }
    (tmp_path / "key").write_text(f"{KeyRing.new().to_text()}\n")
    process = await start(tmp_path, "check", settings=settings)
    arguments = await asyncio.to_thread(Path(f"/proc/{process.pid}/cmdline").read_bytes)
    code, out, err = await end(process)

    assert code == 1
    assert "127.0.0.1" in out + err
    assert [one for one in (*canaries.values(), "canarytoken") if one in f"{out}{err}{arguments.decode()}"] == []
