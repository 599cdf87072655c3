"""The private step, with six digits or a recovery code, and the buttons of a ticket."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from bot.chat.context import Services
from bot.chat.guarded import put_away, tell_press
from bot.chat.lists import ListState, back_row, list_buttons, side_by_side
from bot.chat.replies import answer_otherwise, say, say_of
from bot.chat.telegram.client import Unsayable
from bot.chat.telegram.incoming import Incoming
from bot.operations.model.button_data import PAD_DIGITS, SecretPress, Step, TicketPress, typed
from bot.operations.model.notifications import button, short_hash, who
from bot.operations.model.operation import TicketState
from bot.operations.queries.tickets import OpenTicket, TicketSeen, TicketsSeen
from bot.operations.ticket.contents import find_unclear
from bot.operations.ticket.digit_pad import make_pad
from bot.operations.ticket.reasons import say_reason
from bot.operations.ticket.subject import subject_of
from bot.rules.one_time_code import read_code, read_recovery_code
from storage.records import Arg, Button, End, Message, MessageContent, Stage

OPENING: Mapping[Stage | None, str] = {Stage.CODE: "button-confirm-number", Stage.APPROVAL: "button-approve-number"}
"""Stage → label of the button that opens the private step of a code."""
_LABELS = {
    Step.RESEND: "button-resend",
    Step.BY_HAND: "button-done-number",
    Step.DENY: "button-deny-number",
    Step.CANCEL: "button-cancel-number",
}


def is_code(text: str) -> bool:
    """Whether a private message is a code."""
    return read_code(text) is not None or read_recovery_code(text) is not None


async def typed_code(services: Services, incoming: Incoming) -> bool:
    """Use a code sent as a message, and delete the message at once."""
    await services.desk.confirm(incoming, read_code(incoming.text) or incoming.text)
    await put_away(services, incoming)
    return True


async def typed_first_code(services: Services, incoming: Incoming) -> bool:
    """Use a code of a person who sets up an authenticator, and delete the message at once."""
    await services.typed_codes.take(incoming, read_code(incoming.text) or incoming.text)
    await put_away(services, incoming)
    return True


async def written_in_group(services: Services, incoming: Incoming) -> bool:
    """Handle a message that others can read: revoke a code of its writer, and delete the message."""
    if not await services.burning.burn(incoming, incoming.text):
        return False
    await put_away(services, incoming)
    return True


async def pressed_digit(services: Services, incoming: Incoming, step: TicketPress) -> bool:
    """Add one digit to the pad. The last one completes the code."""
    if len(step.typed) < PAD_DIGITS:
        keys = make_pad(step.ticket_id, step.typed, step.step)
        if incoming.place.ephemeral_id is not None:
            return await _show_here(services, incoming, step.ticket_id, keys)
        try:
            await services.sender.show_buttons(incoming.place, keys)
        except Unsayable:
            await services.sender.answer(incoming.query_id, Message("button-too-old"), alert=True)
        else:
            await services.sender.answer(incoming.query_id)
        return False
    await tell_press(services, incoming, await services.desk.confirm(incoming, step.typed, step.ticket_id))
    return True


async def _show_here(services: Services, incoming: Incoming, ticket_id: UUID, keys: Sequence[Sequence[Button]]) -> bool:
    """Show the digits so far to the presser alone. Where that fails, lead to the private chat."""
    if await services.ephemerals.show_buttons(incoming.place, incoming.user_id, keys):
        await services.sender.answer(incoming.query_id)
        return False
    await tell_press(services, incoming, await services.group_codes.leave(incoming, ticket_id))
    return True


async def pressed_here(services: Services, incoming: Incoming, step: TicketPress) -> bool:
    """[Type the code here] in a group: show the pad to the presser alone, or lead to the private chat."""
    await tell_press(services, incoming, await services.group_codes.open(incoming, step.ticket_id))
    return True


async def pressed_acknowledgement(services: Services, incoming: Incoming, step: TicketPress) -> bool:
    """The tick below a warning."""
    await tell_press(services, incoming, await services.desk.acknowledge(incoming, None, step.ticket_id))
    return True


async def pressed_cancel(services: Services, incoming: Incoming, step: TicketPress) -> bool:
    """[Cancel] below a ticket."""
    await tell_press(services, incoming, await services.pending.cancel(incoming, step.ticket_id))
    return True


async def pressed_go_on(services: Services, incoming: Incoming, step: TicketPress) -> bool:
    """[Go on] below the question about an open request: show its step."""
    await tell_press(services, incoming, await services.desk.go_on(incoming, step.ticket_id))
    return True


async def pressed_resend(services: Services, incoming: Incoming, step: TicketPress) -> bool:
    """[Resend Email] below a ticket."""
    await tell_press(services, incoming, await services.pending.resend(incoming, step.ticket_id))
    return True


async def pressed_done(services: Services, incoming: Incoming, step: TicketPress) -> bool:
    """[Done] below a ticket that a person finishes by hand. The exchange may show the same as before."""
    return await _done(services, incoming, step.ticket_id)


async def told_done(services: Services, incoming: Incoming) -> bool:
    """Take what a person states with [Done]. Buttons and replies name the ticket by its id."""
    ticket_id = _id_of(incoming.words[0]) if incoming.words else None
    if ticket_id is None:
        await services.sender.reply(incoming.place, MessageContent(Message("done-how")))
        return False
    return await _done(services, incoming, ticket_id)


async def _done(services: Services, incoming: Incoming, ticket_id: UUID) -> bool:
    reply = await services.pending.done_by_hand(incoming, ticket_id, incoming.words[1:])
    if isinstance(reply, TicketState) and incoming.query_id:
        await services.sender.answer(incoming.query_id, Message("done-pressed"))
    else:
        await tell_press(services, incoming, reply)
    return True


async def pressed_saved(services: Services, incoming: Incoming, secret: SecretPress) -> bool:
    """[Saved] below a secret: delete the message. Every press is answered."""
    refused = await services.presses.put_away_secret(incoming, secret.card_id)
    said = refused.as_saying() if refused is not None else Message("secret-saved")
    await services.sender.answer(incoming.query_id, said, alert=refused is not None)
    return True


def _id_of(word: str) -> UUID | None:
    try:
        return UUID(word)
    except ValueError:
        return None


async def typed_cancel(services: Services, incoming: Incoming) -> bool:
    """`/cancel [NUMBER]`: an open question, else the sender's open ticket of this number, or the latest."""
    answered = incoming.reply_to
    replied_to = answered.message_id if answered is not None and answered.is_ours else None
    await tell_press(services, incoming, await services.pending.cancel_latest(incoming, replied_to))
    return True


async def pending(services: Services, incoming: Incoming) -> bool:
    """`/pending [NUMBER]`."""
    number = incoming.number or ""
    if number.isascii() and number.isdecimal() and len(number) < 10:
        return await _ticket(services, incoming, int(number))
    seen = await services.overview.pending(incoming, incoming.page or 1)
    if not isinstance(seen, TicketsSeen):
        return await answer_otherwise(services, incoming, seen)
    page, state = seen.page, ListState(("pending",), incoming.team_id, seen.page.number)
    rows = [
        button(
            Message("pending-button", {"number": one.ticket.number, "subject": subject_of(one.ticket)}),
            state.opened(one.ticket.number),
        )
        for one in page.items
    ]
    args: dict[str, Arg] = {
        "team": seen.team.title,
        "tickets": [_line(one) for one in page.items],
        "page": page.number,
        "pages": page.of,
    }
    saying = Message("pending-list" if rows else "pending-none", args)
    await say(services, incoming, saying, list_buttons(state, page.turns, rows, []))
    return False


def _line(seen: OpenTicket) -> Message:
    ticket = seen.ticket
    return Message(
        "pending-line",
        {
            "number": ticket.number,
            "subject": subject_of(ticket),
            "who": seen.requester.name,
            "approver": seen.approver.name if seen.approver is not None else None,
            "stage": ticket.stage.value if ticket.stage else "",
            "until": ticket.stage_until,
            "waits": ticket.result is not None,
        },
    )


async def _ticket(services: Services, incoming: Incoming, number: int) -> bool:
    """One ticket with every line of its plan."""
    seen = await services.overview.ticket(incoming, number)
    if not isinstance(seen, TicketSeen):
        return await answer_otherwise(services, incoming, seen)
    ticket = seen.ticket
    args: dict[str, Arg] = {
        "number": ticket.number,
        "who": who(seen.requester),
        "asked": ticket.asked_at,
        "plan": ticket.plan,
        "hash": short_hash(ticket) if ticket.is_money else None,
        "reason": say_reason(ticket.reason),
        "stage": ticket.stage.value if ticket.stage else None,
        "until": ticket.stage_until,
        "is_timed_out": ticket.end is End.TIMED_OUT,
        "result": ticket.result if ticket.stage is None else find_unclear(ticket) or ticket.result,
    }
    # A list is a screen of everyone in a group. A request asked for by number answers one person.
    changes = incoming.place.is_private or incoming.words[0].isdecimal()
    steps = side_by_side(_steps(seen, incoming)) if changes else []
    last = back_row(ListState(("pending",), incoming.team_id, incoming.page or 1), incoming.words[0])
    await say_of(services, incoming, ticket, Message("pending-detail", args), [*steps, last])
    return False


def _steps(seen: TicketSeen, incoming: Incoming) -> list[Button]:
    """Buttons such as [Approve #7]. In a group [Approve] leads to the private chat."""
    ticket, is_private = seen.ticket, incoming.place.is_private
    buttons = []
    for step in seen.steps:
        is_opening, press = step is Step.APPROVE, TicketPress(step, ticket.id)
        if is_opening and not is_private and ticket.stage is Stage.CODE:
            continue  # The card of the request has the requester's link.
        label = Message(OPENING[ticket.stage] if is_opening else _LABELS[step], {"number": ticket.number})
        there = typed(f"approve {ticket.number}")
        buttons.append(button(label, there if is_opening and not is_private else press))
    return buttons


async def approve(services: Services, incoming: Incoming) -> bool:
    """`/approve [NUMBER]`."""
    await tell_press(services, incoming, await services.approving.approve(incoming))
    return True


async def deny(services: Services, incoming: Incoming) -> bool:
    """`/deny [NUMBER]`."""
    await tell_press(services, incoming, await services.approving.deny_chosen(incoming))
    return True


async def reason(services: Services, incoming: Incoming) -> bool:
    """`/reason NUMBER WORDS`, with which the question why goes on."""
    await tell_press(services, incoming, await services.approving.give_reason(incoming))
    return True


async def pressed_approve(services: Services, incoming: Incoming, step: TicketPress) -> bool:
    """[Approve] in an approver's private chat: show the pad."""
    await tell_press(services, incoming, await services.desk.step(incoming, step.ticket_id))
    return True


async def pressed_deny(services: Services, incoming: Incoming, step: TicketPress) -> bool:
    """[Deny] below a ticket."""
    await tell_press(services, incoming, await services.approving.deny(incoming, step.ticket_id))
    return True
