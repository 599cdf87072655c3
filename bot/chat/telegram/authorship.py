"""The author of a message: an accountable person, or why there is none."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class SenderProblem(StrEnum):
    """Why no person is accountable: the message is never a command, code, answer or file to use."""

    ANONYMOUS_ADMIN = "anonymous-admin"
    CHANNEL = "channel"
    LINKED_CHANNEL = "linked-channel"
    """A post of the group's channel, which Telegram copies into the group."""
    BOT = "bot"
    FORWARDED = "forwarded"
    """A forwarded message: the words are another person's, or their own of another time."""
    VIA_BOT = "via-bot"
    """Another bot wrote it for the person, inline or on behalf of their account."""


def problem_of(message: Mapping[str, Any]) -> SenderProblem | None:
    """Why no person is accountable for a message of the Bot API. None: a person wrote it."""
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
    # Source: Bot API 10.3, Message: `forward_origin`. Servers before 7.0 sent `forward_date`.
    if not message.keys().isdisjoint({"forward_origin", "forward_date"}):
        return SenderProblem.FORWARDED
    is_by_bot = not message.keys().isdisjoint({"via_bot", "sender_business_bot", "guest_bot_caller_user"})
    return SenderProblem.VIA_BOT if is_by_bot else None
