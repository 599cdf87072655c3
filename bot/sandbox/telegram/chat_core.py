"""Base of the simulated Telegram: state, clock, queue of updates, and the creation of messages."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from bot.sandbox.changes import Changes
from bot.sandbox.clock import Watch
from bot.sandbox.telegram.entities import cut_utf16
from bot.sandbox.telegram.faults import Faults
from bot.sandbox.telegram.models import Chat, Json, Message, StoredFile
from bot.sandbox.telegram.serializers import message_shape, person_at
from bot.sandbox.telegram.state import State
from bot.sandbox.telegram.updates import DAY_SECONDS, UpdateQueue

EPHEMERAL_SECONDS = DAY_SECONDS
"""How long a message for one person is there. Telegram does not say how long."""

EVERY_TOPIC = -1
"""Selects messages of all topics of a chat."""

CALLS_KEPT = 20_000
ACTIVITY_SECONDS = 5.0
"""Real time for which a chat action is shown. Source: Bot API, sendChatAction."""


class ChatCore:
    """The base class of the world."""

    def __init__(self, clock: Watch, state: State, updates: UpdateQueue) -> None:
        self.clock = clock
        self.state = state
        self.updates = updates
        self.faults = Faults(on_down=updates.changes.ring)
        self.calls: list[tuple[str, Json]] = []
        """The bot's latest calls, oldest first: method, parameters with their JSON decoded, files by their names."""
        self.activities: dict[int, str] = {}
        """Chat → what clients show there about the bot, such as `typing`."""
        self.knows_ephemerals = True
        """Off: a Bot API server from before 10.3, which ignores what it does not know and shows the message to all."""
        self._endings: dict[int, asyncio.TimerHandle] = {}
        self._changes = Changes()

    @property
    def bot_id(self) -> int:
        """The bot's own user id."""
        return self.state.bot.user_id

    @property
    def changes(self) -> int:
        """Number of changes so far, for `wait_for_change`."""
        return self._changes.count

    def now(self) -> int:
        """Unix seconds of the sandbox's clock."""
        return int(self.clock.now().timestamp())

    def changed(self) -> None:
        """Report a change."""
        self._changes.ring()

    def note_call(self, method: str, parameters: Json) -> None:
        """Record a call of the bot, even if it is refused."""
        self.calls.append((method, parameters))
        if len(self.calls) > CALLS_KEPT:
            del self.calls[: CALLS_KEPT // 2]
        self.changed()

    def list_calls(self, method: str) -> list[Json]:
        """Parameters of every recorded call of this method, oldest first."""
        return [parameters for name, parameters in self.calls if name.lower() == method.lower()]

    async def wait_for_change(self, after: int, timeout_seconds: float) -> int:
        """Return the counter once it is past `after`, or as it is after this much real time."""
        return await self._changes.wait(after, timeout_seconds)

    async def wait_until(self, predicate: Callable[[], object], *, timeout_seconds: float = 5.0) -> None:
        """Return once the predicate is true, checked at every change. TimeoutError after this much real time."""
        async with asyncio.timeout(timeout_seconds):
            while not predicate():
                await self._changes.wait(self._changes.count, timeout_seconds)

    def messages(
        self,
        chat_id: int,
        *,
        topic_id: int | None = EVERY_TOPIC,
        from_bot: bool | None = None,
        with_deleted: bool = True,
    ) -> list[Message]:
        """The messages of a chat, oldest first. Topic None is General, and every chat without topics."""
        return [
            message
            for message in self.state.histories.get(chat_id, {}).values()
            if topic_id in {EVERY_TOPIC, message.topic_id}
            and from_bot in {None, message.user_id == self.bot_id}
            and (with_deleted or not message.is_deleted)
        ]

    def ephemerals(self, chat_id: int, user_id: int | None = None) -> list[Message]:
        """What one person, or any of them, sees alone in a chat, oldest first."""
        there = self.state.ephemerals.get(chat_id, {})
        for number in [one for one, message in there.items() if message.date + EPHEMERAL_SECONDS <= self.now()]:
            del there[number]
        shown = sorted(there.values(), key=lambda message: (message.date, message.follows, message.ephemeral_id))
        return [message for message in shown if user_id in {None, message.receiver_id}]

    def file(self, file_id: str) -> bytes:
        """The content of a file."""
        return self.state.files[file_id].content

    def stored_file(self, file_id: str) -> StoredFile:
        """The file with its name, type and size in pixels."""
        return self.state.files[file_id]

    def chats_of(self, user_id: int) -> list[Chat]:
        """The chats that this person sees: their private chat and the groups they are in."""
        return [
            chat
            for chat in self.state.chats.values()
            if chat.chat_id == user_id or (user_id in chat.members and chat.members[user_id].is_present)
        ]

    def show_activity(self, chat_id: int, action: str) -> None:
        """Show it until the bot writes there, at most as long as clients do."""
        ending = self._endings.pop(chat_id, None)
        if ending is not None:
            ending.cancel()
        self.activities[chat_id] = action
        self._endings[chat_id] = asyncio.get_running_loop().call_later(ACTIVITY_SECONDS, self._end_activity, chat_id)
        self.changed()

    def _end_activity(self, chat_id: int) -> None:
        if self.activities.pop(chat_id, None) is not None:
            self.changed()

    def add_chat(self, chat: Chat) -> Chat:
        """Add an empty chat."""
        self.state.chats[chat.chat_id] = chat
        self.state.histories[chat.chat_id] = {}
        self.changed()
        return chat

    def add_message(self, draft: Message) -> Message:
        """Number and store the message, and send it to the bot if it can hear it."""
        chat = self.state.chats[draft.chat_id]
        if draft.user_id == self.bot_id:
            self.activities.pop(draft.chat_id, None)
        chat.last_message_id += 1
        message = replace(draft, message_id=chat.last_message_id)
        if message.service.get("forum_topic_created"):
            message.topic_id = message.message_id
        message.offered = list_data(message)
        self.state.histories[chat.chat_id][message.message_id] = message
        self.tell_message("message", message)
        if self._is_bot(message.user_id) and message.sender_chat_id is None:
            chat.last_bot_id = message.user_id
        self.changed()
        return message

    def add_ephemeral(self, draft: Message, receiver_id: int) -> Message:
        """Show a message of the bot to one person, under the smallest free number of the chat."""
        chat = self.state.chats[draft.chat_id]
        self.activities.pop(draft.chat_id, None)
        taken = {message.ephemeral_id for message in self.ephemerals(draft.chat_id)}
        number = next(one for one in range(1, len(taken) + 2) if one not in taken)
        message = replace(draft, receiver_id=receiver_id, ephemeral_id=number, follows=chat.last_message_id)
        message.offered = list_data(message)
        self.state.ephemerals.setdefault(chat.chat_id, {})[number] = message
        self.changed()
        return message

    def tell_message(self, kind: str, message: Message) -> None:
        """Queue a message, or its edit, for the bot if it can hear it."""
        if self.can_hear(message):
            life = (message.edit_date or message.date) + DAY_SECONDS - self.now()
            self.updates.put(kind, message_shape(self.state, message), f"chat {message.chat_id}", life)

    def can_hear(self, message: Message) -> bool:
        """Whether a message reaches our bot at all. In groups the privacy mode decides."""
        chat = self.state.chats[message.chat_id]
        if message.user_id == self.bot_id:
            return False
        if chat.is_private:
            return not self.state.people[chat.chat_id].has_blocked
        us = chat.members.get(self.bot_id)
        if us is None or not us.is_present:
            return False
        if self._is_bot(message.user_id) and message.sender_chat_id is None and not message.service:
            return False
        hears_all = us.is_admin or not self.state.bot.privacy_mode or bool(message.service)
        return hears_all or self._is_meant_for_us(chat, message)

    def _is_meant_for_us(self, chat: Chat, message: Message) -> bool:
        replied = self.state.find_message(chat.chat_id, message.reply_to)
        if replied is not None and replied.user_id == self.bot_id:
            return True
        return any(self._is_addressed_to_us(chat, message, entity) for entity in message.entities)

    def _is_addressed_to_us(self, chat: Chat, message: Message, entity: Json) -> bool:
        our_name = f"@{self.state.bot.username}".lower()
        words = cut_utf16(message.text, entity).lower()
        if entity["type"] == "mention":
            return words == our_name
        # A command addresses a bot only at the beginning of a message.
        if entity["type"] != "bot_command" or entity["offset"] != 0:
            return False
        if "@" in words:
            return words.endswith(our_name)
        bots = [member.user_id for member in chat.list_present() if self._is_bot(member.user_id)]
        return bots == [self.bot_id] or chat.last_bot_id == self.bot_id

    def _is_bot(self, user_id: int) -> bool:
        return person_at(self.state, user_id).is_bot


def list_data(message: Message) -> list[str]:
    """The callback data of its buttons."""
    return [str(button["callback_data"]) for button in message.buttons if "callback_data" in button]
