"""A person reads times in their own zone. The team reads UTC."""

from datetime import timedelta

from tests.app import TestApp
from tests.people import Member


async def zone_of(app: TestApp, member: Member) -> str:
    return await app.app.database.read(lambda work: work.people.get(member.user_id).zone)


async def test_private_messages_use_the_persons_zone_and_the_group_utc(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey scalper")
    assert (await olga.whispers("/key 1")).text.count("UTC") == 2, "a person without a zone"
    said = await olga.whispers("/settings zone Europe/Berlin")
    assert said.text.startswith("✅ Your time zone is Europe/Berlin. Your clock shows 22\u00a0Nov\u00a010:0")
    assert said.text.endswith("CET (now).")
    assert (await olga.whispers("/key 1")).text.count("CET") == 2
    assert (await olga.says("/key 1")).text.count("UTC") == 2
    assert "Time zone: Europe/Berlin" in (await olga.whispers("/whoami")).text

    card = await olga.says("/renew scalper")
    assert "UTC (in 10 min)" in card.text
    pad = await olga.opens(card)
    assert "CET (in 10 min)" in pad.text
    await olga.types(olga.code())
    assert "UTC." in olga.again(card).text
    assert "CET." in olga.again(pad).text


async def test_an_alert_window_in_the_group_shows_the_zone_of_the_presser(
    app: TestApp, olga: Member, max_: Member
) -> None:
    await olga.has_email("olga@desk.example")
    await olga.whispers("/settings zone Asia/Tokyo")
    question = await olga.says(f"/role {max_.user_id}")
    told = await olga.presses(question, "approver")
    assert "Ask again after 23\u00a0Nov\u00a018:" in told
    assert "JST (in 23 h 59 min)" in told


async def test_a_date_typed_in_private_is_read_in_the_persons_zone(app: TestApp, olga: Member) -> None:
    await olga.whispers("/settings zone Europe/Berlin")
    pad = await olga.whispers("/track old-bot 4DA36FFC61334695 expires 2027-02-20 14:05")
    assert "20\u00a0Feb\u00a02027\u00a014:05\u00a0CET" in pad.text
    sheet = "Remark,Access ID,Expires\nother-bot,1111222233334444,2027-02-20 14:05\n"
    sent = await olga.sends("keys.csv", sheet.encode(), "/track", privately=True)
    assert "20\u00a0Feb\u00a02027\u00a014:05\u00a0CET" in sent.text
    card = await olga.says("/track third-bot 5555666677778888 expires 2027-02-20 14:05")
    assert "20\u00a0Feb\u00a02027\u00a014:05\u00a0UTC" in card.text


async def test_a_bare_city_is_asked_about_and_one_press_sets_it(app: TestApp, olga: Member) -> None:
    listed = await olga.whispers("/settings")
    assert "Time zone: UTC" in listed.text
    await olga.presses(listed, "Set time zone")
    question = olga.newest(privately=True)
    assert question.text.startswith("Your time zone is UTC.")
    choice = await olga.whispers("berlin", reply_to=question)
    assert choice.text.startswith("There is no time zone “berlin”. Do you mean one of these?\n")
    assert await olga.presses(choice, "Europe/Berlin") == ""
    assert olga.again(choice).text.startswith("✅ Your time zone is Europe/Berlin")
    assert not olga.again(choice).keyboard
    assert await zone_of(app, olga) == "Europe/Berlin"
    await app.passes(timedelta(minutes=1))
    assert await zone_of(app, olga) == "Europe/Berlin"


async def test_what_names_no_place_is_asked_about(app: TestApp, olga: Member) -> None:
    for typed, place in {
        "MSK": "Europe/Moscow",
        "EST": "America/New_York",
        "UTC+3": "Europe/Istanbul",
        "Ukraine": "Europe/Kyiv",
    }.items():
        choice = await olga.whispers(f"/settings zone {typed}")
        await olga.presses(choice, place)
        assert await zone_of(app, olga) == place


async def test_an_unknown_zone_is_answered_with_one_that_works(app: TestApp, olga: Member) -> None:
    for typed in ("GMT+15", "Nowhere Land", "<b>"):
        said = await olga.whispers(f"/settings zone {typed}")
        assert said.text == (
            f"There is no time zone “{typed}”. Give a large city in yours, for example /settings zone Europe/Berlin."
        )
        assert await zone_of(app, olga) == "UTC"


async def test_a_settings_command_in_the_group_shows_and_sets_nothing(app: TestApp, olga: Member) -> None:
    await olga.has_email("olga@desk.example")
    for command in ("/settings", "/settings zone"):
        said = await olga.says(command if command == "/settings" else f"{command} Europe/Berlin")
        assert said.text == f"Others can read this chat. Please type {command} in the private chat with me."
        opened = await olga.opens_private(said)
        assert ("Your settings" if command == "/settings" else "Your time zone is UTC") in opened.text
    assert await zone_of(app, olga) == "UTC"


async def test_a_stranger_sets_nothing_and_leaves_no_trace(app: TestApp) -> None:
    mallory = app.member(1999, "Mallory")
    said = await mallory.whispers("/settings zone Europe/Berlin")
    assert said.text.startswith("You are in no team yet.")
    assert await app.app.database.read(lambda work: work.people.find(1999)) is None
