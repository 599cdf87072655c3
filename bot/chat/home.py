"""The home of a team: one card with what needs people, and the buttons to every screen. Screens open in its place."""

from bot.chat.context import Services
from bot.chat.lists import home_press, side_by_side
from bot.chat.replies import answer_otherwise, say
from bot.chat.telegram.incoming import Incoming
from bot.chat.tickets import OPENING
from bot.operations.alerts.card import rows
from bot.operations.model.button_data import CommandPress, Step, TicketPress, typed
from bot.operations.model.notifications import button, who
from bot.operations.queries.home import HomeSeen
from bot.operations.ticket.subject import subject_of
from storage.records import Button, Message, Person, Ticket

_SHOWN = 3
"""Requests, people and keys on the card, each. The screens show the others."""
_SCREENS = ("keys", "expiring", "pending", "whitelist", "team", "alerts")


async def show_home(services: Services, incoming: Incoming) -> bool:
    """Show the home of the place's team, or of the chosen one. A press shows it instead of another screen."""
    seen = await services.overview.home(incoming)
    if not isinstance(seen, HomeSeen):
        return await answer_otherwise(services, incoming, seen)
    is_mine = incoming.place.is_private
    needs = _needs(services, seen, is_mine=is_mine)
    role = seen.membership.role.value if seen.membership is not None and is_mine else None
    saying = Message("home", {"team": seen.team.title, "role": role, "needs": needs})
    await say(services, incoming, saying, _buttons(seen, incoming))
    return False


def _needs(services: Services, seen: HomeSeen, *, is_mine: bool) -> list[Message]:
    """What needs the reader, or the team, a line each."""
    requests, soon = seen.requests[:_SHOWN], seen.soon[:_SHOWN]
    lines = [Message("home-enrol")] if is_mine and seen.person.enrolled_at is None else []
    lines += [_request(ticket, requester, seen.person, is_mine=is_mine) for ticket, requester in requests]
    if len(seen.requests) > _SHOWN:
        lines.append(Message("home-more-requests", {"count": len(seen.requests) - _SHOWN}))
    lines += [
        Message("home-joining", {"who": who(person), "role": membership.role.value, "mine": is_mine})
        for membership, person in seen.joining[:_SHOWN]
    ]
    if len(seen.joining) > _SHOWN:
        lines.append(Message("home-more-joining", {"count": len(seen.joining) - _SHOWN}))
    lines += rows(soon, services.now())
    if len(seen.soon) > _SHOWN:
        lines.append(Message("home-more-keys", {"count": len(seen.soon) - _SHOWN}))
    if seen.differing:
        lines.append(Message("home-differing", {"count": seen.differing}))
    if not seen.has_keys:
        lines.append(Message("home-no-keys"))
    return lines


def _request(ticket: Ticket, requester: Person, reader: Person, *, is_mine: bool) -> Message:
    return Message(
        "home-request",
        {
            "number": ticket.number,
            "subject": subject_of(ticket),
            "stage": ticket.stage.value if ticket.stage else "",
            "who": None if is_mine and requester.user_id == reader.user_id else who(requester),
        },
    )


def _buttons(seen: HomeSeen, incoming: Incoming) -> list[list[Button]]:
    """In private first the steps that wait for the reader. In a group only the screens, which serve every member."""
    is_mine, team_id = incoming.place.is_private, incoming.team_id
    steps = [
        button(Message(label, {"number": ticket.number}), TicketPress(Step.APPROVE, ticket.id))
        for ticket, _ in seen.requests[:_SHOWN]
        if is_mine and (label := OPENING.get(ticket.stage)) is not None
    ]
    if is_mine:
        steps += [
            button(Message("button-admit-person", {"name": person.name}), typed(f"admit {person.user_id}", team_id))
            for _, person in seen.joining[:_SHOWN]
        ]
    if is_mine and seen.differing:
        steps.append(button("button-differences", CommandPress(("adopt",), team_id, 1)))
    screens = [
        button(Message("button-screen", {"screen": word}), CommandPress((word,), team_id, 1))
        for word in (*_SCREENS, *(["whoami"] if is_mine else []))
    ]
    return [*side_by_side(steps), *side_by_side([*screens, button("button-refresh", home_press(team_id))])]
