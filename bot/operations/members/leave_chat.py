"""A person left a team's chat or was removed: they are suspended, and an owner has to re-admit them."""

from datetime import datetime, timedelta

from bot.operations.members.revoke import suspend
from bot.operations.model.notifications import tell_team, who
from bot.operations.ticket.approvals import situation_at
from bot.rules.lockout import WAY_BACK_HOURS, list_delayed, list_lost, say_abilities, say_delayed
from storage.records import Arg, Event, MembershipStatus, Message, Outcome
from storage.work import Work

_SECOND = timedelta(seconds=1)
"""Telegram's times are whole seconds."""


def leave_chat(work: Work, chat_id: int, user_id: int, now: datetime, *, left_at: datetime | None = None) -> None:
    """Suspend the person in every team of the chat and its topics. Saying so twice changes nothing.

    `left_at` is when they left, for late reports: an owner may have re-admitted them since. None: they are not there
    now.
    """
    for team in work.teams.list_in(chat_id):
        membership = work.teams.find_membership(team.id, user_id)
        if membership is None or membership.standing is MembershipStatus.SUSPENDED:
            continue
        if left_at is not None and left_at + _SECOND <= membership.joined_at:
            continue
        work.audit.add(team.id, user_id, Event.MEMBER_LEAVE, Outcome.DONE, now)
        before = situation_at(work, team, now)
        after = before.without(user_id)
        lost = list_lost(before, after)
        delayed = say_delayed(list_delayed(after), list_delayed(before))
        ended = suspend(work, membership, now)
        args: dict[str, Arg] = {
            "who": who(work.people.get(user_id)),
            "tickets": ended,
            "user_id": str(user_id),
            "lost": say_abilities(lost),
            "hours": WAY_BACK_HOURS,
            "owners": sum(one.is_owner for one, _ in work.teams.list_members(team.id)),
        }
        saying = Message("member-left", args)
        if delayed:
            saying = Message("then-delayed", {"text": saying, "delayed": delayed})
        tell_team(work, team.id, saying, now)
