"""What `/pending` shows: requests that have not ended."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.operations.model.operation import Actor
from bot.rules.authorization import may_approve
from bot.rules.pages import Page, cut_page
from bot.rules.verdict import Allowed
from storage.records import Membership, Person, Stage, Team, Ticket
from storage.work import Work


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """One line."""

    ticket: Ticket
    requester: Person
    approver: Person | None
    """The only person whose approval it waits for. None: it waits for none, or for any of several."""


@dataclass(frozen=True, slots=True)
class TicketsSeen:
    """`/pending`: one page, those that time out first on top."""

    team: Team
    page: Page[OpenTicket]


def see_open_tickets(work: Work, actor: Actor, page: int) -> TicketsSeen:
    """Look at the team's open requests."""
    team = actor.the_team
    tickets = sorted(work.tickets.list_open(team.id), key=lambda one: (one.stage_until or actor.now, one.number))
    shown = cut_page(tickets, page)
    people = work.people.by_id(ticket.user_id for ticket in shown.items)
    waits = any(ticket.stage is Stage.APPROVAL for ticket in shown.items)
    members = work.teams.list_members(team.id) if waits else []
    given = work.tickets.list_approvals(team.id) if waits else frozenset()
    lines = [
        OpenTicket(one, people[one.user_id], _find_approver(one, members, given, actor.now)) for one in shown.items
    ]
    return TicketsSeen(team, Page(lines, shown.number, shown.of))


def _find_approver(
    ticket: Ticket,
    members: Sequence[tuple[Membership, Person]],
    given: Collection[tuple[UUID, int]],
    now: datetime,
) -> Person | None:
    if ticket.stage is not Stage.APPROVAL:
        return None
    able = [
        person
        for membership, person in members
        if (ticket.id, person.user_id) not in given
        and may_approve(membership, person, requester_id=ticket.user_id, now=now) == Allowed()
    ]
    return able[0] if len(able) == 1 else None
