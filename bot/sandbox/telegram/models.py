"""Data of the sandbox's Telegram: people, chats, messages, files, button presses."""

import base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import TypeVar, cast

Json = dict[str, object]
"""A JSON object."""

Noun = TypeVar("Noun")

ANONYMOUS_ADMIN_ID = 1087968824
CHANNEL_BOT_ID = 136817688


@dataclass(slots=True)
class Person:
    """A Telegram user, human or bot, with their relation to our bot."""

    user_id: int
    first_name: str
    last_name: str = ""
    username: str | None = None
    is_bot: bool = False
    language_code: str | None = None
    has_started: bool = False
    """Has written to our bot in private, so that it may write back."""
    has_blocked: bool = False

    @property
    def name(self) -> str:
        """First and last name, as an app shows them."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(slots=True)
class Member:
    """A person in a group. `rights` are the Bot API's names of an administrator's rights."""

    user_id: int
    status: str = "member"
    """creator, administrator, member, restricted (muted, but there), left or kicked."""
    rights: list[str] = field(default_factory=list)

    @property
    def is_present(self) -> bool:
        """Is in the chat."""
        return self.status in {"creator", "administrator", "member", "restricted"}

    @property
    def is_admin(self) -> bool:
        """Sees everything, whatever the privacy mode."""
        return self.status in {"creator", "administrator"}

    def may(self, right: str) -> bool:
        """The creator may do everything, an administrator what the rights say."""
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)


@dataclass(slots=True)
class Topic:
    """A forum topic. Its id is the message that opened it. General has no such object."""

    topic_id: int
    name: str
    is_closed: bool = False


@dataclass(slots=True)
class Chat:
    """A private chat, group, supergroup or channel."""

    chat_id: int
    kind: str
    """private, group, supergroup or channel."""
    title: str = ""
    is_forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    last_message_id: int = 0
    last_bot_id: int | None = None
    """The bot that wrote last: commands without a name go to it."""
    migrated_to: int | None = None
    pinned: list[int] = field(default_factory=list)

    @property
    def is_private(self) -> bool:
        """Between one person and the bot."""
        return self.kind == "private"

    def list_present(self) -> list[Member]:
        """The present members of the group."""
        return [member for member in self.members.values() if member.is_present]


@dataclass(slots=True)
class StoredFile:
    """A file sent in a chat."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime_type: str
    content: bytes
    width: int = 0
    height: int = 0
    """Of a photo, in pixels. 0 for a document."""


@dataclass(slots=True)
class Message:
    """One message as every member sees it. Dates are Unix seconds of the sandbox's clock."""

    message_id: int
    chat_id: int
    user_id: int
    """The sender. For an anonymous sender Telegram's fake user."""
    date: int
    text: str = ""
    """The text, or the caption under a photo or document."""
    entities: list[Json] = field(default_factory=list)
    topic_id: int | None = None
    reply_to: int | None = None
    sender_chat_id: int | None = None
    """The group of an anonymous administrator, or the channel that posts."""
    keyboard: list[list[Json]] = field(default_factory=list)
    """Rows of inline buttons, as the Bot API has them."""
    offered: list[str] = field(default_factory=list)
    """Callback data of every button it ever had: a finger may be slower than an edit."""
    photo_file_id: str | None = None
    document_file_id: str | None = None
    service: Json = field(default_factory=dict)
    """The event of a service message, in the Bot API's fields."""
    protect_content: bool = False
    is_silent: bool = False
    """It made no sound."""
    is_fixed: bool = False
    """It carried a reply keyboard or asked for a reply: never edited.

    Source: td, MessagesManager can_edit_message.
    """
    edit_date: int | None = None
    is_deleted: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    """User id as text → emoji."""
    receiver_id: int | None = None
    """The one person who sees it. None: everybody in the chat."""
    ephemeral_id: int | None = None
    """Its number among the chat's messages for one person, which are not in the history. Used again once it is gone."""
    follows: int = 0
    """Last message of the chat when a message for one person was sent."""

    @property
    def is_edited(self) -> bool:
        """Its text or caption has changed since it was sent."""
        return self.edit_date is not None

    @property
    def has_media(self) -> bool:
        """Its text is a caption."""
        return self.photo_file_id is not None or self.document_file_id is not None

    @property
    def buttons(self) -> list[Json]:
        """All inline buttons, row after row."""
        return [button for row in self.keyboard for button in row]


_MESSAGE_FIELDS = tuple(field.name for field in fields(Message))


@dataclass(slots=True)
class CallbackAnswer:
    """The bot's answer to a press: a toast, an alert, or a link that opens."""

    text: str = ""
    show_alert: bool = False
    url: str = ""


@dataclass(slots=True)
class Press:
    """A callback query: a person pressed an inline button."""

    query_id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    date: int
    answer: CallbackAnswer | None = None
    ephemeral_id: int | None = None
    """Of a message for one person. Its `message_id` is 0."""


@dataclass(slots=True)
class Webhook:
    """Where updates are posted to."""

    url: str
    secret_token: str = field(default="", repr=False)
    max_connections: int = 40
    last_error_date: int = 0
    last_error_message: str = ""


@dataclass(slots=True)
class BotProfile:
    """Settings by BotFather and the bot itself."""

    user_id: int
    token: str = field(repr=False)
    username: str
    name: str
    privacy_mode: bool = True
    description: str = ""
    short_description: str = ""
    commands: dict[str, list[Json]] = field(default_factory=dict)
    """Scope and language, as one text → the commands."""
    menu_buttons: dict[str, Json] = field(default_factory=dict)
    """Chat id as text → menu button. The empty text is the default."""


def plain_message(message: Message) -> Json:
    """The message as JSON values that it still shares: `asdict` would copy the whole history at every save."""
    return {name: getattr(message, name) for name in _MESSAGE_FIELDS}


def plain(noun: Chat | Person | Press | BotProfile | Webhook) -> Json:
    """The object as JSON values."""
    values: Json = asdict(noun)
    for name in ("topics", "members"):
        inner = values.get(name)
        if isinstance(inner, dict):
            values[name] = list(inner.values())
    return values


def plain_file(file: StoredFile) -> Json:
    """The file as JSON values, its content as base64."""
    return {**asdict(file), "content": base64.b64encode(file.content).decode("ascii")}


def build(noun: type[Noun], values: object) -> Noun:
    """The object from the JSON values of `plain`."""
    make = cast("Callable[..., Noun]", noun)
    return make(**cast("Json", values))


def build_chat(values: object) -> Chat:
    """The chat from the JSON values of `plain`."""
    chat = build(Chat, values)
    chat.topics = {topic.topic_id: topic for topic in build_all(Topic, chat.topics)}
    chat.members = {member.user_id: member for member in build_all(Member, chat.members)}
    return chat


def build_press(values: object) -> Press:
    """The press from the JSON values of `plain`."""
    press = build(Press, values)
    press.answer = build(CallbackAnswer, press.answer) if press.answer else None
    return press


def build_file(values: Mapping[str, object]) -> StoredFile:
    """The file from the JSON values of `plain_file`."""
    return build(StoredFile, {**values, "content": base64.b64decode(str(values["content"]))})


def build_all(noun: type[Noun], many: object) -> list[Noun]:
    """A list of objects from a list of JSON objects."""
    return [build(noun, values) for values in cast("Iterable[object]", many)]
