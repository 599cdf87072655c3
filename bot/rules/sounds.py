"""How loud each kind of message to a team is: with a sound, without one, or not sent at all.

The last day of a key is always loud. Requests are always sent, because a person must act on them. Messages without a
kind, such as those about security, are always sent with a sound.
"""

from collections.abc import Mapping, Sequence

from bot.rules.reminders import AlertStep, Urgency
from bot.rules.verdict import Reason, Refused
from storage.records import MessageKind, Sound

CHOSEN = (MessageKind.ALERTS, MessageKind.NEWS, MessageKind.REQUESTS)
"""Kinds with a sound of their own. The digest has one beside its hour."""
_ALWAYS_LOUD = frozenset({Urgency.DAY, Urgency.ENDED})


def read_kind(words: Sequence[str]) -> tuple[MessageKind, Sound | None] | None:
    """Read `news off`, or `silent` alone for alerts. The sound is None for a kind alone. None: other words."""
    lower = [word.lower() for word in words]
    match lower:
        case [Sound.SILENT]:
            return MessageKind.ALERTS, Sound.SILENT
        case [kind] if kind in CHOSEN:
            return MessageKind(kind), None
        case [kind, sound] if kind in CHOSEN and sound in set(Sound):
            return MessageKind(kind), Sound(sound)
    return None


def may_sound(kind: MessageKind, sound: Sound) -> Refused | None:
    """Refuse what must always be sent."""
    return Refused(Reason.SOUND_REQUESTS) if kind is MessageKind.REQUESTS and sound is Sound.OFF else None


def sound_of(sounds: Mapping[str, str], kind: MessageKind) -> Sound:
    """Return the chosen sound of a kind, or on."""
    return Sound(sounds.get(kind.value, Sound.ON))


def warning_sound(alert_step: AlertStep, chosen: Sound) -> Sound:
    """Return how a warning is sent: loud on the last day, and silent more than a week before."""
    if alert_step.urgency in _ALWAYS_LOUD:
        return Sound.ON
    return Sound.SILENT if chosen is Sound.ON and alert_step.urgency is Urgency.MONTH else chosen
