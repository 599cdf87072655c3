"""Pinned messages of a chat, as operations use them."""

from typing import Protocol

from bot.rules.pinned_card import PinsSeen


class Pins(Protocol):
    """Ask and change them. Nothing here raises."""

    async def look(self, chat_id: int) -> PinsSeen | None:
        """Return what is pinned, and whether the bot may pin. None: Telegram did not say."""

    async def pin(self, chat_id: int, message_id: int) -> bool | None:
        """Pin the message without a sound. False: the bot may not. None: refused otherwise, or nothing is known."""

    async def unpin(self, chat_id: int, message_id: int) -> None:
        """Unpin the message. One that is not pinned is not an error."""
