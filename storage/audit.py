"""One hash chain per team and one for the installation. Lines are only ever added.

Each line's HMAC covers its canonical JSON with the HMAC before it, so an edit, a deletion, an insertion or another
order shows, with its kind and place. The installation's chain names every other chain when it begins, so a chain that
is deleted whole shows too.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, bindparam, cast, select, update

from storage.audit_check import BEGINNING, ChainCheck, cut_off
from storage.audit_checkpoints import Checkpoint
from storage.audit_lines import to_entry
from storage.listing import BATCH
from storage.records import Action, AuditEntry, Event, Outcome
from storage.sealing import FieldCipher
from storage.serialization import canonical, plain
from storage.statement import Addition, Statement
from storage.tables import audit_entries, audit_heads, people, teams
from storage.tables.columns import NO_ONE
from storage.transaction import Transaction

FORMAT = 1


@dataclass(frozen=True, slots=True)
class ChainReport:
    """Result of verifying one chain."""

    chain_id: UUID | None
    lines: int
    faults: Sequence[str]
    is_head_proven: bool
    """Whether a head that was kept outside proves that nothing was cut off."""
    last: str = field(default=BEGINNING, compare=False)
    """The HMAC of the last line."""
    since: Checkpoint | None = None
    """The lines up to this one were not verified again."""


@dataclass(slots=True)
class _Draft:
    chain_id: UUID
    values: dict[str, Any] = field(default_factory=dict)


_NAMES_CHAINS = (
    audit_entries.c.chain_id == NO_ONE,
    audit_entries.c.what.in_([Event.TRAIL_BEGIN.value, Event.CHAIN_BEGIN.value]),
)
_TRAIL_BEGIN = audit_entries.c.chain_id == NO_ONE, audit_entries.c.what == Event.TRAIL_BEGIN.value
_FIND_BEGIN = Statement(select(audit_entries.c.sequence).where(*_TRAIL_BEGIN).limit(1))
_HEAD = audit_heads.c.chain_id == bindparam("which")
_CHAIN = audit_entries.c.chain_id == bindparam("which")
_LATEST = select(audit_entries).where(_CHAIN).order_by(audit_entries.c.sequence.desc()).limit(bindparam("most"))
_LOCK_HEAD = Statement(select(audit_heads).where(_HEAD).with_for_update())
_FIND_HEAD = Statement(select(audit_heads).where(_HEAD))
_BEGIN_CHAIN = Statement(audit_heads.insert())
_MOVE_HEAD = Statement(update(audit_heads).where(_HEAD))
_ADD_LINE = Addition(audit_entries.insert())
_LIST_LATEST = Statement(_LATEST)
_LIST_AFTER = Statement(
    select(audit_entries)
    .where(_CHAIN, audit_entries.c.sequence > bindparam("after"))
    .order_by(audit_entries.c.sequence)
    .limit(bindparam("most"))
)
_FIND_HMAC = Statement(select(audit_entries.c.hmac).where(_CHAIN, audit_entries.c.sequence == bindparam("number")))
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Audit:
    """The chains of all teams and of the installation."""

    def __init__(self, transaction: Transaction, cipher: FieldCipher) -> None:
        self._transaction = transaction
        self._cipher = cipher
        self._drafts: list[_Draft] = []

    def add(  # noqa: PLR0913 - the columns of a line, each named at every call
        self,
        chain_id: UUID | None,
        actor: int | None,
        what: Action | Event,
        outcome: Outcome,
        at: datetime,
        *,
        ticket_id: UUID | None = None,
        details: Mapping[str, object] | None = None,
    ) -> None:
        """Write a line at the end of this transaction. Chain None is the installation's."""
        values = {
            "at": at,
            "actor": actor,
            "what": what.value,
            "outcome": outcome.value,
            "ticket_id": ticket_id,
            "details": plain(dict(details or {})),
        }
        self._drafts.append(_Draft(chain_id or NO_ONE, values))

    def begin_trail(self, at: datetime, *, has_begun: bool) -> None:
        """Enter every existing chain once. From then on each is entered when it begins.

        `has_begun` is the value in the installation's own row: a trail that is missing then was deleted. Every
        enrolment is a line of the installation's chain too, so a chain that is empty after an enrolment was deleted.
        """
        if _FIND_BEGIN.first(self._transaction) is not None:
            return
        present = self._transaction.execute(select(audit_heads.c.chain_id).where(audit_heads.c.chain_id != NO_ONE))
        details: dict[str, object] = {"chains": sorted(map(str, present.scalars()))}
        enrolled = self._transaction.execute(select(people.c.user_id).where(people.c.enrolled_at.is_not(None)).limit(1))
        if has_begun or (enrolled.first() is not None and self.head(None)[0] == 0):
            details["was_deleted"] = True
        self.add(None, None, Event.TRAIL_BEGIN, Outcome.DONE, at, details=details)

    def flush(self) -> None:
        """Write the gathered lines. Heads are locked last and in one order, which prevents deadlocks."""
        if not self._drafts:
            return
        wanted = {draft.chain_id for draft in self._drafts}
        heads = self._lock_heads(wanted)
        for chain_id in sorted(wanted - heads.keys() - {NO_ONE}):
            at = next(draft.values["at"] for draft in self._drafts if draft.chain_id == chain_id)
            self.add(None, None, Event.CHAIN_BEGIN, Outcome.DONE, at, details={"chains": [str(chain_id)]})
            wanted.add(NO_ONE)
        if NO_ONE in wanted and NO_ONE not in heads:
            heads |= self._lock_heads({NO_ONE})
        lines: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
        for draft in self._drafts:
            lines[draft.chain_id].append(draft.values)
        for chain_id in sorted(wanted):
            self._extend(chain_id, heads.get(chain_id), lines[chain_id])
        self._drafts.clear()

    def _lock_heads(self, chain_ids: Collection[UUID]) -> dict[UUID, tuple[int, str]]:
        rows = [_LOCK_HEAD.first(self._transaction, which=chain_id) for chain_id in sorted(chain_ids)]
        return {row.chain_id: (row.sequence, row.hmac) for row in rows if row is not None}

    def _extend(self, chain_id: UUID, head: tuple[int, str] | None, lines: Sequence[dict[str, Any]]) -> None:
        if head is None:
            _BEGIN_CHAIN.run(self._transaction, chain_id=chain_id, sequence=0, hmac=BEGINNING)
        sequence, previous = head or (0, BEGINNING)
        rows = []
        for line in lines:
            sequence += 1
            values = {
                **line,
                "chain_id": chain_id,
                "sequence": sequence,
                "format": FORMAT,
                "key_id": self._cipher.fingerprint,
                "previous": previous,
            }
            previous = self._cipher.sign(canonical(values), self._cipher.fingerprint) or ""
            rows.append({**values, "hmac": previous})
        _ADD_LINE.run_each(self._transaction, rows)
        _MOVE_HEAD.run(self._transaction, which=chain_id, sequence=sequence, hmac=previous)

    def list_latest(self, chain_id: UUID | None, limit: int) -> list[AuditEntry]:
        """List the newest lines first."""
        rows = _LIST_LATEST.rows(self._transaction, which=chain_id or NO_ONE, most=limit)
        return [to_entry(row) for row in rows]

    def head(self, chain_id: UUID | None) -> tuple[int, str]:
        """Return sequence and HMAC of the newest line. Kept outside, they prove that nothing is cut off."""
        row = _FIND_HEAD.first(self._transaction, which=chain_id or NO_ONE)
        return (row.sequence, row.hmac) if row else (0, BEGINNING)

    def list_chains(self) -> list[UUID | None]:
        """List every chain that exists or must exist, also one that only its lines name, so every line is read."""
        lines = self._transaction.execute(select(audit_entries.c.chain_id).distinct()).scalars()
        return _in_order({*self._named_chains(), *lines})

    def list_named_chains(self) -> list[UUID | None]:
        """List every chain that has a head, a team or an entry in the trail. None is the installation's."""
        return _in_order(self._named_chains())

    def _named_chains(self) -> set[UUID]:
        heads = self._transaction.execute(select(audit_heads.c.chain_id)).scalars()
        owed = self._transaction.execute(select(teams.c.id)).scalars()
        return {NO_ONE, *heads, *owed, *self._list_entered()}

    def _list_entered(self) -> Iterator[UUID]:
        """Yield the named chains. An unreadable name is found by its line's signature."""
        naming = select(cast(audit_entries.c.details, String)).where(*_NAMES_CHAINS)
        for details in self._transaction.execute(naming).scalars():
            for found in _UUID.findall(details):
                yield UUID(found)

    def verify(
        self, chain_id: UUID | None, head: tuple[int, str] | None = None, since: Checkpoint | None = None
    ) -> ChainReport:
        """Verify every line of a chain, or those after a checkpoint.

        `head` was kept outside and needs every line.
        """
        check = ChainCheck(self._transaction, self._cipher, chain_id or NO_ONE, self.head(chain_id)[0], since)
        if since is not None and not self._holds(since):
            why = f"edited or missing: line {since.sequence}, up to which it was verified before"
            return ChainReport(chain_id, since.sequence, [why], is_head_proven=False)
        try:
            for row in self._read_lines(chain_id or NO_ONE, since.sequence if since else 0):
                check.take(row, is_kept=head is not None and row.sequence == head[0])
                if check.is_broken:
                    break
        except (ValueError, TypeError) as error:
            return ChainReport(chain_id, 0, [f"a line was changed into what cannot be read ({error})"], False)
        faults = check.faults or [*self._check_ends(chain_id, check)]
        if head is not None and not faults and head != (0, BEGINNING) and check.kept != head[1]:
            is_longer = head[0] > check.lines
            what = cut_off(check.lines + 1, head[0]) if is_longer else f"edited: line {head[0]} or one before it"
            faults.append(f"{what} (against the posted head {head[0]})")
        return ChainReport(chain_id, check.lines, faults, head is not None and not faults, check.previous, since)

    def _holds(self, since: Checkpoint) -> bool:
        """Whether the last verified line is there unchanged."""
        found = _FIND_HMAC.value(self._transaction, which=since.chain_id or NO_ONE, number=since.sequence)
        return bool(found == since.hmac)

    def _read_lines(self, which: UUID, after: int) -> Iterator[Any]:
        """Yield the lines after that one in order, in batches that fit into memory."""
        while rows := _LIST_AFTER.rows(self._transaction, which=which, after=after, most=BATCH):
            yield from rows
            after = rows[-1].sequence

    def _check_ends(self, chain_id: UUID | None, check: ChainCheck) -> Iterator[str]:
        """Yield what is wrong with the beginning and the end of a chain of unbroken lines."""
        sequence, hmac = self.head(chain_id)
        if not check.lines:
            yield "missing: every line, the chain was deleted"
        elif sequence > check.lines:
            yield f"{cut_off(check.lines + 1, sequence)} (against the stored head)"
        elif (sequence, hmac) != (check.lines, check.previous):
            yield f"edited: the stored head {sequence} is not line {check.lines}"
        elif check.began_late is not None:
            yield f"it begins on {check.began_late:%Y-%m-%d}, but the trail had begun before: its lines are gone"


def _in_order(chain_ids: Collection[UUID]) -> list[UUID | None]:
    return [None if chain_id == NO_ONE else chain_id for chain_id in sorted(chain_ids)]
