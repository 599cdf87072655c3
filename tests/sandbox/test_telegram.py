import asyncio

import pytest
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import Forbidden, InvalidToken, NetworkError

from tests.bot_api import read
from tests.sandbox.telegram_office import FORUM, GROUP, OLGA, PIM, SUPERGROUP, Office, make_bot


async def test_the_bot_knows_itself(office: Office) -> None:
    me = await office.bot.get_me()
    assert (me.id, me.username, me.can_read_all_group_messages) == (office.world.bot_id, "keyminder_bot", False)


async def test_a_wrong_token_and_an_unknown_method_are_refused(office: Office) -> None:
    async with office.session.get(f"{office.root}/bot1:wrong/getMe") as answer:
        assert (answer.status, await answer.json()) == (
            401,
            {"ok": False, "error_code": 401, "description": "Unauthorized"},
        )
    status, body = await office.call("makeCoffee")
    assert (status, body["description"]) == (404, "Not Found: method not found")
    with pytest.raises(InvalidToken):
        async with make_bot("1:wrong", office.root):
            pass


@pytest.mark.parametrize("how", ["params", "data", "json"])
async def test_parameters_come_as_query_form_or_json_in_any_case(office: Office, how: str) -> None:
    url = f"{office.root}/bot{office.world.state.bot.token}/SENDMESSAGE"
    sent = {"chat_id": str(OLGA), "text": "[1]", "made_up": "x"}
    async with office.session.request("POST" if how != "params" else "GET", url, **{how: sent}) as answer:  # type: ignore[arg-type]
        assert (await answer.json())["result"]["text"] == "[1]"
    (call,) = office.world.list_calls("sendMessage")
    assert call["text"] == "[1]"


async def test_calls_are_recorded_with_their_structures_opened(office: Office) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes")]])
    await office.bot.send_message(OLGA, "123", reply_markup=markup)
    await office.bot.send_document(OLGA, b"a,b", filename="rows.csv", caption="{}")
    (said,), (sent,) = office.world.list_calls("sendMessage"), office.world.list_calls("sendDocument")
    assert (said["chat_id"], said["text"]) == (OLGA, "123")
    assert said["reply_markup"] == {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
    assert (sent["document"], sent["caption"]) == ("rows.csv", "{}")


async def test_commands_are_kept_per_scope(office: Office) -> None:
    everyone, private = [BotCommand("help", "What I can do")], [BotCommand("enrol", "Second factor")]
    await office.bot.set_my_commands(everyone)
    await office.bot.set_my_commands(private, scope={"type": "all_private_chats"})  # type: ignore[arg-type]
    assert await office.bot.get_my_commands() == tuple(everyone)
    await office.bot.delete_my_commands()
    assert await office.bot.get_my_commands() == ()
    refused = await office.refuse("setMyCommands", commands=[{"command": "New-Key", "description": "x"}])
    assert refused == "Bad Request: BOT_COMMAND_INVALID"
    scope = {"type": "chat_member", "chat_id": SUPERGROUP, "user_id": OLGA}
    assert (await office.call("deleteMyCommands", scope=scope))[0] == 200
    assert await office.refuse("deleteMyCommands", scope=scope | {"user_id": 1}) == "Bad Request: user not found"


async def test_chats_and_members_can_be_looked_at(office: Office) -> None:
    office.world.promote_bot(SUPERGROUP, OLGA)
    _, chat = await office.call("getChat", chat_id=FORUM)
    assert read("ChatFullInfo", chat["result"]).is_forum
    assert (await office.bot.get_chat_member(GROUP, OLGA)).status == "creator"
    office.world.leave(PIM, GROUP)
    assert (await office.bot.get_chat_member(GROUP, PIM)).status == "left"
    admins = await office.bot.get_chat_administrators(SUPERGROUP)
    assert [admin.user.id for admin in admins] == [OLGA, office.world.bot_id]
    _, member = await office.call("getChatMember", chat_id=SUPERGROUP, user_id=office.world.bot_id)
    assert read("ChatMemberAdministrator", member["result"]).can_delete_messages


async def test_small_courtesies_are_taken(office: Office) -> None:
    message = office.world.post(OLGA, OLGA, "hello")
    assert await office.bot.send_chat_action(OLGA, "typing")
    assert await office.bot.set_message_reaction(OLGA, message.message_id, "👍")
    assert message.reactions == {str(office.world.bot_id): ["👍"]}
    assert await office.bot.pin_chat_message(OLGA, message.message_id)
    assert await office.bot.unpin_chat_message(OLGA)
    assert await office.bot.set_my_short_description("Keeps keys")
    assert await office.bot.set_my_description("Keeps keys")
    assert await office.bot.set_my_name("Keeper")
    assert await office.bot.set_chat_menu_button(OLGA)
    assert await office.refuse("pinChatMessage", chat_id=SUPERGROUP, message_id=1) == (
        "Bad Request: not enough rights to manage pinned messages in the chat"
    )


async def test_a_fault_fails_so_many_calls_and_changes_nothing(office: Office) -> None:
    office.world.faults.fail_next("sendMessage", times=2, retry_after=7)
    for _ in range(2):
        status, body = await office.call("sendMessage", chat_id=OLGA, text="x")
        assert (status, body["description"]) == (429, "Too Many Requests: retry after 7")
        assert body["parameters"] == {"retry_after": 7}
    office.world.faults.fail_next("*", status=502)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await office.bot.get_me()
    office.world.faults.fail_next("sendMessage", status=403, description="Forbidden: user is deactivated", chat_id=PIM)
    await office.bot.send_message(OLGA, "x")
    with pytest.raises(Forbidden, match="user is deactivated"):
        await office.bot.send_message(PIM, "x")
    assert len(office.world.messages(OLGA, from_bot=True)) == 1


async def test_a_cut_connection_loses_the_answer_but_not_the_message(office: Office) -> None:
    office.world.faults.cut_after("sendMessage")
    with pytest.raises(NetworkError):
        await office.bot.send_message(OLGA, "once")
    assert [message.text for message in office.world.messages(OLGA, from_bot=True)] == ["once"]
    await office.bot.send_message(OLGA, "again")


async def test_a_server_that_is_down_answers_nothing(office: Office) -> None:
    office.world.faults.down()
    with pytest.raises(NetworkError):
        await office.bot.send_message(OLGA, "x")
    office.world.faults.up()
    await office.bot.send_message(OLGA, "x")
    assert len(office.world.messages(OLGA, from_bot=True)) == 1


async def test_a_hanging_call_goes_on_when_released_and_holds_up_no_other_chat(office: Office) -> None:
    office.world.faults.hang("sendMessage", OLGA)
    hanging = asyncio.create_task(office.bot.send_message(OLGA, "slow"))
    await office.bot.send_message(PIM, "quick")
    assert not hanging.done()
    office.world.faults.release()
    assert (await hanging).text == "slow"
