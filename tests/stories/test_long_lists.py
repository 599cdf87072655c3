"""Names of fifty wide characters in long lists: Telegram takes every message and every button."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from bot.sandbox.telegram.models import Message
from storage.records import AddressStatus, Person, Role
from storage.work import Work
from tests.app import TEAM, TestApp
from tests.people import Member
from tests.storage.examples import an_address, key, member
from tests.stories.test_key_list import labels

MANY = 120
WIDE = ("鍵", "🦄", "ﷺ", "W")
SCREENS = (
    "/start",
    "/keys",
    "/keys 鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵",
    "/expiring",
    "/report",
    "/whitelist",
    "/team",
    "/pending",
)
CHOOSERS = ("/renew", "/bind", "/editkey", "/rotate", "/deletekey", "/removeaddress", "/renew 鍵鍵鍵鍵鍵鍵鍵鍵")


def wide(number: int) -> str:
    sign, end = WIDE[number % len(WIDE)], f" {number}"
    return sign * (50 - len(end)) + end


@pytest.fixture
async def crowded(app: TestApp, olga: Member) -> Member:
    """Olga, in a team with long lists."""
    now = app.environment.clock.now()

    def fill(work: Work) -> None:
        (team,) = work.teams.list_of(olga.user_id)
        (account,) = work.accounts.list_of(team.id)
        of_team = {"team_id": team.id, "account_id": account.id}
        for number in range(1, MANY + 1):
            one = replace(key(number, wide(number)), **of_team, created_at=now, live_at=now, ips=())  # type: ignore[arg-type]
            work.keys.add(replace(one, expires_at=now + timedelta(days=2, minutes=number)))
            address = replace(an_address(number), **of_team, remark=wide(number), status=AddressStatus.ACTIVE)  # type: ignore[arg-type]
            work.addresses.add(replace(address, id=UUID(int=number), canonical=f"t{number}", address=f"T{number:033}"))
            work.people.save(Person(5000 + number, wide(number)))
            work.teams.save_membership(replace(member(5000 + number, Role.VIEWER), team_id=team.id))

    await app.app.database.write(fill)
    await app.settle()
    return olga


async def walks(reader: Member, shown: Message) -> None:
    """Turn the page, open the first row, and go back."""
    assert "▶" not in labels(shown) or await reader.presses(shown, "▶") == ""
    row = next((label for label in labels(reader.again(shown)) if wide(1)[:1] in label or "🦄" in label), None)
    if row is not None:
        await reader.presses(reader.again(shown), row)
        assert reader.again(shown).text
    if any("Back" in label for label in labels(reader.again(shown))):
        await reader.presses(reader.again(shown), "Back")


async def test_every_list_is_taken_in_the_group_and_in_private(crowded: Member) -> None:
    for privately in (False, True):
        for command in (*SCREENS, *CHOOSERS):
            shown = await crowded.says(command, privately=privately)
            assert "incident" not in shown.text, command
            await walks(crowded, shown)
            assert "incident" not in crowded.newest(privately=privately).text, command


async def test_every_row_and_page_has_its_button_for_a_person_of_several_teams(app: TestApp, crowded: Member) -> None:
    topic_id = next(iter(app.environment.world.chats[TEAM].topics))
    await crowded.says("/start", topic_id=topic_id)
    search = "W" * 45
    lists = ("/keys", f"/keys {search}", "/expiring", f"/expiring {search}", "/whitelist", f"/whitelist {search}")
    for command in (*lists, f"/key {search}", "/team", "/removeaddress", "/deletekey", "/renew"):
        asked = await crowded.whispers(command)
        await crowded.presses(asked, "Desk")
        shown = crowded.newest(privately=True)
        assert labels(shown).index("▶") == 10, (command, labels(shown))
        await crowded.presses(shown, "▶")
        assert labels(crowded.again(shown)).index("◀") == 10, command
        turned = crowded.again(shown).text
        await crowded.presses(crowded.again(shown), labels(crowded.again(shown))[0])
        assert crowded.newest(privately=True).text
        if command in lists:
            await crowded.presses(crowded.again(shown), "Back")
            assert crowded.again(shown).text == turned, command
