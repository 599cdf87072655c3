"""The whole sandbox as one JSON object for the page."""

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf

from bot.sandbox.authenticators import Authenticators, find_seed
from bot.sandbox.clock import SandboxClock
from bot.sandbox.exchanges.coinex.server import CoinExServer
from bot.sandbox.exchanges.coinex.view import show_coinex
from bot.sandbox.mailbox import Email, Mailbox
from bot.sandbox.scenarios.cast import ABOUT
from bot.sandbox.scenarios.runner import ScenarioRunner
from bot.sandbox.telegram.menus import list_commands
from bot.sandbox.telegram.models import Chat, Json, Message, Person
from bot.sandbox.telegram.serializers import person_at
from bot.sandbox.telegram.world import World

MESSAGES_SHOWN = 150
EMAILS_SHOWN = 100
_START = re.compile(r"^/start \S+$")
"""A link that was opened. Apps show only the command."""
SHOWN_STATUSES = {
    "creator": "administrator",
    "administrator": "administrator",
    "member": "member",
    "restricted": "member",
}


@dataclass(frozen=True, slots=True)
class PageState:
    """Everything a person at the page can see or use."""

    world: World
    clock: SandboxClock
    mailbox: Mailbox
    authenticators: Authenticators
    coinex: CoinExServer
    stage: ScenarioRunner

    def list_counts(self) -> tuple[int, ...]:
        """Number of changes of each part so far. Other counts mean another view."""
        parts = (self.clock.jumps, self.mailbox.changes, self.authenticators.changes)
        counted = (*parts, self.coinex.changes, self.stage.changes)
        return self.world.changes, *(changes.count for changes in counted)

    async def wait_for_news(self, seen: tuple[int, ...], timeout_seconds: float) -> None:
        """Return once `list_counts` is not `seen` any more, or after this much real time."""
        waits = (
            self.world.wait_for_change(seen[0], timeout_seconds),
            self.clock.jumps.wait(seen[1], timeout_seconds),
            self.mailbox.changes.wait(seen[2], timeout_seconds),
            self.authenticators.changes.wait(seen[3], timeout_seconds),
            self.coinex.changes.wait(seen[4], timeout_seconds),
            self.stage.changes.wait(seen[5], timeout_seconds),
        )
        tasks = [asyncio.ensure_future(wait) for wait in waits]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()

    def seconds_to_new_codes(self) -> float:
        """Seconds until the first code on a phone changes. Infinite without codes."""
        people = [person for person in self.world.people if self.authenticators.has(person)]
        return min((self.authenticators.show(person).seconds_left for person in people), default=inf)

    def show(self) -> Json:
        """The view: bot, clock, people with codes, groups, last messages of each chat, e-mails, scenario."""
        state = self.world.state
        groups = [
            chat for chat in state.chats.values() if chat.kind in {"group", "supergroup"} and not chat.migrated_to
        ]
        private = [chat for chat in state.chats.values() if chat.is_private]
        people = [person for person in state.people.values() if not person.is_bot]
        return {
            "bot": {
                "id": state.bot.user_id,
                "username": state.bot.username,
                "name": state.bot.name,
                "description": state.bot.description,
            },
            "clock": {
                "now": self.clock.now().isoformat(timespec="milliseconds"),
                "offset_seconds": self.clock.offset.total_seconds(),
            },
            "people": [self._show_person(person) for person in people],
            "groups": [self._show_group(chat) for chat in groups],
            "messages": {str(chat.chat_id): self._show_messages(chat) for chat in (*groups, *private)},
            "activities": {str(chat_id): action for chat_id, action in self.world.activities.items()},
            "mailbox": {
                "mode": "down" if self.mailbox.is_down else str(self.mailbox.refuse or "up"),
                "letters": [_show_email(email) for email in self.mailbox.emails[-EMAILS_SHOWN:]],
            },
            "coinex": show_coinex(self.coinex),
            "stage": self.stage.show(),
        }

    def show_commands(self, user_id: int, chat_id: int) -> list[Json]:
        """Commands that Telegram would offer this person in this chat after a slash."""
        return list_commands(self.world.state, user_id, chat_id)

    def _show_person(self, person: Person) -> Json:
        code: Json | None = None
        if self.authenticators.has(person.user_id):
            shown = self.authenticators.show(person.user_id)
            # Rounded, because the same code must be equal in every view.
            ends_at = (self.clock.now() + timedelta(seconds=shown.seconds_left, milliseconds=500)).replace(
                microsecond=0
            )
            code = {"digits": shown.digits, "ends_at": ends_at.isoformat(), "step_seconds": shown.step_seconds}
        return {
            "id": person.user_id,
            "name": person.name,
            "first_name": person.first_name,
            "username": person.username,
            "about": ABOUT.get(person.user_id, ""),
            "has_blocked_bot": person.has_blocked,
            "code": code,
        }

    def _show_group(self, chat: Chat) -> Json:
        us = chat.members.get(self.world.bot_id)
        return {
            "id": chat.chat_id,
            "title": chat.title,
            "is_forum": chat.is_forum,
            "topics": [{"id": topic.topic_id, "name": topic.name} for topic in chat.topics.values()],
            "members": [member.user_id for member in chat.list_present() if member.user_id != self.world.bot_id],
            "bot_status": SHOWN_STATUSES.get(us.status, "gone") if us else "gone",
        }

    def _show_messages(self, chat: Chat) -> list[Json]:
        said = [*self.world.messages(chat.chat_id), *self.world.ephemerals(chat.chat_id)]
        return [self._show_message(chat, message) for message in sorted(said, key=_place_of)[-MESSAGES_SHOWN:]]

    def _show_message(self, chat: Chat, message: Message) -> Json:
        files = self.world.state.files
        photo = files[message.photo_file_id] if message.photo_file_id else None
        document = files[message.document_file_id] if message.document_file_id else None
        return {
            "id": _place_of(message),
            "message_id": message.message_id,
            "ephemeral_id": message.ephemeral_id,
            "receiver_id": message.receiver_id,
            "chat_id": chat.chat_id,
            "topic_id": message.topic_id,
            "sender": self._show_sender(message),
            "date": _show_moment(message.date),
            "text": "" if message.is_deleted else _START.sub("/start", message.text),
            "entities": [] if message.is_deleted else message.entities,
            "reply_to": message.reply_to,
            "keyboard": message.keyboard,
            "photo": photo and {"file_id": photo.file_id, "width": photo.width, "height": photo.height},
            "document": document
            and {"file_id": document.file_id, "name": document.name, "size": len(document.content)},
            "service": self._tell_service(message),
            "is_protected": message.protect_content,
            "is_edited": message.is_edited,
            "is_deleted": message.is_deleted,
            "has_seed": message.user_id == self.world.bot_id and find_seed(message.text) is not None,
        }

    def _show_sender(self, message: Message) -> Json:
        if message.sender_chat_id is not None:
            chat = self.world.chats[message.sender_chat_id]
            return {"id": chat.chat_id, "name": chat.title, "is_bot": False, "is_anonymous": True}
        person = person_at(self.world.state, message.user_id)
        return {"id": person.user_id, "name": person.name, "is_bot": person.is_bot, "is_anonymous": False}

    def _tell_service(self, message: Message) -> str | None:
        if not message.service:
            return None
        name = person_at(self.world.state, message.user_id).name
        match message.service:
            case {"new_chat_members": [{"id": int(user_id), "first_name": str(first_name)}]}:
                what = "joined" if user_id == message.user_id else f"added {first_name}"
            case {"left_chat_member": {"id": int(user_id), "first_name": str(first_name)}}:
                what = "left" if user_id == message.user_id else f"removed {first_name}"
            case {"forum_topic_created": {"name": str(topic)}}:
                what = f"opened the topic “{topic}”"
            case {"forum_topic_edited": {"name": str(topic)}}:
                what = f"renamed the topic to “{topic}”"
            case {"new_chat_title": str(title)}:
                what = f"renamed the group to “{title}”"
            case {"forum_topic_closed": _}:
                what = "closed the topic"
            case {"pinned_message": _}:
                what = "pinned a message"
            case {"migrate_to_chat_id": _}:
                what = "made the group a supergroup"
            case _:
                what = f"({next(iter(message.service)).replace('_', ' ')})"
        return f"{name} {what}"


def _place_of(message: Message) -> float:
    """The message's id, or for what one person sees a number between two ids."""
    return message.message_id or message.follows + (message.ephemeral_id or 0) / 1000


def _show_email(email: Email) -> Json:
    return {
        "id": email.email_id,
        "sender": email.sender,
        "to": email.to,
        "subject": email.subject,
        "text": email.text,
        "has_html": bool(email.html),
        "links": email.links,
        "received_at": email.received_at.isoformat(timespec="seconds"),
    }


def _show_moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
