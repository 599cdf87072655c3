"""What an examination comes to: one line each, the most urgent first, each with what to do.

It must not know how anything is examined.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from storage.records import Arg, Button, Message, MessageContent


class Severity(StrEnum):
    """How much a finding matters, the most first."""

    PROBLEM = "problem"
    WARNING = "warning"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line."""

    severity: Severity
    saying: Message
    privately: Message | None = None
    """Said instead where nobody else reads: with addresses and servers' words."""
    is_urgent: bool = False
    """Comes before all others."""
    cause: Message | None = None
    """Why, where others may have the same cause."""
    briefly: Message | None = None
    """Said instead where its cause is said already."""


_ORDER = {severity: place for place, severity in enumerate(Severity)}


def each_cause_once(findings: Sequence[Finding]) -> list[Finding]:
    """The same findings, of which only the first tells a cause that several have."""
    told: list[Message] = []
    found = []
    for one in findings:
        is_told = one.cause in told
        found.append(Finding(one.severity, one.briefly) if is_told and one.briefly is not None else one)
        told += [one.cause] if one.cause is not None and not is_told else []
    return found


def report(team: str, findings: Sequence[Finding], *, is_private: bool) -> MessageContent:
    """The answer of `/doctor`."""
    in_order = sorted(findings, key=lambda one: (not one.is_urgent, _ORDER[one.severity]))
    ordered = each_cause_once(in_order)
    lines = [
        Message(
            "doctor-line",
            {
                "severity": one.severity.value,
                "text": one.privately if is_private and one.privately is not None else one.saying,
            },
        )
        for one in ordered
    ]
    args: dict[str, Arg] = {
        "team": team,
        "lines": lines,
        "worst": ordered[0].severity.value if ordered else Severity.GOOD.value,
        "more": not is_private and any(one.privately is not None for one in findings),
    }
    return MessageContent(Message("doctor-report", args), [[Button(Message("button-again"), press="ask doctor")]])
