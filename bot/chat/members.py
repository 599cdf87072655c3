"""`/team`, `/policy` and `/whoami`."""

from bot.chat.context import Services
from bot.chat.guarded import ask_for
from bot.chat.replies import answer_otherwise, say, say_screen
from bot.chat.settings import own_settings
from bot.chat.telegram.incoming import Incoming
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button, who
from bot.operations.queries.overview import MembersSeen
from bot.rules.approvers import Member, find_margin
from storage.records import Action, Arg, Message


async def team(services: Services, incoming: Incoming) -> bool:
    """`/team`."""
    seen = await services.overview.members(incoming)
    if not isinstance(seen, MembersSeen):
        return await answer_otherwise(services, incoming, seen)
    lines = [
        Message(
            "team-line",
            {
                "who": who(person),
                "role": membership.role.value,
                "standing": membership.standing.value,
                "enrolled": person.enrolled_at is not None,
                "email": person.email is not None,
            },
        )
        for membership, person in seen.members
    ]
    lines = [
        Message("team-line-unheard", {"line": line, "why": seen.unreachable[person.user_id].value})
        if person.user_id in seen.unreachable
        else line
        for line, (_, person) in zip(lines, seen.members, strict=True)
    ]
    args: dict[str, Arg] = {"team": seen.team.title, "approvals": seen.team.approvals, "members": lines}
    await say_screen(services, incoming, Message("team-list", args))
    return False


async def whoami(services: Services, incoming: Incoming) -> bool:
    """`/whoami`. In a group it shows only what the group may know."""
    seen = await services.overview.whoami(incoming)
    teams = [
        Message(
            "whoami-team", {"team": team.title, "role": membership.role.value, "standing": membership.standing.value}
        )
        for membership, team in seen.memberships
    ]
    is_private = incoming.place.is_private
    args: dict[str, Arg] = {
        "who": who(seen.person),
        "user_id": str(seen.person.user_id),
        "enrolled": seen.person.enrolled_at is not None,
        "email": seen.person.email,
        "zone": seen.person.zone,
        "recovery": seen.recovery_codes,
        "teams": teams,
    }
    if is_private:
        await say_screen(services, incoming, Message("whoami-private", args), own_settings())
    else:
        await say(services, incoming, Message("whoami-group", args))
    return False


async def policy(services: Services, incoming: Incoming) -> bool:
    """`/policy`, `/policy approvals COUNT`."""
    if incoming.words:
        return await ask_for(Action.POLICY_APPROVALS)(services, incoming)
    seen = await services.overview.members(incoming)
    if not isinstance(seen, MembersSeen):
        return await answer_otherwise(services, incoming, seen)
    members = [Member(membership, person.enrolled_at is not None) for membership, person in seen.members]
    able = [who(person) for member, (_, person) in zip(members, seen.members, strict=True) if member.could_approve]
    args: dict[str, Arg] = {
        "team": seen.team.title,
        "approvals": seen.team.approvals,
        "approvers": able,
        "margin": find_margin(members, seen.team.approvals).value,
    }
    change = button("button-change-approvals", typed("policy approvals"))
    await say_screen(services, incoming, Message("policy", args), [[change]])
    return False
