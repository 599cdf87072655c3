"""The table of methods of the sandbox's Bot API."""

from collections.abc import Callable, Mapping

from bot.sandbox.telegram import methods_chats as chats
from bot.sandbox.telegram import methods_editing as editing
from bot.sandbox.telegram import methods_ephemeral as ephemeral
from bot.sandbox.telegram import methods_sending as sending
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.world import World

Method = Callable[[World, Parameters], object]

METHODS: Mapping[str, Method] = {
    "getMe": chats.get_me,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendChatAction": sending.send_chat_action,
    "getFile": sending.get_file,
    "setMessageReaction": sending.set_message_reaction,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "editEphemeralMessageText": ephemeral.edit_ephemeral_message_text,
    "editEphemeralMessageCaption": ephemeral.edit_ephemeral_message_caption,
    "editEphemeralMessageMedia": ephemeral.edit_ephemeral_message_media,
    "editEphemeralMessageReplyMarkup": ephemeral.edit_ephemeral_message_reply_markup,
    "deleteEphemeralMessage": ephemeral.delete_ephemeral_message,
    "answerCallbackQuery": editing.answer_callback_query,
    "pinChatMessage": editing.pin_chat_message,
    "unpinChatMessage": editing.unpin_chat_message,
    "getChat": chats.find_chat,
    "getChatMember": chats.get_chat_member,
    "getChatAdministrators": chats.get_chat_administrators,
    "leaveChat": chats.leave_chat,
    "setMyCommands": chats.set_my_commands,
    "getMyCommands": chats.get_my_commands,
    "deleteMyCommands": chats.delete_my_commands,
    "setMyName": chats.set_my_name,
    "setMyDescription": chats.set_my_description,
    "setMyShortDescription": chats.set_my_short_description,
    "setChatMenuButton": chats.set_chat_menu_button,
    "getChatMenuButton": chats.get_chat_menu_button,
}
"""Name as the Bot API writes it → its function. The server finds them in any case."""
BY_LOWER_NAME: Mapping[str, Method] = {name.lower(): method for name, method in METHODS.items()}
