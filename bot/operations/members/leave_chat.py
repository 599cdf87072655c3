"""Somebody left a team's chat, or was removed from it: they are suspended, and an owner has to let them back in.

It must not know how it was noticed: by a message, by an update, or because Telegram was asked.
"""

from datetime import datetime

from bot.operations.members.take_back import suspend
from bot.operations.telling import tell_team, who
from storage.records import Arg, Event, Outcome, Saying, Standing
from storage.work import Work


def leave_chat(work: Work, chat_id: int, user_id: int, now: datetime) -> None:
    """Suspends the person in every team of the chat, those of its topics too; saying so twice changes nothing."""
    for team in work.teams.list_in(chat_id):
        membership = work.teams.find_membership(team.id, user_id)
        if membership is None or membership.standing is Standing.SUSPENDED:
            continue
        work.audit.add(team.id, user_id, Event.MEMBER_LEAVE, Outcome.DONE, now)
        ended = suspend(work, membership, now)
        args: dict[str, Arg] = {"who": who(work.people.get(user_id)), "tickets": ended, "user_id": str(user_id)}
        tell_team(work, team.id, Saying("member-left", args), now)
