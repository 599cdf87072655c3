"""What Telegram offers after a slash: in the group what works there, in private the rest too."""

from bot.chat.commands import COMMANDS, Where
from bot.sandbox.telegram.menus import list_commands
from tests.app import OLGA, TEAM, TestApp
from tests.people import Member


async def test_the_menu_of_a_group_leaves_out_what_is_only_for_private(app: TestApp, olga: Member) -> None:
    world = app.environment.world
    await world.wait_until(lambda: len(world.state.bot.commands) == 2, timeout_seconds=20)
    shown = {chat: {row["command"] for row in list_commands(world.state, OLGA, chat)} for chat in (TEAM, OLGA)}

    everywhere = {word for word, row in COMMANDS.items() if row.where is Where.EVERYWHERE}
    assert shown[TEAM] == everywhere
    assert shown[OLGA] == everywhere | {"connect", "enrol", "settings"}
    assert all(0 < len(str(row["description"])) <= 256 for row in list_commands(world.state, OLGA, OLGA))


async def test_help_names_what_the_doctor_sends_people_to(app: TestApp, olga: Member) -> None:
    told = (await olga.says("/help adopt")).text
    assert "/adopt NAME…, accept into my list what was changed at an exchange" in told
    assert "/discard NAME, delete a key that was made at an exchange and is not on my list" in told
    assert "There is nothing to accept" in (await olga.says("/adopt")).text
