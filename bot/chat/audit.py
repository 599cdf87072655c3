"""`/audit`: the last entries of the team's audit trail, and its head."""

from bot.chat.context import Services
from bot.chat.replies import answer_otherwise, say_screen
from bot.chat.telegram.incoming import Incoming
from bot.operations.model.notifications import who
from bot.operations.queries.overview import AuditSeen
from storage.records import Arg, Message


async def audit(services: Services, incoming: Incoming) -> bool:
    """`/audit`."""
    seen = await services.overview.audit(incoming)
    if not isinstance(seen, AuditSeen):
        return await answer_otherwise(services, incoming, seen)
    lines = [
        Message(
            "audit-line",
            {
                "sequence": entry.sequence,
                "at": entry.at.strftime("%Y-%m-%d %H:%M:%S UTC"),
                "who": who(person) if person else (str(entry.actor) if entry.actor else None),
                "what": entry.what.value,
                "outcome": entry.outcome.value,
                "proof": str(entry.details["proof"]) if "proof" in entry.details else None,
                "ticket": str(entry.details["ticket"]) if "ticket" in entry.details else None,
            },
        )
        for entry, person in seen.entries
    ]
    sequence, digest = seen.head
    args: dict[str, Arg] = {"team": seen.team.title, "lines": lines, "head": f"{sequence}:{digest}"}
    await say_screen(services, incoming, Message("audit-list", args))
    return False
