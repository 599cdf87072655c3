"""How a team begins, who joins, and who may do what."""

from datetime import timedelta

import pytest

from tests.app import MAX, OLGA, STRANGER, TEAM, VERA, TestApp
from tests.people import Member
from tests.stories.test_key_list import labels


async def test_a_listed_owner_claims_the_group_and_enrols(app: TestApp) -> None:
    olga = app.member(OLGA, "Olga")

    claimed = await olga.says("/start")
    assert "is set up, and Olga (1001) is its owner" in claimed.text
    assert "▶ 1. Authenticator: its codes confirm every change" in claimed.text
    await olga.presses(claimed, "Open private chat")
    shown = olga.newest(privately=True)
    assert shown.photo_file_id is not None
    assert shown.protect_content
    app.environment.authenticators.scan(OLGA, shown.text)
    codes = await olga.types(olga.code())

    assert "recovery codes" in codes.text
    assert olga.again(shown).is_deleted
    assert "✓ 1. Authenticator\n▶ 2. E-mail" in olga.again(claimed).text
    assert "Olga (1001) has set up an authenticator" in olga.newest().text


async def test_an_owner_without_a_team_reads_how_to_get_one(app: TestApp) -> None:
    owner = app.member(OLGA, "Olga")

    assert "Add me to your team\u2019s group and type /start there" in (await owner.whispers("/start")).text
    assert "First add me to your group" in (await owner.whispers("/enrol")).text
    stranger = app.member(STRANGER, "Mallory")
    assert "You need an invitation first" in (await stranger.whispers("/enrol")).text


async def test_a_stranger_cannot_claim_and_learns_nothing(app: TestApp) -> None:
    stranger = app.member(STRANGER, "Mallory")

    assert "Only a person listed in KEYMINDER_OWNERS" in (await stranger.says("/start")).text
    assert "This group is not set up yet" in (await stranger.says("/keys")).text


@pytest.mark.parametrize("command", ["/keys", "/key trading-eu", "/team", "/audit", "/pending", "/renew trading-eu"])
async def test_a_stranger_in_a_team_is_answered_without_a_word_about_it(
    app: TestApp, olga: Member, command: str
) -> None:
    await olga.does("/newkey trading-eu")
    stranger = app.member(STRANGER, "Mallory")

    answer = await stranger.says(command)

    assert "Only members of this team" in answer.text
    assert "trading-eu" not in answer.text


async def test_a_stranger_asks_and_an_owner_accepts_with_a_code(app: TestApp, olga: Member) -> None:
    stranger = app.member(STRANGER, "Mallory")
    hello = await stranger.whispers("/start")
    assert labels(hello) == ["Ask for access"]
    refused = await stranger.says("/keys")
    assert "its owners have your question now" in await stranger.presses(refused, "Ask for access")
    asked = olga.newest(privately=True)
    assert "Mallory (1999) is in the group of Desk and asks for access" in asked.text
    assert labels(asked) == ["Accept as viewer", "Accept as operator", "Accept as approver", "Refuse"]
    await stranger.presses(hello, "Ask for access")
    assert olga.newest(privately=True).message_id == asked.message_id, "once a day"

    await olga.presses(asked, "Accept as viewer")
    assert "Invite Mallory (1999) as viewer" in olga.newest(privately=True).text
    await olga.types(olga.code())

    assert olga.again(asked).text == "✅ Olga (1001) accepted Mallory (1999)."
    invited = stranger.newest(privately=True)
    assert "accepted you as viewer" in invited.text
    await stranger.presses(invited, "Join")
    assert "Only members" not in (await stranger.says("/keys")).text


async def test_an_invitation_is_for_the_one_it_names(app: TestApp, olga: Member) -> None:
    max_, stranger = app.member(MAX, "Max"), app.member(STRANGER, "Mallory")
    card = await olga.does(f"/invite operator {MAX}")

    await stranger.presses(card, "Join")
    assert "This is for another person" in stranger.newest(privately=True).text
    await max_.presses(card, "Join")

    assert "Welcome to Desk" in max_.newest(privately=True).text
    assert "Max (1002) has joined as operator" in olga.newest().text
    used = olga.again(card)
    assert ("used this invitation and is operator" in used.text, used.buttons) == (True, [])


async def test_an_open_invitation_waits_for_an_owner(app: TestApp, olga: Member) -> None:
    vera = app.member(VERA, "Vera")
    card = await olga.does("/invite viewer")
    await vera.presses(card, "Join")
    assert "An owner has to accept you first" in (await vera.says("/keys")).text

    steps = vera.newest(privately=True)
    assert "▶ Authenticator: its codes confirm your changes" in steps.text
    await vera.presses(steps, "Connect authenticator")
    app.environment.authenticators.scan(VERA, vera.newest(privately=True).text)
    await vera.types(vera.code())
    assert "✓ Authenticator\n○ E-mail, if you want one" in vera.again(steps).text
    assert "▶ Accepted: waiting for an owner to accept you" in vera.again(steps).text

    waiting = next(
        one
        for one in reversed(app.environment.world.messages(TEAM, from_bot=True))
        if "used an open invitation" in one.text
    )
    await olga.presses(waiting, "Accept")
    await olga.types(olga.code())
    assert "You are viewer in Desk, and your authenticator is connected" in vera.again(steps).text

    assert "has no keys yet" in (await vera.says("/keys")).text


async def test_an_invitation_times_out_after_a_day(app: TestApp, olga: Member) -> None:
    max_ = app.member(MAX, "Max")
    card = await olga.does(f"/invite operator {MAX}")
    [join] = card.buttons
    await app.passes(timedelta(hours=25))

    over = olga.again(card)
    assert ("has timed out and does not work any more" in over.text, over.buttons) == (True, [])
    app.environment.world.open_link(MAX, str(join["url"]))
    await app.settle()
    assert "This invitation has timed out" in max_.newest(privately=True).text


async def test_a_reply_names_the_person(app: TestApp, olga: Member) -> None:
    max_ = app.member(MAX, "Max")
    hello = max_.persona.says("hello all")

    card = await olga.says("/invite viewer", reply_to=hello)

    assert "Invite Max (1002) as viewer" in card.text


async def test_a_viewer_looks_and_changes_nothing(app: TestApp, olga: Member) -> None:
    vera = app.member(VERA, "Vera")
    await vera.presses(await olga.does(f"/invite viewer {VERA}"), "Join")
    await olga.does("/newkey trading-eu")

    assert "trading-eu" in (await vera.says("/keys")).text
    assert "needs the role operator, and you are viewer" in (await vera.says("/renew trading-eu")).text
    for command in ("/key trading-eu", "/policy", "/whitelist"):
        shown = {str(one["text"]) for one in (await vera.says(command)).buttons}
        assert shown <= {"Copy access id", "All rules", "\u2039 Back", "Refresh"}, command


@pytest.mark.parametrize("is_removed", [False, True])
async def test_who_leaves_the_group_or_is_removed_can_do_nothing_in_private_either(
    app: TestApp, olga: Member, max_: Member, is_removed: bool
) -> None:
    await olga.does("/newkey trading-eu")
    card = await max_.whispers("/deletekey trading-eu")

    app.environment.world.leave(MAX, TEAM, by=OLGA if is_removed else None)
    await app.settle()

    assert "Max (1002) is not in the group any more and is suspended here" in olga.newest().text
    assert "cancelled" in max_.again(card).text.lower()
    app.environment.world.join(MAX, TEAM)
    assert "You are suspended." in (await max_.says("/keys")).text
    await olga.does(f"/role {MAX} operator")
    assert "trading-eu" in (await max_.says("/keys")).text


async def test_an_owner_rotates_the_keys_of_who_left_and_lets_the_person_back_in_from_one_card(
    app: TestApp, olga: Member, max_: Member
) -> None:
    await max_.does("/newkey trading-eu")
    app.environment.world.leave(MAX, TEAM)
    await app.settle()
    card = olga.newest(privately=True)
    assert "Was shown the secrets of trading-eu." in card.text

    await olga.presses(card, "🔁 Rotate all 1")
    assert "Rotate the key whose secret Max (1002) was shown" in olga.newest(privately=True).text
    await olga.types(olga.code())
    assert "Key trading-eu-v2" in olga.newest(privately=True).text
    assert labels(olga.again(card))[0] == "Let back in as operator", "nothing is left to rotate"

    app.environment.world.join(MAX, TEAM)
    await olga.presses(olga.again(card), "Let back in as operator")
    await olga.types(olga.code())
    assert "trading-eu" in (await max_.says("/keys")).text
    assert "Change role" in labels(olga.again(card))


async def test_an_admin_bot_notices_a_removal_without_a_message(app: TestApp, olga: Member, max_: Member) -> None:
    app.environment.world.promote_bot(TEAM, OLGA)

    app.environment.world.vanish(MAX, TEAM, by=OLGA)
    await app.settle()

    assert "Max (1002) is not in the group any more" in olga.newest().text


async def test_a_code_of_who_has_left_unnoticed_is_refused(app: TestApp, olga: Member, max_: Member) -> None:
    await olga.does("/newkey trading-eu")
    await max_.whispers("/deletekey trading-eu")

    app.environment.world.vanish(MAX, TEAM, by=OLGA)
    await max_.types(max_.code())

    assert any("You are not in the group any more" in text for text in max_.texts(privately=True))
    assert "trading-eu" in (await olga.says("/keys")).text


async def test_a_code_waits_while_telegram_does_not_say_who_is_there(app: TestApp, olga: Member) -> None:
    card = await olga.whispers("/newkey trading-eu")
    app.environment.world.faults.fail_next("getChatMember", status=400, description="Bad Request: CHAT_ADMIN_REQUIRED")

    await olga.types(olga.code())
    assert any("Try again in a minute" in text for text in olga.texts(privately=True))
    await olga.types(olga.code())

    assert "trading-eu" in (await olga.says("/keys")).text
    assert card.chat_id == OLGA


async def test_suspending_takes_everything_away_at_once(app: TestApp, olga: Member, max_: Member) -> None:
    await olga.does("/newkey trading-eu")
    card = await max_.says("/renew trading-eu")

    done = await olga.says(f"/suspend {MAX}")

    assert "is suspended and can do nothing here. One open request of Max (1002) is cancelled" in olga.again(done).text
    assert "Cancelled, nothing was changed" in olga.again(card).text
    assert "You are suspended" in (await max_.says("/keys")).text
    assert "is operator now" in (await olga.does(f"/role {MAX} operator")).text
    assert "trading-eu" in (await max_.says("/keys")).text


async def test_a_suspended_person_reads_the_same_sentence_everywhere(app: TestApp, olga: Member, max_: Member) -> None:
    card = await olga.says("/newkey trading-eu")
    await olga.says(f"/suspend {MAX}")

    for command in ("/start", "/keys", "/newkey x", "/renew x", "/approve", "/whitelist", "/pending", "/doctor"):
        assert "You are suspended. Only an owner" in (await max_.says(command)).text, command
    for command in ("/start", "/enrol", "/keys", "/newkey x", "/whitelist", "/settings zone Europe/Berlin"):
        assert "You are suspended. Only an owner" in (await max_.whispers(command)).text, command
    sheet = await max_.sends("sheet.csv", b"Remark,Coin,Network,Address\n", "/whitelist", privately=True)
    assert "You are suspended. Only an owner" in sheet.text
    assert "You are suspended. Only an owner" in await max_.presses(card, "Cancel")


async def test_an_anonymous_admin_is_refused(app: TestApp, olga: Member) -> None:
    app.environment.world.post(olga.user_id, TEAM, "/keys", as_admin=True)
    await app.settle()

    assert "You write as an anonymous admin" in olga.newest().text


async def test_a_person_of_two_teams_is_asked_which_in_private(app: TestApp, olga: Member) -> None:
    world = app.environment.world
    world.add_group(-1001000000002, "Second desk", members=(OLGA,))
    world.add_bot(-1001000000002, OLGA)
    world.post(OLGA, -1001000000002, "/start")
    await app.settle()
    await olga.does("/newkey here")

    question = await olga.whispers("/keys")
    await olga.presses(question, "Desk")
    assert "here" in olga.newest(privately=True).text
    question = await olga.whispers("/newkey there")
    await olga.presses(question, "Second desk")
    await olga.types(olga.code())

    assert "is made" in olga.again(question).text
    assert "there" not in (await olga.says("/keys")).text


async def test_unknown_commands_name_the_nearest(app: TestApp, olga: Member) -> None:
    assert "Did you mean /renew?" in (await olga.says("/renw")).text


async def test_help_shows_by_task_what_the_role_can_do(app: TestApp, olga: Member) -> None:
    shown = await olga.whispers("/help")
    for task, command in {
        "keys": "/renew NAME",
        "Withdrawal whitelist": "/addaddress",
        "Requests": "/approve",
        "Alerts": "CoinEx https://docs.coinex.com/api/v2/",
        "Team": "/suspend PERSON",
    }.items():
        await olga.presses(olga.again(shown), task)
        assert command in olga.again(shown).text
        await olga.presses(olga.again(shown), "Back")
        assert "What do you want to do?" in olga.again(shown).text
    assert "your role" not in (await olga.says("/help keys")).text, "others read it in the group"

    stranger = app.member(STRANGER, "Mallory")
    assert "/suspend" in (await olga.says("/help invite")).text
    assert "/suspend" not in (await stranger.says("/help invite")).text


async def test_names_are_escaped(app: TestApp, olga: Member) -> None:
    await olga.does('/newkey "a<b>&c"')

    assert "a<b>&c" in (await olga.says("/keys")).text


async def test_long_answers_turn_pages_in_place(app: TestApp, olga: Member) -> None:
    rows = "".join(f"{'long-name-' * 4}{number:03},ACCESS{number:04},2027-02-20\n" for number in range(50))
    await olga.confirms(await olga.sends("keys.csv", f"Remark,Access ID,Expires\n{rows}".encode(), "/track"))

    first = await olga.says("/keys")
    assert "Page 1 of" in first.text
    await olga.presses(first, "▶")

    second = olga.again(first)
    assert "Page 2 of" in second.text
    await olga.presses(second, "◀")
    assert "Page 1 of" in olga.again(first).text


async def test_admitting_an_approver_takes_the_email_as_well(app: TestApp, olga: Member) -> None:
    vera = app.member(VERA, "Vera")
    await olga.has_email("olga@example.org")
    card = await olga.says("/invite approver")
    await olga.confirms(card)
    await olga.decides(await olga.persona.reads("olga@example.org", "confirm the change"))
    await vera.presses(olga.again(card), "Join")

    waiting = await olga.persona.sees("used an open invitation")
    await olga.presses(waiting, "Accept")
    answer = await olga.types(olga.code())

    assert "Code accepted" in answer.text
    email = next(
        one for one in reversed(app.environment.mailbox.list_to("olga@example.org")) if "Accept Vera" in one.text
    )
    await olga.decides(email)
    assert "is accepted as approver" in olga.again(answer).text


async def test_a_member_opens_by_a_tap_and_only_an_owner_finds_buttons_there_in_private(
    app: TestApp, olga: Member, max_: Member
) -> None:
    in_group = await olga.says("/team")
    await max_.presses(in_group, "Olga")
    assert "Olga (1001), owner" in olga.again(in_group).text
    assert "In this team since" in olga.again(in_group).text
    await olga.presses(olga.again(in_group), "Back")
    await olga.presses(olga.again(in_group), "Max")
    assert labels(olga.again(in_group))[1:] == ["Refresh"], "one message for all, so it changes nothing"

    for reader in (max_, olga):
        shown = await reader.whispers("/team")
        await reader.presses(shown, "Max")
        assert ", invited by Olga (1001)" in reader.again(shown).text
        assert labels(reader.again(shown))[:-2] == (
            ["Change role", "Suspend", "Reset authenticator"] if reader is olga else []
        )
    await olga.presses(olga.again(shown), "Suspend")
    assert "Suspend Max (1002)? They can do nothing" in olga.again(shown).text
    await olga.presses(olga.again(shown), "Suspend now")
    assert "Max (1002) is suspended" in olga.newest(privately=True).text
