"""The plan of a ticket as a card shows it: shortened, and with what comes after its proofs."""

from collections.abc import Sequence
from dataclasses import replace

from bot.operations.lookup.accounts import is_by_hand, terms_outside
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button
from bot.operations.ticket.approvals import accounts_of, needed_by
from storage.records import Account, AccountKind, Action, Arg, Button, Line, Message, Stage, Ticket
from storage.work import Work

LINES_SHOWN = 10
"""Lines of a long plan on a card. `/pending NUMBER`, the e-mail and its page show all."""

_BEFORE_RUNNING = frozenset({Stage.CODE, Stage.EMAIL, Stage.APPROVAL, Stage.COOLING})


def plan_of(work: Work, ticket: Ticket) -> Message:
    """The short plan. Until the ticket starts, it names what comes after the proofs."""
    plan = brief(ticket.plan)
    if ticket.stage not in _BEFORE_RUNNING:
        return plan
    plan = _name_manual_steps(work, ticket, plan)
    hours = needed_by(work, ticket).cooling_hours
    if hours == 0 or ticket.stage is Stage.COOLING:
        return plan
    return Message("plan-then-cooling", {"plan": plan, "hours": hours})


def _name_manual_steps(work: Work, ticket: Ticket, plan: Message) -> Message:
    """Steps that people must do themselves are named before any proof is asked for."""
    by_hand = [account for account in accounts_of(work, ticket) if is_by_hand(account, ticket.action)]
    if not by_hand or _is_noted_here_alone(ticket, by_hand[0]):
        return plan
    terms = terms_outside(by_hand[0])
    if ticket.action is Action.KEY_RENEW and terms is not None:
        return plan  # The plan names the steps already.
    page = None if terms is None else terms.page_for(ticket.action)
    return Message("plan-then-by-hand", {"plan": plan, "page": page})


def _is_noted_here_alone(ticket: Ticket, account: Account) -> bool:
    """Whether only our record changes: a watched key's name, or a stated expiry."""
    if ticket.action is not Action.KEY_EDIT:
        return False
    is_name_or_right = ticket.payload["remark"] is not None or ticket.payload["trade"] is not None
    return account.kind is AccountKind.BY_HAND or not is_name_or_right


def brief(plan: Message) -> Message:
    """The plan as it fits on a card: the first lines of a long list, and how many more there are."""
    return replace(plan, args={name: _cut(value) for name, value in plan.args.items()})


def _cut(value: Arg) -> Arg:
    lines = _lines(value)
    if len(lines) <= LINES_SHOWN:
        return value
    return [*lines[:LINES_SHOWN], Message("plan-more", {"count": len(lines) - LINES_SHOWN})]


def all_lines(ticket: Ticket) -> list[list[Button]]:
    """The button to the whole plan, where the card shows only its beginning."""
    if ticket.stage is None or all(len(_lines(value)) <= LINES_SHOWN for value in ticket.plan.args.values()):
        return []
    return [[button("button-all-lines", typed(f"pending {ticket.number}"))]]


def _lines(value: Arg) -> Sequence[Line]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return ()
    return [one for one in value if not isinstance(one, str)]
