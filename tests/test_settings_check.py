"""`keyminder check` beside a running bot, at the sandbox's Telegram."""

import asyncio
import os
from datetime import timedelta

import pytest

from bot.__main__ import main
from bot.settings import Settings
from storage.tables import installation
from storage.work import Work
from tests.app import OLGAS_EMAIL, TestApp
from tests.people import Member
from tests.stories.test_connect import connects


async def checks(
    app: TestApp, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *words: str
) -> tuple[int, str, str]:
    """Type `keyminder check` as the operator: exit code, standard output, standard error."""
    await app.app.database.write(_is_a_real_one)
    for name in [name for name in os.environ if name.startswith("KEYMINDER_")]:
        monkeypatch.delenv(name)
    for name, value in _environment(app.settings).items():
        monkeypatch.setenv(f"KEYMINDER_{name}", value)
    capfd.readouterr()
    # The command has a loop of its own. The sandbox answers on this one.
    code = await asyncio.to_thread(_type_in, *words, "check")
    said = capfd.readouterr()
    return code, said.out, said.err


def _is_a_real_one(work: Work) -> None:
    """Databases of tests are stamped as the sandbox's, which the console leaves alone."""
    work.connection.execute(installation.update().values(stamp=""))


def _type_in(*words: str) -> int:
    try:
        main(words)
    except SystemExit as ended:
        return int(ended.code or 0)


def _environment(settings: Settings) -> dict[str, str]:
    if settings.telegram_token is None or settings.smtp_url is None or settings.mail_from is None:
        raise TypeError("a house of a test has all of them")
    return {
        "TELEGRAM_TOKEN": settings.telegram_token.get_secret_value(),
        "TELEGRAM_API_URL": settings.telegram_api_url,
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "MASTER_KEY_FILE": str(settings.master_key_file),
        "OWNERS": ",".join(map(str, settings.owners)),
        "SMTP_URL": settings.smtp_url.get_secret_value(),
        "MAIL_FROM": settings.mail_from,
        "COINEX_API_URL": settings.coinex_api_url,
    }


async def test_an_installation_that_is_well_has_no_problem(
    app: TestApp, olga: Member, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    await olga.says("/keys")
    code, out, err = await checks(app, monkeypatch, capfd)
    assert "ok       Telegram answers, by polling." in out
    assert "problem" not in out
    assert (code, err) == (0, "")


async def test_log_lines_come_only_on_request_and_have_the_exchanges_code(
    app: TestApp, olga: Member, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await connects(app, olga)
    app.environment.coinex.faults.happen_next("*", "4011", times=100_000)
    code, out, err = await checks(app, monkeypatch, capfd)
    assert (code, err) == (1, "")
    assert all(line.startswith(("ok  ", "note ", "problem ")) for line in out.splitlines()), out

    _, again, err = await checks(app, monkeypatch, capfd, "--logs")
    assert '"exchange_code": 4011' in err
    assert out.count("\n") == again.count("\n")


async def test_what_several_accounts_have_in_common_is_said_once(
    app: TestApp, olga: Member, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await connects(app, olga)
    app.environment.coinex.faults.happen_next("*", "4011", times=100_000)
    await app.passes(timedelta(minutes=11))
    _, out, _ = await checks(app, monkeypatch, capfd)
    assert out.count("has blocked the API of this account") == 1
    assert "problem  desk-a, desk-b: keys have not been compared since 22\u00a0Nov" in out


async def test_a_silent_telegram_is_one_problem(
    app: TestApp, olga: Member, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    app.environment.world.faults.down()
    code, out, _ = await checks(app, monkeypatch, capfd)
    assert code == 1
    assert out.count("problem ") == 1
    assert "does not answer as a Bot API server" in out
