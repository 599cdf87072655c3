"""What `/audit` shows: one page of the team's trail, as lines with the people and requests in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.operations.lookup.audit_line import AuditLine, other_in
from bot.operations.lookup.keys import team_keys
from bot.operations.model.operation import Actor
from bot.rules.audit_search import AuditSearch, read_search
from bot.rules.pages import PAGE_SIZE, Turns
from bot.rules.verdict import Refused
from storage.audit_lines import AuditPage
from storage.records import AuditEntry, Membership, Team
from storage.work import Work

NEWEST = 0
"""The page with the newest lines. Any other is the sequence of its newest line."""


@dataclass(frozen=True, slots=True)
class AuditSeen:
    """`/audit`: one page, the newest line first, and the head that proves the chain complete."""

    team: Team
    reader: Membership | None
    search: AuditSearch
    lines: Sequence[AuditLine]
    """None of them with older lines left: a limited reader may read nothing of a long part."""
    page: int
    turns: Turns
    """Before it newer lines, after it older ones."""
    head: tuple[int, str]


def see_audit(work: Work, actor: Actor, words: Sequence[str], page: int) -> AuditSeen | Refused:
    """One page of the lines that fit the words."""
    team = actor.the_team
    search = _understand(work, actor, words)
    if isinstance(search, Refused):
        return search
    wanted, head = search.as_filter(actor.now), work.audit.head(team.id)
    top = min(page, head[0]) or head[0]
    found = work.audit_lines.list_up_to(team.id, wanted, top, PAGE_SIZE)
    later = work.audit_lines.list_after(team.id, wanted, top, PAGE_SIZE) if top < head[0] else AuditPage((), None)
    return AuditSeen(
        team,
        actor.membership,
        search,
        _with_facts(work, found.lines),
        page,
        Turns(_page_before(later), found.rest),
        head,
    )


def _page_before(later: AuditPage) -> int | None:
    if later.rest is not None:
        return later.rest
    return NEWEST if later.lines else None


def _understand(work: Work, actor: Actor, words: Sequence[str]) -> AuditSearch | Refused:
    if not words:
        return AuditSearch()
    team_id = actor.the_team.id

    def was_key(name: str) -> bool:
        last, wanted = work.audit.head(team_id)[0], AuditSearch(key=name).as_filter(actor.now)
        return bool(work.audit_lines.list_up_to(team_id, wanted, last, 1).lines)

    people = [person for _, person in work.teams.list_members(team_id)]
    return read_search(words, people, team_keys(work, actor), was_key)


def _with_facts(work: Work, entries: Sequence[AuditEntry]) -> list[AuditLine]:
    tickets = work.tickets.by_id(entry.ticket_id for entry in entries if entry.ticket_id is not None)
    named = {one for entry in entries for one in (entry.actor, other_in(entry)) if one is not None}
    people = work.people.by_id(named)
    return [
        AuditLine(
            entry,
            people.get(entry.actor or 0),
            people.get(other_in(entry) or 0),
            tickets.get(entry.ticket_id) if entry.ticket_id else None,
        )
        for entry in entries
    ]
