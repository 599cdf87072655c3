"""Check typed codes, record proofs, and move the ticket to its next stage."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.operations.desk.page_links import send_page_link
from bot.operations.members.presence import find_chat
from bot.operations.members.recovery_codes import tell_left
from bot.operations.members.wrong_codes import count_wrong_code
from bot.operations.model.notifications import who
from bot.operations.model.operation import Request
from bot.operations.ticket.approvals import (
    given_for,
    has_approved,
    may_approve_ticket,
    needed_by,
)
from bot.operations.ticket.cards import show, tell_again, wait_for_approval
from bot.operations.ticket.closing import audit
from bot.operations.ticket.reasons import ask_reason
from bot.operations.ticket.stop_notice import offer_stop
from bot.rules.one_time_code import check_code as check_step
from bot.rules.one_time_code import is_locked, read_recovery_code, refuse_spent
from bot.rules.ticket_path import hash_payload, is_timed_out, list_steps, next_stage, stage_end
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import (
    LinkPurpose,
    MembershipStatus,
    Outcome,
    Person,
    Proof,
    ProofKind,
    Stage,
    Ticket,
)
from storage.work import Work


def check_code(work: Work, person: Person, typed: str, now: datetime, wall_now: datetime) -> Verdict:
    """Spend a code or a recovery code. Five wrong ones lock the person, across restarts."""
    recovery = None if is_locked(person, now) else read_recovery_code(typed)
    if recovery is not None:
        if work.people.spend_recovery_code(person.user_id, recovery, now):
            work.people.save(replace(person, failed_codes=0))
            tell_left(work, person.user_id, now)
            return Allowed()
        if work.people.has_spent_recovery_code(person.user_id, recovery):
            return Refused(Reason.RECOVERY_CODE_USED)
    step = check_step(person, typed, now, wall_now=wall_now)
    if isinstance(step, int):
        if work.people.spend_step(person.user_id, step):
            return Allowed()
        return refuse_spent(step, now)
    if not is_locked(person, now) and step.reason in {Reason.CODE_WRONG, Reason.LOCKED}:
        count_wrong_code(work, person, now)
    return step


def add_proof(work: Work, ticket: Ticket, kind: ProofKind, user_id: int, now: datetime) -> None:
    """Write the proof for exactly this payload, with its audit line."""
    proof = Proof(
        ticket_id=ticket.id, kind=kind, user_id=user_id, given_at=now, payload_hash=hash_payload(ticket.payload)
    )
    work.tickets.add_proof(proof)
    audit(work, ticket, Outcome.PROVED, now, actor=user_id, proof=kind.value)


def advance(
    work: Work, ticket: Ticket, now: datetime, perform: Callable[[Ticket], Ticket | None] | None = None
) -> Ticket:
    """Move the ticket to the stage with a missing proof, or to RUNNING, and show it.

    `perform` may end a RUNNING ticket at once, so that it is never seen running. It returns None if it did nothing.
    """
    needed = needed_by(work, ticket)
    stage = next_stage(needed, given_for(work, ticket, now))
    if stage is ticket.stage:
        # One of several approvals was given: the stage and its deadline stay.
        show(work, ticket, now)
        return ticket
    if stage is Stage.APPROVAL:
        return wait_for_approval(work, replace(ticket, cooling_hours=needed.cooling_hours), now)
    until = stage_end(stage, now, needed.cooling_hours)
    moved = replace(ticket, stage=stage, stage_until=until, cooling_hours=needed.cooling_hours, result=None)
    if stage == Stage.EMAIL:
        moved = replace(moved, mailed_at=now)
    if stage == Stage.RUNNING:
        audit(work, moved, Outcome.RUNNING, now, actor=None)
        ended = None if perform is None else perform(moved)
        if ended is not None:
            return ended
    work.tickets.save(moved)
    work.links.drop(ticket.id, LinkPurpose.TICKET, LinkPurpose.APPROVAL)
    if stage == Stage.EMAIL:
        send_page_link(work, moved, now)
        if ticket.stage is Stage.CODE and Stage.APPROVAL in list_steps(needed):
            ask_reason(work, moved, ticket.user_id, now)
    show(work, moved, now)
    if stage == Stage.COOLING and moved.team_id is not None:
        tell_again(work, moved, work.teams.get(moved.team_id), now)
        offer_stop(work, moved, now)
    return moved


def is_waiting(ticket: Ticket, stage: Stage, now: datetime) -> Verdict:
    """Whether the ticket is open and in this stage."""
    if ticket.end is not None:
        return Refused(Reason.TICKET_ENDED, {"end": ticket.end.value})
    if is_timed_out(ticket.stage, ticket.stage_until, now):
        return Refused(Reason.TICKET_LAPSED)
    return Allowed() if ticket.stage is stage else Refused(Reason.NOT_IN_THIS_STAGE)


def wanted_code(work: Work, ticket: Ticket, request: Request, now: datetime) -> ProofKind | Refused:
    """What a code of the sender would prove: their own ticket, or their approval of another one."""
    if ticket.user_id == request.user_id:
        if ticket.stage is Stage.APPROVAL:
            return Refused(Reason.OWN_TICKET)
        waiting = is_waiting(ticket, Stage.CODE, now)
        return waiting if isinstance(waiting, Refused) else ProofKind.CODE
    if ticket.stage in {Stage.CODE, Stage.EMAIL}:
        return refuse_other(work, ticket, request)
    for verdict in (may_approve_ticket(work, ticket, request.user_id, now), is_waiting(ticket, Stage.APPROVAL, now)):
        if isinstance(verdict, Refused):
            return verdict
    if has_approved(work, ticket, request.user_id):
        return Refused(Reason.APPROVED_ALREADY)
    return ProofKind.APPROVAL


def may_step(work: Work, ticket: Ticket, request: Request, stage: Stage, now: datetime) -> Verdict:
    """Whether this is the sender's own ticket in this stage."""
    if ticket.user_id != request.user_id:
        return refuse_other(work, ticket, request)
    return is_waiting(ticket, stage, now)


def refuse_other(work: Work, ticket: Ticket, request: Request) -> Refused:
    """Name the requester to an active member of the team. Other people learn only that it is not theirs."""
    membership = work.teams.find_membership(ticket.team_id, request.user_id) if ticket.team_id else None
    if membership is None or membership.standing is not MembershipStatus.ACTIVE:
        return Refused(Reason.NOT_YOURS)
    return Refused(Reason.NOT_REQUESTER, {"who": who(work.people.get(ticket.user_id))})


def find_meant(work: Work, request: Request, ticket_id: UUID | None, now: datetime) -> tuple[Ticket | None, int | None]:
    """Return the ticket a code is for, and the chat in which the sender must be.

    It is the named ticket, else the one with the last opened step that waits for a code.
    """
    named = work.tickets.find(ticket_id) if ticket_id else None
    opened = [named] if named else work.tickets.list_opened(request.user_id)
    waiting = (one for one in opened if isinstance(wanted_code(work, one, request, now), ProofKind))
    meant = next(waiting, opened[0] if opened else None)
    return meant, find_chat(work, request.user_id, meant.team_id) if meant else None
