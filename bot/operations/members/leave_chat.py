"""Somebody left a team's chat, or was removed from it: they are suspended, and an owner has to let them back in.

It must not know how it was noticed: by a message, by an update, or because Telegram was asked.
"""

from datetime import datetime, timedelta

from bot.operations.members.revoke import suspend
from bot.operations.model.notifications import tell_team, who
from storage.records import Arg, Event, MembershipStatus, Message, Outcome
from storage.work import Work

_SECOND = timedelta(seconds=1)
"""Telegram tells no shorter time."""


def leave_chat(work: Work, chat_id: int, user_id: int, now: datetime, *, left_at: datetime | None = None) -> None:
    """Suspends the person in every team of the chat, those of its topics too; saying so twice changes nothing.

    `left_at` is when they left, where it is told late, perhaps after an owner let them back in; None: they are not
    there now.
    """
    for team in work.teams.list_in(chat_id):
        membership = work.teams.find_membership(team.id, user_id)
        if membership is None or membership.standing is MembershipStatus.SUSPENDED:
            continue
        if left_at is not None and left_at + _SECOND <= membership.joined_at:
            continue
        work.audit.add(team.id, user_id, Event.MEMBER_LEAVE, Outcome.DONE, now)
        ended = suspend(work, membership, now)
        args: dict[str, Arg] = {"who": who(work.people.get(user_id)), "tickets": ended, "user_id": str(user_id)}
        tell_team(work, team.id, Message("member-left", args), now)
