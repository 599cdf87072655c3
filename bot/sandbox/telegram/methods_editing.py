"""Bot API methods that edit, delete and pin messages, and answer presses."""

from urllib.parse import parse_qs, urlsplit

from bot.sandbox.telegram.access import get_chat, get_message, get_own_reach
from bot.sandbox.telegram.chat_core import list_data
from bot.sandbox.telegram.entities import utf16_length
from bot.sandbox.telegram.keyboards import read_keyboard
from bot.sandbox.telegram.methods_sending import CAPTION_LIMIT, TEXT_LIMIT, keep_photo, read_text
from bot.sandbox.telegram.models import CallbackAnswer, Chat, Json, Message
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.refusals import ApiRefusal, bad_request
from bot.sandbox.telegram.serializers import message_shape
from bot.sandbox.telegram.updates import PRESS_SECONDS
from bot.sandbox.telegram.world import World

DELETABLE_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def edit_message_text(world: World, call: Parameters) -> object:
    """editMessageText."""
    text, entities = read_text(world, call, "text")
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    message = _get_editable(world, call)
    if message.has_media:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, call, message, text, entities)


def edit_message_caption(world: World, call: Parameters) -> object:
    """editMessageCaption."""
    caption, entities = read_text(world, call, "caption")
    if utf16_length(caption) > CAPTION_LIMIT:
        raise bad_request("MEDIA_CAPTION_TOO_LONG")
    message = _get_editable(world, call)
    if not message.has_media:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, call, message, caption, entities)


def edit_message_media(world: World, call: Parameters) -> object:
    """editMessageMedia: replaces a message's photo. Our bot sends no other kind."""
    media = call.mapping("media")
    if media.get("type") != "photo":
        raise bad_request("the sandbox edits a message into a photo only")
    caption, entities = read_text(world, Parameters(media), "caption")
    if utf16_length(caption) > CAPTION_LIMIT:
        raise bad_request("MEDIA_CAPTION_TOO_LONG")
    message = _get_editable(world, call)
    upload = call.upload(str(media.get("media", "")).removeprefix("attach://"))
    if upload is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    message.photo_file_id, message.document_file_id = keep_photo(world, upload), None
    return _edit(world, call, message, caption, entities)


def edit_message_reply_markup(world: World, call: Parameters) -> object:
    """editMessageReplyMarkup."""
    message = _get_editable(world, call)
    return _edit(world, call, message, message.text, message.entities)


def delete_message(world: World, call: Parameters) -> object:
    """deleteMessage."""
    chat = get_chat(world, call)
    message = get_message(world, call, chat, "message to delete")
    if not _may_delete(world, chat, message):
        raise _undeletable(chat)
    message.is_deleted = True
    world.changed()
    return True


def delete_messages(world: World, call: Parameters) -> object:
    """deleteMessages: missing ones are skipped. One that may not be deleted keeps all."""
    chat = get_chat(world, call)
    message_ids = call.listing("message_ids")
    if not message_ids:
        raise bad_request("message identifiers are not specified")
    if len(message_ids) > 100:
        raise bad_request("too many message identifiers specified")
    messages = [world.state.find_message(chat.chat_id, int(str(message_id))) for message_id in message_ids]
    found = [message for message in messages if message is not None]
    if not all(_may_delete(world, chat, message) for message in found):
        raise _undeletable(chat)
    for message in found:
        message.is_deleted = True
    world.changed()
    return True


def answer_callback_query(world: World, call: Parameters) -> object:
    """answerCallbackQuery: once, while the press is fresh. A link may only open the bot itself."""
    press = world.state.presses.get(call.text("callback_query_id"))
    if press is None or press.answer is not None or world.now() - press.date >= PRESS_SECONDS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if utf16_length(call.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    url = call.text("url")
    if url and not _leads_to_us(world, url):
        raise bad_request("URL_INVALID")
    press.answer = CallbackAnswer(call.text("text"), call.is_true("show_alert"), url)
    world.changed()
    return True


def pin_chat_message(world: World, call: Parameters) -> object:
    """pinChatMessage."""
    chat = _get_where_it_pins(world, call)
    message = get_message(world, call, chat, "message to pin")
    if message.message_id not in chat.pinned:
        chat.pinned.append(message.message_id)
        service: Json = {"pinned_message": message.message_id}
        notice = Message(0, chat.chat_id, world.bot_id, world.now(), topic_id=message.topic_id, service=service)
        world.add_message(notice)
    return True


def unpin_chat_message(world: World, call: Parameters) -> object:
    """unpinChatMessage: the given message, or the latest."""
    chat = _get_where_it_pins(world, call)
    message_id = call.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    world.changed()
    return True


def _get_editable(world: World, call: Parameters) -> Message:
    chat = get_own_reach(world, call)
    message = get_message(world, call, chat, "message to edit")
    if message.user_id != world.bot_id or message.service or message.is_fixed:
        raise bad_request("message can't be edited")
    return message


def _edit(world: World, call: Parameters, message: Message, text: str, entities: list[Json]) -> object:
    is_private = world.chats[message.chat_id].is_private
    keyboard = read_keyboard(call.mapping("reply_markup"), is_private=is_private)
    if (text, entities, keyboard) == (message.text, message.entities, message.keyboard):
        raise bad_request(NOT_MODIFIED)
    if (text, entities) != (message.text, message.entities):
        message.edit_date = world.now()
    message.text, message.entities, message.keyboard = text, entities, keyboard
    message.offered += list_data(message)
    world.changed()
    return message_shape(world.state, message)


def _may_delete(world: World, chat: Chat, message: Message) -> bool:
    if world.now() - message.date >= DELETABLE_SECONDS or "forum_topic_created" in message.service:
        return False
    if chat.is_private or message.user_id == world.bot_id:
        return True
    us = chat.members[world.bot_id]
    return us.is_admin and (chat.kind == "group" or us.may("can_delete_messages"))


def _undeletable(chat: Chat) -> ApiRefusal:
    """The refusal in the words for the kind of chat. Source: td, MessagesManager::delete_messages."""
    is_everybodys = chat.is_private or chat.kind == "group"
    return bad_request("message can't be deleted for everyone" if is_everybodys else "message can't be deleted")


def _leads_to_us(world: World, url: str) -> bool:
    address = urlsplit(url)
    is_ours = address.hostname == "t.me" and address.path.strip("/").lower() == world.state.bot.username.lower()
    return address.scheme == "https" and is_ours and set(parse_qs(address.query)) == {"start"}


def _get_where_it_pins(world: World, call: Parameters) -> Chat:
    chat = get_own_reach(world, call)
    us = chat.members.get(world.bot_id)
    if us is not None and not us.may("can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat
