"""`/keys`, `/key` and `/rotate`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.chat.choosers import ask_for_one
from bot.chat.context import Services
from bot.chat.guarded import ask
from bot.chat.key_lines import button_label, by_account, draw_gauge, key_facts, key_line, rotation_part, state_of
from bot.chat.lists import (
    ListState,
    account_filters,
    back_row,
    filter_button,
    home_row,
    list_buttons,
    with_fitting_search,
)
from bot.chat.replies import answer_otherwise, say, say_of
from bot.chat.telegram.incoming import Incoming
from bot.operations.drifts.card import differing_buttons
from bot.operations.keys.rotation import Pair, choices
from bot.operations.keys.warnings import about_withdrawing
from bot.operations.lookup.accounts import makes_keys, short_name
from bot.operations.lookup.keys import KeyRow, permissions_of
from bot.operations.model.button_data import CommandPress, typed
from bot.operations.model.notifications import LONGEST_COPIED, button, who
from bot.operations.queries.keys import KeySeen, KeysSeen
from bot.rules.authorization import has_role_for
from bot.rules.gauge import term_left
from bot.rules.ip_binding import IPS_LIMIT
from bot.rules.key_list import KeyFilter, KeySearch
from bot.rules.key_mark import KeyMark, key_mark
from storage.records import Account, Action, Arg, Button, Drift, Key, Message


async def keys(services: Services, incoming: Incoming) -> bool:
    """`/keys`, `/keys expiring`, `/keys withdraw`, each with an account's name or words to search for.

    With a last word such as `#3` it shows that key, as long as there is one, with a way back to the list.
    """
    listed = await show_opened(services, incoming)
    return False if listed is None else await _list_keys(services, with_fitting_search(listed))


async def show_opened(services: Services, incoming: Incoming) -> Incoming | None:
    """Show the key of a last word such as `#3`, with a way back to its list. Without one return the list to show."""
    match incoming.words:
        case [*words, last] if last.startswith("#") and last[1:].isdecimal():
            state = ListState((incoming.command, *words), incoming.team_id, incoming.page or 1)
            seen = await services.overview.key(incoming, last)
            if isinstance(seen, KeySeen):
                await _say_key(services, incoming, seen, back=state)
                return None
            return replace(incoming, words=tuple(words))
    return incoming


async def _list_keys(services: Services, incoming: Incoming) -> bool:
    seen = await services.overview.keys(incoming, incoming.words, incoming.page or 1)
    if not isinstance(seen, KeysSeen):
        return await answer_otherwise(services, incoming, seen)
    now = services.now()
    shown = [(row, key_mark(row.judged, now)) for row in seen.page.items]
    args: dict[str, Arg] = {
        "team": seen.team.title,
        "count": seen.count,
        "ended": seen.ended,
        "only": seen.search.only.value,
        "account": next((one.name for one in seen.accounts if one.id == seen.search.account_id), None),
        "words": " ".join(seen.search.words) or None,
        "page": seen.page.number,
        "pages": seen.page.of,
        "keys": by_account([(row.account, _line(seen, row, mark, now)) for row, mark in shown]),
    }
    found = "keys-list" if seen.count else "keys-not-found"
    saying = Message(found if seen.total else "keys-none", args)
    if seen.under_way:
        making = [
            Message("keys-making", {"key": str(ticket.payload["remark"]), "number": ticket.number})
            for ticket in seen.under_way
        ]
        saying = Message("keys-with-making", {"list": saying, "making": making})
    await say(services, incoming, saying, _list_buttons(seen, incoming, shown))
    return False


def _line(seen: KeysSeen, row: KeyRow, mark: KeyMark, now: datetime) -> Message:
    rotation = rotation_part(row.key, seen.rotations.get(row.key.id))
    return key_line(row, mark, now, rotation, seen.differing.get(row.key.id))


def _list_buttons(seen: KeysSeen, incoming: Incoming, shown: Sequence[tuple[KeyRow, KeyMark]]) -> list[list[Button]]:
    """Buttons of the list. `shown` has each row of the page with its mark."""
    search = seen.search
    only = () if search.only is KeyFilter.ALL else (search.only.value,)
    state = ListState(("keys", *only, *words_of(search, seen.accounts)), incoming.team_id, seen.page.number)
    if not seen.total:
        return [home_row(state.at(1))]
    rows = [button(button_label(row, mark), state.opened(row.key.number)) for row, mark in shown]
    chosen = seen.search.only if not search.words and search.account_id is None else None
    filters = [
        filter_button(
            Message("keys-filter", {"only": one.value}),
            state.narrowed(*(() if one is KeyFilter.ALL else (one.value,))),
            is_chosen=one is chosen,
        )
        for one in KeyFilter
    ]
    accounts = account_filters(state, seen.accounts, search.account_id, *only)
    return list_buttons(state, seen.page.turns, rows, [filters, accounts])


def words_of(search: KeySearch, accounts: Sequence[Account]) -> list[str]:
    """The words that say a search again in buttons, without its filter."""
    return [*(short_name(account) for account in accounts if account.id == search.account_id), *search.words]


_OWNER = "owner"


async def key(services: Services, incoming: Incoming) -> bool:
    """`/key NAME`, `/key NAME owner PERSON`."""
    if len(incoming.words) > 1 and incoming.words[1].lower() == _OWNER:
        return await ask(services, incoming, Action.KEY_OWNER)
    seen = await services.overview.key(incoming, " ".join(incoming.words))
    if not isinstance(seen, KeySeen):
        return await answer_otherwise(services, incoming, seen)
    await _say_key(services, incoming, seen)
    return False


async def _say_key(services: Services, incoming: Incoming, seen: KeySeen, back: ListState | None = None) -> None:
    """The key in full. `back` is the list to which a button leads back."""
    found, account, now = seen.key, seen.account, services.now()
    left = term_left(found.expires_at, now) if makes_keys(account) else None
    saying = Message(
        "key-detail",
        {
            **key_facts(found, now),
            "access_id": found.access_id,
            "account": account.name,
            "led": "here" if makes_keys(account) else "by-hand",
            "permissions": permissions_of(account, found),
            "ips": list(found.ips),
            "warnings": about_withdrawing(withdraw=found.withdraw, ips=found.ips),
            "state": state_of(found, now),
            "created": found.created_at,
            "by": who(seen.made_by) if seen.made_by is not None else None,
            "bound": draw_gauge(len(found.ips), IPS_LIMIT),
            "count": len(found.ips),
            "limit": IPS_LIMIT,
            "bar": draw_gauge(left.days, left.of) if left is not None else None,
            "days": left.days if left is not None else None,
            "term": left.of if left is not None else None,
            "rotation": rotation_part(found, seen.rotation, both=seen.both_work),
            "differs": Message("key-differs-how", seen.differs.args) if seen.differs else None,
        },
    )
    # A list is a screen of everyone in a group. A key asked for by name answers one person.
    is_own = incoming.place.is_private or back is None
    may_change = is_own and has_role_for(Action.KEY_EDIT, seen.reader)
    changes = _key_buttons(found, seen.rotation, seen.drift, incoming.team_id) if may_change else []
    ways = [*changes, *_copying(found)]
    if back is None:
        incoming = replace(incoming, words=(f"#{found.number}",))
        last = home_row(CommandPress(("key", *incoming.words), incoming.team_id, 1))
    else:
        last = back_row(back, f"#{found.number}")
    await say_of(services, incoming, found, saying, [*ways, last])


def _copying(found: Key) -> list[list[Button]]:
    """[Copy access id]. A text that is longer than a button can copy stays to be copied by hand."""
    fits = len(found.access_id) <= LONGEST_COPIED
    return [[Button(Message("button-copy-access-id"), copies=found.access_id)]] if fits else []


def _key_buttons(
    found: Key, pair: Pair | None, drift: Drift | None, team_id: UUID | None
) -> Sequence[Sequence[Button]]:
    """Buttons for a key. A key with a drift gets only those that need nothing settled before."""

    def way(label: str, command: str) -> Button:
        return button(label, typed(f"{command} {found.number}", team_id))

    rotating = choices(pair.old, team_id) if pair is not None else ()
    if drift is not None:
        return [*differing_buttons(team_id, found, drift), *rotating]
    bind, edit, delete = way("button-bind", "bind"), way("button-edit", "editkey"), way("button-delete", "deletekey")
    first = [bind, way("button-unbind", "unbind")] if found.ips else [way("button-renew", "renew"), bind]
    if rotating:
        return [first, *rotating, [edit, delete]]
    return [first, [way("button-rotate", "rotate"), edit], [delete]]


KEEP_WORD = "keep"
ALL_WORD = "all"
"""Before a person: every key whose secret they were shown."""


async def rotate(services: Services, incoming: Incoming) -> bool:
    """`/rotate NAME [overlap 2h]`, `/rotate NAME keep`, `/rotate all PERSON`. Without a name it shows the keys."""
    match incoming.words:
        case [first, person] if first.lower() == ALL_WORD:
            return await ask(services, replace(incoming, words=(person,)), Action.KEY_ROTATE_ALL)
        case [*name, last] if name and last.lower() == KEEP_WORD:
            return await ask(services, replace(incoming, words=tuple(name)), Action.KEY_KEEP)
    return await ask_for_one(Action.KEY_ROTATE)(services, incoming)
