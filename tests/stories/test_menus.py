"""What Telegram offers after a slash: what the person may do in that chat. And what it shows of the bot."""

from bot.chat.commands import COMMANDS, Where
from bot.sandbox.telegram.menus import list_commands
from storage.records import Role
from tests.app import MAX, OLGA, STRANGER, TEAM, TestApp
from tests.people import Member

READING = {word for word, row in COMMANDS.items() if row.where is Where.EVERYWHERE and row.least in {None, Role.VIEWER}}
PRIVATELY = {"calendar", "enrol", "settings"}


def offered(app: TestApp, user_id: int, chat_id: int) -> set[str]:
    rows = list_commands(app.environment.world.state, user_id, chat_id)
    assert all(0 < len(str(row["description"])) <= 256 for row in rows)
    return {str(row["command"]) for row in rows}


async def test_each_role_is_offered_what_it_may_do(app: TestApp, olga: Member, max_: Member) -> None:
    world = app.environment.world
    app.member(STRANGER, "Mallory")
    await world.wait_until(lambda: bool(offered(app, STRANGER, TEAM)), timeout_seconds=20)
    await app.settle()

    everywhere = {word for word, row in COMMANDS.items() if row.where is Where.EVERYWHERE}
    assert offered(app, OLGA, TEAM) == everywhere
    assert offered(app, OLGA, OLGA) == everywhere | PRIVATELY | {"connect"}
    assert offered(app, MAX, TEAM) == everywhere - {
        "approve",
        "deny",
        "breakglass",
        "invite",
        "role",
        "limit",
        "suspend",
        "reset",
        "disconnect",
    }
    assert offered(app, STRANGER, TEAM) == READING
    assert offered(app, STRANGER, STRANGER) == READING | PRIVATELY

    await olga.does(f"/role {MAX} viewer")
    await app.settle()
    assert offered(app, MAX, TEAM) == READING
    assert offered(app, MAX, MAX) == READING | PRIVATELY


async def test_telegram_shows_what_the_bot_is_for(app: TestApp) -> None:
    bot = app.environment.world.state.bot
    await app.environment.world.wait_until(lambda: bool(bot.menu_buttons), timeout_seconds=20)
    assert "I warn before a key expires" in bot.description
    assert "withdrawal whitelist" in bot.short_description
    assert bot.menu_buttons == {"": {"type": "commands"}}


async def test_help_names_what_the_doctor_sends_people_to(app: TestApp, olga: Member) -> None:
    told = (await olga.says("/help adopt")).text
    assert "/adopt NAME…, accept into my list what was changed at an exchange" in told
    assert "/discard NAME…, delete a key that was made at an exchange and is not on my list" in told
    assert "There is nothing to accept" in (await olga.says("/adopt")).text
