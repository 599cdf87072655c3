"""Lines of the audit chains: pages of a search, the whole list, and a line as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, bindparam, cast, func, or_, select

from storage.listing import Listing
from storage.records import Action, AuditEntry, AuditFilter, Event, Outcome
from storage.serialization import canonical
from storage.statement import Statement
from storage.tables import audit_entries, tickets
from storage.tables.columns import NO_ONE
from storage.transaction import Transaction

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
_KINDS = [one.value for kind in (Action, Event) for one in kind]
_IDS = -(2**63), 2**63 - 1
_ESCAPE = "!"

_COLUMNS = audit_entries.c
_CHAIN = _COLUMNS.chain_id == bindparam("which")
_FITS = (
    _CHAIN,
    _COLUMNS.at >= bindparam("since"),
    func.coalesce(_COLUMNS.actor, 0).between(bindparam("lowest"), bindparam("highest")),
    _COLUMNS.what.in_(bindparam("kinds", expanding=True)),
)
_NEEDLE: Any = bindparam("needle", type_=String())
_NAMES_KEY = or_(
    cast(_COLUMNS.details, String).like(_NEEDLE, escape=_ESCAPE),
    _COLUMNS.ticket_id.in_(
        select(tickets.c.id).where(
            tickets.c.team_id == bindparam("which"), cast(tickets.c.payload, String).like(_NEEDLE, escape=_ESCAPE)
        )
    ),
)
_UP_TO = _COLUMNS.sequence <= bindparam("top"), _COLUMNS.sequence.desc()
_AFTER = _COLUMNS.sequence > bindparam("top"), _COLUMNS.sequence
_LIST_UP_TO, _LIST_AFTER, _LIST_UP_TO_OF_KEY, _LIST_AFTER_OF_KEY = (
    Statement(select(audit_entries).where(*_FITS, *about, side).order_by(order).limit(bindparam("most")))
    for about in ((), (_NAMES_KEY,))
    for side, order in (_UP_TO, _AFTER)
)
_LIST_ALL = Statement(select(audit_entries).order_by(_COLUMNS.chain_id, _COLUMNS.sequence))
_LIST_CHAIN = Statement(select(audit_entries).where(_CHAIN).order_by(_COLUMNS.sequence))


def list_lines(team_id: UUID | None) -> Listing[AuditEntry]:
    """List every line of every chain, or of one team's, the oldest of each chain first."""
    if team_id is None:
        return Listing(_LIST_ALL, to_entry)
    return Listing(_LIST_CHAIN, to_entry, {"which": team_id})


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Lines of a search, in the order in which they were looked for."""

    lines: Sequence[AuditEntry]
    rest: int | None
    """The `top` that lists what follows. None: nothing does."""


class AuditLines:
    """Searches in a team's chain. A page is named by the sequence of its newest line, so new lines move no page.

    The chain's own key bounds each search to the lines of one team.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def list_up_to(self, team_id: UUID, wanted: AuditFilter, top: int, limit: int) -> AuditPage:
        """List the lines that fit up to this one, the newest first."""
        found = self._list((_LIST_UP_TO, _LIST_UP_TO_OF_KEY), team_id, wanted, top, limit + 1)
        return AuditPage(found[:limit], found[limit].sequence if len(found) > limit else None)

    def list_after(self, team_id: UUID | None, wanted: AuditFilter, top: int, limit: int) -> AuditPage:
        """List the lines that fit after this one, the oldest first. Without a team, those of the installation."""
        found = self._list((_LIST_AFTER, _LIST_AFTER_OF_KEY), team_id, wanted, top, limit + 1)
        return AuditPage(found[:limit], found[limit - 1].sequence if len(found) > limit else None)

    def _list(
        self, statements: tuple[Statement, Statement], team_id: UUID | None, wanted: AuditFilter, top: int, limit: int
    ) -> Sequence[AuditEntry]:
        lowest, highest = _IDS if wanted.actor is None else (wanted.actor, wanted.actor)
        parameters: dict[str, Any] = {
            "which": team_id or NO_ONE,
            "since": wanted.since or ALWAYS,
            "lowest": lowest,
            "highest": highest,
            "kinds": _KINDS if wanted.kinds is None else [one.value for one in wanted.kinds],
            "top": top,
            "most": limit,
        }
        of_all, of_key = statements
        if wanted.key is None:
            return of_all.records(self._transaction, to_entry, **parameters)
        return of_key.records(
            self._transaction, to_entry, **parameters, needle=_find_name(wanted.key, is_whole=not wanted.is_beginning)
        )


def _find_name(name: str, *, is_whole: bool) -> str:
    """Return the pattern of JSON in which a text is this name, or begins with it."""
    text = json.dumps(name) if is_whole else json.dumps(name).removesuffix('"')
    for sign in (_ESCAPE, "%", "_"):
        text = text.replace(sign, f"{_ESCAPE}{sign}")
    return f"%{text}%"


def to_entry(row: Any) -> AuditEntry:
    """Read the record of a row."""
    known = {action.value: action for action in Action}
    return AuditEntry(
        chain_id=None if row.chain_id == NO_ONE else row.chain_id,
        sequence=row.sequence,
        at=row.at,
        actor=row.actor,
        what=known.get(row.what) or Event(row.what),
        outcome=Outcome(row.outcome),
        ticket_id=row.ticket_id,
        details=row.details,
        key_id=row.key_id,
        previous=row.previous,
        hmac=row.hmac,
    )


def line_as_json(entry: AuditEntry) -> str:
    """Write a line as canonical JSON, with everything that its HMAC covers."""
    values = asdict(entry)
    for name in ("chain_id", "ticket_id"):
        values[name] = str(values[name]) if values[name] else None
    return canonical(values)
