"""A team's audit chain is searched in pages, on both engines."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from storage.database import Database
from storage.records import Action, AuditEntry, AuditFilter, Event, Outcome, Stage
from storage.work import Work
from tests.storage.examples import MAX, NOW, OLGA, TEAM_ID, found, ticket

ODD = 'a 100%_"ключ"!\\'
"""A name with every sign that JSON or LIKE escapes."""


async def _write(database: Database) -> None:
    """Olga's renewal of `hedge`, an hour later a refusal to Max, the odd key's end, and lines of another chain."""

    def body(work: Work) -> None:
        found(work)
        renewal = replace(ticket(1, Stage.CODE), action=Action.KEY_RENEW, payload={"remarks": ["hedge"]})
        work.tickets.add(renewal)
        for outcome in (Outcome.ASKED, Outcome.DONE):
            actor = OLGA if outcome is Outcome.ASKED else None
            work.audit.add(TEAM_ID, actor, Action.KEY_RENEW, outcome, NOW, ticket_id=renewal.id)
        later = NOW + timedelta(hours=1)
        work.audit.add(TEAM_ID, MAX, Action.KEY_BIND, Outcome.REFUSED, later, details={"reason": "hedge-2"})
        work.audit.add(TEAM_ID, None, Event.KEY_LIVE, Outcome.DONE, later, details={"key": ODD})
        work.audit.add(UUID(int=9), OLGA, Action.KEY_RENEW, Outcome.ASKED, later, ticket_id=renewal.id)

    await database.write(body)


def _numbers(entries: Sequence[AuditEntry]) -> list[int]:
    return [entry.sequence for entry in entries]


@pytest.mark.parametrize(
    ("wanted", "sequences"),
    [
        (AuditFilter(), [4, 3, 2, 1]),
        (AuditFilter(actor=OLGA), [1]),
        (AuditFilter(kinds=[Action.KEY_RENEW, Event.KEY_LIVE]), [4, 2, 1]),
        (AuditFilter(kinds=[]), []),
        (AuditFilter(since=NOW + timedelta(minutes=1)), [4, 3]),
        (AuditFilter(key="hedge"), [2, 1]),
        (AuditFilter(key="hedg_"), []),
        (AuditFilter(key="hed"), []),
        (AuditFilter(key="hed", is_beginning=True), [3, 2, 1]),
        (AuditFilter(key="edge", is_beginning=True), []),
        (AuditFilter(key=ODD), [4]),
        (AuditFilter(actor=OLGA, kinds=[Action.KEY_RENEW], key="hedge", since=NOW), [1]),
        (AuditFilter(actor=MAX, key="hedge"), []),
    ],
)
async def test_lines_are_found_by_person_kind_key_and_time(
    database: Database, wanted: AuditFilter, sequences: list[int]
) -> None:
    await _write(database)
    lines = await database.read(lambda work: work.audit_lines.list_up_to(TEAM_ID, wanted, 9, 9))
    assert (_numbers(lines.lines), lines.rest) == (sequences, None)


async def test_pages_go_both_ways_from_a_line(database: Database) -> None:
    await _write(database)

    def look(work: Work) -> list[tuple[list[int], int | None]]:
        older = work.audit_lines.list_up_to(TEAM_ID, AuditFilter(), 3, 2)
        newer = work.audit_lines.list_after(TEAM_ID, AuditFilter(), 1, 2)
        return [(_numbers(page.lines), page.rest) for page in (older, newer)]

    assert await database.read(look) == [([3, 2], 1), ([2, 3], 3)]
