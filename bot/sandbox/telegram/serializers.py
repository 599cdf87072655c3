"""Data of the sandbox's Telegram as Bot API objects.

Source: core.telegram.org/bots/api, version 10.3.
"""

from bot.sandbox.telegram.models import (
    ANONYMOUS_ADMIN_ID,
    CHANNEL_BOT_ID,
    Chat,
    Json,
    Member,
    Message,
    Person,
    Press,
    StoredFile,
)
from bot.sandbox.telegram.state import State

MEMBER_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
"""Rights that a restricted member may lack. Source: Bot API 10.3, ChatMemberRestricted."""
ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
"""Rights that every administrator object names, true or false."""

TELEGRAMS_OWN = {
    ANONYMOUS_ADMIN_ID: Person(ANONYMOUS_ADMIN_ID, "Group", username="GroupAnonymousBot", is_bot=True),
    CHANNEL_BOT_ID: Person(CHANNEL_BOT_ID, "Channel", username="Channel_Bot", is_bot=True),
}


def person_at(state: State, user_id: int) -> Person:
    """The person, our bot or one of Telegram's own users."""
    if user_id == state.bot.user_id:
        return Person(user_id, state.bot.name, username=state.bot.username, is_bot=True)
    return TELEGRAMS_OWN.get(user_id) or state.people[user_id]


def user_shape(state: State, user_id: int) -> Json:
    """User."""
    person = person_at(state, user_id)
    shape: Json = {"id": person.user_id, "is_bot": person.is_bot, "first_name": person.first_name}
    if person.last_name:
        shape["last_name"] = person.last_name
    if person.username:
        shape["username"] = person.username
    if person.language_code:
        shape["language_code"] = person.language_code
    return shape


def me_shape(state: State) -> Json:
    """User, as getMe answers it."""
    return {
        **user_shape(state, state.bot.user_id),
        "can_join_groups": True,
        "can_read_all_group_messages": not state.bot.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
    }


def chat_shape(state: State, chat: Chat) -> Json:
    """Chat."""
    shape: Json = {"id": chat.chat_id}
    if chat.is_private:
        user = user_shape(state, chat.chat_id)
        shape |= {name: user[name] for name in ("first_name", "last_name", "username") if name in user}
    else:
        shape["title"] = chat.title
    if chat.is_forum:
        shape["is_forum"] = True
    shape["type"] = chat.kind
    if chat.kind == "group":
        shape["all_members_are_administrators"] = False
    return shape


def full_chat_shape(state: State, chat: Chat) -> Json:
    """ChatFullInfo."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    shape = chat_shape(state, chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if not chat.is_private:
        shape["permissions"] = {"can_send_messages": True, "can_send_documents": True, "can_send_photos": True}
    pinned = state.find_message(chat.chat_id, chat.pinned[-1] if chat.pinned else None)
    if pinned is not None:
        shape["pinned_message"] = message_shape(state, pinned)
    return shape


def member_shape(state: State, chat: Chat, member: Member) -> Json:
    """ChatMember of the subtype that the status names."""
    shape: Json = {"user": user_shape(state, member.user_id), "status": member.status}
    if member.status == "creator":
        return shape | {"is_anonymous": False}
    if member.status == "kicked":
        return shape | {"until_date": 0}
    if member.status == "restricted":
        return shape | {"is_member": True, "until_date": 0} | dict.fromkeys(MEMBER_RIGHTS, False)
    if member.status != "administrator":
        return shape
    names = (*ADMIN_RIGHTS, "can_pin_messages") if chat.kind != "channel" else ADMIN_RIGHTS
    rights: Json = {name: name in member.rights for name in names}
    if chat.kind == "supergroup":
        rights["can_manage_topics"] = "can_manage_topics" in member.rights
    return shape | {"can_be_edited": False, "is_anonymous": False} | rights | {"can_manage_chat": True}


def message_shape(state: State, message: Message, *, with_reply: bool = True) -> Json:
    """Message. A replied message is shown without its own reply."""
    shape: Json = {"message_id": message.message_id, "from": user_shape(state, message.user_id)}
    if message.sender_chat_id is not None:
        shape["sender_chat"] = chat_shape(state, state.chats[message.sender_chat_id])
    shape |= {"chat": chat_shape(state, state.chats[message.chat_id]), "date": message.date}
    if message.receiver_id is not None:
        shape |= {
            "receiver_user": user_shape(state, message.receiver_id),
            "ephemeral_message_id": message.ephemeral_id,
        }
    if message.edit_date is not None:
        shape["edit_date"] = message.edit_date
    if message.topic_id is not None:
        shape |= {"message_thread_id": message.topic_id, "is_topic_message": True}
    # In a topic, a message without a reply answers the message that opened the topic.
    replied_id = message.reply_to or (message.topic_id if message.message_id != message.topic_id else None)
    replied = state.find_message(message.chat_id, replied_id)
    if with_reply and replied is not None:
        shape["reply_to_message"] = message_shape(state, replied, with_reply=False)
    if message.protect_content:
        shape["has_protected_content"] = True
    shape |= _content_shape(state, message)
    if message.keyboard:
        shape["reply_markup"] = {"inline_keyboard": message.keyboard}
    return shape


def _content_shape(state: State, message: Message) -> Json:
    shape = dict(message.service)
    pinned_id = shape.get("pinned_message")
    if isinstance(pinned_id, int):
        pinned = state.histories[message.chat_id][pinned_id]
        shape["pinned_message"] = message_shape(state, pinned, with_reply=False)
    if message.photo_file_id is not None:
        shape["photo"] = [photo_shape(state.files[message.photo_file_id])]
    if message.document_file_id is not None:
        shape["document"] = document_shape(state.files[message.document_file_id])
    text, entities = ("caption", "caption_entities") if message.has_media else ("text", "entities")
    if message.text:
        shape[text] = message.text
    if message.entities:
        shape[entities] = message.entities
    return shape


def photo_shape(file: StoredFile) -> Json:
    """PhotoSize."""
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
        "width": file.width,
        "height": file.height,
    }


def document_shape(file: StoredFile) -> Json:
    """Document."""
    return {
        "file_name": file.name,
        "mime_type": file.mime_type,
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
    }


def file_shape(file: StoredFile) -> Json:
    """File, with the path it can be downloaded from."""
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
        "file_path": file.path,
    }


def press_shape(state: State, press: Press) -> Json:
    """CallbackQuery. Its message is inaccessible once it is deleted."""
    message = state.find_pressed(press)
    chat = state.chats[press.chat_id]
    shown: Json = (
        message_shape(state, message)
        if message is not None
        else {"chat": chat_shape(state, chat), "message_id": press.message_id, "date": 0}
    )
    return {
        "id": press.query_id,
        "from": user_shape(state, press.user_id),
        "message": shown,
        "chat_instance": str(7_000_000_000_000 + abs(press.chat_id)),
        "data": press.data,
    }


def member_change_shape(state: State, chat: Chat, by: int, before: Member, after: Member) -> Json:
    """ChatMemberUpdated, without its date."""
    return {
        "chat": chat_shape(state, chat),
        "from": user_shape(state, by),
        "old_chat_member": member_shape(state, chat, before),
        "new_chat_member": member_shape(state, chat, after),
    }
