"""Rotate a key: a new one replaces it, both work, the old one is deleted only after a confirmation."""

from datetime import timedelta

from bot.sandbox.telegram.models import Message
from tests.app import OLGAS_EMAIL, TestApp
from tests.people import Member


async def _offered(app: TestApp, olga: Member, command: str = "/rotate trading-eu") -> Message:
    """The message that says the new key works."""
    await olga.does(command)
    await app.passes(timedelta(minutes=15))
    offered = olga.newest()
    assert "-v2 works now" in offered.text
    return offered


async def test_the_new_key_has_the_settings_of_the_old_and_its_secret_comes_once_in_private(
    app: TestApp, olga: Member
) -> None:
    await olga.does("/newkey trading-eu trade 203.0.113.7")
    await app.passes(timedelta(minutes=15))

    card = await olga.says("/rotate trading-eu")
    for words in (
        "Rotate trading-eu: make the key trading-eu-v2",
        "Permissions: trade",
        "203.0.113.7",
        "1 day after",
    ):
        assert words in card.text
    done = await olga.confirms(card)

    assert "Key trading-eu-v2 is made · number 2 · does not expire" in done.text
    assert "trading-eu still works" in done.text
    secret = next(text for text in olga.texts(privately=True) if "Key trading-eu-v2" in text and "Secret:" in text)
    value = secret.partition("Secret: ")[2].split()[0]
    assert all(value not in text for text in olga.texts())
    detail = (await olga.says("/key trading-eu-v2")).text
    assert "Permissions: trade" in detail
    assert "203.0.113.7" in detail
    assert "will replace trading-eu (number 1). The new key is not confirmed working yet" in detail


async def test_when_it_works_the_team_switches_over_and_an_operator_confirms_the_deletion(
    app: TestApp, olga: Member, max_: Member
) -> None:
    await olga.does("/newkey trading-eu trade")
    offered = await _offered(app, olga)
    assert "Put it where trading-eu is used, then press Switched over" in offered.text
    assert "Lost its secret? I showed it once, in private. Use /deletekey 2 and rotate again." in offered.text
    assert sum("trading-eu-v2 can be used now" in text for text in olga.texts()) == 0, (
        "it is said once, with what to do"
    )

    await max_.presses(offered, "Switched over")
    card = max_.newest()
    assert "Delete key trading-eu (" in card.text
    assert "Its replacement trading-eu-v2 works" in card.text
    assert "trading-eu-v2 will replace it" in (await olga.says("/keys")).text
    await max_.types(max_.code())

    assert "Key trading-eu is deleted" in max_.again(card).text
    closed = olga.again(offered)
    assert "trading-eu-v2 has replaced the old key" in closed.text
    assert not closed.buttons
    keys = (await olga.says("/keys")).text
    assert "trading-eu-v2" in keys
    assert "replace" not in keys
    audit = (await olga.says("/audit")).text
    assert "key:rotate done" in audit
    assert "key:delete done" in audit


async def test_each_half_survives_a_restart_at_every_step(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    card = await olga.says("/rotate trading-eu")
    await olga.opens(card)
    await app.restart()
    await olga.types(olga.code())
    await app.restart()
    await app.settle()
    assert "trading-eu-v2 is made" in olga.again(card).text

    await app.restart()
    await app.passes(timedelta(minutes=15))
    offered = olga.newest()
    assert "trading-eu-v2 works now" in offered.text
    await app.restart()
    await olga.presses(offered, "Switched over")
    await app.restart()
    await olga.types(olga.code())
    await app.restart()
    await app.settle()

    assert "trading-eu-v2 has replaced the old key" in olga.again(offered).text
    keys = (await olga.says("/keys")).text
    assert keys.count("trading-eu") == 1


async def test_nothing_is_deleted_after_the_overlap_but_the_group_is_reminded(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    offered = await _offered(app, olga, "/rotate trading-eu overlap 2h")
    assert "in 2 h · " in offered.text

    await app.passes(timedelta(hours=2))
    reminder = olga.newest()
    assert "trading-eu and trading-eu-v2 both still work" in reminder.text
    assert not olga.again(offered).buttons
    await app.passes(timedelta(days=3))

    again = next(one for one in _said(app, olga) if "both still work" in one.text)
    assert again.message_id != reminder.message_id
    assert "I delete nothing until you confirm" in again.text
    assert "trading-eu-v2" in (await olga.says("/keys")).text
    await olga.presses(again, "Switched over")
    await olga.types(olga.code())
    assert "has replaced the old key" in olga.again(again).text


async def test_cancelling_the_deletion_keeps_both_keys_and_the_choice(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    offered = await _offered(app, olga)
    await olga.presses(offered, "Switched over")
    card = next(one for one in _said(app, olga) if "Delete key trading-eu" in one.text)

    await olga.presses(card, "Cancel")

    cancelled = olga.again(card).text
    assert "Cancelled, nothing was changed" in cancelled
    assert "Both keys stay" in cancelled
    assert olga.again(offered).buttons
    await app.passes(timedelta(days=1))
    assert any("both still work" in text for text in olga.texts())


async def test_keep_both_ends_the_rotation_and_says_so(app: TestApp, olga: Member, max_: Member) -> None:
    await olga.does("/newkey trading-eu")
    offered = await _offered(app, olga)

    await max_.presses(offered, "Keep both")

    assert "trading-eu and trading-eu-v2 both stay" in max_.newest().text
    assert "both stay" in olga.again(offered).text
    assert not olga.again(offered).buttons
    await app.passes(timedelta(days=3))
    assert not any("both still work" in text for text in olga.texts())
    assert "is not in a rotation" in (await olga.says("/rotate trading-eu keep")).text
    assert "make the key trading-eu-v3" in (await olga.says("/rotate trading-eu")).text


async def test_a_second_tap_leads_to_the_deletion_that_is_open(app: TestApp, olga: Member, max_: Member) -> None:
    await olga.does("/newkey trading-eu")
    offered = await _offered(app, olga)
    await olga.presses(offered, "Switched over")
    card = olga.newest()

    await olga.presses(offered, "Switched over")
    await olga.says("/deletekey trading-eu")
    again = olga.newest()
    assert "Delete key trading-eu (" in again.text
    assert (await olga.says("/pending")).text.count("delete trading-eu") == 1
    await max_.presses(offered, "Switched over")
    assert (await olga.says("/pending")).text.count("delete trading-eu") == 2, (
        "an unproven request does not hold up other people"
    )
    await olga.opens(again)
    await olga.types(olga.code())

    for shown in (card, again):
        assert "Key trading-eu is deleted" in olga.again(shown).text


async def test_a_tap_on_a_deletion_that_waits_to_be_done_manually_says_so(
    app: TestApp, olga: Member, max_: Member
) -> None:
    await olga.does("/track old-bot 4DA36FFC61334695 expires 2026-12-01")
    steps = await olga.says("/rotate old-bot")
    await olga.confirms(await olga.says("5EB47EED72445706 expires 2027-02-20", reply_to=steps))
    await app.passes(timedelta(minutes=15))
    offered = olga.newest()
    await olga.presses(offered, "Switched over")
    await olga.types(olga.code())

    told = await max_.presses(offered, "Switched over")
    assert "Olga (1001) already asked for this" in told
    assert "waits for the change on the exchange’s page" in told


async def test_a_tap_just_after_keeping_both_says_that_the_rotation_has_ended(
    app: TestApp, olga: Member, max_: Member
) -> None:
    await olga.does("/newkey trading-eu")
    offered = await _offered(app, olga)
    switched = next(str(one["callback_data"]) for one in offered.buttons if "Switched" in str(one["text"]))
    await max_.presses(offered, "Keep both")

    query = app.environment.world.press(olga.user_id, offered.chat_id, offered.message_id, switched)
    await app.settle()

    answer = app.environment.world.answer_to(query)
    assert answer is not None
    assert "The rotation of trading-eu has ended, so nothing is deleted" in answer.text
    assert "has no open requests" in (await olga.says("/pending")).text


async def test_keep_both_cancels_a_deletion_that_waits_for_its_code(app: TestApp, olga: Member, max_: Member) -> None:
    await olga.does("/newkey trading-eu")
    offered = await _offered(app, olga)
    await max_.presses(offered, "Switched over")
    card, pad = max_.newest(), max_.newest(privately=True)

    kept = await olga.says("/rotate trading-eu keep")
    assert "Nothing is deleted. Cancelled: the request to delete a key (#4)" in kept.text
    for shown in (max_.again(card), max_.again(pad)):
        assert "Olga (1001) chose to keep both keys" in shown.text
        assert not shown.buttons
    answer = await max_.types(max_.code())

    assert "You have no request that waits for a code" in answer.text
    assert (await olga.says("/keys")).text.count("trading-eu") == 2
    audit = (await olga.says("/audit")).text
    assert "key:delete cancelled" in audit
    assert "key:delete done" not in audit


async def test_keep_both_cancels_a_deletion_that_waits_to_be_done_manually(
    app: TestApp, olga: Member, max_: Member
) -> None:
    await olga.does("/track old-bot 4DA36FFC61334695 expires 2026-12-01")
    steps = await olga.says("/rotate old-bot")
    await olga.confirms(await olga.says("5EB47EED72445706 expires 2027-02-20", reply_to=steps))
    await app.passes(timedelta(seconds=31))
    deletion = await olga.does("/deletekey old-bot")
    assert "Do it on the exchange’s page" in deletion.text

    await max_.says("/rotate old-bot keep")

    assert "Max (1002) chose to keep both keys" in olga.again(deletion).text
    assert not olga.again(deletion).buttons
    assert "old-bot-v2" in (await olga.says("/keys")).text


async def test_a_viewer_can_press_neither(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    offered = await _offered(app, olga)
    mallory = app.member(1999, "Mallory")

    for label in ("Switched over", "Keep both"):
        assert "Only members of this team" in await mallory.presses(offered, label)
    assert olga.again(offered).buttons


async def test_without_the_new_key_the_old_one_is_not_deleted_as_rotated(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    offered = await _offered(app, olga)
    await olga.presses(offered, "Switched over")
    card = next(one for one in _said(app, olga) if "Its replacement" in one.text)
    await app.passes(timedelta(seconds=31))
    await olga.does("/deletekey trading-eu-v2")

    assert "so trading-eu stays as it was" in olga.again(offered).text
    await app.passes(timedelta(seconds=31))
    assert "trading-eu-v2 was changed or deleted after you asked" in (await olga.confirms(card)).text
    assert "trading-eu" in (await olga.says("/keys")).text


async def test_rotating_a_key_that_can_withdraw_takes_email_and_approval(
    app: TestApp, olga: Member, vera: Member
) -> None:
    card = await olga.says("/newkey payout withdraw")
    await _prove(app, olga, vera, card)
    rotated = await olga.says("/rotate payout")
    await olga.confirms(rotated)
    assert "to confirm by e-mail" in olga.again(rotated).text
    await _by_mail(app, olga)
    await vera.presses(olga.again(rotated), "Approve")
    await vera.types(vera.code())

    assert "payout-v2 is made" in olga.again(rotated).text


async def test_a_tracked_key_is_rotated_manually(app: TestApp, olga: Member, max_: Member) -> None:
    await olga.does("/track old-bot 4DA36FFC61334695 expires 2026-12-01")

    steps = await olga.says("/rotate old-bot")
    assert "Make a new key there with the same permissions" in steps.text
    for word in ("hello", "old-bot-v2"):
        refused = await olga.says(word, reply_to=steps)
        assert f"“{word}” looks like a word, not like an access id" in refused.text
    card = await olga.says("5EB47EED72445706 expires 2027-02-20", reply_to=steps)
    assert "watch the key old-bot-v2 (5EB47EED72445706)" in card.text
    assert "20\u00a0Feb\u00a02027\u00a023:59\u00a0UTC" in card.text
    assert "Permissions: unknown" in card.text
    assert "Permissions: unknown" in (await olga.says("/key old-bot")).text
    watched = (await olga.confirms(card)).text
    assert "old-bot-v2 is watched (number 2), expires in 90 days · 20\u00a0Feb\u00a02027" in watched
    assert "can need up to 15 minutes, and I cannot test this one" in watched
    assert "State: activating" in (await olga.says("/key old-bot-v2")).text
    await app.passes(timedelta(minutes=14))
    assert not any("then press Switched over" in text for text in olga.texts())

    await app.passes(timedelta(minutes=1))
    offered = olga.newest()
    assert "It should work, but I cannot check that" in offered.text
    assert "State: not confirmed working" in (await olga.says("/key old-bot-v2")).text
    await olga.presses(offered, "Switched over")
    deletion = next(one for one in _said(app, olga) if "Delete key old-bot" in one.text)
    assert "I cannot test its replacement old-bot-v2. Make a call with it before you confirm" in deletion.text
    await olga.types(olga.code())
    assert "Do it on the exchange’s page" in olga.again(deletion).text
    assert "old-bot-v2 will replace it" in (await olga.says("/keys")).text
    await max_.presses(olga.again(deletion), "Done")

    assert "Key old-bot is deleted" in olga.again(deletion).text
    assert "old-bot-v2 has replaced the old key" in olga.again(offered).text
    assert "State: live" in (await olga.says("/key old-bot-v2")).text, "on the word of whoever had the old one deleted"
    assert not any("works now" in text or "Its replacement" in text for text in olga.texts())


async def test_no_reminder_comes_while_a_confirmed_deletion_waits_to_be_done_manually(
    app: TestApp, olga: Member
) -> None:
    await olga.does("/track old-bot 4DA36FFC61334695 expires 2027-12-01")
    steps = await olga.says("/rotate old-bot")
    await olga.confirms(await olga.says("5EB47EED72445706 expires 2027-02-20", reply_to=steps))
    await app.passes(timedelta(minutes=15))
    await olga.presses(olga.newest(), "Switched over")
    await olga.types(olga.code())

    for _ in range(3):
        await app.passes(timedelta(days=1))
    assert not any("Have you switched everything over?" in text for text in olga.texts())

    await app.passes(timedelta(days=4))
    await app.passes(timedelta(days=1))
    assert any("Have you switched everything over?" in text for text in olga.texts()), "nothing came of the deletion"


async def test_an_old_key_that_has_ended_is_not_said_to_work(app: TestApp, olga: Member) -> None:
    await olga.does("/track oldie 4DA36FFC61334695 expires 2026-11-23")
    await app.passes(timedelta(days=2))

    steps = await olga.says("/rotate oldie")
    card = await olga.says("5EB47EED72445706 expires 2027-02-20", reply_to=steps)
    assert "oldie has expired and does not work. I delete it only after you press Switched over" in card.text
    assert "oldie has expired and does not work." in (await olga.confirms(card)).text
    await app.passes(timedelta(minutes=15))
    assert "oldie has expired and does not work. I ask again" in olga.newest().text
    await app.passes(timedelta(days=1))
    over = next(one for one in _said(app, olga) if "Have you switched everything over?" in one.text)
    assert "oldie has expired and does not work. oldie-v2 is not confirmed working yet" in over.text
    assert "This cannot be undone. Both keys stay in the list" in (await olga.says("/deletekey oldie")).text
    assert "will replace it. I ask again" in (await olga.says("/key oldie")).text.replace(" (number 2)", "")
    said = " ".join(olga.texts())
    for false in ("still works", "both still work", "Both work", "that still uses"):
        assert false not in said


async def test_no_one_is_asked_to_switch_over_to_an_expired_key(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    await _offered(app, olga)
    await app.passes(timedelta(days=100))

    over = next(one for one in _said(app, olga) if "before you switch over" in one.text)
    assert "trading-eu has expired and does not work. trading-eu-v2 has expired and does not work." in over.text
    assert "Renew trading-eu-v2 or bind IPs to it" in over.text
    assert "Have you switched everything over?" not in over.text


async def test_without_a_name_the_keys_are_offered(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    question = await olga.says("/rotate")

    await olga.presses(question, "trading-eu")

    assert "Rotate trading-eu" in olga.again(question).text


def _said(app: TestApp, olga: Member) -> list[Message]:
    """The bot's messages in the group, newest first."""
    said = app.environment.world.messages(olga.persona.home, from_bot=True, with_deleted=False)
    return list(reversed(said))


async def _prove(app: TestApp, olga: Member, vera: Member, card: Message) -> None:
    await olga.confirms(card)
    await _by_mail(app, olga)
    await vera.presses(olga.again(card), "Approve")
    await vera.types(vera.code())
    await app.passes(timedelta(seconds=31))


async def _by_mail(app: TestApp, olga: Member) -> None:
    await olga.persona.reads(OLGAS_EMAIL, "confirm the change")
    assert await olga.decides(app.environment.mailbox.list_to(OLGAS_EMAIL)[-1]) == 200
