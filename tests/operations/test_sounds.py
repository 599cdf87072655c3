"""The sound of each kind of message, as the team has set it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.jobs.announce_live import AnnounceLive
from bot.jobs.remind_expiring import RemindExpiring
from bot.operations.model.operation import Question
from bot.rules.verdict import Reason, Refused
from storage.records import Action, Message, Notice
from storage.work import Work
from tests.operations.office import CHAT, OLGA, Office

DAY = timedelta(days=1)


async def sets(office: Office, *words: str) -> str:
    return await office.does(OLGA, Action.ALERTS_SOUND, *words)


async def with_key(office: Office) -> datetime:
    """Make one key, and return when it expires."""
    await office.does(OLGA, Action.KEY_CREATE, "grid")
    await AnnounceLive(office.database, office.watch).run()
    (key,) = await office.database.read(lambda work: work.keys.list_of_team(office.team.id))
    assert key.expires_at is not None
    await office.told()
    return key.expires_at


async def cards(office: Office) -> list[tuple[str, bool]]:
    """Deliver all. Return what the team's chat got by warnings, and whether it was silent."""

    def take(work: Work) -> list[Notice]:
        notices = work.deliveries.lease_due(office.watch.now(), datetime.now(UTC), datetime.now(UTC), 100)
        for number, notice in enumerate(notices, start=int(office.watch.now().timestamp())):
            work.deliveries.delivered(notice, number, office.watch.now())
        return notices

    taken = list[Notice]()
    while notices := await office.database.write(take):
        taken += notices
    new = [one for one in taken if one.chat_id == CHAT and (one.card is None or one.card.message_id is None)]
    return [(one.content.saying.sentence, one.content.is_silent) for one in new if one.content is not None]


async def scan(office: Office, at: datetime) -> list[tuple[str, bool]]:
    office.watch.moment = at
    await RemindExpiring(office.database, office.watch, scanned=lambda: None).run()
    return [one for one in await cards(office) if one[0] == "alerts-card"]


@pytest.mark.parametrize(
    ("sound", "expected"),
    [
        ("on", {30: [True], 14: [True], 7: [False], 1: [False]}),
        ("silent", {30: [True], 14: [True], 7: [True], 1: [False]}),
        ("off", {30: [], 14: [], 7: [], 1: [False]}),
    ],
)
async def test_far_warnings_are_silent_and_the_last_day_is_loud(
    office: Office, sound: str, expected: dict[int, list[bool]]
) -> None:
    end = await with_key(office)
    if sound != "on":
        assert "The last day of a key keeps its sound" in await sets(office, "alerts", sound)
        await office.told()

    for left, silent in expected.items():
        assert [one for _, one in await scan(office, end - left * DAY)] == silent, left


@pytest.mark.parametrize(("sound", "told"), [("on", [False]), ("silent", [True]), ("off", [])])
async def test_news_are_sent_as_chosen(office: Office, sound: str, told: list[bool]) -> None:
    if sound != "on":
        await sets(office, "news", sound)
    await office.does(OLGA, Action.KEY_CREATE, "grid")
    await office.told()
    office.watch.moment += DAY
    await AnnounceLive(office.database, office.watch).run()

    assert [silent for said, silent in await cards(office) if said == "key-live"] == told


async def test_a_kind_alone_is_asked_back_with_the_sounds_it_can_have(office: Office) -> None:
    asked = await office.ask(OLGA, Action.ALERTS_SOUND, "requests")
    assert isinstance(asked, Question)
    assert [label.args["sound"] for label, _ in asked.choices if isinstance(label, Message)] == ["on", "silent"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["requests", "off"], Reason.SOUND_REQUESTS),
        (["news", "on"], Reason.SOUND_UNCHANGED),
        (["loud"], Reason.ALERTS_WORDS),
    ],
)
async def test_sounds_that_cannot_be_set_are_refused(office: Office, words: list[str], reason: Reason) -> None:
    refused = await office.ask(OLGA, Action.ALERTS_SOUND, *words)
    assert isinstance(refused, Refused)
    assert refused.reason is reason


async def test_a_near_key_is_loud_also_beside_a_far_one_and_a_far_one_silent_beside_a_near_one(office: Office) -> None:
    end = await with_key(office)
    (key,) = await office.database.read(lambda work: work.keys.list_of_team(office.team.id))
    later = replace(key, id=office.team.id, number=9, remark="later", access_id="later", remote_id="later")
    await office.database.write(lambda work: work.keys.add(replace(later, expires_at=end + 10 * DAY)))

    assert await scan(office, end - 4 * DAY) == [("alerts-card", False)]
    assert await scan(office, end - 4 * DAY + timedelta(hours=1)) == []
    assert await scan(office, end - 3 * DAY) == [("alerts-card", False)]
