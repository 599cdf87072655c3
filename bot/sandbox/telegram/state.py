"""The stored state of the sandbox's Telegram, with plain look-ups, and its form as JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from bot.sandbox.telegram.models import (
    BotProfile,
    Chat,
    Json,
    Message,
    Person,
    Press,
    StoredFile,
    Webhook,
    build,
    build_all,
    build_chat,
    build_file,
    build_press,
    plain,
    plain_file,
    plain_message,
)


@dataclass(slots=True)
class State:
    """People, chats, messages, files and presses by their ids."""

    bot: BotProfile
    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    histories: dict[int, dict[int, Message]] = field(default_factory=dict)
    ephemerals: dict[int, dict[int, Message]] = field(default_factory=dict)
    """Chat → the messages that one person sees, by their own numbers."""
    files: dict[str, StoredFile] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    webhook: Webhook | None = None
    next_number: int = 1
    """Of the next file or press."""

    def take_number(self) -> int:
        """Return a new number for a file or press."""
        self.next_number += 1
        return self.next_number - 1

    def skip_ids(self, count: int) -> None:
        """Skip this many ids, of messages in each chat, files and presses."""
        self.next_number += count
        for chat in self.chats.values():
            chat.last_message_id += count

    def find_message(self, chat_id: int, message_id: int | None) -> Message | None:
        """The message, or None if it is missing or was deleted."""
        if message_id is None:
            return None
        message = self.histories.get(chat_id, {}).get(message_id)
        return None if message is None or message.is_deleted else message

    def find_pressed(self, press: Press) -> Message | None:
        """The message with the pressed button, or None if it is gone."""
        if press.ephemeral_id is None:
            return self.find_message(press.chat_id, press.message_id)
        return self.ephemerals.get(press.chat_id, {}).get(press.ephemeral_id)

    def find_chat_named(self, username: str) -> Chat | None:
        """The private chat of the person with this username."""
        for person in self.people.values():
            if person.username is not None and person.username.lower() == username.lower():
                return self.chats.get(person.user_id)
        return None

    def find_file_at(self, path: str) -> StoredFile | None:
        """The file with this path on the server."""
        return next((file for file in self.files.values() if file.path == path), None)

    def add_file(self, name: str, mime_type: str, content: bytes, size: tuple[int, int] | None = None) -> StoredFile:
        """Store a file. A photo has a size in pixels."""
        number = self.take_number()
        folder, mark = ("photos", "AgACAgI") if size else ("documents", "BQACAgI")
        ending = name.rsplit(".", 1)[-1] if "." in name else "dat"
        width, height = size or (0, 0)
        file = StoredFile(
            file_id=f"{mark}AAxkBAAI{number:08d}",
            unique_id=f"AgAD{number:08d}",
            path=f"{folder}/file_{number}.{ending}",
            name=name,
            mime_type=mime_type,
            content=content,
            width=width,
            height=height,
        )
        self.files[file.file_id] = file
        return file

    def dump(self) -> Json:
        """All of it as JSON values."""
        return {
            "bot": plain(self.bot),
            "people": [plain(person) for person in self.people.values()],
            "chats": [plain(chat) for chat in self.chats.values()],
            "messages": [plain_message(message) for history in self.histories.values() for message in history.values()],
            "ephemerals": [plain_message(one) for shown in self.ephemerals.values() for one in shown.values()],
            "files": [plain_file(file) for file in self.files.values()],
            "presses": [plain(press) for press in self.presses.values()],
            "webhook": plain(self.webhook) if self.webhook else None,
            "next_number": self.next_number,
        }

    @classmethod
    def load(cls, kept: Mapping[str, object]) -> "State":
        """Load what `dump` wrote."""
        state = cls(build(BotProfile, kept["bot"]))
        state.people = {person.user_id: person for person in build_all(Person, kept["people"])}
        chats = (build_chat(fields) for fields in cast("Iterable[object]", kept["chats"]))
        state.chats = {chat.chat_id: chat for chat in chats}
        state.histories = {chat_id: {} for chat_id in state.chats}
        for message in build_all(Message, kept["messages"]):
            state.histories[message.chat_id][message.message_id] = message
        for one in build_all(Message, kept.get("ephemerals", ())):
            state.ephemerals.setdefault(one.chat_id, {})[one.ephemeral_id or 0] = one
        files = (build_file(fields) for fields in cast("Iterable[Mapping[str, object]]", kept["files"]))
        state.files = {file.file_id: file for file in files}
        presses = (build_press(fields) for fields in cast("Iterable[object]", kept["presses"]))
        state.presses = {press.query_id: press for press in presses}
        state.webhook = build(Webhook, kept["webhook"]) if kept["webhook"] else None
        # A file from before this number was saved counted files and presses instead.
        state.next_number = int(str(kept.get("next_number", len(state.files) + len(state.presses) + 1)))
        return state
