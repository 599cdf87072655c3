"""Bot API methods that send text, photos, documents, chat actions and reactions, and fetch files."""

from typing import cast

from bot.sandbox.telegram.access import (
    check_thread,
    find_receiver,
    find_reply,
    get_chat,
    get_message,
    get_own_reach,
)
from bot.sandbox.telegram.entities import find_marks, parse_html, trim, utf16_length
from bot.sandbox.telegram.image_size import measure_picture
from bot.sandbox.telegram.keyboards import read_keyboard
from bot.sandbox.telegram.models import Chat, Json, Message
from bot.sandbox.telegram.parameters import Parameters, Upload
from bot.sandbox.telegram.refusals import bad_request
from bot.sandbox.telegram.serializers import file_shape, message_shape, user_shape
from bot.sandbox.telegram.world import World

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
UPLOAD_LIMIT = 50 << 20
PHOTO_LIMIT = 10 << 20
DOWNLOAD_LIMIT = 20 << 20
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
"""Source: Bot API, sendChatAction."""


def send_message(world: World, call: Parameters) -> object:
    """sendMessage."""
    chat = get_own_reach(world, call)
    text, entities = read_text(world, call, "text")
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return _send(world, call, chat, Message(0, chat.chat_id, world.bot_id, world.now(), text, entities))


def send_photo(world: World, call: Parameters) -> object:
    """sendPhoto."""
    chat = get_own_reach(world, call)
    draft = _draft_with_caption(world, call, chat)
    upload = call.upload("photo")
    draft.photo_file_id = _get_known_file(world, call, "photo") if upload is None else keep_photo(world, upload)
    return _send(world, call, chat, draft)


def keep_photo(world: World, upload: Upload) -> str:
    """The file id of a new photo."""
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > PHOTO_LIMIT:
        raise bad_request("too big for a photo")
    size = measure_picture(upload.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return world.state.add_file(upload.name, upload.mime_type, upload.content, size).file_id


def send_document(world: World, call: Parameters) -> object:
    """sendDocument."""
    chat = get_own_reach(world, call)
    draft = _draft_with_caption(world, call, chat)
    upload = call.upload("document")
    if upload is None:
        draft.document_file_id = _get_known_file(world, call, "document")
        return _send(world, call, chat, draft)
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > UPLOAD_LIMIT:
        raise bad_request("file is too big")
    draft.document_file_id = world.state.add_file(upload.name, upload.mime_type, upload.content).file_id
    return _send(world, call, chat, draft)


def send_chat_action(world: World, call: Parameters) -> object:
    """sendChatAction."""
    chat = get_own_reach(world, call)
    check_thread(chat, call)
    if call.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.show_activity(chat.chat_id, call.text("action"))
    return True


def get_file(world: World, call: Parameters) -> object:
    """getFile."""
    if not call.text("file_id"):
        raise bad_request("file_id not specified")
    file = world.state.files.get(call.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return file_shape(file)


def set_message_reaction(world: World, call: Parameters) -> object:
    """setMessageReaction: at most one emoji. None removes it."""
    chat = get_chat(world, call)
    message = get_message(world, call, chat, "message to react")
    given = [cast("Json", reaction) for reaction in call.listing("reaction") or []]
    if len(given) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    message.reactions[str(world.bot_id)] = [str(reaction.get("emoji", "")) for reaction in given]
    world.changed()
    return True


def read_text(world: World, call: Parameters, name: str) -> tuple[str, list[Json]]:
    """A text or caption with its entities, after parsing and trimming."""
    source = call.text(name)
    mode = call.text("parse_mode").lower()
    entities: list[Json] = []
    if mode == "html":
        source, entities = parse_html(source)
    elif mode not in {"", "none"}:
        raise bad_request("unsupported parse_mode")
    else:
        given = call.listing("entities" if name == "text" else "caption_entities") or []
        entities = [cast("Json", entity) for entity in given]
    text, entities = trim(source, entities)
    return text, find_marks(text, [entity for entity in entities if _is_whole(world, entity)])


def _is_whole(world: World, entity: Json) -> bool:
    """A mention of a person unknown to the bot is plain text. Of others it carries the whole user."""
    if entity["type"] != "text_mention":
        return True
    user_id = cast("Json", entity["user"])["id"]
    if not isinstance(user_id, int) or user_id not in world.people:
        return False
    entity["user"] = user_shape(world.state, user_id)
    return True


def _draft_with_caption(world: World, call: Parameters, chat: Chat) -> Message:
    caption, entities = read_text(world, call, "caption")
    if utf16_length(caption) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return Message(0, chat.chat_id, world.bot_id, world.now(), caption, entities)


def _get_known_file(world: World, call: Parameters, name: str) -> str:
    file_id = call.text(name)
    if not file_id:
        raise bad_request(f"there is no {name} in the request")
    if file_id not in world.state.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return file_id


def _send(world: World, call: Parameters, chat: Chat, draft: Message) -> object:
    draft.topic_id = check_thread(chat, call)
    reply = find_reply(world, call, chat)
    if reply is not None:
        draft.reply_to = reply.message_id
        # An answer goes into the topic of the question.
        draft.topic_id = draft.topic_id or reply.topic_id
    markup = call.mapping("reply_markup")
    draft.keyboard = read_keyboard(markup, is_private=chat.is_private)
    draft.is_fixed = bool(markup) and "inline_keyboard" not in markup
    draft.protect_content = call.is_true("protect_content")
    draft.is_silent = call.is_true("disable_notification")
    receiver_id = find_receiver(world, call, chat)
    if receiver_id is not None:
        return message_shape(world.state, world.add_ephemeral(draft, receiver_id))
    return message_shape(world.state, world.add_message(draft))
