"""The role that decides which commands Telegram offers a person in a chat."""

from collections.abc import Mapping

from bot.rules.authorization import has_power
from storage.records import MembershipStatus, Role
from storage.work import Work

MenuPlace = tuple[int, int]
"""Chat id and user id. They are equal for a private chat."""


def list_menu_roles(work: Work) -> Mapping[MenuPlace, Role | None]:
    """Map every chat of every member to the highest role there.

    In private it is the highest of all teams. None: the person is not an active member.
    """
    found: dict[MenuPlace, Role | None] = {}
    chats = {team.id: team.chat_id for team in work.teams.list_all()}
    for one in work.teams.list_all_memberships():
        role = one.role if one.standing is MembershipStatus.ACTIVE else None
        for place in ((chats[one.team_id], one.user_id), (one.user_id, one.user_id)):
            known = found.setdefault(place, None)
            if role is not None and (known is None or has_power(role, known)):
                found[place] = role
    return found
