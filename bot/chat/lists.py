"""Buttons of a list: its rows, pages and filters. Each press edits the message that carries the list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from bot.chat.telegram.incoming import Incoming
from bot.operations.lookup.accounts import short_name
from bot.operations.model.button_data import LAST_PAGE, CommandPress, decode, encode
from bot.operations.model.notifications import button
from bot.rules.pages import Turns
from storage.records import Account, Button, Message

_WIDE = 2
"""Buttons beside each other. Three cut "Can withdraw" short on a phone of 390 pixels."""

_LONGEST_TAP = "#99999"


@dataclass(frozen=True, slots=True)
class ListState:
    """What a list shows: the words of its command, the team they are for, and the page."""

    words: tuple[str, ...]
    team_id: UUID | None
    page: int = 1

    def at(self, page: int) -> CommandPress:
        """The press that shows this page."""
        return CommandPress(self.words, self.team_id, page)

    def tapped(self, tap: str) -> CommandPress:
        """The press that adds a word, and shows the same page."""
        return CommandPress((*self.words, tap), self.team_id, self.page)

    def opened(self, number: int) -> CommandPress:
        """The press that opens a row in place of the list."""
        return self.tapped(f"#{number}")

    def narrowed(self, *words: str) -> CommandPress:
        """The press that shows the first page of the list with other words."""
        return CommandPress((self.words[0], *words), self.team_id, 1)


def list_buttons(
    state: ListState, turns: Turns, rows: Sequence[Button], filters: Sequence[Sequence[Button]]
) -> list[list[Button]]:
    """Rows, two beside each other, then ◀ ▶, then the filters, then the way home, as far as they fit into buttons."""
    turning = [
        *([button("page-back", state.at(turns.before))] if turns.before is not None else []),
        *([button("page-forward", state.at(turns.after))] if turns.after is not None else []),
    ]
    lines = [*side_by_side(rows), turning, *(row for some in filters for row in side_by_side(some))]
    return [*([one for one in line if one.press is not None] for line in lines), home_row(state.at(state.page))]


def back_row(state: ListState, row: str) -> list[Button]:
    """[Back] to the list, and [Refresh] of the row that was opened by this word, such as `#7`."""
    return [button("button-back", state.at(state.page)), button("button-refresh", state.tapped(row))]


def may_change(incoming: Incoming) -> bool:
    """Whether a screen may have buttons that change something. In a group the home and what it leads to have none.

    There they belong to the answer of a typed command, for as long as that message shows them.
    """
    presses = map(decode, incoming.offered or ())
    has_some = any(not isinstance(one, CommandPress) or one.page is None for one in presses)
    return incoming.place.is_private or incoming.page is None or has_some


def home_row(again: CommandPress) -> list[Button]:
    """[Back] to the team's home, and [Refresh], the press that shows the same screen again.

    [Refresh] is left out if its words are too long for a button.
    """
    ways = [button("button-back", home_press(again.team_id)), button("button-refresh", again)]
    return [way for way in ways if way.press is not None]


def home_press(team_id: UUID | None) -> CommandPress:
    """The press that shows the home in place of another screen."""
    return CommandPress(("start",), team_id, 1)


def filter_button(label: Message, press: CommandPress, *, is_chosen: bool) -> Button:
    """A button that narrows a list. The chosen one is marked."""
    return button(Message("list-chosen", {"label": label}) if is_chosen else label, press)


def account_filters(state: ListState, accounts: Sequence[Account], chosen: UUID | None, *before: str) -> list[Button]:
    """A filter for each account, unless there is only one. `before` are words that stay."""
    return [
        filter_button(
            Message("choice-account", {"account": account.name}),
            state.narrowed(*before, short_name(account)),
            is_chosen=account.id == chosen,
        )
        for account in (accounts if len(accounts) > 1 else ())
    ]


def fits_list(press: CommandPress) -> bool:
    """Whether buttons carry the words of a list together with any page and row."""
    return encode(CommandPress((*press.words, _LONGEST_TAP), press.team_id, LAST_PAGE)) is not None


def with_fitting_search(incoming: Incoming) -> Incoming:
    """The same list with as much of a typed search as its buttons carry, so that each of them leads back to it."""
    words = incoming.words
    while incoming.page is None and words and not fits_list(CommandPress((incoming.command, *words), incoming.team_id)):
        *rest, last = words
        words = (*rest, last[:-1]) if len(last) > 1 else tuple(rest)
    return incoming if words is incoming.words else replace(incoming, words=words)


def side_by_side(buttons: Sequence[Button]) -> list[list[Button]]:
    """Rows of buttons that a phone shows in full."""
    return [list(buttons[first : first + _WIDE]) for first in range(0, len(buttons), _WIDE)]
