"""The role that decides which commands Telegram offers a person in a chat."""

from bot.rules.authorization import has_power
from storage.records import MembershipStatus, MenuPlace, Role
from storage.work import Work


def find_menu_role(work: Work, place: MenuPlace) -> Role | None:
    """Return the person's highest role in this chat, in private the highest of all teams.

    None: the person is not an active member there, or a viewer, who has the menu of all chats.
    """
    chat_id, user_id = place
    found: Role | None = None
    here = None if chat_id == user_id else {team.id for team in work.teams.list_in(chat_id)}
    for one in work.teams.list_memberships_of(user_id):
        counts = one.standing is MembershipStatus.ACTIVE and (here is None or one.team_id in here)
        if counts and (found is None or has_power(one.role, found)):
            found = one.role
    return None if found is Role.VIEWER else found
