"""The digest of a team: its days, hour, zone and sound, and what it says."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.jobs.remind_expiring import RemindExpiring
from bot.jobs.send_digests import SendDigests
from bot.operations.model.operation import Question
from bot.rules.verdict import Reason, Refused
from storage.records import Action, Team
from tests.operations.office import BEGINNING, OLGA, Office

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def digests(office: Office) -> list[str]:
    """Let the jobs do what is due, and return the digests in the words of the team."""
    await RemindExpiring(office.database, office.watch, scanned=lambda: None).run()
    while (await SendDigests(office.database, office.watch).run()).did:
        pass
    return [office.words(one) for one in await office.told() if one.sentence == "digest"]


async def team(office: Office) -> Team:
    return await office.database.read(lambda work: work.teams.get(office.team.id))


async def walks(office: Office, days: int) -> list[datetime]:
    """Wake hourly for so many days. Return when a digest came."""
    came = []
    for _ in range(days * 24):
        office.watch.moment = office.watch.moment.replace(minute=0, second=0) + HOUR
        if await digests(office):
            came.append(office.watch.moment)
    return came


async def test_it_comes_on_the_chosen_days_at_the_hour_in_the_teams_zone(office: Office) -> None:
    await office.does(OLGA, Action.ALERTS_ZONE, "zone", "Europe/Vienna")
    assert "Digest on Mon, Thu at 07:00 (Europe/Vienna)" in await office.does(
        OLGA, Action.ALERTS_DIGEST, "digest", "mon,thu", "7"
    )
    came = await walks(office, 8)

    # The office opens on a Sunday.
    assert came == [(BEGINNING + days * DAY).replace(hour=6) for days in (1, 4, 8)]


async def test_after_an_absence_one_digest_comes_if_a_chosen_day_was_missed(office: Office) -> None:
    await office.does(OLGA, Action.ALERTS_DIGEST, "digest", "mon", "9")
    await digests(office)
    office.watch.moment = BEGINNING + 2 * DAY + HOUR
    assert len(await digests(office)) == 1, "Monday's, on Tuesday"
    office.watch.moment = BEGINNING + 5 * DAY
    assert await digests(office) == []


async def test_it_says_what_ends_within_thirty_days_and_what_waits(office: Office) -> None:
    for name in ("a", "b", "c"):
        await office.does(OLGA, Action.KEY_CREATE, name)
    office.watch.moment += HOUR
    await digests(office)
    keys = await office.database.read(lambda work: work.keys.list_of_team(office.team.id))
    for key, days in zip(keys, (3, 10, 60), strict=True):
        end = BEGINNING + (days + 1) * DAY
        await office.database.write(lambda work, key=key, end=end: work.keys.save(replace(key, expires_at=end)))  # type: ignore[misc]
    await office.ask(OLGA, Action.KEY_CREATE, "d")
    office.watch.moment = BEGINNING + DAY

    (said,) = await digests(office)
    for words in (
        "Checked 3 keys at 09:00 UTC.",
        "Next: a, expires in 3 days",
        "Then, within 30 days:\n• b, expires in 10 days",
        "Usable since the last digest: a, b, c",
        "1 request is open: /pending",
    ):
        assert words in said
    assert "c, expires" not in said

    office.watch.moment += DAY
    (said,) = await digests(office)
    assert "Usable since" not in said


async def test_it_is_silent_as_chosen_and_keeps_its_hour(office: Office) -> None:
    await office.does(OLGA, Action.ALERTS_DIGEST, "digest", "mon", "7")
    await office.does(OLGA, Action.ALERTS_DIGEST, "digest", "silent")
    now = await team(office)
    assert (now.digest_minute, now.digest_days, now.sounds) == (420, "mon", {"digest": "silent"})

    await office.does(OLGA, Action.ALERTS_DIGEST, "digest", "off")
    await office.does(OLGA, Action.ALERTS_DIGEST, "digest", "daily", "8:30")
    now = await team(office)
    assert (now.digest_minute, now.digest_days) == (510, None)


@pytest.mark.parametrize(
    ("action", "words", "reason"),
    [
        (Action.ALERTS_DIGEST, ["digest", "someday"], Reason.DIGEST_BAD),
        (Action.ALERTS_DIGEST, ["at", "25:00"], Reason.HOUR_BAD),
        (Action.ALERTS_DIGEST, ["digest", "daily", "9"], Reason.DIGEST_UNCHANGED),
        (Action.ALERTS_DIGEST, ["off"], Reason.ALERTS_WORDS),
        (Action.ALERTS_ZONE, ["zone", "nowhere"], Reason.ZONE_UNKNOWN),
        (Action.ALERTS_ZONE, ["zone", "UTC"], Reason.TEAM_ZONE_UNCHANGED),
    ],
)
async def test_what_cannot_be_set_is_refused(office: Office, action: Action, words: list[str], reason: Reason) -> None:
    refused = await office.ask(OLGA, action, *words)
    assert isinstance(refused, Refused)
    assert refused.reason is reason


async def test_the_digest_alone_is_asked_back(office: Office) -> None:
    asked = await office.ask(OLGA, Action.ALERTS_DIGEST, "digest")
    assert isinstance(asked, Question)
    assert len(asked.choices) == 5


async def test_a_zone_that_is_nearly_right_is_asked_back(office: Office) -> None:
    asked = await office.ask(OLGA, Action.ALERTS_ZONE, "zone", "vienn")
    assert isinstance(asked, Question)
