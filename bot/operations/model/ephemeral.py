"""Messages in a group that one person sees, as operations use them. Telegram calls them ephemeral."""

from dataclasses import dataclass
from typing import Protocol

from storage.records import Card, ChatLocation, MessageContent


@dataclass(frozen=True, slots=True)
class NotEphemeral:
    """A message did not reach one person alone."""

    was_public: bool = False
    """It came out for all. False: it was refused, or nothing is known of it."""
    left_id: int | None = None
    """Its id, if it could not be deleted."""


class EphemeralMessages(Protocol):
    """Send and edit such messages. Nothing here raises, and nothing is ever sent to all instead."""

    async def is_admin(self, chat_id: int) -> bool:
        """Whether the bot is an admin of the chat. No answer means no."""

    async def send(self, place: ChatLocation, user_id: int, content: MessageContent) -> int | NotEphemeral:
        """Send a message, and return its number. One that came out for all is deleted at once.

        It may come out for all without our knowledge, so that it holds nothing but harmless words and buttons.
        """

    async def edit(self, card: Card, content: MessageContent) -> bool:
        """Change what the message says. False: it stays as it is, or nothing is known of it."""
