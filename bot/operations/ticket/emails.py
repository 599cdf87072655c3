"""Show on a ticket's cards whether the e-mail that they mention was sent."""

from datetime import datetime

from bot.operations.ticket.cards import show, show_to
from storage.emails import EmailProgress
from storage.records import Notice, Stage
from storage.work import Work


def show_progress(work: Work, email: Notice, now: datetime) -> None:
    """Update the ticket's cards if its requester waits for this e-mail."""
    subject_id = work.emails.find_subject(email.id)
    ticket = work.tickets.find(subject_id) if subject_id is not None else None
    if ticket is None or ticket.stage is not Stage.EMAIL or email.user_id != ticket.user_id:
        return
    if work.emails.progress_of(ticket.id, ticket.user_id) is EmailProgress.REFUSED:
        show(work, ticket, now)  # The team's card loses its button to send the e-mail again.
    else:
        show_to(work, ticket, ticket.user_id, now)
