"""What a ticket says in each state to the team, its requester and its approvers."""

from dataclasses import replace
from datetime import datetime

from bot.operations.model.button_data import Step, TicketPress
from bot.operations.model.notifications import button, short_hash, who
from bot.operations.ticket.acknowledgements import next_acknowledgement
from bot.operations.ticket.approvals import given_for, has_approved, needed_by, progress_of
from bot.operations.ticket.digit_pad import make_pad
from bot.operations.ticket.plans import all_lines, brief, plan_of
from bot.operations.ticket.reasons import say_reason
from bot.rules.email_address import mask_email
from bot.rules.lockout import WAYS_BACK
from bot.rules.one_time_code import is_locked
from bot.rules.policy import OWN_EMAIL
from bot.rules.ticket_path import list_steps, may_cancel
from bot.rules.verdict import Allowed
from storage.emails import EmailProgress
from storage.records import (
    Action,
    Arg,
    Button,
    Card,
    End,
    Link,
    LinkPurpose,
    Message,
    MessageContent,
    Outcome,
    Person,
    ProofKind,
    Stage,
    Ticket,
)
from storage.work import Work

_IN_TEAM = {
    Stage.CODE: "ticket-team-code",
    Stage.EMAIL: "ticket-team-email",
    Stage.APPROVAL: "ticket-team-approval",
    Stage.COOLING: "ticket-team-cooling",
    Stage.RUNNING: "ticket-running",
    Stage.BY_HAND: "ticket-by-hand",
}
_ENDS = {
    End.DONE: "ticket-done",
    End.FAILED: "ticket-failed",
    End.REFUSED: "ticket-refused",
    End.TIMED_OUT: "ticket-lapsed",
    End.CANCELLED: "ticket-cancelled",
}


def team_content(work: Work, ticket: Ticket, now: datetime) -> MessageContent:
    """Content of the team's card. Creates a link while the ticket waits for its code or for approvals."""
    return MessageContent(_saying(work, ticket, now), [*_team_buttons(work, ticket), *all_lines(ticket)])


def private_content(
    work: Work, ticket: Ticket, card: Card, now: datetime, problem: Message | None = None
) -> MessageContent:
    """Content of a reader's private card. `problem` is shown above the pad."""
    content = _for_reader(work, ticket, card, now, problem)
    if card.ephemeral_id is None:
        return content
    # In a group a list is for everybody.
    return replace(content, buttons=[row for row in content.buttons if row not in all_lines(ticket)])


def _for_reader(work: Work, ticket: Ticket, card: Card, now: datetime, problem: Message | None) -> MessageContent:
    if card.user_id == ticket.user_id:
        return _for_requester(work, ticket, card, now, problem)
    if ticket.stage is Stage.APPROVAL and card.user_id is not None:
        if has_approved(work, ticket, card.user_id):
            return MessageContent(Message("ticket-approver-given", _args(work, ticket, now)), all_lines(ticket))
        if card.opened_at is None:
            return _for_approver(ticket, Message("ticket-approver-asked", _args(work, ticket, now)))
        return _approval_step(work, ticket, card, now, problem)
    if ticket.stage is Stage.COOLING:
        saying = _saying(work, ticket, now)
        if ticket.action is Action.MEMBER_RESET and ticket.payload["user_id"] == card.user_id:
            saying = Message("ticket-own-reset", _args(work, ticket, now))
        return MessageContent(saying, [[_stop(ticket)], *all_lines(ticket)])
    return MessageContent(_saying(work, ticket, now), all_lines(ticket))


def ended_saying(work: Work, ticket: Ticket) -> Message:
    """Say how a ticket ended."""
    if ticket.end is None:
        raise ValueError("a ticket without a stage has an end")
    requester, unclear = work.people.get(ticket.user_id), find_unclear(ticket)
    args: dict[str, Arg] = {"who": who(requester), "number": ticket.number, "result": ticket.result}
    if ticket.end in {End.DONE, End.FAILED}:  # the result has every line of the plan
        return Message(_ENDS[ticket.end], args)
    if ticket.end in {End.TIMED_OUT, End.CANCELLED} and unclear is not None:
        return Message("ticket-unclear-ended", {**args, "unclear": unclear})
    return Message(_ENDS[ticket.end], {**args, "plan": brief(ticket.plan), "again": can_ask_again(ticket)})


def _saying(work: Work, ticket: Ticket, now: datetime) -> Message:
    if ticket.stage is None:
        return ended_saying(work, ticket)
    args = _args(work, ticket, now)
    if ticket.stage is Stage.BY_HAND and find_unclear(ticket) is not None:
        return Message("ticket-unclear", args)
    if args["locked"] is not None:
        return Message("ticket-team-locked", args)
    return Message(_IN_TEAM[ticket.stage], args)


def find_unclear(ticket: Ticket) -> Message | None:
    """What a person has to find out at the exchange so that the ticket can continue.

    After the ticket's end it is for information only.
    """
    unclear = next((part.reason for part in ticket.parts if part.outcome is Outcome.BY_HAND), None)
    return unclear and replace(unclear, args={**unclear.args, "is_open": ticket.stage is not None})


def can_ask_again(ticket: Ticket) -> bool:
    """Whether one press can ask for the same again: it timed out, and nothing is unclear at the exchange."""
    return ticket.end is End.TIMED_OUT and bool(ticket.said) and find_unclear(ticket) is None


def _team_buttons(work: Work, ticket: Ticket) -> list[list[Button]]:
    cancel = button("button-cancel", TicketPress(Step.CANCEL, ticket.id))
    match ticket.stage:
        case Stage.CODE:
            door = _door(work, ticket, LinkPurpose.TICKET, "button-confirm-privately")
            return [*_here(work, ticket, "button-code-here"), [door], [cancel]]
        case Stage.EMAIL:
            return [[*_resend(work, ticket), cancel]]
        case Stage.APPROVAL:
            deny = button("button-deny", TicketPress(Step.DENY, ticket.id))
            door = _door(work, ticket, LinkPurpose.APPROVAL, "button-approve")
            return [*_here(work, ticket, "button-approve-here"), [door], [deny, cancel]]
        case Stage.BY_HAND:
            return [[button("button-done", TicketPress(Step.BY_HAND, ticket.id)), cancel]]
        case None if can_ask_again(ticket):
            return [[button("button-ask-again", TicketPress(Step.AGAIN, ticket.id))]]
        case stage:
            may = stage is not None and may_cancel(ticket.action, stage) == Allowed()
            return [[_stop(ticket) if stage is Stage.COOLING else cancel]] if may else []


def _stop(ticket: Ticket) -> Button:
    """[Stop]: the same as a cancelled request, for everyone who may stop it."""
    return button("button-stop", TicketPress(Step.CANCEL, ticket.id))


def _here(work: Work, ticket: Ticket, label: str) -> list[list[Button]]:
    """The button that shows the pad in the group, to the presser alone, where the team wants that."""
    team = work.teams.find(ticket.team_id) if ticket.team_id else None
    return [[button(label, TicketPress(Step.HERE, ticket.id))]] if team is not None and team.codes_here else []


def _resend(work: Work, ticket: Ticket) -> list[Button]:
    """[Resend Email], unless the mail server refuses e-mails to this address."""
    if work.emails.progress_of(ticket.id, ticket.user_id) is EmailProgress.REFUSED:
        return []
    return [button("button-resend", TicketPress(Step.RESEND, ticket.id))]


def _door(work: Work, ticket: Ticket, purpose: LinkPurpose, label: str) -> Button:
    """The button to the private step, until the stage ends."""
    if ticket.stage_until is None:
        raise ValueError("only a stage that ends has a private step")
    owner = ticket.user_id if purpose is LinkPurpose.TICKET else None
    link = Link(purpose=purpose, subject_id=ticket.id, user_id=owner, expires_at=ticket.stage_until)
    return Button(label=Message(label), start=work.links.create(link))


def _for_requester(work: Work, ticket: Ticket, card: Card, now: datetime, problem: Message | None) -> MessageContent:
    cancel = button("button-cancel", TicketPress(Step.CANCEL, ticket.id))
    if ticket.stage is Stage.APPROVAL:
        return MessageContent(_saying(work, ticket, now), [[cancel], *all_lines(ticket)])
    if ticket.stage not in {Stage.CODE, Stage.EMAIL}:
        return team_content(work, ticket, now)
    args, is_here = _args(work, ticket, now), card.ephemeral_id is not None
    match ticket.stage:
        case Stage.CODE if args["locked"] is not None:
            way = TicketPress(Step.HERE if is_here else Step.APPROVE, ticket.id)
            again = [button("button-try-again", way)] if args["in_time"] else []
            return MessageContent(Message("ticket-private-locked", args), [[*again, cancel], *all_lines(ticket)])
        case Stage.CODE if (acknowledgement := next_acknowledgement(ticket)) is not None:
            saying = Message("ticket-private-care", {**args, "care": acknowledgement.saying, "problem": problem})
            tick = [] if acknowledgement.wants else [[button("button-care", TicketPress(Step.ACKNOWLEDGE, ticket.id))]]
            return MessageContent(saying, [*tick, [cancel], *all_lines(ticket)])
        case Stage.CODE:
            saying = Message("ticket-private-code", {**args, "problem": problem, "here": is_here})
            return MessageContent(saying, [*make_pad(ticket.id), *all_lines(ticket)])
        case _:
            args["letter"] = work.emails.progress_of(ticket.id, ticket.user_id).value
            saying = Message("ticket-private-email", args)
            if ticket.action is Action.PERSON_EMAIL_CHANGE:
                saying = Message("ticket-private-emails", {**args, **_addresses(work, ticket, now)})
            return MessageContent(saying, [[*_resend(work, ticket), cancel], *all_lines(ticket)])


def _addresses(work: Work, ticket: Ticket, now: datetime) -> dict[str, Arg]:
    """Which of the two addresses of a change has confirmed it."""
    given = given_for(work, ticket, now).kinds
    return {
        "old": str(ticket.payload["old"]),
        "new_done": ProofKind.EMAIL in given,
        "old_done": ProofKind.OLD_EMAIL in given,
    }


def _for_approver(ticket: Ticket, saying: Message) -> MessageContent:
    """What an approver sees without the pad."""
    ways = [
        button("button-approve", TicketPress(Step.APPROVE, ticket.id)),
        button("button-deny", TicketPress(Step.DENY, ticket.id)),
    ]
    return MessageContent(saying, [ways, *all_lines(ticket)])


def _approval_step(work: Work, ticket: Ticket, card: Card, now: datetime, problem: Message | None) -> MessageContent:
    """The step that an approver has opened: the pad, or until when codes are locked."""
    args, is_here = _args(work, ticket, now), card.ephemeral_id is not None
    locked = _lock_of(work, card.user_id or 0, now)
    if locked is not None:
        return _for_approver(ticket, Message("ticket-approver-locked", {**args, "locked": locked}))
    saying = Message("ticket-approver-code", {**args, "problem": problem, "here": is_here})
    return MessageContent(saying, [*make_pad(ticket.id, kind=Step.VOTE), *all_lines(ticket)])


def _lock_of(work: Work, user_id: int, now: datetime) -> datetime | None:
    """Time until which no code of the person counts, or None if codes count."""
    person = work.people.get(user_id)
    return person.locked_until if is_locked(person, now) else None


def _args(work: Work, ticket: Ticket, now: datetime) -> dict[str, Arg]:
    """Arguments of a ticket card's sentences. None for what the stage does not have."""
    team = work.teams.find(ticket.team_id) if ticket.team_id else None
    requester = work.people.get(ticket.user_id)
    locked = requester.locked_until if ticket.stage is Stage.CODE and is_locked(requester, now) else None
    return {
        "plan": plan_of(work, ticket),
        "who": who(requester),
        "number": ticket.number,
        "until": ticket.stage_until,
        "locked": locked,
        "in_time": locked is not None and ticket.stage_until is not None and locked < ticket.stage_until,
        "way_back": ticket.action in WAYS_BACK,
        "hash": short_hash(ticket) if ticket.is_money else None,
        **_say_progress(work, ticket, requester, now),
        "in_private": ticket.asked_in.is_private,
        "team": team.title if team else None,
        "here": team is not None and team.codes_here,
        # A new address is shown whole, so that a typo is seen.
        "email": str(ticket.payload["email"])
        if ticket.action in OWN_EMAIL
        else requester.email and mask_email(requester.email),
        "result": ticket.result,
        "unclear": find_unclear(ticket),
        "step": _step(work, ticket),
        "reason": say_reason(ticket.reason),
    }


def _say_progress(work: Work, ticket: Ticket, requester: Person, now: datetime) -> dict[str, Arg]:
    """How many approvals are missing, and a line for each proof of a request that waits for them."""
    if ticket.stage is not Stage.APPROVAL:
        return {"approvals": 0, "proofs": None}
    progress = progress_of(work, ticket, now)
    others = [who(person) for person in progress.others]
    lines = [
        Message("proof-own", {"who": who(requester)}),
        *(Message("proof-approval", {"who": who(person)}) for person in progress.approved),
        Message("proof-missing", {"count": progress.missing, "people": others}),
    ]
    return {"approvals": progress.missing, "proofs": lines}


def _step(work: Work, ticket: Ticket) -> Message | None:
    """Say which of several proofs the ticket waits for. None if it needs a single one, or none any more."""
    steps = list_steps(needed_by(work, ticket))
    if ticket.stage not in steps or len(steps) < 2:
        return None
    number = steps.index(ticket.stage) + 1
    return Message("ticket-step", {"step": number, "steps": len(steps), "stage": ticket.stage.value})
