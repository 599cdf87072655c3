"""The requester's card says what has become of the letter that it speaks of.

It must not know how a letter travels.
"""

from datetime import datetime

from bot.operations.ticket.cards import show_to
from storage.records import Notice, Stage
from storage.work import Work


def show_progress(work: Work, letter: Notice, now: datetime) -> None:
    """Bring the card of the ticket up to date, where its requester waits for this letter."""
    subject_id = work.letters.find_subject(letter.id)
    ticket = work.tickets.find(subject_id) if subject_id is not None else None
    if ticket is not None and ticket.stage is Stage.EMAIL and letter.user_id == ticket.user_id:
        show_to(work, ticket, ticket.user_id, now)
