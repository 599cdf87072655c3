"""`/renew`, `/removeaddress` and others without a name, or with a part of one: a list to tap, in place of typing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat.context import Handler, Services
from bot.chat.guarded import ask
from bot.chat.key_lines import button_label, by_account, key_line
from bot.chat.lists import ListState, list_buttons, with_fitting_search
from bot.chat.replies import answer_otherwise, say
from bot.chat.telegram.incoming import Incoming
from bot.chat.whitelist import address_button, address_line
from bot.operations.desk.choices import Choice, Row
from bot.operations.keys.offers import DriftRow
from bot.operations.model.notifications import button
from bot.operations.whitelist.offers import AddressRow
from bot.rules.key_mark import key_mark
from bot.rules.selection import GO_ON, MARK, PICK, UNMARK
from bot.rules.verdict import Refused
from storage.records import Action, Arg, Button, Message

SEVERAL = frozenset(
    {Action.KEY_RENEW, Action.KEY_BIND, Action.KEY_UNBIND, Action.KEY_ADOPT, Action.KEY_DISCARD},
)
"""Actions that take several keys at once."""


def ask_for_one(action: Action) -> Handler:
    """Return the handler of a guarded command about a thing that is chosen from a list if it is not named."""

    async def handle(services: Services, incoming: Incoming) -> bool:
        is_typed = not incoming.is_press and incoming.dialogue is None
        is_search = is_typed and bool(incoming.words) and await services.choices.finds(action, incoming)
        if incoming.words and incoming.page is None and not is_search:
            return await ask(services, incoming, action)
        return await choose(services, incoming, action)

    return handle


async def choose(services: Services, incoming: Incoming, action: Action) -> bool:
    """Show the list, or ask with the chosen things. A person who may not ask reads why not."""
    incoming = with_fitting_search(incoming)
    seen = await services.choices.look(action, incoming, incoming.page or 1)
    if isinstance(seen, Refused) and not incoming.is_press:
        return await ask(services, incoming, action)
    if not isinstance(seen, Choice):
        return await answer_otherwise(services, incoming, seen)
    if seen.chosen.is_final:
        # A number alone is that of a key of ours, so that of a difference has a mark.
        mark = PICK if action in {Action.KEY_ADOPT, Action.KEY_DISCARD} else ""
        words = tuple(f"{mark}{number}" for number in seen.chosen.numbers)
        said = " ".join([f"/{incoming.command}", *words])
        return await ask(services, replace(incoming, words=words, said=said, page=None), action)
    now = services.now()
    args: dict[str, Arg] = {
        "command": incoming.command,
        "several": action in SEVERAL,
        "search": " ".join(seen.words) or None,
        "rows": by_account([(row.account, _line(row, now)) for row in seen.page.items]),
        "page": seen.page.number,
        "pages": seen.page.of,
    }
    buttons = _buttons(seen, incoming, action, now)
    await say(services, replace(incoming, words=seen.words), Message("choose", args), buttons)
    return False


def _line(row: Row, now: datetime) -> Message:
    match row:
        case AddressRow(address):
            return address_line(address)
        case DriftRow():
            return Message("plan-adopt-key", {"key": row.name, "findings": row.findings})
    return key_line(row, key_mark(row.judged, now), now)


def _label(row: Row, now: datetime) -> Message:
    match row:
        case AddressRow(address):
            return address_button(address)
        case DriftRow():
            return Message("drift-button", {"key": row.name, "new": row.drift.known is None})
    return button_label(row, key_mark(row.judged, now))


def _buttons(seen: Choice, incoming: Incoming, action: Action, now: datetime) -> Sequence[Sequence[Button]]:
    state = ListState((incoming.command, *seen.words), incoming.team_id, seen.page.number)
    chosen = set(seen.chosen.numbers) if action in SEVERAL else None
    rows = [
        _row(state, row.number, _label(row, now), None if _is_alone(row, action) else chosen) for row in seen.page.items
    ]
    going = [button(Message("button-go-on-with", {"count": len(chosen)}), state.tapped(GO_ON))] if chosen else []
    return list_buttons(state, seen.page.turns, rows, [going])


def _is_alone(row: Row, action: Action) -> bool:
    """Whether a tap on the row is enough. A key of ours is deleted alone, as by `/deletekey`."""
    return action is Action.KEY_DISCARD and isinstance(row, DriftRow) and row.drift.known is not None


def _row(state: ListState, number: int, label: Message, chosen: set[int] | None) -> Button:
    """A thing to tap. `chosen` None: one tap is enough."""
    if chosen is None:
        return button(label, state.tapped(f"{PICK}{number}"))
    if number in chosen:
        return button(Message("list-marked", {"label": label}), state.tapped(f"{UNMARK}{number}"))
    return button(label, state.tapped(f"{MARK}{number}"))
