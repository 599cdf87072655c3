"""`/policy`: who can approve, how many approvals, and every row with what it needs and how long it waits."""

from dataclasses import replace

from bot.chat.context import Services
from bot.chat.guarded import ask_for
from bot.chat.lists import ListState, list_buttons
from bot.chat.replies import answer_otherwise, say, say_screen
from bot.chat.telegram.incoming import Incoming
from bot.operations.members.set_cooling import name_of_row
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button, who
from bot.operations.queries.overview import MembersSeen
from bot.rules.approvers import member_at
from bot.rules.authorization import has_role_for
from bot.rules.lockout import (
    Situation,
    least_hours,
    list_delayed,
    list_impossible,
    list_pillars,
    say_abilities,
    say_delayed,
)
from bot.rules.pages import cut_page
from bot.rules.policy import POLICY, approvals_for
from bot.rules.policy_rows import ROWS, PolicyRow, sets_approvals
from storage.records import Action, Arg, Message, Team

_ROWS = "rows"


async def policy(services: Services, incoming: Incoming) -> bool:
    """`/policy`, `/policy rows`, `/policy approvals COUNT`, `/policy ROW COUNT`, `/policy ROW HOURS`."""
    word = incoming.words[0].lower() if incoming.words else ""
    if sets_approvals(incoming.words):
        return await ask_for(Action.POLICY_APPROVALS)(services, incoming)
    if word not in {"", _ROWS}:
        return await ask_for(Action.POLICY_COOLING)(services, incoming)
    seen = await services.overview.members(incoming)
    if not isinstance(seen, MembersSeen):
        return await answer_otherwise(services, incoming, seen)
    return await (_show_rows if word else _show_summary)(services, incoming, seen)


async def _show_summary(services: Services, incoming: Incoming, seen: MembersSeen) -> bool:
    members = [member_at(membership, person, services.now()) for membership, person in seen.members]
    team = seen.team
    situation = Situation(members, team.approvals, team.row_approvals)
    own_rules = {**team.cooling_hours, **team.row_approvals}
    pillars, lost = list_pillars(situation)
    able = [who(person) for member, (_, person) in zip(members, seen.members, strict=True) if member.could_approve]
    args: dict[str, Arg] = {
        "team": team.title,
        "approvals": team.approvals,
        "approvers": able,
        "own_rules": [_line(team, row) for row in ROWS if row.stored in own_rules],
        "impossible": say_abilities(list_impossible(situation)),
        "pillars": [who(person) for _, person in seen.members if person.user_id in pillars],
        "lost": say_abilities(lost),
        "delayed": say_delayed(list_delayed(situation), {}),
    }
    ways = [button("button-policy-rows", ListState(("policy", _ROWS), incoming.team_id).at(1))]
    if has_role_for(Action.POLICY_APPROVALS, seen.reader):
        ways.insert(0, button("button-change-approvals", typed("policy approvals", incoming.team_id)))
    await say_screen(services, incoming, Message("policy", args), [ways])
    return False


async def _show_rows(services: Services, incoming: Incoming, seen: MembersSeen) -> bool:
    """Every row, ten a page. An owner changes one with its button."""
    page = cut_page(ROWS, incoming.page or 1)
    state = ListState(("policy", _ROWS), incoming.team_id, page.number)
    may_change = has_role_for(Action.POLICY_COOLING, seen.reader)
    rows = [
        button(name_of_row(row), typed(f"policy {row.typed}", incoming.team_id))
        for row in (page.items if may_change else ())
    ]
    args: dict[str, Arg] = {
        "team": seen.team.title,
        "rows": [_line(seen.team, row) for row in page.items],
        "here": seen.team.codes_here,
        "page": page.number,
        "pages": page.of,
    }
    await say(
        services,
        replace(incoming, words=(_ROWS,)),
        Message("policy-rows", args),
        list_buttons(state, page.turns, rows, []),
    )
    return False


def _line(team: Team, row: PolicyRow) -> Message:
    rule = POLICY[row.action]
    return Message(
        "policy-line",
        {
            "row": name_of_row(row),
            "role": rule.least.value if rule.least else None,
            "proofs": rule.proofs(is_high_risk=row.is_money).value,
            "approvals": approvals_for(row.action, team.approvals, team.row_approvals),
            "hours": max(team.cooling_hours.get(row.stored, 0), least_hours(row.action)),
        },
    )
