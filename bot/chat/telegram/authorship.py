"""Who wrote a message: a person who can be held to it, or why nobody can.

It must not know what the message says.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class SenderProblem(StrEnum):
    """Why nobody can be held to what was said: it is never a command, a code, an answer or a file to act on."""

    ANONYMOUS_ADMIN = "anonymous-admin"
    CHANNEL = "channel"
    LINKED_CHANNEL = "linked-channel"
    """A post of the group's channel, which Telegram copies into the group."""
    BOT = "bot"
    FORWARDED = "forwarded"
    """Somebody sent it on; the words are another's, or their own of another time."""
    VIA_BOT = "via-bot"
    """Another bot wrote it for the person, inline or on behalf of their account."""


def problem_of(message: Mapping[str, Any]) -> SenderProblem | None:
    """Why nobody can be held to a message of the Bot API; None: a person wrote it."""
    through, sender = message.get("sender_chat"), message.get("from")
    if message.get("is_automatic_forward"):
        return SenderProblem.LINKED_CHANNEL
    if through is not None:
        is_group = through["id"] == message["chat"]["id"]
        return SenderProblem.ANONYMOUS_ADMIN if is_group else SenderProblem.CHANNEL
    if sender is None:
        return SenderProblem.CHANNEL
    if sender.get("is_bot"):
        return SenderProblem.BOT
    # Source: Bot API 10.3, Message: `forward_origin`; `forward_date` is what servers before 7.0 sent.
    if not message.keys().isdisjoint({"forward_origin", "forward_date"}):
        return SenderProblem.FORWARDED
    is_by_bot = not message.keys().isdisjoint({"via_bot", "sender_business_bot", "guest_bot_caller_user"})
    return SenderProblem.VIA_BOT if is_by_bot else None
