"""Break-glass: an owner alone lets a request run without its missing approvals, and another owner acknowledges it.

Only approvals are skipped. Every other proof and rule of the request is asked as before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.operations.desk.proofs import add_proof, advance
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import short_hash, tell_team, who
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.operations.ticket.approvals import has_approved
from bot.operations.ticket.glass import REPEATED_AFTER, SEEN_COMMAND, list_unseen, seen_button
from bot.operations.ticket.plans import brief
from bot.operations.ticket.subject import subject_of
from bot.rules.authorization import has_power
from bot.rules.reason_text import read_reason
from bot.rules.ticket_path import hash_payload
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import (
    Action,
    Arg,
    MembershipStatus,
    Message,
    MessageContent,
    Person,
    ProofKind,
    Role,
    Stage,
    Ticket,
)
from storage.work import Work

COMMAND = "breakglass"


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    waiting = [one for one in work.tickets.list_open(actor.the_team.id) if one.stage is Stage.APPROVAL]
    found = _choose(waiting, request, COMMAND)
    if not isinstance(found, Ticket):
        return found or Refused(Reason.NOTHING_TO_APPROVE, {"number": request.number})
    skipped = [who(person) for person in _list_skipped(work, found, actor.person.user_id)]
    facts: dict[str, Arg] = {"number": found.number, "plan": brief(found.plan), "skipped": skipped}
    if len(request.words) == 1:
        return Question(Message("ask-glass-reason", facts), so_far=f"/{COMMAND} {found.number}")
    reason = read_reason(" ".join(request.words[1:]))
    if isinstance(reason, Refused):
        return reason
    asked: dict[str, Arg] = {"asker": who(work.people.get(found.user_id)), "hash": short_hash(found), "reason": reason}
    return Prepared(
        payload={"ticket_id": str(found.id), "hash": hash_payload(found.payload), "reason": reason},
        plan=Message("plan-break-glass", {**facts, **asked}),
    )


def _check(work: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    ticket = work.tickets.find(UUID(str(payload["ticket_id"])))
    if ticket is None or ticket.team_id != actor.the_team.id:
        return Refused(Reason.LINK_UNKNOWN)
    if ticket.end is not None:
        return Refused(Reason.TICKET_ENDED, {"end": ticket.end.value})
    is_as_shown = ticket.stage is Stage.APPROVAL and hash_payload(ticket.payload) == payload["hash"]
    return Allowed() if is_as_shown else Refused(Reason.NOT_IN_THIS_STAGE)


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    target = work.tickets.get(UUID(str(ticket.payload["ticket_id"])))
    if target.team_id is None:
        raise TypeError("only a team's tickets need approvals")
    skipped = _list_skipped(work, target, ticket.user_id)
    add_proof(work, target, ProofKind.BREAK_GLASS, ticket.user_id, now)
    advance(work, target, now)
    team = work.teams.get(target.team_id)
    work.teams.save(replace(team, glass_repeats_at=now + REPEATED_AFTER))
    facts: dict[str, Arg] = {
        "by": who(work.people.get(ticket.user_id)),
        "number": target.number,
        "plan": brief(target.plan),
        "skipped": [who(person) for person in skipped],
        "reason": str(ticket.payload["reason"]),
        "team": team.title,
    }
    saying = Message("glass-broken", facts)
    tell_team(work, target.team_id, MessageContent(saying, [[seen_button(ticket)]]), now)
    for person in skipped:
        own = MessageContent(saying, [[seen_button(ticket, target.team_id)]])
        work.outbox.say(own, person.user_id, user_id=person.user_id, is_urgent=True, due_at=now)
        if person.email is not None:
            letter = MessageContent(Message("glass_broken", {"text": saying}))
            work.outbox.mail(letter, person.email, user_id=person.user_id, due_at=now, about_id=ticket.id)
    return Recorded(Message("result-break-glass", {"number": target.number}))


def _list_skipped(work: Work, ticket: Ticket, breaker_id: int) -> list[Person]:
    """List approvers and owners who have not approved it. Its requester and the person who skips them do not count."""
    members = work.teams.list_members(ticket.team_id) if ticket.team_id else []
    return [
        person
        for membership, person in members
        if membership.standing is MembershipStatus.ACTIVE
        and has_power(membership.role, Role.APPROVER)
        and person.user_id not in {breaker_id, ticket.user_id}
        and not has_approved(work, ticket, person.user_id)
    ]


def _prepare_seen(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    found = _choose(list_unseen(work, actor.the_team.id), request, SEEN_COMMAND)
    if not isinstance(found, Ticket):
        return found or Refused(Reason.GLASS_SEEN)
    args: dict[str, Arg] = {"number": found.number, "by": who(work.people.get(found.user_id))}
    return Prepared(payload={"ticket_id": str(found.id)}, plan=Message("plan-glass-seen", args))


def _check_seen(work: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    unseen = {str(one.id): one for one in list_unseen(work, actor.the_team.id)}
    ticket = unseen.get(str(payload["ticket_id"]))
    if ticket is None:
        return Refused(Reason.GLASS_SEEN)
    return Refused(Reason.GLASS_OWN) if ticket.user_id == actor.person.user_id else Allowed()


def _record_seen(work: Work, ticket: Ticket, _: Sequence[PartOutcome], __: datetime) -> Recorded:
    glass = work.tickets.get(UUID(str(ticket.payload["ticket_id"])))
    by = who(work.people.get(glass.user_id))
    return Recorded(
        Message("result-glass-seen", {"number": glass.number, "by": by, "reason": str(glass.payload["reason"])})
    )


def _choose(tickets: Sequence[Ticket], request: Request, command: str) -> Ticket | Question | None:
    """Return the ticket with the typed number, or ask which. None: there is none."""
    if request.words:
        return next((one for one in tickets if str(one.number) == request.number), None)
    choices = [
        (
            Message("choice-ticket", {"number": one.number, "subject": subject_of(one)}),
            typed(f"{command} {one.number}"),
        )
        for one in tickets
    ]
    return Question(Message("ask-which-ticket", {"command": command}), choices) if choices else None


BREAK_GLASS = Operation(action=Action.TICKET_BREAK_GLASS, prepare=_prepare, check=_check, record=_record)
GLASS_SEEN = Operation(action=Action.TICKET_SEEN, prepare=_prepare_seen, check=_check_seen, record=_record_seen)
