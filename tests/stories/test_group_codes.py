"""Codes tapped in the group, in a message that only one person sees. Whatever goes wrong leads to the private chat."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.sandbox.telegram.menus import list_commands
from bot.sandbox.telegram.models import Message
from tests.app import OLGA, TEAM, TestApp
from tests.people import Member

TAP = "Tap the code here"


@pytest.fixture
async def here(app: TestApp, olga: Member) -> Member:
    """Olga, whose team taps codes in its group."""
    app.environment.world.promote_bot(TEAM, OLGA)
    card = await olga.does("/settings codes here")
    assert "Codes can be tapped in the group now" in card.text
    return olga


def alone(app: TestApp, member: Member) -> list[Message]:
    """What the person sees alone in the group, without the test."""
    return [one for one in app.environment.world.ephemerals(TEAM, member.user_id) if "This is a test" not in one.text]


async def taps(app: TestApp, member: Member, code: str) -> None:
    """Tap a code on the pad that the person sees alone."""
    for digit in code:
        await member.presses(alone(app, member)[0], digit)


def leaks(app: TestApp) -> list[str]:
    """What all in the group could ever see of a pad."""
    public = app.environment.world.messages(TEAM, from_bot=True)
    return [data for one in public for data in one.offered if data.startswith(("pad ", "vote "))]


async def test_six_taps_in_the_group_prove_a_request_and_nobody_else_sees_them(
    app: TestApp, here: Member, max_: Member
) -> None:
    card = await here.says("/newkey one")

    await here.presses(card, TAP)
    pad = alone(app, here)[0]
    assert "Tap the six digits" in pad.text
    assert "Do not type them" in pad.text
    assert alone(app, max_) == []
    await taps(app, here, here.code())

    assert "is made" in here.again(card).text
    assert alone(app, here) == []
    assert leaks(app) == []


async def test_a_wrong_code_is_said_on_the_pad_and_five_lock(app: TestApp, here: Member) -> None:
    card = await here.says("/newkey one")
    await here.presses(card, TAP)
    wrong = "000000" if here.code() != "000000" else "111111"

    await taps(app, here, wrong)
    assert "4 tries are left" in alone(app, here)[0].text
    for _ in range(4):
        await taps(app, here, wrong)

    (told,) = alone(app, here)
    assert "you are locked" in told.text
    assert not any(str(one.get("callback_data", "")).startswith("pad ") for one in told.buttons)
    answer = await here.presses(card, TAP)
    assert answer == ""
    assert "you are locked" in here.newest(privately=True).text


async def test_the_pad_of_another_person_is_refused_to_the_presser_alone(
    app: TestApp, here: Member, max_: Member
) -> None:
    card = await here.says("/newkey one")
    said = len(max_.texts())

    answer = await max_.presses(card, TAP)

    assert "Only the person who asked can confirm this: Olga (1001)." in answer
    assert len(max_.texts()) == said
    assert alone(app, max_) == []


async def test_a_pad_goes_when_its_request_ends_another_way(app: TestApp, here: Member) -> None:
    card = await here.says("/newkey one")
    await here.presses(card, TAP)

    await here.opens(card)
    assert alone(app, here) == []
    await here.presses(card, TAP)
    await app.passes(timedelta(minutes=11))

    assert alone(app, here) == []
    assert "Timed out" in here.again(card).text


async def test_an_approver_taps_the_own_code_in_the_group(app: TestApp, olga: Member, vera: Member) -> None:
    app.environment.world.promote_bot(TEAM, OLGA)
    await olga.does("/settings codes here")
    card = await olga.says("/newkey money withdraw")
    await olga.presses(card, TAP)
    await taps(app, olga, olga.code())
    await olga.decides(await olga.persona.reads("olga@example.org", "confirm the change"))

    refused = await olga.presses(olga.again(card), "Approve here")
    await vera.presses(vera.again(card), "Approve here")
    await taps(app, vera, vera.code())

    assert "approve" in refused
    assert "is made" in olga.again(card).text
    assert leaks(app) == []


async def test_a_server_that_has_become_old_publishes_once_and_codes_go_private_again(
    app: TestApp, here: Member
) -> None:
    card = await here.says("/newkey one")
    app.environment.world.knows_ephemerals = False

    await here.presses(card, TAP)

    assert [
        one.text for one in app.environment.world.messages(TEAM) if "keypad" in one.text and not one.is_deleted
    ] == []
    assert leaks(app) == []
    texts = here.texts(privately=True)
    assert any("came out for all" in text for text in texts)
    assert any("six digits" in text for text in texts)
    assert TAP not in str(here.again(card).buttons)
    assert "came out for all" in (await here.says("/audit")).text


async def test_a_refusal_at_the_last_moment_leads_to_the_private_chat(app: TestApp, here: Member) -> None:
    card = await here.says("/newkey one")
    app.environment.world.demote_bot(TEAM, OLGA)

    await here.presses(card, TAP)

    assert "six digits" in here.newest(privately=True).text
    assert alone(app, here) == []
    await here.types(here.code())
    assert "is made" in here.again(card).text


async def test_a_pad_that_does_not_change_any_more_leads_to_the_private_chat(app: TestApp, here: Member) -> None:
    card = await here.says("/newkey one")
    await here.presses(card, TAP)
    app.environment.world.knows_ephemerals = False

    await here.presses(alone(app, here)[0], "1")

    assert "six digits" in here.newest(privately=True).text
    await here.types(here.code())
    assert "is made" in here.again(card).text
    assert leaks(app) == []


async def test_a_restart_keeps_the_pad(app: TestApp, here: Member) -> None:
    card = await here.says("/newkey one")
    await here.presses(card, TAP)
    code = here.code()
    await taps(app, here, code[:3])
    await app.restart()

    await taps(app, here, code[3:])

    assert "is made" in here.again(card).text


async def test_an_owner_without_an_admin_bot_reads_what_to_do(app: TestApp, olga: Member) -> None:
    assert "Make me an admin" in (await olga.says("/settings codes here")).text
    app.environment.world.promote_bot(TEAM, OLGA)
    app.environment.world.knows_ephemerals = False
    refused = await olga.says("/settings codes here")
    assert "My test message came out for all" in refused.text
    assert not any("This is a test" in text for text in olga.texts())


async def test_only_an_owner_changes_where_codes_are_given(app: TestApp, here: Member, max_: Member) -> None:
    said = len(max_.texts())
    max_.persona.says("/settings codes private")
    await app.settle()
    assert ["This needs the role owner" in one.text for one in alone(app, max_)] == [True]
    assert len(max_.texts()) == said
    assert "already" in (await here.says("/settings codes here")).text
    asked = await here.says("/settings codes")
    assert [one["text"] for one in asked.buttons] == ["In the group too", "In private only"]
    assert "Codes are given in the group too, on a keypad" in (await here.says("/policy rows")).text
    await here.does("/settings codes private")
    assert "Codes are given in private only: /settings codes" in (await here.says("/policy rows")).text
    assert TAP not in str((await here.says("/newkey one")).buttons)


async def test_a_command_about_oneself_is_sent_and_answered_alone_where_codes_are_on(
    app: TestApp, here: Member
) -> None:
    world = app.environment.world
    alone_ones = {str(row["command"]) for row in list_commands(world.state, OLGA, TEAM) if row.get("is_ephemeral")}
    assert alone_ones == {"whoami"}
    said = len(here.texts())
    world.post_alone(OLGA, TEAM, "/whoami")
    await app.settle()
    assert "Olga" in alone(app, here)[-1].text
    assert len(here.texts()) == said
    assert "Olga" in (await here.says("/whoami")).text, "typed in an older app it is answered to all"

    await here.does("/settings codes private")
    await app.settle()
    assert not any(row.get("is_ephemeral") for row in list_commands(world.state, OLGA, TEAM))


async def test_a_missing_step_is_said_alone_with_its_button(app: TestApp, here: Member) -> None:
    olga = await app.app.database.read(lambda work: work.people.get(OLGA))
    await app.app.database.write(lambda work: work.people.save(replace(olga, email=None, email_verified_at=None)))
    said = len(here.texts())
    here.persona.says("/newkey money withdraw")
    await app.settle()
    told = alone(app, here)[-1]
    assert "/settings email" in told.text
    assert [str(one["url"]).partition("?")[2] for one in told.buttons] == ["start=email"]
    assert len(here.texts()) == said


async def test_a_refusal_for_one_person_is_said_to_all_where_it_cannot_be_said_alone(
    app: TestApp, here: Member, max_: Member
) -> None:
    await here.says("/suspend 1002")
    max_.persona.says("/keys")
    await app.settle()
    assert ["You are suspended" in one.text for one in alone(app, max_)] == [True]
    app.environment.world.knows_ephemerals = False

    asked = [(await max_.says(command)).text for command in ("/keys", "/renew all")]

    assert all("You are suspended" in text for text in asked)
    assert len([text for text in here.texts() if "You are suspended" in text]) == 2
    assert any("came out for all" in text for text in here.texts(privately=True))
