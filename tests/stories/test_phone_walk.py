"""Thirty tasks on a phone, in the private chat: messages, taps and typed letters (a code has six).

Before: commands, as they were typed before the chat had screens (commit 59f99d3). A name or number that a command
needs is looked up first. Now: the steps that the test below takes. All commands still work typed whole.

| task | before: messages / taps / letters | now |
|---|---|---|
| see which key expires first | 1 / 0 / 5 | 1 / 0 / 5 |
| look at one key | 2 / 0 / 20 | 1 / 1 / 5 |
| find a key by a part of its name | 2 / 0 / 19 | 1 / 1 / 9 |
| copy a key's access id | 2 / 2 / 20 | 1 / 2 / 5 |
| renew all that expires soon | 2 / 1 / 15 | 2 / 1 / 15 |
| renew one key | 3 / 0 / 28 | 2 / 2 / 11 |
| renew two keys | 3 / 0 / 35 | 2 / 3 / 12 |
| bind an IP | 3 / 0 / 35 | 3 / 2 / 18 |
| unbind an IP | 3 / 0 / 47 | 2 / 3 / 11 |
| rename a key | 3 / 0 / 37 | 3 / 3 / 15 |
| stop a key's trading | 3 / 0 / 39 | 2 / 3 / 11 |
| make a key | 2 / 1 / 29 | 2 / 1 / 29 |
| delete a key | 3 / 0 / 31 | 2 / 2 / 11 |
| see the coming 90 days as a picture | not possible | 1 / 0 / 7 |
| find an address | 1 / 0 / 20 | 1 / 0 / 20 |
| take an address off | 3 / 0 / 42 | 2 / 2 / 26 |
| get the empty sheet | 1 / 0 / 9 | 1 / 0 / 9 |
| see what waits for me | 1 / 0 / 8 | 1 / 0 / 6 |
| see who is in the team | 1 / 0 / 5 | 1 / 0 / 5 |
| look at one person | 1 / 0 / 5 | 1 / 1 / 5 |
| invite an operator | 2 / 0 / 22 | 2 / 0 / 13 |
| see what Vera did | not possible | 1 / 0 / 11 |
| see older changes of keys | not possible | 1 / 2 / 6 |
| choose my time zone | 1 / 0 / 28 | 2 / 1 / 15 |
| move the daily digest | 2 / 0 / 22 | 2 / 0 / 22 |
| learn what I can do with keys | 1 / 0 / 5 | 1 / 1 / 5 |
| look at keys, team and whitelist | 3 / 0 / 20 | 1 / 5 / 6 |
| look into a request | 2 / 0 / 19 | 1 / 1 / 8 |
| stop that request | 2 / 0 / 18 | 1 / 2 / 8 |
| ask again for what timed out | 2 / 0 / 29 | 1 / 1 / 6 |
| all 27 that were possible before | 55 / 4 / 612 | 42 / 38 / 311 |
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.sandbox.scenarios.sheets import right_sheet
from tests.app import OLGAS_EMAIL, TestApp
from tests.people import Member

CODE = "123456"
"""The code of the phone at that moment."""
NO_WAY: Sequence[str] = ()


@dataclass(frozen=True)
class Task:
    """Steps are messages, or taps on buttons in brackets, which a part of a label names."""

    goal: str
    before: Sequence[str]
    now: Sequence[str]
    shown: str
    given: str = ""
    """A command that was sent before. Where the task asks again, its request has timed out since."""


TASKS = (
    Task("see which key expires first", ["/keys"], ["/keys"], " · 29 days"),
    Task("look at one key", ["/keys", "/key trading-eu"], ["/keys", "[trading-eu]"], "number 1"),
    Task("find a key by a part of its name", ["/keys", "/key hedge-btc"], ["/keys btc", "[hedge-btc]"], "number 2"),
    Task(
        "copy a key's access id",
        ["/keys", "/key trading-eu", "[hold it]", "[Copy]"],
        ["/keys", "[trading-eu]", "[Copy access id]"],
        "Access id",
    ),
    Task(
        "renew all that expires soon", ["/expiring", "[Renew all]", CODE], ["/expiring", "[Renew all]", CODE], "renewed"
    ),
    Task(
        "renew one key",
        ["/keys", "/renew trading-eu", CODE],
        ["/keys", "[trading-eu]", "[Renew]", CODE],
        "trading-eu is renewed",
    ),
    Task(
        "renew two keys",
        ["/keys", "/renew hedge-btc grid-eu", CODE],
        ["/renew", "[hedge-btc]", "[grid-eu]", "[Go on (2)]", CODE],
        "renewed",
    ),
    Task(
        "bind an IP",
        ["/keys", "/bind trading-eu 8.8.8.8", CODE],
        ["/keys", "[trading-eu]", "[Bind IPs]", "8.8.8.8", CODE],
        "is bound to 8.8.8.8",
    ),
    Task(
        "unbind an IP",
        ["/key trading-eu", "/unbind trading-eu 8.8.8.8", CODE],
        ["/keys", "[trading-eu]", "[Unbind IPs]", "[8.8.8.8]", CODE],
        "expires in 90 days",
    ),
    Task(
        "rename a key",
        ["/keys", "/editkey grid-eu name grid", CODE],
        ["/keys", "[grid-eu]", "[Edit]", "[Rename]", "grid", CODE],
        "grid",
    ),
    Task(
        "stop a key's trading",
        ["/keys", "/editkey hedge-btc trade off", CODE],
        ["/keys", "[hedge-btc]", "[Edit]", "[Stop trading]", CODE],
        "hedge-btc",
    ),
    Task(
        "make a key",
        ["/newkey night-bot trade", CODE, "[Saved]"],
        ["/newkey night-bot trade", CODE, "[Saved]"],
        "night-bot",
    ),
    Task(
        "delete a key",
        ["/keys", "/deletekey night-bot", CODE],
        ["/keys", "[night-bot]", "[Delete]", CODE],
        "night-bot is deleted",
    ),
    Task("see the coming 90 days as a picture", NO_WAY, ["/report"], "4 keys"),
    Task("find an address", ["/whitelist custody 4"], ["/whitelist custody 4"], "custody 4"),
    Task(
        "take an address off",
        ["/whitelist custody 4", "/removeaddress 8", CODE],
        ["/whitelist custody 4", "[custody 4]", "[Remove]", CODE],
        "Removed from the withdrawal whitelist",
    ),
    Task("get the empty sheet", ["/template"], ["/template"], "Batch Add"),
    Task("see what waits for me", ["/pending"], ["/start"], "your role: owner"),
    Task("see who is in the team", ["/team"], ["/team"], "Vera (1003), approver"),
    Task("look at one person", ["/team"], ["/team", "[Vera]"], "In this team since"),
    Task("invite an operator", ["/invite operator", CODE], ["/invite", CODE], "One person is invited as operator"),
    Task("see what Vera did", NO_WAY, ["/audit Vera"], "Vera joined as approver"),
    Task("see older changes of keys", NO_WAY, ["/audit", "[Keys]", "[▶]"], "trading-eu"),
    Task("choose my time zone", ["/settings zone Europe/Berlin"], ["/settings", "[Set time zone]", "Berlin"], "Berlin"),
    Task("move the daily digest", ["/alerts at 07:30", CODE], ["/alerts at 07:30", CODE], "07:30"),
    Task("learn what I can do with keys", ["/help"], ["/help", "[Make, renew]"], "/renew"),
    Task(
        "look at keys, team and whitelist",
        ["/keys", "/team", "/whitelist"],
        ["/start", "[Keys]", "[Back]", "[Team]", "[Back]", "[Whitelist]"],
        "Desk 1",
    ),
    Task(
        "look into a request",
        ["/pending", "/pending 19"],
        ["/pending", "[#19]"],
        "Waits for the code of Olga",
        given="/renew hedge-btc",
    ),
    Task("stop that request", ["/pending", "/cancel 19"], ["/pending", "[#19]", "[Cancel]"], "Cancelled"),
    Task(
        "ask again for what timed out",
        ["/bind hedge-btc 8.8.4.4", CODE],
        ["[Ask again]", CODE],
        "is bound to 8.8.4.4",
        given="/bind hedge-btc 8.8.4.4",
    ),
)


async def _take(member: Member, steps: Sequence[str]) -> str:
    """Take the steps in the private chat, and return the text that is shown then."""
    for step in steps:
        shown = member.newest(privately=True) if step.startswith("[") else None
        if step == CODE:
            await member.types(member.code())
        elif shown is None:
            await member.whispers(step)
        elif not any("copy_text" in one and str(one["text"]) in step for one in shown.buttons):
            await member.presses(shown, step.strip("[]"))
    return member.newest(privately=True).text


def _count(ways: Iterable[Sequence[str]]) -> str:
    steps = [step for way in ways for step in way]
    messages = [step for step in steps if not step.startswith("[")]
    cells = (len(messages), len(steps) - len(messages), sum(map(len, messages)))
    return " / ".join(map(str, cells)) if steps else "not possible"


def _write_table() -> str:
    possible = [task for task in TASKS if task.before]
    rows = [(task.goal, _count([task.before]), _count([task.now])) for task in TASKS]
    before, now = _count(task.before for task in possible), _count(task.now for task in possible)
    total = (f"all {len(possible)} that were possible before", before, now)
    return "\n".join(f"| {goal} | {' | '.join(ways)} |" for goal, *ways in [*rows, total])


async def test_thirty_tasks_take_the_messages_and_taps_of_the_table(app: TestApp, olga: Member, vera: Member) -> None:
    for name in ("trading-eu trade", "hedge-btc trade", "grid-eu", "spare"):
        await _take(olga, [f"/newkey {name}", CODE, "[Saved]"])
    card = await olga.sends("payouts.csv", right_sheet(1), "/whitelist")
    await olga.confirms(card)
    await olga.decides(await olga.persona.reads(OLGAS_EMAIL, "Desk 1"))
    await vera.presses(olga.again(card), "Approve")
    await vera.types(vera.code())
    await app.passes(timedelta(days=61))

    for task in TASKS:
        if task.given:
            await olga.whispers(task.given)
            await app.passes(timedelta(minutes=11) if "[Ask again]" in task.now else timedelta())
        assert task.shown in await _take(olga, task.now), task.goal

    assert len(TASKS) == 30
    assert _write_table() in str(__doc__), _write_table()
