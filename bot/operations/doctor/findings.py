"""Findings of a diagnosis: one line each, most urgent first, each with what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button
from storage.records import Arg, Message, MessageContent


class Severity(StrEnum):
    """Severity of a finding, highest first."""

    PROBLEM = "problem"
    WARNING = "warning"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    severity: Severity
    saying: Message
    privately: Message | None = None
    """Text for private chats, with addresses and the words of servers."""
    is_urgent: bool = False
    """Comes before all others."""
    cause: Message | None = None
    """The cause, where others may share it."""
    briefly: Message | None = None
    """Text where the cause was named before."""


_ORDER = {severity: place for place, severity in enumerate(Severity)}


def each_cause_once(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings with a shared cause named by the first of them only."""
    told: list[Message] = []
    found = []
    for one in findings:
        is_told = one.cause in told
        found.append(Finding(one.severity, one.briefly) if is_told and one.briefly is not None else one)
        told += [one.cause] if one.cause is not None and not is_told else []
    return found


def report(team: str, findings: Sequence[Finding], *, is_private: bool) -> MessageContent:
    """Build the answer of `/doctor`."""
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
    return MessageContent(Message("doctor-report", args), [[button("button-again", typed("doctor"))]])
