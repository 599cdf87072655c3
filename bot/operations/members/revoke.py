"""End a person's requests and invitations with their right: suspended, lower role, or left."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.operations.members.close_invitation import close_invitation
from bot.operations.members.personal_calendar import list_readable, revoke_calendar
from bot.operations.members.record import tell_owners_of
from bot.operations.members.withdraw_secrets import withdraw_secrets
from bot.operations.model.notifications import tell_team, who
from bot.operations.ticket.approvals import asked_by, lacks_approval, may_approve_ticket, members_of
from bot.operations.ticket.cards import close_step, show, wait_for_approval
from bot.operations.ticket.closing import audit, end_ticket
from bot.operations.ticket.screens import close_screens_of, draw_again, screen_of
from bot.operations.ticket.stop_notice import is_reset_of
from bot.operations.ticket.subject import subject_of
from bot.rules.approvers import may_be_approved
from bot.rules.authorization import may_ask
from bot.rules.limits import reaches
from bot.rules.verdict import Refused
from storage.records import (
    Action,
    Arg,
    End,
    Event,
    Membership,
    MembershipStatus,
    Message,
    Outcome,
    Person,
    ProofKind,
    Stage,
    Ticket,
)
from storage.work import Work


def suspend(work: Work, membership: Membership, now: datetime, *, by: Ticket | None = None) -> int:
    """Suspend a member and return how many of their requests ended. `by` is the ticket that does it."""
    suspended = replace(membership, standing=MembershipStatus.SUSPENDED)
    work.teams.save_membership(suspended)
    if not list_readable(work, membership.user_id):
        revoke_calendar(work, membership.user_id, now, by=None)
    ended = take_back(work, suspended, now, by=by)
    for ticket in work.tickets.list_open(suspended.team_id):
        # The person keeps [Stop] of a reset of themselves, or suspending them would take it away.
        if ticket.user_id != suspended.user_id and not is_reset_of(ticket, suspended.user_id):
            close_step(work, ticket, suspended.user_id, now)
    withdraw_secrets(work, suspended, now)
    draw_again(work, [screen_of(suspended)], now)
    close_screens_of(work, suspended.user_id, suspended.team_id, now)
    tell_owners_of(work, suspended, now)
    return ended


def take_back(work: Work, membership: Membership, now: datetime, *, by: Ticket | None = None) -> int:
    """End what the member's present role does not allow, and return how many requests ended."""
    person = work.people.get(membership.user_id)
    ended = [ticket for ticket in _list_unfit(work, membership, person) if by is None or ticket.id != by.id]
    is_out = membership.standing is MembershipStatus.SUSPENDED
    why = "cancelled-suspended" if is_out else "cancelled-reset" if person.enrolled_at is None else "cancelled-role"
    for ticket in ended:
        end_ticket(work, ticket, End.CANCELLED, now, result=Message(why, {"who": who(person)}))
    if not may_invite(membership, person):
        _close_invitations(work, membership, now)
    _withdraw_approvals(work, membership, now)
    _ask_for_approval_again(work, membership.team_id, person, now)
    end_hopeless(work, membership.team_id, now)
    return len(ended)


def may_invite(membership: Membership | None, person: Person) -> bool:
    """Whether the person's invitations are valid."""
    verdict = may_ask(Action.MEMBER_INVITE, membership, is_enrolled=person.enrolled_at is not None)
    return not isinstance(verdict, Refused)


def end_hopeless(work: Work, team_id: UUID, now: datetime) -> None:
    """End the team's tickets that need more approvals than its people can give."""
    members = members_of(work, team_id)
    for ticket in work.tickets.list_open(team_id):
        verdict = may_be_approved(members, ticket.user_id, asked_by(work, ticket).approvals)
        if ticket.stage is Stage.APPROVAL and isinstance(verdict, Refused):
            end_ticket(work, ticket, End.REFUSED, now, result=verdict.as_saying())


def _list_unfit(work: Work, membership: Membership, person: Person) -> list[Ticket]:
    """List the member's own tickets that they may not ask for now and that no exchange was asked for."""
    return [
        ticket
        for ticket in work.tickets.list_open_of(person.user_id)
        if ticket.team_id == membership.team_id
        and not _is_at_exchange(ticket)
        and (
            isinstance(may_ask(ticket.action, membership, is_enrolled=person.enrolled_at is not None), Refused)
            or not reaches(membership, ticket.accounts)
        )
    ]


def _is_at_exchange(ticket: Ticket) -> bool:
    """Whether the exchange may be changing something for this ticket now."""
    return ticket.stage is Stage.RUNNING and ticket.called_at is not None


def _close_invitations(work: Work, membership: Membership, now: datetime) -> None:
    for invitation in work.teams.list_open_invitations(membership.team_id, membership.user_id, now):
        close_invitation(work, replace(invitation, expires_at=now), now)
        details: dict[str, object] = {"invited_by": membership.user_id, "role": invitation.role.value}
        work.audit.add(membership.team_id, None, Event.INVITATION_END, Outcome.DONE, now, details=details)


def _withdraw_approvals(work: Work, membership: Membership, now: datetime) -> None:
    """Withdraw approvals that a person gave with another role than today's."""
    user_id = membership.user_id
    for ticket in work.tickets.list_open(membership.team_id):
        may = may_approve_ticket(work, ticket, user_id, now)
        if not isinstance(may, Refused) or ticket.called_at is not None:
            continue
        if work.tickets.withdraw_approval(ticket.id, user_id):
            audit(work, ticket, Outcome.PROOF_FAILED, now, actor=user_id, proof=ProofKind.APPROVAL.value)
            show(work, ticket, now)


def _ask_for_approval_again(work: Work, team_id: UUID, lost: Person, now: datetime) -> None:
    """Take back to their approvals the waiting tickets that lost one with this person's right, and tell the team."""
    for ticket in work.tickets.list_open(team_id):
        if ticket.stage is Stage.COOLING and lacks_approval(work, ticket, now):
            args: dict[str, Arg] = {"who": who(lost), "number": ticket.number, "subject": subject_of(ticket)}
            tell_team(work, team_id, Message("approval-lost", args), now)
            wait_for_approval(work, ticket, now)
