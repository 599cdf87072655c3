"""The keys on which a person taps a code."""

from uuid import UUID

from bot.operations.model.button_data import PAD_DIGITS, Step, TicketPress
from bot.operations.model.notifications import button
from storage.records import Button, Message

_STOPS = {Step.PAD: ("button-cancel", Step.CANCEL), Step.VOTE: ("button-deny", Step.DENY)}
"""Kind of pad → label and meaning of the button that stops the ticket."""


def make_pad(ticket_id: UUID, digits: str = "", kind: Step = Step.PAD) -> list[list[Button]]:
    """The digit pad. Each button carries the digits typed so far, so that a restart loses none."""

    def digit(number: str) -> Button:
        return button(Message("pad-digit", {"digit": number}), TicketPress(kind, ticket_id, f"{digits}{number}"))

    shown = "●" * len(digits) + "○" * (PAD_DIGITS - len(digits))
    label, stop = _STOPS[kind]
    return [
        [button(Message("pad-typed", {"shown": shown}), TicketPress(kind, ticket_id, digits))],
        [digit("1"), digit("2"), digit("3")],
        [digit("4"), digit("5"), digit("6")],
        [digit("7"), digit("8"), digit("9")],
        [
            button(label, TicketPress(stop, ticket_id)),
            digit("0"),
            button("pad-back", TicketPress(kind, ticket_id, digits[:-1])),
        ],
    ]
