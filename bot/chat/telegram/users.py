"""People as Telegram describes them: names, mentions in a text, and membership of a chat."""

from collections.abc import Mapping
from typing import Any

from bot.chat.telegram.typed_text import clean_name, cut_utf16
from bot.operations.model.operation import About

Json = Mapping[str, Any]


def name_of(user: Json) -> str:
    """First and last name on one line, or the id if nothing is left of them."""
    return clean_name(user.get("first_name", ""), user.get("last_name", ""), str(user.get("id", "")))


def read_mention(message: Json, text: str) -> tuple[About | None, str]:
    """Return the person named in the text, chosen from the app's list, and the text without the name.

    Source: Bot API, MessageEntity, type text_mention.
    """
    entities = message.get("entities") or message.get("caption_entities") or ()
    for entity in entities:
        if entity["type"] == "text_mention":
            user = entity["user"]
            named = About(user["id"], name_of(user), is_person=not user.get("is_bot"))
            return named, cut_utf16(text, entity["offset"], entity["length"])
    return None, text


def username_of(user: Json) -> str | None:
    """Without @, in lower case."""
    return str(user["username"]).lower() if user.get("username") else None


def is_in_chat(member: Json) -> bool:
    """Whether a ChatMember is in the chat. A restricted one may have left.

    A deleted account has no first name and does not count. Source: Bot API, ChatMember and User.
    """
    is_there = member["status"] in {"creator", "administrator", "member"} or bool(member.get("is_member"))
    return is_there and bool(member["user"].get("first_name"))
