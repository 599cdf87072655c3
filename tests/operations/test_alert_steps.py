"""Steps of warnings, set for a team and for one key."""

from datetime import timedelta

import pytest

from bot.jobs.remind_expiring import RemindExpiring
from bot.rules.verdict import Reason, Refused
from storage.records import Action, Alert, Key
from tests.operations.office import OLGA, Office

DAY = timedelta(days=1)


async def key_named(office: Office, name: str) -> Key:
    keys = await office.database.read(lambda work: work.keys.list_of_team(office.team.id))
    return next(key for key in keys if key.remark == name)


async def with_keys(office: Office, *names: str) -> None:
    for name in names:
        await office.does(OLGA, Action.KEY_CREATE, name)


async def scan(office: Office) -> list[Alert]:
    await RemindExpiring(office.database, office.watch, scanned=lambda: None).run()
    return await office.database.read(lambda work: work.alerts.list_latest(office.team.id, 50))


async def sets(office: Office, *words: str) -> None:
    await office.does(OLGA, Action.ALERTS_STEPS, *words)


async def test_a_team_and_a_key_have_steps_of_their_own(office: Office) -> None:
    await with_keys(office, "grid", "hedge")
    await sets(office, "steps", "60", "1d")
    await sets(office, "grid", "80d", "6h")
    end = (await key_named(office, "hedge")).expires_at
    assert end is not None

    assert await scan(office) == []
    office.watch.moment = end - 79 * DAY
    assert [alert.before_seconds for alert in await scan(office)] == [80 * 86_400], "grid"
    office.watch.moment = end - 60 * DAY
    assert [alert.before_seconds for alert in await scan(office)] == [60 * 86_400, 80 * 86_400], "hedge too"

    await sets(office, "grid", "default")
    assert (await key_named(office, "grid")).alert_steps is None


async def test_other_steps_say_nothing_again(office: Office) -> None:
    await with_keys(office, "grid")
    end = (await key_named(office, "grid")).expires_at
    assert end is not None
    office.watch.moment = end - 7 * DAY
    said = await scan(office)
    assert [alert.before_seconds for alert in said] == [7 * 86_400]

    for words in (["20d", "10d", "1d"], ["default"], ["14d", "6h"]):
        await sets(office, "steps", *words)
        assert await scan(office) == said


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["steps"], Reason.ALERTS_WORDS),
        (["steps", "7"], Reason.STEPS_WITHOUT_LAST_DAY),
        (["grid", "steps", "often"], Reason.STEP_BAD),
        (["steps", "default"], Reason.STEPS_UNCHANGED),
        (["quite", "22:00-07:00"], Reason.ALERTS_WORD_NEAR),
        (["news", "loud"], Reason.ALERTS_WORD_NEAR),
        (["other", "steps", "7d"], Reason.KEY_UNKNOWN),
    ],
)
async def test_what_cannot_be_set_is_refused(office: Office, words: list[str], reason: Reason) -> None:
    await with_keys(office, "grid")
    refused = await office.ask(OLGA, Action.ALERTS_STEPS, *words)
    assert isinstance(refused, Refused)
    assert refused.reason is reason


async def test_a_key_deleted_in_between_gets_no_steps(office: Office) -> None:
    await with_keys(office, "grid")
    asked = await office.ask(OLGA, Action.ALERTS_STEPS, "grid", "1d")
    grid = await key_named(office, "grid")
    await office.database.write(lambda work: work.keys.remove(grid.id))

    assert "grid" in await office.reads(await office.confirm(OLGA, asked))
