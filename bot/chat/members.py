"""`/team` and `/whoami`."""

from dataclasses import replace

from bot.chat.context import Services
from bot.chat.lists import ListState, back_row, list_buttons
from bot.chat.replies import answer_otherwise, is_said_alone, say, say_of, say_screen
from bot.chat.settings import own_settings
from bot.chat.telegram.incoming import Incoming
from bot.operations.members.limit_member import say_limits
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button, who
from bot.operations.queries.overview import MembersSeen
from bot.rules.approvers import Member
from bot.rules.lockout import Situation, list_lost, say_abilities
from bot.rules.pages import cut_page
from storage.records import Arg, Button, Membership, MembershipStatus, Message, MessageContent, Person

_SURE = "?"
"""After a member's number: ask before suspending."""
_NAMED = 3
"""Accounts that a line of the list names. A tap on the member shows the others."""


async def team(services: Services, incoming: Incoming) -> bool:
    """`/team`. With a last word such as `#1001` it shows that member, with a way back to the list."""
    seen = await services.overview.members(incoming)
    if not isinstance(seen, MembersSeen):
        return await answer_otherwise(services, incoming, seen)
    state = ListState(("team",), incoming.team_id, incoming.page or 1)
    opened = incoming.words[0] if incoming.words else ""
    for membership, person in seen.members:
        if opened == f"#{person.user_id}" and _has_record(seen, incoming, membership):
            return await _record(services, incoming, seen, state, (membership, person))
        if opened == f"#{person.user_id}":
            changes = _member_buttons(seen, state, membership) if incoming.place.is_private else []
            buttons = [*changes, back_row(state, opened)]
            await say_of(services, incoming, membership, _member(seen, membership, person), buttons)
            return False
        if opened == f"#{person.user_id}{_SURE}":
            sure = button("button-suspend-now", typed(f"suspend {person.user_id}", incoming.team_id))
            buttons = [[button("button-back", state.opened(person.user_id)), sure]]
            # Once something changed, the question makes way for the member.
            changed = replace(incoming, words=(f"#{person.user_id}",))
            before = Situation(_members(seen), seen.team.approvals, seen.team.row_approvals)
            lost = say_abilities(list_lost(before, before.without(person.user_id)))
            sure_of = Message("team-suspend-sure", {"who": who(person), "lost": lost})
            await say_of(services, changed, membership, sure_of, buttons)
            return False
    page = cut_page(seen.members, state.page)
    state = replace(state, page=page.number)
    rows = [
        button(Message("team-button", _facts(membership, person)), state.opened(person.user_id))
        for membership, person in page.items
    ]
    args: dict[str, Arg] = {
        "team": seen.team.title,
        "approvals": seen.team.approvals,
        "members": [_line(seen, membership, person, _NAMED) for membership, person in page.items],
        "page": page.number,
        "pages": page.of,
    }
    await say(
        services, replace(incoming, words=()), Message("team-list", args), list_buttons(state, page.turns, rows, [])
    )
    return False


def _members(seen: MembersSeen) -> list[Member]:
    return [Member(membership, person.enrolled_at is not None) for membership, person in seen.members]


def _has_record(seen: MembersSeen, incoming: Incoming, membership: Membership) -> bool:
    """Whether the reader is an owner, in private, and the member is suspended."""
    is_owner = seen.reader is not None and seen.reader.is_owner
    return is_owner and incoming.place.is_private and membership.standing is MembershipStatus.SUSPENDED


async def _record(
    services: Services, incoming: Incoming, seen: MembersSeen, state: ListState, opened: tuple[Membership, Person]
) -> bool:
    """A suspended member, with what they did and what an owner can do about it."""
    membership, person = opened
    found = await services.overview.record(incoming, person.user_id)
    if not isinstance(found, MessageContent):
        return await answer_otherwise(services, incoming, found)
    args: dict[str, Arg] = {"member": _member(seen, membership, person), "record": found.saying}
    buttons = [*found.buttons, back_row(state, f"#{person.user_id}")]
    await say_of(services, incoming, membership, Message("team-member-record", args), buttons)
    return False


def _line(seen: MembersSeen, membership: Membership, person: Person, most: int | None = None) -> Message:
    limits = say_limits(membership.accounts, seen.accounts, most)
    line = Message("team-line", {**_facts(membership, person), "limits": limits})
    why = seen.unreachable.get(person.user_id)
    return line if why is None else Message("team-line-unheard", {"line": line, "why": why.value})


def _facts(membership: Membership, person: Person) -> dict[str, Arg]:
    return {
        "mark": _mark(membership, person),
        "who": who(person),
        "name": person.name,
        "role": membership.role.value,
        "standing": membership.standing.value,
        "enrolled": person.enrolled_at is not None,
        "email": person.email is not None,
    }


def _mark(membership: Membership, person: Person) -> Message:
    args: dict[str, Arg] = {"standing": membership.standing.value, "enrolled": person.enrolled_at is not None}
    return Message("team-mark", args)


def _member(seen: MembersSeen, membership: Membership, person: Person) -> Message:
    names = {one.user_id: one for _, one in seen.members}
    inviter = names.get(membership.invited_by) if membership.invited_by is not None else None
    return Message(
        "team-member",
        {
            "line": _line(seen, membership, person),
            "joined": membership.joined_at,
            "inviter": who(inviter) if inviter is not None else None,
        },
    )


def _member_buttons(seen: MembersSeen, state: ListState, membership: Membership) -> list[list[Button]]:
    """Only an owner changes other members."""
    if seen.reader is None or not seen.reader.is_owner or membership.user_id == seen.reader.user_id:
        return []
    role = button("button-role", typed(f"role {membership.user_id}", state.team_id))
    limit = button("button-limit", typed(f"limit {membership.user_id}", state.team_id))
    match membership.standing:
        case MembershipStatus.WAITING:
            return [[button("button-admit", typed(f"admit {membership.user_id}", state.team_id))]]
        case MembershipStatus.SUSPENDED:
            return [[role]]
    # Suspending needs no code, so one tap must not do it.
    suspend = button("button-suspend", state.tapped(f"#{membership.user_id}{_SURE}"))
    limits = [] if membership.is_owner or len(seen.accounts) < 2 else [limit]
    reset = button("button-reset", typed(f"reset {membership.user_id}", state.team_id))
    return [[role, suspend], limits, [reset]]


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
        "name": seen.person.name,
        "user_id": str(seen.person.user_id),
        "enrolled": seen.is_enrolled,
        "email": seen.person.email,
        "zone": seen.person.zone,
        "recovery": seen.recovery_codes,
        "teams": teams,
    }
    if is_private:
        await say_screen(services, incoming, Message("whoami-private", args), own_settings(seen))
    elif not (
        is_said_alone(incoming)
        and await services.group_codes.say_alone(incoming, MessageContent(Message("whoami-group", args)))
    ):
        await say(services, incoming, Message("whoami-group", args))
    return False
