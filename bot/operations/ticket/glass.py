"""Requests that an owner let run without approval, and that no other owner has acknowledged."""

from datetime import timedelta
from uuid import UUID

from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button, who
from storage.records import Action, Button, Message, Ticket
from storage.work import Work

SEEN_COMMAND = "seen"
REPEATED_AFTER = timedelta(weeks=1)


def list_unseen(work: Work, team_id: UUID) -> list[Ticket]:
    """List the team's break-glass tickets without an acknowledgement, oldest first."""
    seen = {one.payload["ticket_id"] for one in work.tickets.list_done(team_id, Action.TICKET_SEEN)}
    return [one for one in work.tickets.list_done(team_id, Action.TICKET_BREAK_GLASS) if str(one.id) not in seen]


def seen_button(ticket: Ticket, team_id: UUID | None = None) -> Button:
    """[Acknowledge], in private with its team."""
    return button("button-glass-seen", typed(f"{SEEN_COMMAND} {ticket.number}", team_id))


def say_glass(work: Work, ticket: Ticket) -> Message:
    """Repeat in one line who did it, when and why."""
    by, reason = who(work.people.get(ticket.user_id)), str(ticket.payload["reason"])
    return Message("digest-glass", {"by": by, "at": ticket.ended_at, "number": ticket.number, "reason": reason})
