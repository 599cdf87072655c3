"""Commands that change nothing: what the overview found becomes one answer.

It must not know how a sentence reads, nor who may look.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.context import Heard, Services
from bot.operations.model.notifications import press, short_hash, who
from bot.operations.model.operation import Question
from bot.operations.model.replies import TEAM_PRESS
from bot.operations.queries.overview import AuditSeen, MembersSeen, TicketsSeen
from bot.operations.ticket.contents import brief, find_unclear
from bot.rules.ticket_path import may_cancel
from bot.rules.verdict import Allowed, Refused
from storage.records import Arg, Button, Content, Saying, Stage, Ticket


async def team(services: Services, heard: Heard) -> bool:
    """`/team`."""
    seen = await services.overview.members(heard.sender, heard.team_id)
    if not isinstance(seen, MembersSeen):
        return await answer_otherwise(services, heard, seen)
    lines = [
        Saying(
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
        Saying("team-line-unheard", {"line": line, "why": seen.unheard[person.user_id].value})
        if person.user_id in seen.unheard
        else line
        for line, (_, person) in zip(lines, seen.members, strict=True)
    ]
    args: dict[str, Arg] = {"team": seen.team.title, "approvals": seen.team.approvals, "members": lines}
    await say(services, heard, Saying("team-list", args))
    return False


async def pending(services: Services, heard: Heard) -> bool:
    """`/pending [NUMBER]`."""
    number = heard.words[0].lstrip("#") if heard.words else ""
    if number.isascii() and number.isdecimal() and len(number) < 10:
        return await _ticket(services, heard, int(number))
    seen = await services.overview.pending(heard.sender, heard.team_id)
    if not isinstance(seen, TicketsSeen):
        return await answer_otherwise(services, heard, seen)
    lines = [
        Saying(
            "pending-line",
            {
                "number": ticket.number,
                "plan": brief(ticket.plan),
                "who": who(requester),
                "stage": ticket.stage.value if ticket.stage else "",
                "until": ticket.stage_until,
                "hash": short_hash(ticket),
                "waits": ticket.result is not None,
            },
        )
        for ticket, requester in seen.tickets
    ]
    buttons = [_ticket_buttons(ticket) for ticket, _ in seen.tickets]
    saying = Saying("pending-list" if lines else "pending-none", {"team": seen.team.title, "tickets": lines})
    await say(services, heard, saying, buttons)
    return False


async def _ticket(services: Services, heard: Heard, number: int) -> bool:
    """One ticket with every line of its plan."""
    seen = await services.overview.ticket(heard.sender, number, heard.team_id)
    if not isinstance(seen, tuple):
        return await answer_otherwise(services, heard, seen)
    ticket, requester = seen
    args: dict[str, Arg] = {
        "number": ticket.number,
        "who": who(requester),
        "asked": ticket.asked_at,
        "plan": ticket.plan,
        "hash": short_hash(ticket) if ticket.is_money else None,
        "stage": ticket.stage.value if ticket.stage else None,
        "until": ticket.stage_until,
        "result": ticket.result if ticket.stage is None else find_unclear(ticket) or ticket.result,
    }
    buttons = [_ticket_buttons(ticket)] if ticket.stage else []
    await say(services, heard, Saying("pending-detail", args), buttons)
    return False


def _ticket_buttons(ticket: Ticket) -> list[Button]:
    """[Done #7] where somebody has to say so, [Cancel #7] where it can still be stopped."""
    number: dict[str, Arg] = {"number": ticket.number}
    done = Button(Saying("button-done-number", number), press=f"byhand {ticket.id.hex}")
    cancel = Button(Saying("button-cancel-number", number), press=f"cancel {ticket.id.hex}")
    may = may_cancel(ticket.action, ticket.stage) == Allowed()
    return [*([done] if ticket.stage is Stage.BY_HAND else []), *([cancel] if may else [])]


async def audit(services: Services, heard: Heard) -> bool:
    """`/audit`."""
    seen = await services.overview.audit(heard.sender, heard.team_id)
    if not isinstance(seen, AuditSeen):
        return await answer_otherwise(services, heard, seen)
    lines = [
        Saying(
            "audit-line",
            {
                "sequence": entry.sequence,
                "at": entry.at.strftime("%Y-%m-%d %H:%M:%S UTC"),
                "who": who(person) if person else (str(entry.actor) if entry.actor else None),
                "what": entry.what.value,
                "outcome": entry.outcome.value,
                "proof": str(entry.details["proof"]) if "proof" in entry.details else None,
                "ticket": str(entry.details["ticket"]) if "ticket" in entry.details else None,
            },
        )
        for entry, person in seen.entries
    ]
    sequence, digest = seen.head
    args: dict[str, Arg] = {"team": seen.team.title, "lines": lines, "head": f"{sequence}:{digest}"}
    await say(services, heard, Saying("audit-list", args))
    return False


async def whoami(services: Services, heard: Heard) -> bool:
    """`/whoami`: in a group only what the group may know."""
    seen = await services.overview.whoami(heard.sender)
    teams = [
        Saying(
            "whoami-team", {"team": team.title, "role": membership.role.value, "standing": membership.standing.value}
        )
        for membership, team in seen.memberships
    ]
    is_private = heard.incoming.place.is_private
    args: dict[str, Arg] = {
        "who": who(seen.person),
        "user_id": str(seen.person.user_id),
        "enrolled": seen.person.enrolled_at is not None,
        "email": seen.person.email,
        "zone": seen.person.zone,
        "recovery": seen.recovery_codes,
        "teams": teams,
    }
    await say(services, heard, Saying("whoami-private" if is_private else "whoami-group", args))
    return False


async def settings(services: Services, heard: Heard) -> bool:
    """`/settings` without more: what can be set."""
    seen = await services.overview.whoami(heard.sender)
    buttons = [
        [press("button-set-email", "ask", "settings", "email"), press("button-set-zone", "ask", "settings", "zone")]
    ]
    saying = Saying("settings-list", {"email": seen.person.email, "zone": seen.person.zone})
    await say(services, heard, saying, buttons)
    return False


async def answer_otherwise(services: Services, heard: Heard, reply: Refused | Question) -> bool:
    """Why it cannot be seen, or what must be known first."""
    if isinstance(reply, Refused):
        if heard.incoming.query_id:
            await services.speaker.answer(heard.incoming.query_id, reply.as_saying(), alert=True)
        else:
            await services.speaker.reply(heard.incoming.place, Content(reply.as_saying()))
        return False
    again = " ".join((heard.word, *heard.words))
    rows = [
        [
            Button(
                label,
                press=f"in {words.removeprefix(TEAM_PRESS)} {again}"
                if words.startswith(TEAM_PRESS)
                else f"ask {words}",
            )
        ]
        for label, words in reply.choices
    ]
    await say(services, heard, reply.saying, rows)
    return False


async def say(services: Services, heard: Heard, saying: Saying, buttons: Sequence[Sequence[Button]] = ()) -> None:
    """Answers at once; a long answer turns its pages in place."""
    turns = " ".join((heard.word, *heard.words))
    if heard.team_id is not None:
        turns = f"in {heard.team_id.hex} {turns}"
    place, content = heard.incoming.place, Content(saying, buttons)
    if heard.page is not None:
        await services.speaker.turn_page(place, content, turns=turns, page=heard.page)
    elif heard.incoming.query_id:
        await services.speaker.reply(replace(place, message_id=None), content, turns=turns)
    else:
        await services.speaker.reply(place, content, turns=turns)
    if heard.incoming.query_id:
        await services.speaker.answer(heard.incoming.query_id)
