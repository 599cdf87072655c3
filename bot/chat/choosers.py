"""`/renew`, `/bind` and the others without a name: a list of keys to tap, in place of typing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat.context import Handler, Services
from bot.chat.guarded import ask
from bot.chat.key_lines import button_label, by_account, key_line
from bot.chat.lists import ListState, list_buttons
from bot.chat.replies import answer_otherwise, say
from bot.chat.telegram.incoming import Incoming
from bot.operations.drifts.lookup import KeyRow
from bot.operations.keys.choose_keys import KeyChoice
from bot.operations.model.notifications import button
from bot.rules.choosing import GO_ON, MARK, UNMARK
from bot.rules.verdict import Refused
from storage.records import Action, Button, Message

SEVERAL = frozenset({Action.KEY_RENEW, Action.KEY_BIND, Action.KEY_UNBIND})
"""Actions that take several keys at once."""


def ask_for_keys(action: Action) -> Handler:
    """Return the handler of a guarded command about keys: without a name it shows them."""

    async def handle(services: Services, incoming: Incoming) -> bool:
        if incoming.words and incoming.page is None:
            return await ask(services, incoming, action)
        return await choose_keys(services, incoming, action)

    return handle


async def choose_keys(services: Services, incoming: Incoming, action: Action) -> bool:
    """Show the keys, or ask with the chosen ones. A person who may not ask reads why not."""
    tap = incoming.words[-1] if incoming.words else ""
    seen = await services.choosing.look(action, incoming, incoming.page or 1, tap)
    if isinstance(seen, Refused) and not incoming.is_press:
        return await ask(services, incoming, action)
    if not isinstance(seen, KeyChoice):
        return await answer_otherwise(services, incoming, seen)
    if seen.chosen.is_final:
        words = tuple(map(str, seen.chosen.numbers))
        said = " ".join([f"/{incoming.command}", *words])
        return await ask(services, replace(incoming, words=words, said=said, page=None), action)
    now = services.now()
    lines = [(row.account, key_line(row, now)) for row in seen.page.items]
    saying = Message(
        "choose-keys",
        {
            "command": incoming.command,
            "several": action in SEVERAL,
            "keys": by_account(lines),
            "page": seen.page.number,
            "pages": seen.page.of,
        },
    )
    await say(services, replace(incoming, words=()), saying, _buttons(seen, incoming, action, now))
    return False


def _buttons(seen: KeyChoice, incoming: Incoming, action: Action, now: datetime) -> Sequence[Sequence[Button]]:
    state = ListState((incoming.command,), incoming.team_id, seen.page.number)
    chosen = set(seen.chosen.numbers) if action in SEVERAL else None
    rows = [_row(state, row, chosen, now) for row in seen.page.items]
    going = [button(Message("button-go-on-with", {"count": len(chosen)}), state.tapped(GO_ON))] if chosen else []
    return list_buttons(state, seen.page.of, rows, [going])


def _row(state: ListState, row: KeyRow, chosen: set[int] | None, now: datetime) -> Button:
    """A key to tap. `chosen` None: one tap is enough."""
    key, label = row.key, button_label(row, now)
    if chosen is None:
        return button(label, state.tapped(str(key.number)))
    if key.number in chosen:
        return button(Message("list-marked", {"label": label}), state.tapped(f"{UNMARK}{key.number}"))
    return button(label, state.tapped(f"{MARK}{key.number}"))
