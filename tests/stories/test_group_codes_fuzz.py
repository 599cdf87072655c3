"""Whatever the server does to messages for one person, nobody else ever sees a keypad or a digit."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Literal
from uuid import uuid4

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.sandbox.telegram.models import Message
from storage.work import Work
from tests.app import MAX, OLGA, TEAM, TestApp
from tests.people import Member

ALONE = frozenset({"editephemeralmessagetext", "editephemeralmessagereplymarkup", "deleteephemeralmessage"})
"""Methods that show nothing to all, on any server."""
PAD = re.compile(r"'(pad|vote) [0-9a-f]{32}")
"""A key of a keypad, with the digits so far."""
METHODS = (
    "sendMessage",
    "editEphemeralMessageText",
    "editEphemeralMessageReplyMarkup",
    "deleteEphemeralMessage",
    "deleteMessage",
    "answerCallbackQuery",
)
faults = st.one_of(
    st.none(), st.tuples(st.sampled_from(METHODS), st.sampled_from([400, 403, 404, 502, "lost", "lost"]))
)
ACTIONS = (
    "olga opens",
    "olga opens",
    "olga opens",
    "max opens",
    "code",
    "12",
    "000000",
    "old",
    "new",
    "demote",
    "promote",
)
Fault = tuple[str, int | Literal["lost"]] | None


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.generate],  # a story is short enough to read as it is
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    first=st.tuples(faults, st.sampled_from(("olga opens", "old"))),
    story=st.lists(st.tuples(faults, st.sampled_from(ACTIONS)), min_size=2, max_size=8),
)
async def test_no_keypad_and_no_digit_is_ever_public(
    app: TestApp, olga: Member, max_: Member, first: tuple[Fault, str], story: list[tuple[Fault, str]]
) -> None:
    world, lost = app.environment.world, 0
    before = len(world.calls)
    card = await _begin(app, olga)

    for fault, action in [first, *story]:
        _break(app, fault)
        lost += fault == ("sendMessage", "lost") and not world.knows_ephemerals
        await _act(app, {OLGA: olga, MAX: max_}, card, action)
        world.faults.clear()
    world.knows_ephemerals = True
    await app.settle()

    public = [data for method, data in world.calls[before:] if method.lower() not in ALONE]
    assert [data for data in public if data.get("chat_id") == TEAM and PAD.search(str(data))] == []
    said = [one for one in world.messages(TEAM, from_bot=True) if "keypad opens" in one.text]
    assert sum(not one.is_deleted for one in said) <= lost
    assert not any(one.keyboard or one.offered for one in said)
    for one in said:
        one.is_deleted = True
    await _proves_in_private(app, olga, card)


async def _begin(app: TestApp, olga: Member) -> Message:
    """Turn codes in the group on, and ask for a change."""
    world = app.environment.world
    world.promote_bot(TEAM, OLGA)

    def turn_on(work: Work) -> None:
        (team,) = work.teams.list_in(TEAM)
        work.teams.save(replace(team, codes_here=True))

    await app.app.database.write(turn_on)
    return await olga.says(f"/newkey {uuid4().hex[:8]}x")


def _break(app: TestApp, fault: Fault) -> None:
    if fault is None:
        return
    method, how = fault
    if isinstance(how, int):
        app.environment.world.faults.fail_next(method, status=how)
    else:
        app.environment.world.faults.cut_after(method)


async def _act(app: TestApp, people: dict[int, Member], card: Message, action: str) -> None:
    world = app.environment.world
    shown = world.ephemerals(TEAM)
    match action:
        case "olga opens" | "max opens":
            person = people[OLGA if action == "olga opens" else MAX]
            if "Tap the code here" in str(card.buttons):
                await person.presses(card, "Tap the code here")
        case "old" | "new":
            world.knows_ephemerals = action == "new"
        case "demote":
            world.demote_bot(TEAM, OLGA)
        case "promote":
            world.promote_bot(TEAM, OLGA)
        case digits:
            code = people[OLGA].code() if action == "code" else digits
            for digit in code if shown else "":
                pads = [one for one in world.ephemerals(TEAM) if any(key["text"] == digit for key in one.buttons)]
                if pads:
                    await people[pads[0].receiver_id or 0].presses(pads[0], digit)


async def _proves_in_private(app: TestApp, olga: Member, card: Message) -> None:
    """The private chat works, whatever has happened in the group."""
    if "is made" in card.text:
        return
    await olga.opens(card)
    if "you are locked" in olga.newest(privately=True).text:
        await app.passes(timedelta(minutes=16))
        return
    await olga.types(olga.code())
    assert "is made" in card.text
