"""What the log says to do next while the bot is being set up."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from bot.wiring.first_step import find_first_step
from storage.database import Database
from storage.records import Person, Team
from storage.work import Work

LINK = "https://t.me/keyminder_bot"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OLGA = Person(1001, "Olga")


async def test_each_step_of_setting_up_leads_to_the_next(sqlite_database: Database) -> None:
    async def step(*owners: int) -> str | None:
        return await sqlite_database.read(lambda work: find_first_step(work, frozenset(owners), LINK))

    without_owners = await step()
    assert without_owners is not None
    assert all(words in without_owners for words in (f"/whoami to {LINK}", "KEYMINDER_OWNERS"))
    assert await step(1001) == f"Add the bot to your group ({LINK}?startgroup), and type /start there."

    def claim(work: Work) -> None:
        work.people.save(OLGA)
        work.teams.add(Team(uuid4(), -1001, None, "Desk", claimed_by=1001, claimed_at=NOW))

    await sqlite_database.write(claim)
    assert await step(1001) == f"Open {LINK}, and type /enrol to connect your authenticator app."

    await sqlite_database.write(
        lambda work: work.people.save(replace(OLGA, totp_seed_secret="A" * 32, enrolled_at=NOW))
    )
    assert await step(1001) is None
    assert await step() is None
