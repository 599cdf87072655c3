"""Notices of a proven reset to the person it is about and to the owners. Each of them can stop it while it waits."""

from datetime import datetime

from bot.operations.model.notifications import list_owners, who
from bot.operations.ticket.cards import ask_privately
from storage.records import Action, Message, MessageContent, Ticket
from storage.work import Work


def is_reset_of(ticket: Ticket, user_id: int | None) -> bool:
    """Whether the request resets this person."""
    return ticket.action is Action.MEMBER_RESET and ticket.payload["user_id"] == user_id


def warn_of_reset(work: Work, ticket: Ticket, now: datetime) -> None:
    """Send each of them the request with [Stop], and the person an e-mail too. Other requests warn no one."""
    if ticket.action is not Action.MEMBER_RESET or ticket.team_id is None:
        return
    person = work.people.get(int(str(ticket.payload["user_id"])))
    owners = [owner.user_id for owner in list_owners(work, ticket.team_id)]
    for user_id in dict.fromkeys([person.user_id, *owners]):
        if user_id != ticket.user_id:
            ask_privately(work, ticket, user_id, now)
    if person.email is not None:
        args = {"team": work.teams.get(ticket.team_id).title, "by": who(work.people.get(ticket.user_id))}
        told = Message("reset-comes", {**args, "until": ticket.stage_until, "who": who(person)})
        letter = MessageContent(Message("news_by_mail", {"text": told}))
        work.outbox.mail(letter, person.email, user_id=person.user_id, due_at=now)
