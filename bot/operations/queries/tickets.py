"""What `/pending` shows: requests that have not ended, or one request with what its reader may do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.operations.model.button_data import Step
from bot.operations.model.operation import Actor
from bot.rules.authorization import may_approve, may_ask, may_stop
from bot.rules.pages import Page, cut_page
from bot.rules.ticket_path import is_timed_out, may_cancel
from bot.rules.verdict import Allowed, Reason, Refused
from storage.records import Membership, Person, Stage, Team, Ticket
from storage.work import Work

_STEPS = {
    Stage.CODE: (Step.APPROVE,),
    Stage.EMAIL: (Step.RESEND,),
    Stage.APPROVAL: (Step.APPROVE, Step.DENY),
    Stage.BY_HAND: (Step.BY_HAND,),
}


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """One line."""

    ticket: Ticket
    requester: Person
    approver: Person | None
    """The only person who can still approve it. None: it waits for none, or for any of several."""


@dataclass(frozen=True, slots=True)
class TicketsSeen:
    """`/pending`: one page, those that time out first on top."""

    team: Team
    page: Page[OpenTicket]


@dataclass(frozen=True, slots=True)
class TicketSeen:
    """`/pending NUMBER`: one request, open or ended."""

    ticket: Ticket
    requester: Person
    steps: Sequence[Step]
    """What the reader may do, or in a group any member. APPROVE opens the private step of a code."""


def see_ticket(work: Work, actor: Actor, number: int, *, is_mine: bool) -> TicketSeen | Refused:
    """Look at a request for the actor alone, or for everyone of the team."""
    ticket = work.tickets.find_numbered(actor.the_team.id, number)
    if ticket is None:
        return Refused(Reason.TICKET_UNKNOWN, {"number": number})
    possible = _steps_of(ticket, actor.now)
    steps = [one for one in possible if not is_mine or _may_step(work, actor, ticket, one)]
    # An approver who may deny needs no second button that stops the request.
    steps = [one for one in steps if one is not Step.CANCEL or Step.DENY not in steps or not is_mine]
    return TicketSeen(ticket, work.people.get(ticket.user_id), steps)


def _steps_of(ticket: Ticket, now: datetime) -> list[Step]:
    """What a person may do for a request in this stage."""
    if ticket.stage is None or is_timed_out(ticket.stage, ticket.stage_until, now):
        return []
    cancel = [Step.CANCEL] if may_cancel(ticket.action, ticket.stage) == Allowed() else []
    return [*_STEPS.get(ticket.stage, ()), *cancel]


def _may_step(work: Work, actor: Actor, ticket: Ticket, step: Step) -> bool:
    user_id = actor.person.user_id
    match step:
        case Step.APPROVE | Step.DENY if ticket.stage is Stage.APPROVAL:
            may = may_approve(
                actor.membership, actor.person, requester_id=ticket.user_id, accounts=ticket.accounts, now=actor.now
            )
            return may == Allowed() and (ticket.id, user_id) not in work.tickets.list_approvals(actor.the_team.id)
        case Step.BY_HAND:
            is_enrolled = actor.person.enrolled_at is not None
            return may_ask(ticket.action, actor.membership, is_enrolled=is_enrolled) == Allowed()
        case Step.APPROVE | Step.RESEND:
            return ticket.user_id == user_id
    return may_stop(actor.membership, user_id, requester_id=ticket.user_id, accounts=ticket.accounts) == Allowed()


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
        and may_approve(membership, person, requester_id=ticket.user_id, accounts=ticket.accounts, now=now) == Allowed()
    ]
    return able[0] if len(able) == 1 else None
