"""A change asked for while a request for the same thing is open: that request is shown, or replaced."""

from collections.abc import Mapping
from datetime import datetime

from bot.operations.desk.proofs import refuse_other
from bot.operations.model.button_data import Step, TicketPress
from bot.operations.model.notifications import who
from bot.operations.model.operation import Actor, Operation, Prepared, Question, Request, TicketState
from bot.operations.model.replies import asked_card
from bot.operations.ticket.cards import new_team_card, open_private_card
from bot.operations.ticket.closing import end_ticket
from bot.operations.ticket.subject import subject_of
from bot.rules.ticket_path import hash_payload, is_timed_out
from bot.rules.verdict import Reason, Refused
from storage.records import Arg, End, Link, LinkPurpose, Message, Stage, Ticket
from storage.work import Work

_LISTS, _NAMES = ("key_ids", "drift_ids"), ("address_id", "user_id")
"""Fields of payloads that say which keys, addresses and members a change is about."""


def find_open(
    work: Work, actor: Actor, request: Request, operation: Operation, prepared: Prepared
) -> TicketState | Refused | Question | None:
    """Return what the open request for the same thing leads to. None: there is none, or it was replaced.

    The same change leads to its own step, also one that names no key, address or member, such as a setting. For another
    change of the same thing the requester chooses. A ticket that another person has not proven blocks no one, because
    it may never be proven.
    """
    if actor.team is None:
        return None
    refused = _refuse_under_way(work, actor, operation, prepared) or _refuse_other_person(work, request)
    if refused is not None:
        return refused
    wanted, things = hash_payload(prepared.payload), _list_things(prepared.payload)
    alike = [
        ticket
        for ticket in work.tickets.list_open_of(actor.person.user_id)
        if (ticket.team_id, ticket.action) == (actor.team.id, operation.action)
        and ticket.stage is not Stage.RUNNING
        and not is_timed_out(ticket.stage, ticket.stage_until, actor.now)
        and (not _list_things(ticket.payload).isdisjoint(things) or hash_payload(ticket.payload) == wanted)
    ]
    if (same := _find_same(alike, operation, prepared)) is not None:
        return lead_to(work, request, same, actor.now)
    if alike and request.replaces is None:
        return _ask(alike[-1])
    for ticket in alike:
        end_ticket(work, ticket, End.CANCELLED, actor.now, result=Message("replaced"), actor=actor.person.user_id)
    return None


def lead_to(work: Work, request: Request, ticket: Ticket, now: datetime) -> TicketState:
    """Show the private step at once. In a group the press leads there, and a command sends a new card."""
    question = asked_card(work, request)
    if request.place.is_private:
        open_private_card(work, ticket, ticket.user_id, now, question)
        return TicketState(ticket.id, ticket.stage)
    if request.is_press and question is None and ticket.stage is Stage.CODE:
        link = Link(LinkPurpose.TICKET, ticket.id, ticket.user_id, ticket.stage_until or now)
        return TicketState(ticket.id, ticket.stage, work.links.create(link))
    return TicketState(ticket.id, ticket.stage, new_team_card(work, ticket, now, question))


def _refuse_under_way(work: Work, actor: Actor, operation: Operation, prepared: Prepared) -> Refused | None:
    """Refuse to everybody what a proven ticket does already."""
    is_same = operation.is_same
    for ticket in work.tickets.list_open(actor.the_team.id) if is_same is not None else ():
        is_proven = ticket.stage in {Stage.COOLING, Stage.BY_HAND, Stage.RUNNING} and ticket.action is operation.action
        if is_proven and is_same is not None and is_same(ticket.payload, prepared.payload):
            asker, stage = who(work.people.get(ticket.user_id)), ticket.stage
            facts: dict[str, Arg] = {"number": ticket.number, "who": asker, "stage": stage.value if stage else ""}
            return Refused(Reason.ASKED_ALREADY, facts)
    return None


def _refuse_other_person(work: Work, request: Request) -> Refused | None:
    """Refuse to replace another person's ticket."""
    replaced = work.tickets.find(request.replaces) if request.replaces is not None else None
    if replaced is None or replaced.user_id == request.user_id:
        return None
    return refuse_other(work, replaced, request)


def _find_same(alike: list[Ticket], operation: Operation, prepared: Prepared) -> Ticket | None:
    """Return the newest ticket of exactly this change."""
    wanted, is_same = hash_payload(prepared.payload), operation.is_same
    for ticket in reversed(alike):
        is_it = hash_payload(ticket.payload) == wanted
        if is_it or (is_same is not None and is_same(ticket.payload, prepared.payload)):
            return ticket
    return None


def _ask(ticket: Ticket) -> Question:
    saying = Message(
        "ask-open-request",
        {
            "number": ticket.number,
            "subject": subject_of(ticket),
            "stage": ticket.stage.value if ticket.stage else "",
            "until": ticket.stage_until,
        },
    )
    going, replacing = TicketPress(Step.GO_ON, ticket.id), TicketPress(Step.REPLACE, ticket.id)
    choices = [(Message("button-go-on"), going), (Message("button-replace"), replacing)]
    return Question(saying, choices, about=ticket.id)


def _list_things(payload: Mapping[str, object]) -> frozenset[str]:
    lists = (payload[name] for name in _LISTS if name in payload)
    things = {str(thing) for one in lists if isinstance(one, list) for thing in one}
    return frozenset(things | {f"{name} {payload[name]}" for name in _NAMES if payload.get(name) is not None})
