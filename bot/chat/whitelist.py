"""Read the whitelist: the list with its search, and the empty sheet to fill."""

from bot.chat.context import Services
from bot.chat.guarded import ask
from bot.chat.key_lines import by_account
from bot.chat.lists import (
    ListState,
    account_filters,
    back_row,
    filter_button,
    list_buttons,
    may_change,
    with_fitting_search,
)
from bot.chat.replies import answer_otherwise, say, say_of
from bot.chat.telegram.client import SayError
from bot.chat.telegram.incoming import Incoming, ReplyTo
from bot.operations.lookup.accounts import short_name
from bot.operations.lookup.addresses import wishes_of
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import LONGEST_COPIED, button
from bot.operations.queries.addresses import AddressesSeen
from bot.rules.address_sheet import list_cells
from bot.rules.authorization import has_role_for
from bot.rules.sheet_columns import COLUMNS
from storage.records import Account, Action, Address, AddressStatus, Arg, Button, Document, Message, MessageContent

TEMPLATE_NAME = "whitelist-template.csv"
_SHORT = 14


async def show_whitelist(services: Services, incoming: Incoming) -> bool:
    """`/whitelist [WORDS]`: an account's addresses, or those that every word fits. `#7` opens one."""
    if incoming.words and incoming.words[0].lower() == "export":
        return await ask(services, incoming.drop_first(), Action.WHITELIST_EXPORT)
    incoming = with_fitting_search(incoming)
    seen = await services.overview.addresses(incoming, incoming.words, incoming.page or 1)
    if not isinstance(seen, AddressesSeen):
        return await answer_otherwise(services, incoming, seen)
    if seen.opened is not None:
        may_remove = incoming.place.is_private and has_role_for(Action.WHITELIST_REMOVE, seen.reader)
        return await _show_address(services, incoming, seen.opened, may_remove=may_remove)
    args: dict[str, Arg] = {
        "team": seen.team.title,
        "search": seen.account.name if seen.account is not None else " ".join(incoming.words) or None,
        "count": seen.count,
        "all": seen.total,
        "addresses": by_account([(account, address_line(address)) for address, account in seen.page.items]),
        "page": seen.page.number,
        "pages": seen.page.of,
    }
    sentence = "whitelist-list" if seen.count else "whitelist-no-match" if seen.total else "whitelist-none"
    saying = Message(sentence, args)
    if seen.under_way:
        adding = [
            Message("whitelist-adding", {"number": ticket.number, "count": len(wishes_of(ticket.payload))})
            for ticket in seen.under_way
        ]
        saying = Message("whitelist-with-adding", {"list": saying, "adding": adding})
    await say(services, incoming, saying, _list_buttons(seen, incoming))
    return False


def _list_buttons(seen: AddressesSeen, incoming: Incoming) -> list[list[Button]]:
    words = [short_name(seen.account)] if seen.account is not None else incoming.words
    state = ListState(("whitelist", *words), incoming.team_id, seen.page.number)
    rows = [button(address_button(one), state.opened(one.number)) for one, _ in seen.page.items]
    everything = filter_button(Message("whitelist-all"), state.narrowed(), is_chosen=not incoming.words)
    accounts = account_filters(state, seen.accounts, seen.account.id if seen.account is not None else None)
    filters = [everything, *accounts] if accounts else []
    return list_buttons(state, seen.page.turns, rows, [filters, _ways(seen, incoming)])


def _ways(seen: AddressesSeen, incoming: Incoming) -> list[Button]:
    """[Batch Add] and [Export CSV], as far as the reader's role goes."""
    if not may_change(incoming):
        return []
    adding = [button("button-batch-add", typed("template"))] if has_role_for(Action.WHITELIST_ADD, seen.reader) else []
    may_export = seen.count > 0 and has_role_for(Action.WHITELIST_EXPORT, seen.reader)
    return [*adding, *([button("button-export", typed("whitelist export"))] if may_export else [])]


async def _show_address(
    services: Services, incoming: Incoming, opened: tuple[Address, Account], *, may_remove: bool
) -> bool:
    """One address in full, with a way back to the list."""
    address, account = opened
    back = ListState(("whitelist", *incoming.words[:-1]), incoming.team_id, incoming.page or 1)
    copying = [("button-copy-address", address.address), ("button-copy-memo", address.memo)]
    buttons = [
        [Button(Message(label), copies=text) for label, text in copying if text and len(text) <= LONGEST_COPIED],
        [button("button-remove-address", typed(f"removeaddress {address.number}", incoming.team_id))]
        if may_remove and address.status is not AddressStatus.NOT_YET_ENTERED
        else [],
        back_row(back, f"#{address.number}"),
    ]
    args: dict[str, Arg] = {**_facts(address), "account": account.name, "created": address.created_at}
    await say_of(services, incoming, address, Message("whitelist-detail", args), buttons)
    return False


def address_line(address: Address) -> Message:
    """One line of the list."""
    return Message("whitelist-line", _facts(address))


def address_button(address: Address) -> Message:
    """Label of the button of an address in a list."""
    return Message("whitelist-button", _facts(address))


def _facts(address: Address) -> dict[str, Arg]:
    return {
        "mark": Message("whitelist-mark", {"status": address.status.name.lower()}),
        "number": address.number,
        "coin": address.coin or None,
        "chain": address.chain,
        "address": address.address,
        "short": _shorten(address.address),
        "memo": address.memo,
        "remark": address.remark or None,
        "status": address.status.name.lower(),
    }


def _shorten(address: str) -> str:
    """Beginning and end, to find a row again. Only the whole address identifies it."""
    return address if len(address) <= _SHORT else f"{address[:6]}…{address[-4:]}"


async def template(services: Services, incoming: Incoming) -> bool:
    """`/template`: the empty sheet, and how to fill it."""
    empty = Document(TEMPLATE_NAME, list_cells([]))
    content = MessageContent(Message("template", {"columns": list(COLUMNS)}), document=empty)
    await services.sender.reply(incoming.place, content)
    if incoming.query_id:
        await services.sender.answer(incoming.query_id)
    return False


async def leaked(services: Services, incoming: Incoming) -> bool:
    """Say what 64 hex digits were. A private key is deleted with its message if its writer pressed.

    A hash may stay.
    """
    if incoming.words:
        await say(services, incoming, Message("hash-told"))
        return False
    said = incoming.pressed_reply or incoming.reply_to
    is_gone = said is not None and said.user_id == incoming.user_id and await _erase(services, incoming, said)
    await say(services, incoming, Message("leak-deleted" if is_gone else "leak-not-deleted"))
    return False


async def _erase(services: Services, incoming: Incoming, said: ReplyTo) -> bool:
    try:
        await services.sender.delete(incoming.place.chat_id, said.message_id)
    except SayError:
        return False
    return True
