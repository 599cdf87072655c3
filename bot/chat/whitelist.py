"""Read the whitelist: the list with its search, and the empty sheet to fill."""

from bot.chat.context import Services
from bot.chat.guarded import ask
from bot.chat.key_lines import by_account
from bot.chat.replies import answer_otherwise, say, say_screen
from bot.chat.telegram.client import SayError
from bot.chat.telegram.incoming import Incoming, ReplyTo
from bot.operations.lookup.addresses import wishes_of
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button
from bot.operations.queries.overview import AddressesSeen
from bot.rules.address_sheet import list_cells
from bot.rules.sheet_columns import COLUMNS
from storage.records import Action, Address, Arg, Document, Message, MessageContent

TEMPLATE_NAME = "whitelist-template.csv"


async def show_whitelist(services: Services, incoming: Incoming) -> bool:
    """`/whitelist [WORDS]`: all addresses, or those that every word fits."""
    if incoming.words and incoming.words[0].lower() == "export":
        return await ask(services, incoming.drop_first(), Action.WHITELIST_EXPORT)
    seen = await services.overview.addresses(incoming, incoming.words)
    if not isinstance(seen, AddressesSeen):
        return await answer_otherwise(services, incoming, seen)
    lines = [(account, address_line(address)) for address, account in seen.addresses]
    args: dict[str, Arg] = {
        "team": seen.team.title,
        "search": " ".join(incoming.words) or None,
        "count": len(lines),
        "all": seen.count,
        "addresses": by_account(lines),
    }
    sentence = "whitelist-list" if lines else "whitelist-no-match" if seen.count else "whitelist-none"
    saying = Message(sentence, args)
    if seen.under_way:
        adding = [
            Message("whitelist-adding", {"number": ticket.number, "count": len(wishes_of(ticket.payload))})
            for ticket in seen.under_way
        ]
        saying = Message("whitelist-with-adding", {"list": saying, "adding": adding})
    ways = [button("button-batch-add", typed("template"))]
    if lines:
        ways.append(button("button-export", typed("whitelist export")))
    await say_screen(services, incoming, saying, [ways])
    return False


def address_line(address: Address) -> Message:
    """One line of the list."""
    return Message(
        "whitelist-line",
        {
            "number": address.number,
            "coin": address.coin or None,
            "chain": address.chain,
            "address": address.address,
            "memo": address.memo,
            "remark": address.remark or None,
            "status": address.status.name.lower(),
        },
    )


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
