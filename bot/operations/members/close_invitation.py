"""Show on an invitation's card that it was used or has ended, and remove its button."""

from dataclasses import replace
from datetime import datetime

from bot.operations.members.checklist import tick
from bot.operations.model.notifications import who
from bot.operations.ticket.cards import show
from storage.records import Invitation, Message
from storage.work import Work


def close_invitation(work: Work, invitation: Invitation, now: datetime) -> None:
    """Save the invitation as closed, and update its card."""
    work.teams.save_invitation(replace(invitation, closed_at=now))
    tick(work, invitation.team_id, now)
    ticket = work.tickets.find(invitation.id)
    if ticket is None:
        # It was sent before invitations had a ticket.
        return
    ticket = replace(ticket, result=_result(work, invitation))
    work.tickets.save(ticket)
    show(work, ticket, now)


def _result(work: Work, invitation: Invitation) -> Message:
    role = invitation.role.value
    if invitation.redeemed_by is not None:
        return Message("result-invitation-used", {"who": who(work.people.get(invitation.redeemed_by)), "role": role})
    person = "" if invitation.user_id is None else str(invitation.user_id)
    return Message("result-invitation-ended", {"person": person or "none", "role": role})
