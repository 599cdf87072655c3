"""Bot API methods that edit and delete messages which one person sees.

Source: core.telegram.org/bots/api, version 10.3, ephemeral messages.
"""

from bot.sandbox.telegram.access import get_own_reach
from bot.sandbox.telegram.chat_core import list_data
from bot.sandbox.telegram.entities import utf16_length
from bot.sandbox.telegram.keyboards import read_keyboard
from bot.sandbox.telegram.methods_editing import NOT_MODIFIED
from bot.sandbox.telegram.methods_sending import CAPTION_LIMIT, TEXT_LIMIT, keep_photo, read_text
from bot.sandbox.telegram.models import Json, Message
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.refusals import ApiRefusal, bad_request
from bot.sandbox.telegram.world import World


def edit_ephemeral_message_text(world: World, call: Parameters) -> object:
    """editEphemeralMessageText."""
    text, entities = read_text(world, call, "text")
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    return _edit(world, call, _get_message(world, call, "message to edit"), text, entities)


def edit_ephemeral_message_caption(world: World, call: Parameters) -> object:
    """editEphemeralMessageCaption."""
    caption, entities = _read_caption(world, call)
    message = _get_message(world, call, "message to edit")
    if not message.has_media:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, call, message, caption, entities)


def edit_ephemeral_message_media(world: World, call: Parameters) -> object:
    """editEphemeralMessageMedia: replaces a message's photo, as editMessageMedia does here."""
    media = call.mapping("media")
    if media.get("type") != "photo":
        raise bad_request("the sandbox edits a message into a photo only")
    caption, entities = _read_caption(world, Parameters(media))
    message = _get_message(world, call, "message to edit")
    upload = call.upload(str(media.get("media", "")).removeprefix("attach://"))
    if upload is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    message.photo_file_id, message.document_file_id = keep_photo(world, upload), None
    return _edit(world, call, message, caption, entities)


def edit_ephemeral_message_reply_markup(world: World, call: Parameters) -> object:
    """editEphemeralMessageReplyMarkup."""
    message = _get_message(world, call, "message to edit")
    return _edit(world, call, message, message.text, message.entities)


def delete_ephemeral_message(world: World, call: Parameters) -> object:
    """deleteEphemeralMessage."""
    message = _get_message(world, call, "message to delete")
    message.is_deleted = True
    del world.state.ephemerals[message.chat_id][message.ephemeral_id or 0]
    world.changed()
    return True


def _read_caption(world: World, call: Parameters) -> tuple[str, list[Json]]:
    caption, entities = read_text(world, call, "caption")
    if utf16_length(caption) > CAPTION_LIMIT:
        raise bad_request("MEDIA_CAPTION_TOO_LONG")
    return caption, entities


def _get_message(world: World, call: Parameters, what: str) -> Message:
    if not world.knows_ephemerals:
        raise ApiRefusal(404, "Not Found: method not found")
    chat = get_own_reach(world, call)
    receiver_id, number = call.integer("receiver_user_id"), call.integer("ephemeral_message_id")
    shown = world.ephemerals(chat.chat_id, receiver_id)
    message = next((one for one in shown if one.ephemeral_id == number), None)
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def _edit(world: World, call: Parameters, message: Message, text: str, entities: list[Json]) -> object:
    keyboard = read_keyboard(call.mapping("reply_markup"), is_private=False)
    if (text, entities, keyboard) == (message.text, message.entities, message.keyboard):
        raise bad_request(NOT_MODIFIED)
    message.text, message.entities, message.keyboard = text, entities, keyboard
    message.offered += list_data(message)
    world.changed()
    return True
