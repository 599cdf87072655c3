"""When the overview of a team is pinned: once, and once more after people have deleted or unpinned it.

Telegram reports neither. A deleted card is sent again at its next edit and has another id then. What is pinned is asked
once a day.
"""

from dataclasses import dataclass, replace

from storage.records import PinnedCard


@dataclass(frozen=True, slots=True)
class PinsSeen:
    """What Telegram says about the pins of a chat."""

    newest_id: int | None
    """The newest pinned message. None: nothing is pinned."""
    may_pin: bool
    """Whether the bot has the right."""


def note_message(card: PinnedCard, message_id: int | None) -> PinnedCard:
    """Keep which message it is now. Another one than before: people had deleted it, and it came back."""
    if message_id is None or message_id == card.message_id:
        return card
    is_back = card.message_id is not None
    return replace(card, message_id=message_id, is_pinned=False, is_loose=False, is_remade=card.is_remade or is_back)


def note_seen(card: PinnedCard, seen: PinsSeen, today: str) -> PinnedCard:
    """Keep whether the bot may pin, and that people have unpinned the card.

    A newer pin of theirs hides whether ours is there, and then it counts as pinned.
    """
    card = replace(card, looked_on=today, may_pin=seen.may_pin)
    is_loose = card.is_pinned and (seen.newest_id or 0) < (card.message_id or 0)
    return replace(card, is_pinned=False, is_loose=True) if is_loose and not card.is_remade else card


def must_pin(card: PinnedCard) -> bool:
    """Whether its message is to be pinned now."""
    return card.message_id is not None and card.may_pin and not card.is_pinned and not card.is_ended


def note_pinned(card: PinnedCard, is_pinned: bool | None) -> PinnedCard:
    """Keep Telegram's answer: pinned, not allowed, or None for another refusal, as of a message that is gone."""
    if is_pinned is None:
        # A message that came back once and is gone again is left alone.
        return replace(card, is_pinned=card.is_remade)
    if not is_pinned:
        return replace(card, may_pin=False)
    return replace(card, is_pinned=True, is_loose=False, is_remade=card.is_remade or card.is_loose)
