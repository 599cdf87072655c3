"""Add addresses to the whitelist, one or a whole sheet: all or none.

Adding an address approves it for withdrawals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.exchanges.exchange import Exchange, Reference
from bot.operations.lookup.addresses import (
    Listed,
    account_of,
    address_of,
    entry_by_word,
    is_proven,
    refuse_listed,
    steps,
    wishes_of,
)
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button
from bot.operations.model.operation import (
    Actor,
    Operation,
    PartOutcome,
    Prepared,
    Question,
    Recorded,
    RefusedWithFile,
    Request,
    Subject,
)
from bot.operations.ticket.screens import draw_again, screen_of
from bot.operations.whitelist.candidate import Wanted, payload_of
from bot.operations.whitelist.csv_import import read_sheet
from bot.operations.whitelist.exchange_form import as_exchange_takes
from bot.operations.whitelist.wizard import wanted_from_words
from bot.rules.address_sheet import list_cells
from bot.rules.verdict import Refused, Verdict
from storage.records import (
    Account,
    Action,
    AddressFacts,
    AddressStatus,
    AddressType,
    Arg,
    Document,
    Message,
    MessageContent,
    Ticket,
)
from storage.work import Work

HANDED_OUT_NAME = "whitelist.csv"


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question | RefusedWithFile:
    if request.sheet is None:
        found = wanted_from_words(work, actor, request)
        return found if isinstance(found, Refused | Question) else _prepared(found[0], [found[1]], is_sheet=False)
    sheet = read_sheet(work, actor, request, request.sheet, Action.WHITELIST_ADD)
    if isinstance(sheet, Refused | RefusedWithFile | Question):
        return sheet
    prepared = _prepared(sheet.account, sheet.wanted, listed=sheet.listed, renamed=sheet.renamed, is_sheet=True)
    return replace(prepared, plan=request.sheet.note_on(prepared.plan, "plan-whitelist-read-as"))


def _prepared(
    account: Account, wanted: Sequence[Wanted], *, listed: int = 0, renamed: Sequence[Message] = (), is_sheet: bool
) -> Prepared:
    args: dict[str, Arg] = {
        "account": account.name,
        "count": len(wanted),
        "listed": listed,
        "renamed": renamed,
        "addresses": wanted,
    }
    return Prepared(
        payload=payload_of(account.id, wanted, is_sheet=is_sheet),
        plan=Message("plan-whitelist", args),
        is_high_risk=True,
        subjects=[account.id],
    )


def _supersedes(older: Mapping[str, object], newer: Mapping[str, object]) -> bool:
    """Whether a sheet corrects an earlier one that still waits: they share an address or a remark."""
    if not (older["is_sheet"] and newer["is_sheet"] and older["account_id"] == newer["account_id"]):
        return False
    names = [{one.canonical for one in wishes_of(each)} for each in (older, newer)]
    remarks = [{one.remark for one in wishes_of(each) if one.remark} for each in (older, newer)]
    return bool(names[0] & names[1] or remarks[0] & remarks[1])


def _check(work: Work, _: Actor, payload: Mapping[str, object]) -> Verdict:
    listed = work.addresses.list_of_account(account_of(work, payload).id)
    return refuse_listed([address for address in listed if is_proven(address)], wishes_of(payload))


async def _perform(exchange: Exchange, reference: Reference, ticket: Ticket, _: Subject) -> tuple[AddressFacts, ...]:
    return tuple(await exchange.whitelist.add_addresses(reference, wishes_of(ticket.payload)))


def _by_word(ticket: Ticket, _: Subject, now: datetime) -> tuple[AddressFacts, ...]:
    return tuple(entry_by_word(wish, now) for wish in wishes_of(ticket.payload))


def _hand_out(work: Work, ticket: Ticket, now: datetime) -> MessageContent:
    """Send the sheet in the exchange's form and the steps on its page. Until then the addresses wait."""
    account, wishes = account_of(work, ticket.payload), wishes_of(ticket.payload)
    listed = Listed(work.addresses.list_of_account(account.id))
    entries = [entry_by_word(wish, now) for wish in wishes if listed.find(wish) is None]
    numbers = work.addresses.next_numbers(account.team_id, len(entries))
    work.addresses.add(
        *(
            address_of(account, number, entry, AddressStatus.NOT_YET_ENTERED, ticket_id=ticket.id)
            for number, entry in zip(numbers, entries, strict=True)
        )
    )
    written, rewritten = as_exchange_takes(work, account, wishes)
    args = {**steps(ticket, account), "rewritten": rewritten}
    if any(wish.chain is None or wish.address_type == AddressType.UNIVERSAL for wish in wishes):
        # The exchange's sheet has columns only for a single coin on a chain.
        return MessageContent(Message("whitelist-by-hand-single", args))
    saying = Message("whitelist-by-hand", args)
    return MessageContent(saying, document=Document(HANDED_OUT_NAME, list_cells(written)))


def _record(work: Work, ticket: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> Recorded:
    (outcome,) = outcomes
    account = outcome.subject.the_account
    if outcome.refused is not None:
        return Recorded(outcome.refused.as_saying())
    if not isinstance(outcome.answer, tuple):
        raise TypeError("added addresses come as entries")
    listed = Listed(work.addresses.list_of_account(account.id))
    known = [listed.find(entry) for entry in outcome.answer]
    work.addresses.remove(*(one.id for one in known if one is not None))
    draw_again(work, [screen_of(one) for one in known if one is not None], now)
    numbers = iter(work.addresses.next_numbers(account.team_id, known.count(None)))
    work.addresses.add(
        *(
            address_of(account, next(numbers) if one is None else one.number, entry, AddressStatus.ACTIVE)
            for entry, one in zip(outcome.answer, known, strict=True)
        )
    )
    return Recorded(
        Message("result-whitelisted", {"count": len(outcome.answer), "account": account.name}),
        result_button=button("button-view-details", typed(f"pending {ticket.number}")),
    )


ADD_ADDRESSES = Operation(
    action=Action.WHITELIST_ADD,
    prepare=_prepare,
    check=_check,
    perform=_perform,
    attested=_by_word,
    instructions=_hand_out,
    supersedes=_supersedes,
    record=_record,
)
