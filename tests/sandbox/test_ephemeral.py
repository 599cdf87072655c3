"""Messages in a group that one person sees: who may send them, their numbers, and a server that does not know them."""

import json
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession, FormData

from bot.chat.telegram.attachments import draw_nothing
from bot.sandbox.environment import Environment
from bot.sandbox.telegram.models import Json, Message
from bot.sandbox.telegram.refusals import Impossible
from bot.sandbox.telegram.world import World
from tests.bot_api import read
from tests.sandbox.telegram_office import OLGA, PIM, SUPERGROUP, Office, say_as_bot, take

STRANGER = 1999
KEYBOARD: Json = {"inline_keyboard": [[{"text": "1", "callback_data": "one"}]]}


async def whisper(office: Office, receiver_id: int = PIM, **more: object) -> Json:
    """Send a message to one person, and return it."""
    to = {"receiver_user_id": receiver_id, **more}
    _, body = await office.call(
        "sendMessage", chat_id=SUPERGROUP, text="psst", ephemeral_message_parameters=to, reply_markup=KEYBOARD
    )
    sent: Json = body["result"]  # type: ignore[assignment] # JSON
    return sent


async def test_one_person_sees_it_and_it_is_in_no_history(office: Office) -> None:
    office.world.promote_bot(SUPERGROUP, OLGA)
    before = office.world.messages(SUPERGROUP)

    sent = read("Message", await whisper(office))

    assert (sent.message_id, sent.ephemeral_message_id, sent.receiver_user.id) == (0, 1, PIM)
    assert office.world.messages(SUPERGROUP) == before
    assert [one.text for one in office.world.ephemerals(SUPERGROUP, PIM)] == ["psst"]
    assert office.world.ephemerals(SUPERGROUP, OLGA) == []


async def test_a_number_is_used_again_once_its_message_is_gone(office: Office) -> None:
    office.world.promote_bot(SUPERGROUP, OLGA)
    numbers = [(await whisper(office, who))["ephemeral_message_id"] for who in (PIM, OLGA, PIM)]
    await office.call("deleteEphemeralMessage", chat_id=SUPERGROUP, receiver_user_id=OLGA, ephemeral_message_id=2)
    numbers.append((await whisper(office))["ephemeral_message_id"])
    office.clock.move(timedelta(days=1))
    numbers.append((await whisper(office))["ephemeral_message_id"])

    assert numbers == [1, 2, 3, 2, 1]


async def test_without_admin_rights_only_a_press_is_answered_and_for_fifteen_seconds(office: Office) -> None:
    card = say_as_bot(office.world, SUPERGROUP, "card", ("here",))
    query_id = office.world.press(PIM, SUPERGROUP, card.message_id, "here")
    to_pim: Json = {"receiver_user_id": PIM}
    senders = (to_pim, {"receiver_user_id": OLGA, "callback_query_id": query_id}, to_pim | {"callback_query_id": "9"})
    said = {"chat_id": SUPERGROUP, "text": "x"}
    refused = [await office.refuse("sendMessage", **said, ephemeral_message_parameters=to) for to in senders]

    answered = await whisper(office, callback_query_id=query_id)
    _, alone = await office.call(
        "sendMessage", chat_id=SUPERGROUP, text="x", ephemeral_message_parameters={"callback_query_id": query_id}
    )
    office.clock.move(timedelta(seconds=15))
    to_pim["callback_query_id"] = query_id
    refused.append(await office.refuse("sendMessage", **said, ephemeral_message_parameters=to_pim))

    assert refused == ["Bad Request: CHAT_ADMIN_REQUIRED"] * 4
    assert [one["receiver_user"]["id"] for one in (answered, alone["result"])] == [PIM, PIM]  # type: ignore[index] # JSON


async def test_who_is_not_in_the_chat_receives_nothing(office: Office) -> None:
    office.world.promote_bot(SUPERGROUP, OLGA)
    office.world.leave(PIM, SUPERGROUP)
    for receiver_id in (PIM, STRANGER, office.world.bot_id, None):
        to = {"receiver_user_id": receiver_id}
        refused = await office.refuse("sendMessage", chat_id=SUPERGROUP, text="x", ephemeral_message_parameters=to)
        assert refused == "Bad Request: USER_NOT_PARTICIPANT"


async def test_it_is_edited_and_deleted_by_its_own_methods_only(office: Office) -> None:
    office.world.promote_bot(SUPERGROUP, OLGA)
    sent = await whisper(office)
    one = {"chat_id": SUPERGROUP, "receiver_user_id": PIM, "ephemeral_message_id": sent["ephemeral_message_id"]}
    shown = office.world.ephemerals(SUPERGROUP, PIM)[0]
    for message_id in (0, sent["ephemeral_message_id"]):
        refused = await office.refuse("deleteMessage", chat_id=SUPERGROUP, message_id=message_id)
        assert refused == "Bad Request: message to delete not found"

    _, edited = await office.call("editEphemeralMessageText", **one, text="<b>type</b>", parse_mode="HTML")
    refused = await office.refuse("editEphemeralMessageText", **one, text="<b>type</b>", parse_mode="HTML")
    _, marked = await office.call("editEphemeralMessageReplyMarkup", **one, reply_markup=KEYBOARD)
    others = await office.refuse("editEphemeralMessageText", **(one | {"receiver_user_id": OLGA}), text="x")
    _, gone = await office.call("deleteEphemeralMessage", **one)
    again = await office.refuse("deleteEphemeralMessage", **one)

    assert (edited["result"], marked["result"], gone["result"]) == (True, True, True)
    assert "message is not modified" in refused
    assert (shown.text, shown.keyboard) == ("type", KEYBOARD["inline_keyboard"])
    assert others == "Bad Request: message to edit not found"
    assert again == "Bad Request: message to delete not found"


async def test_a_press_on_it_names_it_by_its_own_number(office: Office) -> None:
    office.world.promote_bot(SUPERGROUP, OLGA)
    sent = await whisper(office)
    take(office.world)
    with pytest.raises(Impossible):
        office.world.press(OLGA, SUPERGROUP, 0, "one", ephemeral_id=1)

    office.world.press(PIM, SUPERGROUP, 0, "one", ephemeral_id=1)

    (update,) = office.world.updates.list_waiting()
    pressed = read("Update", update.body()).callback_query
    assert pressed.message.message_id == 0
    assert update.payload["message"] == {**sent, "reply_markup": KEYBOARD}
    assert update.payload["data"] == "one"


async def test_an_old_server_shows_it_to_everybody_and_knows_no_method_for_it(office: Office) -> None:
    office.world.promote_bot(SUPERGROUP, OLGA)
    office.world.knows_ephemerals = False

    sent = await whisper(office)

    assert "ephemeral_message_id" not in sent
    assert office.world.messages(SUPERGROUP)[-1].message_id == sent["message_id"] != 0
    for method in ("editEphemeralMessageText", "editEphemeralMessageReplyMarkup", "deleteEphemeralMessage"):
        refused = await office.refuse(
            method, chat_id=SUPERGROUP, receiver_user_id=PIM, ephemeral_message_id=1, text="x"
        )
        assert refused == "Not Found: method not found"


async def test_a_restarted_sandbox_still_shows_it(office: Office) -> None:
    office.world.promote_bot(SUPERGROUP, OLGA)
    await whisper(office)

    again = World.load(office.world.dump(), office.clock)

    assert again.ephemerals(SUPERGROUP, PIM) == office.world.ephemerals(SUPERGROUP, PIM)


async def test_the_page_places_it_behind_the_message_it_followed(tmp_path: Path) -> None:
    async with Environment(tmp_path) as environment, ClientSession() as session:
        world = environment.world
        world.add_person(OLGA, "Olga")
        world.add_group(SUPERGROUP, "Desk", members=[OLGA])
        world.add_bot(SUPERGROUP, OLGA)
        world.add_ephemeral(Message(0, SUPERGROUP, world.bot_id, world.now(), "psst"), OLGA)
        world.post(OLGA, SUPERGROUP, "hello")

        address = urlsplit(environment.page_url)
        token = parse_qs(address.query)["token"][0]
        url = f"http://{address.netloc}/api/view"
        async with session.get(url, headers={"X-Sandbox-Token": token}) as answer:
            shown = (await answer.json())["messages"][str(SUPERGROUP)]

    whispered, said = shown[-2:]
    assert (whispered["text"], whispered["receiver_id"], whispered["message_id"]) == ("psst", OLGA, 0)
    assert int(whispered["id"]) < whispered["id"] < said["id"]
    assert said["receiver_id"] is None


async def test_a_command_said_alone_reaches_the_bot_and_is_answered_for_fifteen_seconds(office: Office) -> None:
    said = office.world.post_alone(PIM, SUPERGROUP, "/whoami")
    (update,) = take(office.world)
    heard = update.message
    assert (heard.message_id, heard.ephemeral_message_id, heard.text) == (0, said.ephemeral_id, "/whoami")
    assert office.world.messages(SUPERGROUP)[-1].text != "/whoami"

    answer: Json = {"chat_id": SUPERGROUP, "text": "Pim", "ephemeral_message_parameters": {"receiver_user_id": PIM}}
    reply: Json = {"ephemeral_message_id": said.ephemeral_id}
    assert "ADMIN" in await office.refuse("sendMessage", **answer)
    assert "not found" in await office.refuse("sendMessage", **answer, reply_parameters={"ephemeral_message_id": 9})
    _, body = await office.call("sendMessage", **answer, reply_parameters=reply)
    assert read("Message", body["result"]).ephemeral_message_id == 2
    office.clock.move(timedelta(seconds=15))
    assert "ADMIN" in await office.refuse("sendMessage", **answer, reply_parameters=reply)


async def test_captions_and_pictures_of_one_person_are_edited(office: Office) -> None:
    office.world.promote_bot(SUPERGROUP, OLGA)
    sent = await whisper(office)
    which: Json = {"chat_id": SUPERGROUP, "receiver_user_id": PIM, "ephemeral_message_id": sent["ephemeral_message_id"]}
    refused = await office.refuse("editEphemeralMessageCaption", **which, caption="x")
    assert "there is no caption" in refused

    form = FormData({"chat_id": str(SUPERGROUP), "caption": "one", "photo": "attach://file"})
    form.add_field("ephemeral_message_parameters", json.dumps({"receiver_user_id": PIM}))
    form.add_field("file", draw_nothing(), filename="one.png")
    root = f"{office.root}/bot{office.world.state.bot.token}"
    async with office.session.post(f"{root}/sendPhoto", data=form) as answer:
        photo = (await answer.json())["result"]
    which["ephemeral_message_id"] = photo["ephemeral_message_id"]
    await office.call("editEphemeralMessageCaption", **which, caption="two")
    assert office.world.ephemerals(SUPERGROUP, PIM)[-1].text == "two"

    form = FormData({name: str(value) for name, value in which.items()})
    form.add_field("media", json.dumps({"type": "photo", "media": "attach://file", "caption": "three"}))
    form.add_field("file", draw_nothing(), filename="two.png")
    async with office.session.post(f"{root}/editEphemeralMessageMedia", data=form) as answer:
        assert (await answer.json())["result"] is True
    shown = office.world.ephemerals(SUPERGROUP, PIM)[-1]
    assert (shown.text, shown.photo_file_id == photo["photo"][0]["file_id"]) == ("three", False)
