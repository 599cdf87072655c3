"""Move a group's data to its new id when it becomes a supergroup."""

from datetime import datetime

import structlog

from bot.operations.ticket.cards import show
from storage.work import Work

log = structlog.get_logger(__name__)


def follow_chat(work: Work, old_chat_id: int, new_chat_id: int, now: datetime) -> None:
    """Move what is stored, and send the cards of open requests again.

    Their buttons stayed in the old group. Telegram reports a migration from both sides, and also by refusing the old
    id. Nothing moves into a chat that has a team.
    """
    if work.teams.list_in(new_chat_id) and work.teams.list_in(old_chat_id):
        log.warning("chat_not_followed", chat_id=old_chat_id, new_chat_id=new_chat_id)
        return
    moved = work.teams.list_in(old_chat_id)
    work.moves.move_chat(old_chat_id, new_chat_id)
    for team in moved:
        for ticket in work.tickets.list_open(team.id):
            show(work, ticket, now)
