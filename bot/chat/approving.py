"""Second pairs of eyes: /approve, /deny and their buttons, and /policy, which says how many a change needs.

It must not know who may approve.
"""

from bot.chat.context import Heard, Services
from bot.chat.guarded import ask_for, tell_press
from bot.chat.replies import answer_otherwise, say
from bot.chat.telegram.buttons import TicketPress
from bot.operations.desk.approving import Choice
from bot.operations.model.notifications import press, who
from bot.operations.queries.overview import MembersSeen
from bot.rules.approvers import Member, find_margin
from storage.records import Action, Arg, Saying


async def approve(services: Services, heard: Heard) -> bool:
    """`/approve [NUMBER]`."""
    await tell_press(services, heard, await services.approving.approve(_choice(heard)))
    return True


async def deny(services: Services, heard: Heard) -> bool:
    """`/deny [NUMBER]`."""
    await tell_press(services, heard, await services.approving.deny_chosen(_choice(heard)))
    return True


async def pressed_approve(services: Services, heard: Heard, step: TicketPress) -> bool:
    """[Approve] in an approver's private chat: the pad."""
    await tell_press(services, heard, await services.desk.step(heard.sender, step.ticket_id))
    return True


async def pressed_deny(services: Services, heard: Heard, step: TicketPress) -> bool:
    """[Deny] below a ticket."""
    await tell_press(services, heard, await services.approving.deny(heard.sender, step.ticket_id))
    return True


async def policy(services: Services, heard: Heard) -> bool:
    """`/policy`, `/policy approvals COUNT`."""
    if heard.words:
        return await ask_for(Action.POLICY_APPROVALS)(services, heard)
    seen = await services.overview.members(heard.sender, heard.team_id)
    if not isinstance(seen, MembersSeen):
        return await answer_otherwise(services, heard, seen)
    members = [Member(membership, person.enrolled_at is not None) for membership, person in seen.members]
    able = [who(person) for member, (_, person) in zip(members, seen.members, strict=True) if member.could_approve]
    args: dict[str, Arg] = {
        "team": seen.team.title,
        "approvals": seen.team.approvals,
        "approvers": able,
        "margin": find_margin(members, seen.team.approvals).value,
    }
    change = press("button-change-approvals", "ask", "policy", "approvals")
    await say(services, heard, Saying("policy", args), [[change]])
    return False


def _choice(heard: Heard) -> Choice:
    number = heard.words[0].lstrip("#") if heard.words else None
    return Choice(heard.sender, heard.word, heard.said, number, heard.team_id)
