"""A group became a supergroup: everything that stood under its old id goes on under the new one.

It must not know who noticed: Telegram says so by a message, and by refusing the old id.
"""

from datetime import datetime

from bot.operations.ticket_cards import show
from storage.work import Work


def follow_chat(work: Work, old_chat_id: int, new_chat_id: int, now: datetime) -> None:
    """Moves what is stored; the cards of open tickets are sent anew, for their buttons stayed behind."""
    moved = work.teams.list_in(old_chat_id)
    work.teams.move_chat(old_chat_id, new_chat_id)
    for team in moved:
        for ticket in work.tickets.list_open(team.id):
            show(work, ticket, now)
