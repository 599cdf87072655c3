"""Who may approve a ticket now, how many approvals are missing, and when a team starts to need them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from bot.operations.model.notifications import tell_team
from bot.operations.model.operation import Actor
from bot.rules.approvers import Member, approvals_with, has_other_owner, may_be_approved, member_at
from bot.rules.authorization import may_approve, may_prove_money
from bot.rules.lockout import Situation, ease, may_ease
from bot.rules.policy import POLICY, Proofs, approvals_for, name_row
from bot.rules.ticket_path import Given, Needed, count_given, hash_payload, next_stage, stricter
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import (
    Account,
    Action,
    Event,
    MembershipStatus,
    Message,
    Outcome,
    Person,
    ProofKind,
    Stage,
    Team,
    Ticket,
)
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Change:
    """A change as far as it decides how many approvals it needs."""

    action: Action
    requester_id: int
    reset_id: int | None = None
    """The person whose factor it removes."""


@dataclass(frozen=True, slots=True)
class ApprovalProgress:
    """The approvals of a ticket that waits for them."""

    approved: Sequence[Person]
    """Those who have approved and may do so now."""
    others: Sequence[Person]
    """Those who may approve next."""
    missing: int


def change_to(action: Action, requester_id: int, payload: Mapping[str, object]) -> Change:
    """The change that a request asks for."""
    reset_id = int(str(payload["user_id"])) if action is Action.MEMBER_RESET else None
    return Change(action, requester_id, reset_id)


def change_of(ticket: Ticket) -> Change:
    """The change of a ticket."""
    return change_to(ticket.action, ticket.user_id, ticket.payload)


def members_of(work: Work, team_id: UUID) -> list[Member]:
    """List the team's members with the facts that the rules about approvals need."""
    return [
        Member(membership, person.enrolled_at is not None) for membership, person in work.teams.list_members(team_id)
    ]


def situation_of(work: Work, team: Team) -> Situation:
    """The team's people and policy, to judge what they can still do."""
    return Situation(members_of(work, team.id), team.approvals, team.row_approvals)


def situation_at(work: Work, team: Team, now: datetime) -> Situation:
    """The same, with what young factors and e-mails can not prove yet."""
    members = [member_at(membership, person, now) for membership, person in work.teams.list_members(team.id)]
    return Situation(members, team.approvals, team.row_approvals)


def count_enrolled(work: Work, team_id: UUID) -> int:
    """Count enrolled, active members of any role."""
    return sum(
        member.is_enrolled and member.membership.standing is MembershipStatus.ACTIVE
        for member in members_of(work, team_id)
    )


def is_fit_for(work: Work, actor: Actor, needed: Needed) -> Verdict:
    """Whether this person's factor and e-mail may prove it, and others can approve it."""
    if actor.team is None or needed.proofs not in {Proofs.ALONE, Proofs.MONEY}:
        return Allowed()
    enrolled = count_enrolled(work, actor.team.id)
    verdict = may_prove_money(actor.person, enrolled_people=enrolled, now=actor.now)
    if isinstance(verdict, Refused):
        return verdict
    if needed.proofs is Proofs.ALONE:
        return Allowed()
    return may_be_approved(members_of(work, actor.team.id), actor.person.user_id, needed.approvals)


def proofs_of(action: Action, *, is_money: bool) -> Proofs:
    """Proofs that the policy demands."""
    return POLICY[action].proofs(is_high_risk=is_money)


def needed_of(work: Work, team: Team | None, change: Change, asked: Needed) -> Needed:
    """Proofs that a new request would need, as far as other people give them."""
    asked = replace(asked, approvals=max(asked.approvals, asked_approvals(work, team, change)))
    return _eased(work, team, change, asked)


def needed_by(work: Work, ticket: Ticket) -> Needed:
    """Proofs that the ticket needs now. A way back waits in place of approvals that no one can give."""
    team, asked = _team_of(work, ticket), asked_by(work, ticket)
    return _eased(work, team, change_of(ticket), asked)


def asked_by(work: Work, ticket: Ticket) -> Needed:
    """Proofs that the policy asks for: those of its question, and stricter ones since then."""
    proofs = proofs_of(ticket.action, is_money=ticket.is_money)
    team = _team_of(work, ticket)
    approvals = asked_approvals(work, team, change_of(ticket))
    now = Needed(proofs, approvals, asked_cooling(team, ticket.action, is_money=ticket.is_money))
    return stricter(Needed(proofs, ticket.approvals, ticket.cooling_hours), now)


def asked_approvals(work: Work, team: Team | None, change: Change) -> int:
    """Approvals that a MONEY ticket of the team needs now. A person alone has no one to ask.

    A reset needs one wherever another owner can look at it, whatever the policy says.
    """
    if team is None:
        return 0
    approvals = approvals_for(change.action, team.approvals, team.row_approvals)
    is_seen = change.reset_id is not None and has_other_owner(
        members_of(work, team.id), change.requester_id, change.reset_id
    )
    return max(approvals, 1) if is_seen else approvals


def asked_cooling(team: Team | None, action: Action, *, is_money: bool) -> int:
    """Hours that such a ticket of the team waits now between its proofs and its start."""
    return team.cooling_hours.get(name_row(action, is_money=is_money), 0) if team else 0


def given_for(work: Work, ticket: Ticket, now: datetime) -> Given:
    """Proofs given for the ticket. An approval counts only while its person may approve."""
    proofs = work.tickets.list_proofs(ticket.id)
    kinds = {proof.kind for proof in proofs}
    return count_given(
        proofs,
        requester_id=ticket.user_id,
        payload_hash=hash_payload(ticket.payload),
        approvers=[person.user_id for person in list_approvers(work, ticket, now)]
        if ProofKind.APPROVAL in kinds
        else (),
        owners=_list_owners(work, ticket) if ProofKind.BREAK_GLASS in kinds else (),
    )


def _list_owners(work: Work, ticket: Ticket) -> list[int]:
    members = work.teams.list_members(ticket.team_id) if ticket.team_id else []
    return [membership.user_id for membership, _ in members if membership.is_owner]


def lacks_approval(work: Work, ticket: Ticket, now: datetime) -> bool:
    """Whether a proven ticket has lost an approval that it needs."""
    needed = replace(needed_by(work, ticket), cooling_hours=0)
    return next_stage(needed, given_for(work, ticket, now)) is Stage.APPROVAL


def progress_of(work: Work, ticket: Ticket, now: datetime) -> ApprovalProgress:
    """Who has approved this payload, who can do so next, and how many approvals are missing."""
    payload_hash = hash_payload(ticket.payload)
    given = {
        proof.user_id
        for proof in work.tickets.list_proofs(ticket.id)
        if proof.kind is ProofKind.APPROVAL and proof.payload_hash == payload_hash
    }
    approvers = list_approvers(work, ticket, now)
    approved = [person for person in approvers if person.user_id in given]
    return ApprovalProgress(
        approved,
        [person for person in approvers if person not in approved],
        max(0, needed_by(work, ticket).approvals - len(approved)),
    )


def list_approvers(work: Work, ticket: Ticket, now: datetime) -> list[Person]:
    """List the people who may approve the ticket now."""
    if ticket.team_id is None:
        return []
    return [
        person
        for membership, person in work.teams.list_members(ticket.team_id)
        if may_approve(membership, person, requester_id=ticket.user_id, accounts=ticket.accounts, now=now) == Allowed()
    ]


def may_approve_ticket(work: Work, ticket: Ticket, user_id: int, now: datetime) -> Verdict:
    """Whether this person may approve the ticket. A stranger learns only that it is not theirs."""
    person = work.people.find(user_id)
    membership = work.teams.find_membership(ticket.team_id, user_id) if ticket.team_id else None
    if person is None or membership is None:
        return Refused(Reason.NOT_YOURS)
    return may_approve(membership, person, requester_id=ticket.user_id, accounts=ticket.accounts, now=now)


def has_approved(work: Work, ticket: Ticket, user_id: int) -> bool:
    """Whether the person has given their approval."""
    return any(
        proof.kind is ProofKind.APPROVAL and proof.user_id == user_id for proof in work.tickets.list_proofs(ticket.id)
    )


def note_quorum(work: Work, team_id: UUID, now: datetime) -> None:
    """Demand one approval for MONEY tickets when two people can approve for the first time. Tell the team."""
    team = work.teams.get(team_id)
    approvals = approvals_with(members_of(work, team_id), team.approvals)
    if team.quorum_reached or approvals == team.approvals:
        return
    work.teams.save(replace(team, approvals=approvals, quorum_reached=True))
    work.audit.add(team_id, None, Event.APPROVALS_BEGIN, Outcome.DONE, now, details={"approvals": approvals})
    tell_team(work, team_id, Message("approvals-begin"), now)


def _eased(work: Work, team: Team | None, change: Change, asked: Needed) -> Needed:
    """Proofs without the approvals that no one can give. Most requests need no look at the members for that.

    Who has lost a factor cannot approve their own reset.
    """
    if team is None or not may_ease(asked, change.action):
        return asked
    situation = situation_of(work, team)
    if change.reset_id is not None:
        situation = situation.without(change.reset_id)
    return ease(asked, change.action, situation, change.requester_id)


def _team_of(work: Work, ticket: Ticket) -> Team | None:
    return work.teams.get(ticket.team_id) if ticket.team_id else None


def accounts_of(work: Work, ticket: Ticket) -> list[Account]:
    """List the accounts of the ticket."""
    accounts = []
    for part in ticket.parts:
        key = work.keys.find(part.subject_id) if part.subject_id else None
        account = work.accounts.find(key.account_id if key else part.subject_id) if part.subject_id else None
        if account is not None:
            accounts.append(account)
    return accounts
