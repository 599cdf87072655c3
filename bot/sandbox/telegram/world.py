"""The sandbox's Telegram as people use it: they write, edit, press, open links.

The bot's side is in methods_*.py.
"""

import re
from collections.abc import Mapping
from typing import cast
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.clock import Watch
from bot.sandbox.telegram.entities import find_marks
from bot.sandbox.telegram.groups import Groups
from bot.sandbox.telegram.image_size import measure_picture
from bot.sandbox.telegram.models import (
    ANONYMOUS_ADMIN_ID,
    CHANNEL_BOT_ID,
    BotProfile,
    CallbackAnswer,
    Chat,
    Json,
    Message,
    Person,
    Press,
)
from bot.sandbox.telegram.refusals import Impossible
from bot.sandbox.telegram.serializers import message_shape, press_shape
from bot.sandbox.telegram.state import State
from bot.sandbox.telegram.updates import DAY_SECONDS, PRESS_SECONDS, UpdateQueue

SKIPPED_IDS = 10_000
"""Far more than are used between two saves of the world."""
START_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


class World(Groups):
    """The whole world: synchronous, in memory, on the given clock."""

    def __init__(
        self,
        clock: Watch,
        *,
        bot_username: str = "keyminder_bot",
        bot_token: str = "700000001:sandbox",  # noqa: S107 -- a dummy that opens nothing
        bot_name: str = "Keyminder",
    ) -> None:
        bot_id = int(bot_token.partition(":")[0])
        profile = BotProfile(bot_id, bot_token, bot_username, bot_name)
        super().__init__(clock, State(profile), UpdateQueue(clock))

    @property
    def privacy_mode(self) -> bool:
        """BotFather's switch: whether the bot, without admin rights, hears only what is meant for it."""
        return self.state.bot.privacy_mode

    @privacy_mode.setter
    def privacy_mode(self, is_on: bool) -> None:
        self.state.bot.privacy_mode = is_on

    @property
    def people(self) -> dict[int, Person]:
        """All people by user id."""
        return self.state.people

    @property
    def chats(self) -> dict[int, Chat]:
        """Every chat by its id."""
        return self.state.chats

    def post(  # noqa: PLR0913 -- what a phone lets a person choose
        self,
        user_id: int,
        chat_id: int,
        text: str,
        *,
        topic_id: int | None = None,
        reply_to: int | None = None,
        as_admin: bool = False,
        as_channel: int | None = None,
    ) -> Message:
        """A person writes, if asked anonymously as the group, or in the name of a channel."""
        draft = Message(0, chat_id, user_id, self.now(), text.strip(), topic_id=topic_id, reply_to=reply_to)
        if not draft.text or len(draft.text) > 4096:
            raise Impossible("A message has 1 to 4096 characters.")
        return self._post(draft, as_admin=as_admin, as_channel=as_channel)

    def post_alone(self, user_id: int, chat_id: int, text: str, *, topic_id: int | None = None) -> Message:
        """A person taps a command of the menu that only they and the bot see."""
        draft = Message(0, chat_id, user_id, self.now(), text.strip(), topic_id=topic_id)
        self._check_may_write(draft)
        draft.entities = find_marks(draft.text)
        said = self.add_ephemeral(draft, user_id)
        if self.can_hear(said):
            self.updates.put("message", message_shape(self.state, said), f"chat {chat_id}", DAY_SECONDS)
        return said

    def post_document(  # noqa: PLR0913 -- what a phone lets a person choose
        self,
        user_id: int,
        chat_id: int,
        file_name: str,
        data: bytes,
        *,
        caption: str = "",
        topic_id: int | None = None,
        reply_to: int | None = None,
        mime_type: str = "text/csv",
    ) -> Message:
        """A person sends a file."""
        file = self.state.add_file(file_name, mime_type, data)
        draft = Message(0, chat_id, user_id, self.now(), caption.strip(), topic_id=topic_id, reply_to=reply_to)
        draft.document_file_id = file.file_id
        return self._post(draft)

    def post_photo(self, user_id: int, chat_id: int, data: bytes, *, caption: str = "") -> Message:
        """A person sends a picture (PNG or JPEG)."""
        size = measure_picture(data)
        if size is None:
            raise Impossible("Not a picture.")
        file = self.state.add_file("photo.jpg", "image/jpeg", data, size)
        draft = Message(0, chat_id, user_id, self.now(), caption.strip(), photo_file_id=file.file_id)
        return self._post(draft)

    def edit(self, user_id: int, chat_id: int, message_id: int, text: str) -> Message:
        """A person changes a message of theirs (or its caption)."""
        message = self._get_message(chat_id, message_id)
        if message.user_id != user_id:
            raise Impossible("Only own messages can be edited.")
        message.text = text.strip()
        message.entities = find_marks(message.text)
        message.edit_date = self.now()
        self.tell_message("edited_message", message)
        self.changed()
        return message

    def delete(self, user_id: int, chat_id: int, message_id: int) -> None:
        """A person removes a message for everyone. Bots get no update."""
        message = self._get_message(chat_id, message_id)
        member = self.chats[chat_id].members.get(user_id)
        may_moderate = member is not None and member.may("can_delete_messages")
        if user_id not in {chat_id, message.user_id} and not may_moderate:
            raise Impossible("Not allowed to delete this message.")
        message.is_deleted = True
        self.changed()

    def press(self, user_id: int, chat_id: int, message_id: int, data: str, *, ephemeral_id: int | None = None) -> str:
        """A person presses a button the message has, or had a moment ago. Returns the query's id.

        A message that the person alone sees has the number `ephemeral_id`, and the message id 0.
        """
        self._check_may_see(user_id, chat_id)
        query_id = str(4_000_000_000_000_000 + self.state.take_number())
        press = Press(query_id, user_id, chat_id, message_id, data, self.now(), ephemeral_id=ephemeral_id)
        pressed = self.state.find_pressed(press)
        if pressed is None or pressed.receiver_id not in {None, user_id}:
            raise Impossible("No such message.")
        if data not in pressed.offered:
            raise Impossible("The message has no such button.")
        self.state.presses[query_id] = press
        if not self.people[user_id].has_blocked or chat_id != user_id:
            self.updates.put("callback_query", press_shape(self.state, press), f"press {user_id}", PRESS_SECONDS)
        self.changed()
        return query_id

    def answer_to(self, query_id: str) -> CallbackAnswer | None:
        """The bot's answer, or None while it has not answered."""
        return self.state.presses[query_id].answer

    def open_link(self, user_id: int, url_or_token: str) -> Message:
        """A person opens t.me/<bot>?start=<token> and presses Start."""
        token = self._read_start_token(url_or_token)
        self.unblock_bot(user_id)
        return self.post(user_id, user_id, f"/start {token}" if token else "/start")

    def react(self, user_id: int, chat_id: int, message_id: int, emoji: str | None) -> None:
        """A person sets the reaction to a message, or removes it."""
        self._check_may_see(user_id, chat_id)
        reactions = self._get_message(chat_id, message_id).reactions
        if emoji is None:
            reactions.pop(str(user_id), None)
        else:
            reactions[str(user_id)] = [emoji]
        self.changed()

    def skip_ids(self) -> None:
        """Skip ids that may have been used after the last save.

        Telegram uses no id twice, and a bot takes an update with a known id for one it has handled.
        """
        self.state.skip_ids(SKIPPED_IDS)
        self.updates.skip_ids(SKIPPED_IDS)

    def dump(self) -> Json:
        """The whole world, without its faults and recorded calls, as JSON values."""
        return {"state": self.state.dump(), "updates": self.updates.dump()}

    @classmethod
    def load(cls, kept: Mapping[str, object], clock: Watch) -> "World":
        """Load what `dump` wrote, on a clock."""
        state = State.load(cast("Json", kept["state"]))
        world = cls(clock, bot_username=state.bot.username, bot_token=state.bot.token)
        world.state = state
        world.updates = UpdateQueue.load(clock, cast("Json", kept["updates"]))
        return world

    def _post(self, draft: Message, *, as_admin: bool = False, as_channel: int | None = None) -> Message:
        chat = self.chats[draft.chat_id]
        self._check_may_write(draft)
        if draft.reply_to is not None:
            self._get_message(draft.chat_id, draft.reply_to)
        if as_admin:
            if not chat.members[draft.user_id].is_admin:
                raise Impossible("Only administrators speak as the group.")
            draft.user_id, draft.sender_chat_id = ANONYMOUS_ADMIN_ID, draft.chat_id
        elif as_channel is not None:
            draft.user_id, draft.sender_chat_id = CHANNEL_BOT_ID, self.chats[as_channel].chat_id
        if chat.is_private:
            self.people[chat.chat_id].has_started = True
        draft.entities = find_marks(draft.text)
        return self.add_message(draft)

    def _check_may_write(self, draft: Message) -> None:
        chat = self.chats[draft.chat_id]
        self._check_may_see(draft.user_id, draft.chat_id)
        if chat.is_private:
            if self.people[draft.user_id].has_blocked:
                raise Impossible("The bot is blocked.")
            return
        if chat.migrated_to is not None:
            raise Impossible("The group has become a supergroup.")
        if draft.topic_id is not None:
            topic = chat.topics.get(draft.topic_id)
            if topic is None or (topic.is_closed and not chat.members[draft.user_id].is_admin):
                raise Impossible("No open topic there.")

    def _check_may_see(self, user_id: int, chat_id: int) -> None:
        chat = self.chats[chat_id]
        if chat.is_private and user_id != chat_id:
            raise Impossible("A private chat is between one person and the bot.")
        if not chat.is_private:
            self._get_present(chat_id, user_id)

    def _get_message(self, chat_id: int, message_id: int) -> Message:
        message = self.state.find_message(chat_id, message_id)
        if message is None:
            raise Impossible("No such message.")
        return message

    def _read_start_token(self, url_or_token: str) -> str:
        token = url_or_token
        if ":" in url_or_token or "/" in url_or_token:
            url = urlsplit(url_or_token)
            asked = parse_qs(url.query)
            name = asked.get("domain", [""])[0] if url.scheme == "tg" else url.path.strip("/")
            if name.lower() != self.state.bot.username.lower() or url.hostname not in {"t.me", "resolve"}:
                raise Impossible("The link does not lead to our bot.")
            token = asked.get("start", [""])[0]
        if token and not START_TOKEN.fullmatch(token):
            raise Impossible("A start token has 1 to 64 letters, digits, _ and -.")
        return token
