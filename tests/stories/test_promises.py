"""The promises in section 8 of the design, for a team and for an attacker who has the file."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from tests.app import TEAM, TestApp
from tests.people import Member


def _file(app: TestApp) -> Path:
    return Path(app.settings.database_url.get_secret_value().partition("///")[2])


def _everything_stored(app: TestApp) -> bytes:
    """All bytes of the database, its journal included."""
    path = _file(app)
    return b"".join(part.read_bytes() for part in path.parent.glob(f"{path.name}*"))


async def test_neither_secrets_nor_seeds_nor_tokens_are_stored_in_the_clear(app: TestApp, olga: Member) -> None:
    card = await olga.says("/newkey trading-eu")
    link = next(str(button["url"]) for button in card.buttons if "url" in button)
    await olga.confirms(card)
    shown = next(text for text in olga.texts(privately=True) if "Secret:" in text)
    secret = shown.partition("Secret: ")[2].split()[0]
    seeds = next(one.text for one in app.environment.world.messages(olga.user_id) if "type this secret" in one.text)
    seed = next(line for line in seeds.splitlines() if len(line) == 32 and line.isalnum())

    stored = _everything_stored(app)

    assert b"trading-eu" in stored
    for hidden in (secret, seed, link.partition("start=")[2]):
        assert hidden.encode() not in stored


async def test_spent_updates_and_delivered_notices_are_wiped(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")

    with sqlite3.connect(_file(app)) as database:
        assert database.execute("SELECT count(*) FROM inbox WHERE sealed_update IS NOT NULL").fetchone() == (0,)
        waiting = "SELECT count(*) FROM notices WHERE state != 'waiting' AND sealed_content IS NOT NULL"
        assert database.execute(waiting).fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM book_entries WHERE sealed_key_secret IS NOT NULL").fetchone() == (
            0,
        )


async def test_every_outcome_has_its_audit_line_refusals_included(app: TestApp, olga: Member) -> None:
    await olga.says("/renew nothing")
    await olga.does("/newkey one")
    cancelled = await olga.says("/deletekey one")
    await olga.presses(cancelled, "Cancel")
    await olga.says("/deletekey one")
    await app.passes(timedelta(minutes=11))

    shown = await olga.says("/audit")
    newest = shown.text
    await olga.presses(shown, "▶")
    audit = newest + olga.again(shown).text

    for line in (
        "key:renew refused",
        "key:create asked",
        "key:create proved",
        "key:create running",
        "key:create done",
        "key:delete cancelled",
        "key:delete lapsed",
        "team:claim done",
        "person:enrol done",
    ):
        assert line in audit
    assert "Head " in audit
    report = await app.app.database.read(lambda work: [work.audit.verify(chain) for chain in work.audit.list_chains()])
    assert [list(one.faults) for one in report] == [[], []]


async def test_telegram_away_means_waiting_and_then_catching_up(app: TestApp, olga: Member) -> None:
    world = app.environment.world
    world.faults.down()
    olga.persona.says("/newkey patient")
    async with aiohttp.ClientSession() as looker:
        await app.until_not_ready(looker)

    world.faults.up()

    card = await olga.persona.sees("Create key patient")
    assert card.chat_id == TEAM


async def test_a_group_that_became_a_supergroup_keeps_its_team(app: TestApp, olga: Member) -> None:
    world = app.environment.world
    world.add_group(-555, "Small desk", members=(olga.user_id,))
    world.add_bot(-555, olga.user_id)
    olga.persona.home = -555
    await olga.says("/start")
    await olga.does("/newkey moving")

    world.migrate(-555, -1002000000009)
    await app.settle()
    olga.persona.home = -1002000000009

    assert "moving" in (await olga.says("/keys")).text


async def test_a_failing_update_is_let_go_with_an_incident_number(
    app: TestApp, olga: Member, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(_file(app)) as vandal:
        vandal.execute("UPDATE tickets SET plan = 'broken'")
        vandal.execute("UPDATE keys SET ips = 'broken'")
    await olga.does("/newkey sound")
    with sqlite3.connect(_file(app)) as vandal:
        vandal.execute("UPDATE keys SET ips = '{broken'")

    answer = await olga.says("/keys")

    assert "incident number" in answer.text
    assert "Traceback" not in answer.text
    assert "You are Olga" in (await olga.says("/whoami")).text
