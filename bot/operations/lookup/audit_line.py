"""A line of the audit trail, with the people and the request in it."""

from dataclasses import dataclass

from storage.records import AuditEntry, Person, Ticket


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A line, and what is known about it elsewhere."""

    entry: AuditEntry
    actor: Person | None
    """Who did it. None: the bot itself, or an unknown person."""
    other: Person | None
    """The person whom the line is about, if it names one."""
    ticket: Ticket | None


def other_in(entry: AuditEntry) -> int | None:
    """Telegram id of the person whom the line is about, or None."""
    found = entry.details.get("user_id")
    return int(str(found)) if found else None
