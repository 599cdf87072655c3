"""Show on the requester's card whether the e-mail that it mentions was sent."""

from datetime import datetime

from bot.operations.ticket.cards import show_to
from storage.records import Notice, Stage
from storage.work import Work


def show_progress(work: Work, email: Notice, now: datetime) -> None:
    """Update the ticket's card if its requester waits for this e-mail."""
    subject_id = work.emails.find_subject(email.id)
    ticket = work.tickets.find(subject_id) if subject_id is not None else None
    if ticket is not None and ticket.stage is Stage.EMAIL and email.user_id == ticket.user_id:
        show_to(work, ticket, ticket.user_id, now)
