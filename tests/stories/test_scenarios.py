"""The sandbox's scenarios with the real bot: they end where they say, and can be played again."""

from datetime import timedelta

from bot.sandbox.scenarios.cast import GROUP, MAX, OLGA, VERA
from bot.sandbox.scenarios.kit import offers
from bot.sandbox.scenarios.persona import STEP
from bot.sandbox.scenarios.scenarios import SCENARIOS
from bot.sandbox.telegram.models import Message
from tests.app import TestApp
from tests.people import Member
from tests.stories.test_connect import connects, there


async def _play(app: TestApp, name: str) -> str:
    """Play a scenario to its end, and return the closing caption."""
    app.environment.stage.start(name)
    await app.environment.stage.finish()
    await app.settle()
    shown = app.environment.stage.show()
    assert shown["outcome"] == "over", shown["caption"]
    caption = shown["caption"]
    assert isinstance(caption, dict)
    return str(caption["text"])


def _said(app: TestApp) -> list[Message]:
    return app.environment.world.messages(GROUP, from_bot=True, with_deleted=False)


async def test_the_opening_leaves_three_keys_and_three_people_with_a_second_factor(seeded_app: TestApp) -> None:
    olga = seeded_app.member(OLGA, "Olga")

    keys = (await olga.says("/keys")).text
    team = (await olga.says("/team")).text

    assert all(name in keys for name in ("trading-eu", "hedge-btc", "reporting"))
    assert team.count("🔐") == 3
    assert "Rita (1004), viewer, no authenticator yet" in team
    assert "Mallory" not in team


async def test_four_eyes_ends_with_a_change_that_waits_for_vera_and_again_with_another(seeded_app: TestApp) -> None:
    for _ in range(2):
        caption = await _play(seeded_app, "four-eyes")

        assert "You are Vera now" in caption
        waiting = next(one for one in reversed(_said(seeded_app)) if offers(one, "Approve"))
        name = caption.partition("under ")[2].partition(",")[0]
        assert name in waiting.text
    typed = [one.text for one in seeded_app.environment.world.messages(GROUP, from_bot=False)]
    assert typed.count(f"/role {VERA} approver") == 1

    vera = seeded_app.member(VERA, "Vera")
    seeded_app.environment.clock.jump(STEP)
    await vera.presses(waiting, "Approve")
    await vera.types(vera.code())
    assert f"Key {name} is made" in vera.again(waiting).text


async def test_a_wrong_sheet_comes_back_with_five_problems_every_time(seeded_app: TestApp) -> None:
    for _ in range(2):
        assert "shows every mistake at once" in await _play(seeded_app, "wrong-sheet")

        answer = _said(seeded_app)[-1]
        assert "5 of 8 lines have problems" in answer.text
        assert answer.document_file_id is not None
        annotated = seeded_app.environment.world.file(answer.document_file_id).decode("utf-8-sig")
        assert annotated.startswith("Line,Problem,")


async def test_a_right_sheet_ends_with_an_email_that_makes_twelve_addresses_active(seeded_app: TestApp) -> None:
    olga = seeded_app.member(OLGA, "Olga")
    for played in (1, 2):
        assert "Open the newest e-mail" in await _play(seeded_app, "right-sheet")

        email = seeded_app.environment.mailbox.emails[-1]
        assert email.text.count("Desk") == 12
        assert await olga.decides(email) == 200
        assert f"{12 * played} addresses" in (await olga.says("/whitelist")).text


async def test_a_key_that_is_about_to_end_is_warned_of_renewed_and_warned_of_again(seeded_app: TestApp) -> None:
    for _ in range(4):
        caption = await _play(seeded_app, "key-ends")

        alert = next(one for one in reversed(_said(seeded_app)) if offers(one, "Renew"))
        assert "within a day" in alert.text
        assert caption.removeprefix("Keyminder did: ").split(" expires in 20 hours")[0] in alert.text


async def test_the_clock_goes_on_to_the_next_alert(seeded_app: TestApp) -> None:
    before = _said(seeded_app)[-1].message_id

    assert "An alert has come" in await _play(seeded_app, "next-alert")

    assert any(offers(one, "Renew") for one in _said(seeded_app) if one.message_id > before)


async def _do_harm(app: TestApp, olga: Member) -> None:
    """Suspend Max and Vera, lock Olga, give her another e-mail, stop the mail server, and let her leave."""
    world = app.environment.world
    for user_id in (MAX, VERA):
        world.leave(user_id, GROUP)
        await app.settle()
        world.join(user_id, GROUP)
    await olga.has_email("olga@desk.example")
    await olga.opens(await olga.says("/renew trading-eu"))
    for _ in range(5):
        locked = await olga.types("000000")
    assert "you are locked" in locked.text
    await app.environment.mailbox.stop()
    world.leave(OLGA, GROUP)
    await app.settle()
    assert "No owner is left here" in _said(app)[-1].text


async def test_every_scenario_still_plays_whatever_the_visitor_did(seeded_app: TestApp) -> None:
    olga = seeded_app.member(OLGA, "Olga")
    there(seeded_app, "desk-a", "grid", age=timedelta(days=88))
    await connects(seeded_app, olga)
    await _do_harm(seeded_app, olga)

    for name in (*SCENARIOS, "key-ends"):
        assert await _play(seeded_app, name), name
