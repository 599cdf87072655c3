"""`keyminder enrol` and `keyminder owner`: the way back in, which is always announced."""

import io
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from bot.console import owners as console
from bot.operations.members.break_glass import OwnerKeeping
from bot.settings import CannotStart
from storage.database import Database
from storage.sealing import KeyRing
from tests.app import OLGA, STRANGER, TEAM, TestApp
from tests.people import Member


@pytest.fixture
async def owners(app: TestApp) -> OwnerKeeping:
    """With a bot that has fully started."""
    world = app.environment.world
    await world.wait_until(lambda: bool(world.state.bot.commands), timeout_seconds=20)
    return OwnerKeeping(app.app.database, app.environment.clock)


def authenticator(app: TestApp, capture: pytest.CaptureFixture[str], shift: int = 0) -> Callable[[], str]:
    """Read the seed from the terminal and return its code. A code `shift` steps off is wrong."""
    seeds: list[str] = []

    def ask() -> str:
        seeds.extend(re.findall(r"\b[A-Z2-7]{32,}\b", capture.readouterr().out))
        now = datetime.fromtimestamp(app.environment.clock.now().timestamp(), UTC)
        return pyotp.TOTP(seeds[0]).at(now, counter_offset=shift)

    return ask


async def test_a_code_from_the_terminals_qr_enrols(
    app: TestApp, owners: OwnerKeeping, capsys: pytest.CaptureFixture[str]
) -> None:
    await console.enrol(app.app.database, owners, STRANGER, authenticator(app, capsys))
    person = await app.app.database.read(lambda work: work.people.get(STRANGER))
    assert person.enrolled_at is not None
    assert "has an authenticator now" in capsys.readouterr().out


async def test_a_terminal_that_is_not_utf_8_gets_the_seed_as_text(
    app: TestApp, owners: OwnerKeeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.BytesIO()
    screen = io.TextIOWrapper(written, encoding="iso-8859-1")
    monkeypatch.setattr(sys, "stdout", screen)

    def give_up() -> str:
        return "000000"

    with pytest.raises(CannotStart):
        await console.enrol(app.app.database, owners, STRANGER, give_up)
    screen.flush()
    told = written.getvalue().decode("iso-8859-1")
    assert re.search(r"cannot show a QR code. Type this secret into an authenticator app: [A-Z2-7]{32}", told)


async def test_wrong_codes_do_not_enrol(app: TestApp, owners: OwnerKeeping, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CannotStart, match=f"keyminder enrol {STRANGER}"):
        await console.enrol(app.app.database, owners, STRANGER, authenticator(app, capsys, shift=90))
    person = await app.app.database.read(lambda work: work.people.get(STRANGER))
    assert person.enrolled_at is None
    assert "Wrong code" in capsys.readouterr().err


async def test_who_is_enrolled_is_not_enrolled_over(
    app: TestApp, olga: Member, owners: OwnerKeeping, capsys: pytest.CaptureFixture[str]
) -> None:
    before = await app.app.database.read(lambda work: work.people.get(OLGA))
    with pytest.raises(CannotStart, match="owner reset"):
        await console.enrol(app.app.database, owners, OLGA, authenticator(app, capsys))
    assert await app.app.database.read(lambda work: work.people.get(OLGA)) == before


async def test_an_owner_cannot_be_added_before_there_is_a_team(owners: OwnerKeeping) -> None:
    with pytest.raises(CannotStart, match="KEYMINDER_OWNERS"):
        await console.add_owner(owners, STRANGER)


async def test_an_added_owner_is_announced_in_the_team(
    app: TestApp, olga: Member, owners: OwnerKeeping, capsys: pytest.CaptureFixture[str]
) -> None:
    await console.add_owner(owners, STRANGER)
    assert "Announced in" in capsys.readouterr().out
    await app.settle()
    assert any(str(STRANGER) in message.text for message in app.environment.world.messages(TEAM))


async def test_a_reset_is_announced_and_frees_the_way_to_a_new_factor(
    app: TestApp, olga: Member, owners: OwnerKeeping, capsys: pytest.CaptureFixture[str]
) -> None:
    await console.reset_owner(owners, OLGA)
    assert "Announced in" in capsys.readouterr().out
    person = await app.app.database.read(lambda work: work.people.get(OLGA))
    assert person.enrolled_at is None
    app.environment.clock.jump(timedelta(minutes=1))
    await console.enrol(app.app.database, owners, OLGA, authenticator(app, capsys))


async def test_an_unknown_person_is_not_reset(app: TestApp, owners: OwnerKeeping) -> None:
    with pytest.raises(CannotStart, match="/whoami"):
        await console.reset_owner(owners, STRANGER)


async def test_a_running_bot_reports_what_another_process_wrote_within_30_seconds(app: TestApp, olga: Member) -> None:
    await app.settle()
    ring = KeyRing.from_text(app.settings.master_key_file.read_text())
    beside = await Database.open_shared(app.settings.database_url.get_secret_value(), ring, stamp="sandbox")
    await OwnerKeeping(beside, app.environment.clock).add(STRANGER)
    await beside.close()
    said = len(app.environment.world.messages(TEAM, from_bot=True))

    app.environment.clock.jump(timedelta(seconds=30))

    world = app.environment.world
    await world.wait_until(lambda: len(world.messages(TEAM, from_bot=True)) > said, timeout_seconds=20)
    assert "on the console" in world.messages(TEAM, from_bot=True)[-1].text
