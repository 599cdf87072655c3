"""Read an update of Telegram into one frozen value, the only form in which other code sees it."""

import unicodedata
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from bot.chat.telegram.authorship import SenderProblem, problem_of
from bot.chat.telegram.files import Document, own_document, read_document
from bot.chat.telegram.typed_text import clean_name, read_command, split_words
from bot.chat.telegram.users import Json, is_in_chat, name_of, read_mention, username_of
from bot.chat.telegram.validation import is_sound
from bot.operations.model.operation import About, Request
from storage.records import ChatLocation

LONGEST_TITLE = 128
"""Characters of a group's title. Source: Bot API, setChatTitle."""


class Kind(StrEnum):
    """What the update reports."""

    MESSAGE = "message"
    PRESS = "press"
    DOCUMENT = "document"
    EDITED = "edited"
    """A message was changed after it was sent. It is never a command, but may contain a secret."""
    MEMBERSHIP = "membership"
    """The bot itself was added, promoted, removed or blocked."""
    DEPARTURE = "departure"
    """Another person left the group or was removed from it: `left_user`."""
    RENAMED = "renamed"
    """The group or the topic has another name now: `chat_title`, `topic_name`."""
    MOVED = "moved"
    """The group became a supergroup and has another id now."""
    OTHER = "other"
    """Nothing to act on."""


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """The message that was replied to."""

    message_id: int
    user_id: int | None = None
    """Its human author. None for bots, channels and anonymous admins."""
    name: str = ""
    is_ours: bool = False
    """Whether this bot wrote it."""
    own_document: Document | None = None
    """Its file, if the person who replies sent it themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming(Request):
    """One update: the request, and what only chat must know. With a `problem` the person means nothing."""

    kind: Kind
    username: str | None = None
    """Without @, in lower case."""
    text: str = field(default="", repr=False)
    """The text or caption as sent, NFC."""
    page: int | None = None
    """The page to show, if ◀ or ▶ was pressed below an earlier answer."""
    problem: SenderProblem | None = None
    reply_to: ReplyTo | None = None
    data: str = ""
    """Callback data of a press. Empty if the message is unavailable: inline, deleted or out of reach."""
    offered: frozenset[str] | None = None
    """Callback data of the pressed message's buttons. None if Telegram did not say."""
    query_id: str = ""
    """Id for answering a press."""
    document: Document | None = None
    """The file sent. For a press, the file that its message replies to, if the presser sent it."""
    album: str = ""
    """Id of the message's album, if any. Each of its files is one message, and one has the caption."""
    pressed_reply: ReplyTo | None = None
    """Message that the pressed message replies to. A question replies to its subject."""
    pressed_document: Document | None = None
    """The file of the message with the pressed button."""
    chat_title: str = ""
    topic_name: str = ""
    """First or new name of the topic. Empty if Telegram does not say."""
    old_status: str = ""
    """The bot's own earlier status in the chat, for MEMBERSHIP: member, administrator, left, kicked …"""
    new_status: str = ""
    left_user: int | None = None
    left_at: datetime | None = None
    moved_from: int | None = None
    moved_to: int | None = None

    def drop_first(self) -> "Incoming":
        """The same command without its first word, for commands such as `/settings email`."""
        return replace(self, words=self.words[1:])


def read_update(update: Json, bot_username: str) -> Incoming:
    """Read one update. Updates without effect, and commands to other bots, become OTHER.

    Raises any error that a malformed update causes.
    """
    incoming = _read(update, bot_username)
    if not is_sound(incoming, Incoming):
        raise TypeError("the update has a field of another type")
    return incoming


def _read(update: Json, bot_username: str) -> Incoming:
    update_id = int(update["update_id"])
    if isinstance(message := update.get("message"), dict):
        return _read_message(update_id, message, bot_username)
    if isinstance(edited := update.get("edited_message"), dict) and edited:
        read = _read_message(update_id, edited, bot_username)
        return replace(read, kind=Kind.EDITED if read.text else Kind.OTHER)
    if isinstance(press := update.get("callback_query"), dict):
        return _read_press(update_id, press, bot_username)
    if isinstance(change := update.get("my_chat_member"), dict):
        return _read_membership(update_id, change)
    if isinstance(change := update.get("chat_member"), dict):
        return _read_others_membership(update_id, change)
    return Incoming(update_id, kind=Kind.OTHER)


def _read_message(update_id: int, message: Json, bot_username: str) -> Incoming:
    chat = message["chat"]
    sender = message.get("from") or {}
    raw = message.get("text") or message.get("caption") or ""
    text = unicodedata.normalize("NFC", raw)
    mentioned, without = read_mention(message, raw)
    command, rest, is_ours = read_command(unicodedata.normalize("NFC", without), bot_username)
    moved_from, moved_to = message.get("migrate_from_chat_id"), message.get("migrate_to_chat_id")
    document, reply_to = read_document(message.get("document")), _read_reply(message, bot_username)
    left = message.get("left_chat_member") or {}
    if _is_person(chat.get("id")) or _is_person(moved_from) or _is_person(moved_to):
        # A private chat cannot be left or renamed, and no group becomes one.
        left, moved_from, moved_to = {}, None, None
    if left:
        kind = Kind.DEPARTURE
    elif not _is_person(chat.get("id")) and (message.get("new_chat_title") or _read_new_topic_name(message)):
        kind = Kind.RENAMED
    elif moved_from is not None or moved_to is not None:
        kind = Kind.MOVED
    elif not is_ours or not (text or document):
        kind = Kind.OTHER
    else:
        kind = Kind.DOCUMENT if document else Kind.MESSAGE
    return Incoming(
        update_id,
        kind=kind,
        user_id=sender.get("id", 0),
        name=name_of(sender),
        username=username_of(sender),
        about=mentioned or _about(reply_to),
        place=_place_of(message),
        text=text,
        said=text,
        command=command,
        words=split_words(rest),
        problem=problem_of(message),
        reply_to=reply_to,
        document=document,
        album=message.get("media_group_id", ""),
        chat_title=_title_of(chat),
        topic_name=_read_new_topic_name(message) or _read_topic_name(message),
        left_user=left.get("id"),
        left_at=_moment_of(message) if left else None,
        moved_from=chat["id"] if moved_to is not None else moved_from,
        moved_to=chat["id"] if moved_from is not None else moved_to,
    )


def _read_press(update_id: int, press: Json, bot_username: str) -> Incoming:
    presser = press["from"]
    message = press.get("message") or {}
    chat = message.get("chat") or {}
    # Telegram dates a message out of the bot's reach with 0, and leaves out the id of one it may not name.
    is_named = bool(message.get("message_id")) or _is_for(message, presser["id"])
    is_in_reach = is_named and message.get("date") != 0
    return Incoming(
        update_id,
        kind=Kind.PRESS,
        is_press=True,
        user_id=presser["id"],
        name=name_of(presser),
        username=username_of(presser),
        place=_place_of(message) if message else ChatLocation(chat_id=0),
        problem=SenderProblem.BOT if presser.get("is_bot") else None,
        data=press.get("data", "") if is_in_reach else "",
        document=own_document(message.get("reply_to_message"), presser["id"]),
        pressed_reply=_read_reply(message, bot_username),
        pressed_document=read_document(message.get("document")),
        offered=_read_offered(message),
        query_id=press["id"],
        chat_title=_title_of(chat),
    )


def _is_for(message: Json, user_id: int) -> bool:
    """Whether the message is one that this person alone sees. Source: Bot API 10.3, Message.ephemeral_message_id."""
    receiver = message.get("receiver_user") or {}
    return message.get("ephemeral_message_id") is not None and receiver.get("id") == user_id


def _read_offered(message: Json) -> frozenset[str] | None:
    keyboard = message.get("reply_markup")
    if keyboard is None:
        return None
    return frozenset(button.get("callback_data", "") for row in keyboard["inline_keyboard"] for button in row)


def _read_membership(update_id: int, change: Json) -> Incoming:
    chat, actor = change["chat"], change["from"]
    return Incoming(
        update_id,
        kind=Kind.MEMBERSHIP,
        user_id=actor["id"],
        name=name_of(actor),
        place=ChatLocation(chat_id=chat["id"], is_private=_is_person(chat.get("id"))),
        problem=SenderProblem.BOT if actor.get("is_bot") else None,
        chat_title=_title_of(chat),
        old_status=change["old_chat_member"]["status"],
        new_status=change["new_chat_member"]["status"],
    )


def _read_others_membership(update_id: int, change: Json) -> Incoming:
    """Read a member's departure. Returns and changed rights do not matter: an owner re-admits people."""
    chat, member = change["chat"], change["new_chat_member"]
    if is_in_chat(member):
        return Incoming(update_id, kind=Kind.OTHER)
    return Incoming(
        update_id,
        kind=Kind.DEPARTURE,
        place=ChatLocation(chat_id=chat["id"], is_private=_is_person(chat.get("id"))),
        left_user=member["user"]["id"],
        left_at=_moment_of(change),
    )


def _moment_of(event: Json) -> datetime:
    """Telegram counts whole seconds."""
    return datetime.fromtimestamp(event["date"], UTC)


def _read_topic_name(message: Json) -> str:
    opened = (message.get("reply_to_message") or {}).get("forum_topic_created") or {}
    return clean_name(opened.get("name", ""), "", "")


def _read_new_topic_name(message: Json) -> str:
    """Empty if only its picture was changed. Source: Bot API, ForumTopicEdited."""
    return clean_name((message.get("forum_topic_edited") or {}).get("name", ""), "", "")


def _read_reply(message: Json, bot_username: str) -> ReplyTo | None:
    replied = message.get("reply_to_message")
    if isinstance(message.get("external_reply"), dict):
        # A reply to a message in another chat is not an answer to our question, and names no person here.
        return ReplyTo(message["external_reply"].get("message_id", 0))
    # In a topic every message "replies" to the service message that created the topic.
    if not isinstance(replied, dict) or "forum_topic_created" in replied:
        return None
    author = replied.get("from") or {}
    is_ours = author.get("username", "").casefold() == bot_username.casefold()
    if problem_of(replied) is not None or not author:
        return ReplyTo(replied["message_id"], is_ours=is_ours)
    document = own_document(replied, (message.get("from") or {}).get("id"))
    return ReplyTo(replied["message_id"], user_id=author["id"], name=name_of(author), own_document=document)


def _about(reply_to: ReplyTo | None) -> About | None:
    """The author of the replied-to message, or None for the bot itself."""
    if reply_to is None or reply_to.is_ours:
        return None
    return About(reply_to.user_id or 0, reply_to.name, is_person=reply_to.user_id is not None)


def _place_of(message: Json) -> ChatLocation:
    chat = message["chat"]
    # A reply in a group without topics carries a thread id too, which is not a topic.
    topic_id = message.get("message_thread_id") if message.get("is_topic_message") else None
    ephemeral_id = message.get("ephemeral_message_id")
    # A message for one person has the id 0, which cannot be answered.
    message_id = message["message_id"] if ephemeral_id is None else None
    return ChatLocation(chat["id"], topic_id, message_id, _is_person(chat.get("id")), ephemeral_id)


def _is_person(chat_id: object) -> bool:
    """A person's id is positive, a group's negative. Source: Bot API, "Bot API dialog IDs"."""
    return isinstance(chat_id, int) and chat_id > 0


def _title_of(chat: Json) -> str:
    """A group's title on one line, or its id if the title is invisible. A private chat has none."""
    if _is_person(chat.get("id")):
        return ""
    return clean_name(chat.get("title", "")[:LONGEST_TITLE], "", str(chat.get("id", "")))
