"""A line of the audit trail as a sentence: who did what to which key, and the number of the request."""

from bot.operations.lookup.audit_line import AuditLine
from bot.operations.ticket.subject import subject_of, subject_of_kind
from storage.records import Action, Arg, AuditEntry, Event, Message, Outcome, Person, ProofKind

_NAME_LENGTH = 30
_PROVEN = {Outcome.PROVED, Outcome.PROOF_FAILED}
AUDIT_SENTENCES = frozenset(
    f"audit-{one}"
    for one in (
        *(event.value.replace(":", "-") for event in Event),
        *(outcome.value for outcome in set(Outcome) - _PROVEN),
        *(f"{outcome.value}-{proof.value}" for outcome in _PROVEN for proof in ProofKind),
    )
)
"""Ids of the sentences that `say_line` chooses by the event, or by the outcome of a request and its proof."""


def say_line(line: AuditLine) -> Message:
    """Say the line in plain words. Every kind of line has a sentence."""
    entry = line.entry
    if not isinstance(entry.what, Action):
        return Message(f"audit-{entry.what.value.replace(':', '-')}", _event_args(line))
    what = subject_of_kind(entry.what)
    if line.ticket is not None:
        what = Message("audit-numbered", {"what": subject_of(line.ticket), "number": line.ticket.number})
    args: dict[str, Arg] = {"who": _who(line), "what": what}
    if entry.outcome is Outcome.REASON:
        args["reason"] = str(entry.details.get("reason", ""))
    return Message(f"audit-{_how(entry)}", args)


def _how(entry: AuditEntry) -> str:
    """`asked`, `done` …, with the kind of proof where the line is about one."""
    if entry.outcome in _PROVEN:
        return f"{entry.outcome.value}-{entry.details.get('proof', 'code')}"
    return entry.outcome.value


def _event_args(line: AuditLine) -> dict[str, Arg]:
    details = line.entry.details
    texts = {name: str(details[name]) if name in details else None for name in ("key", "role", "account")}
    level = details.get("level")
    return {
        **texts,
        "level": level if isinstance(level, int) else None,
        "who": _who(line),
        "other": _short(line.other) if line.other else None,
        "waits": details.get("standing") == "waiting",
    }


def _who(line: AuditLine) -> str | None:
    """The person's name, or the number of an unknown one. None: the bot itself."""
    if line.actor is not None:
        return _short(line.actor)
    return None if line.entry.actor is None else str(line.entry.actor)


def _short(person: Person) -> str:
    name = person.name
    return name if len(name) <= _NAME_LENGTH else f"{name[: _NAME_LENGTH - 1]}…"
