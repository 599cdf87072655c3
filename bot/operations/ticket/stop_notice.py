"""Notices of a proven request that waits, to each person who can stop it."""

from collections.abc import Sequence
from datetime import datetime

from bot.operations.model.notifications import who
from bot.operations.ticket.approvals import asked_by, needed_by
from bot.operations.ticket.cards import ask_privately, is_card_of_state
from bot.operations.ticket.plans import brief
from bot.rules.authorization import may_read, may_stop
from bot.rules.verdict import Allowed
from storage.records import Action, Arg, Message, MessageContent, Person, Ticket
from storage.work import Work


def is_reset_of(ticket: Ticket, user_id: int | None) -> bool:
    """Whether the request resets this person."""
    return ticket.action is Action.MEMBER_RESET and ticket.payload["user_id"] == user_id


def offer_stop(work: Work, ticket: Ticket, now: datetime) -> None:
    """Send [Stop] in private to approvers and owners who have no card of the request.

    Where it waits in place of approvals, everyone of the team gets it, and an e-mail. So does who is to be reset.
    """
    if ticket.team_id is None:
        return
    is_for_all = is_way_back(work, ticket)
    have = {card.user_id for card in work.cards.list_of_ticket(ticket.id) if is_card_of_state(card)}
    for person in _list_who_can_stop(work, ticket, is_for_all=is_for_all):
        if person.user_id == ticket.user_id:
            continue
        is_own = is_reset_of(ticket, person.user_id)
        if person.user_id not in have and (person.enrolled_at is not None or is_own):
            ask_privately(work, ticket, person.user_id, now)
        if (is_for_all or is_own) and person.email is not None:
            letter = MessageContent(Message("news_by_mail", {"text": _say(work, ticket, person)}))
            work.outbox.mail(letter, person.email, user_id=person.user_id, due_at=now, about_id=ticket.id)


def is_way_back(work: Work, ticket: Ticket) -> bool:
    """Whether the request waits in place of approvals that no one can give."""
    return needed_by(work, ticket).approvals < asked_by(work, ticket).approvals


def _list_who_can_stop(work: Work, ticket: Ticket, *, is_for_all: bool) -> Sequence[Person]:
    members = work.teams.list_members(ticket.team_id) if ticket.team_id else []
    return [
        person
        for membership, person in members
        if is_reset_of(ticket, person.user_id)
        or (is_for_all and may_read(membership) == Allowed())
        or may_stop(membership, person.user_id, requester_id=ticket.user_id, accounts=ticket.accounts) == Allowed()
    ]


def _say(work: Work, ticket: Ticket, reader: Person) -> Message:
    team = work.teams.get(ticket.team_id).title if ticket.team_id else None
    args: dict[str, Arg] = {"team": team, "by": who(work.people.get(ticket.user_id)), "until": ticket.stage_until}
    if is_reset_of(ticket, reader.user_id):
        return Message("reset-comes", {**args, "who": who(reader)})
    return Message("way-back-comes", {**args, "plan": brief(ticket.plan)})
