"""A rule's answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.rules.verdict.reasons import Reason
from storage.records import Arg, Message

__all__ = ["Allowed", "Reason", "Refused", "Verdict"]


@dataclass(frozen=True, slots=True)
class Allowed:
    """The rule allows it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The rule refuses, with a reason."""

    reason: Reason
    args: Mapping[str, Arg] = field(default_factory=dict)

    def as_saying(self) -> Message:
        """The message id of the reason's sentence, with its args."""
        return Message(f"refused-{self.reason.value}", self.args)


Verdict = Allowed | Refused
