"""Four eyes: who may approve a ticket now, how many approvals are missing, and how a team comes to need them.

It must not know what is approved.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.operations.model.notifications import tell_team
from bot.rules.approvers import Member, approvals_with
from bot.rules.authorization import may_approve
from bot.rules.policy import POLICY, Proofs
from bot.rules.ticket_path import Given, Needed, count_given, hash_payload, stricter
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Account, Action, Event, MembershipStatus, Message, Outcome, Person, ProofKind, Team, Ticket
from storage.work import Work


def members_of(work: Work, team_id: UUID) -> list[Member]:
    """The team's members as the rules about approvals see them."""
    return [
        Member(membership, person.enrolled_at is not None) for membership, person in work.teams.list_members(team_id)
    ]


def count_enrolled(work: Work, team_id: UUID) -> int:
    """Enrolled, active members of any role."""
    return sum(
        member.is_enrolled and member.membership.standing is MembershipStatus.ACTIVE
        for member in members_of(work, team_id)
    )


def proofs_of(action: Action, *, is_money: bool) -> Proofs:
    """What the policy asks for."""
    return POLICY[action].proofs(is_high_risk=is_money)


def needed_by(work: Work, ticket: Ticket) -> Needed:
    """What the ticket must show: what it was asked with, and what became stricter since."""
    proofs = proofs_of(ticket.action, is_money=ticket.is_money)
    return stricter(Needed(proofs, ticket.approvals), Needed(proofs, asked_approvals(_team_of(work, ticket))))


def asked_approvals(team: Team | None) -> int:
    """How many approvals a MONEY ticket of the team needs now; a person alone has nobody to ask."""
    return team.approvals if team else 0


def given_for(work: Work, ticket: Ticket, now: datetime) -> Given:
    """What has been shown for the ticket; approvals of those who may not approve now count for nothing."""
    proofs = work.tickets.list_proofs(ticket.id)
    is_approved = any(proof.kind is ProofKind.APPROVAL for proof in proofs)
    return count_given(
        proofs,
        requester_id=ticket.user_id,
        payload_hash=hash_payload(ticket.payload),
        approvers=[person.user_id for person in list_approvers(work, ticket, now)] if is_approved else (),
    )


def count_missing(work: Work, ticket: Ticket, now: datetime) -> int:
    """How many approvals the ticket still needs."""
    return max(0, needed_by(work, ticket).approvals - given_for(work, ticket, now).approvals)


def list_approvers(work: Work, ticket: Ticket, now: datetime) -> list[Person]:
    """Who may approve the ticket now."""
    if ticket.team_id is None:
        return []
    return [
        person
        for membership, person in work.teams.list_members(ticket.team_id)
        if may_approve(membership, person, requester_id=ticket.user_id, now=now) == Allowed()
    ]


def may_approve_ticket(work: Work, ticket: Ticket, user_id: int, now: datetime) -> Verdict:
    """May this person be the ticket's other pair of eyes? A stranger learns nothing but that it is not theirs."""
    person = work.people.find(user_id)
    membership = work.teams.find_membership(ticket.team_id, user_id) if ticket.team_id else None
    if person is None or membership is None:
        return Refused(Reason.NOT_YOURS)
    return may_approve(membership, person, requester_id=ticket.user_id, now=now)


def has_approved(work: Work, ticket: Ticket, user_id: int) -> bool:
    """Whether the person has given their approval."""
    return any(
        proof.kind is ProofKind.APPROVAL and proof.user_id == user_id for proof in work.tickets.list_proofs(ticket.id)
    )


def note_quorum(work: Work, team_id: UUID, now: datetime) -> None:
    """The first time two people could approve, MONEY tickets start to need one approval; the team is told."""
    team = work.teams.get(team_id)
    approvals = approvals_with(members_of(work, team_id), team.approvals)
    if team.quorum_reached or approvals == team.approvals:
        return
    work.teams.save(replace(team, approvals=approvals, quorum_reached=True))
    work.audit.add(team_id, None, Event.APPROVALS_BEGIN, Outcome.DONE, now, details={"approvals": approvals})
    tell_team(work, team_id, Message("approvals-begin"), now)


def _team_of(work: Work, ticket: Ticket) -> Team | None:
    return work.teams.get(ticket.team_id) if ticket.team_id else None


def accounts_of(work: Work, ticket: Ticket) -> list[Account]:
    """The accounts the ticket touches."""
    accounts = []
    for part in ticket.parts:
        key = work.keys.find(part.subject_id) if part.subject_id else None
        account = work.accounts.find(key.account_id if key else part.subject_id) if part.subject_id else None
        if account is not None:
            accounts.append(account)
    return accounts
