"""Adding addresses to the whitelist, one or a whole sheet: all or none, because adding one is the approval.

It must not know how a proof is given.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.exchanges.exchange import Exchange, Reference, RemoteAddress
from bot.operations.asked import Asked, Operation, PartOutcome, Prepared, Question, Recorded, Returned, Setting, Subject
from bot.operations.telling import press
from bot.operations.whitelist.known import (
    account_of,
    address_of,
    find_listed,
    is_proven,
    refuse_listed,
    row_payload,
    row_saying,
    wishes_of,
)
from bot.operations.whitelist.reading import read_sheet
from bot.rules.address_sheet import list_cells
from bot.rules.verdict import Reason, Refused, Verdict
from storage.records import Action, AddressStatus, Content, Document, Saying, Ticket
from storage.work import Work

HANDED_OUT_NAME = "whitelist.csv"


def _prepare(work: Work, setting: Setting, asked: Asked) -> Prepared | Refused | Question | Returned:
    if asked.sheet is None:
        return Refused(Reason.SHEET_MISSING)
    sheet = read_sheet(work, setting, asked.sheet, asked.words)
    if isinstance(sheet, Refused | Returned):
        return sheet
    return Prepared(
        payload={"account_id": str(sheet.account.id), "addresses": [row_payload(row) for row in sheet.rows]},
        plan=Saying(
            "plan-whitelist",
            {
                "account": sheet.account.name,
                "count": len(sheet.rows),
                "listed": sheet.listed,
                "addresses": [row_saying(row) for row in sheet.rows],
            },
        ),
        is_grave=True,
        subjects=[sheet.account.id],
    )


def _check(work: Work, _: Setting, payload: Mapping[str, object]) -> Verdict:
    listed = work.addresses.list_of_account(account_of(work, payload).id)
    return refuse_listed([address for address in listed if is_proven(address)], wishes_of(payload))


async def _perform(exchange: Exchange, reference: Reference, ticket: Ticket, _: Subject) -> tuple[RemoteAddress, ...]:
    return tuple(await exchange.whitelist.add_addresses(reference, wishes_of(ticket.payload)))


def _by_word(ticket: Ticket, _: Subject, now: datetime) -> tuple[RemoteAddress, ...]:
    return tuple(RemoteAddress("", wish, now) for wish in wishes_of(ticket.payload))


def _hand_out(work: Work, ticket: Ticket, now: datetime) -> Content:
    """The exchange's own form of the sheet, and the steps on its page; meanwhile the addresses wait to be entered."""
    account, wishes = account_of(work, ticket.payload), wishes_of(ticket.payload)
    listed = work.addresses.list_of_account(account.id)
    for wish in wishes:
        if find_listed(listed, wish) is None:
            number, entry = work.addresses.next_number(account.team_id), RemoteAddress("", wish, now)
            waiting = address_of(account, number, entry, AddressStatus.NOT_YET_ENTERED, now, ticket_id=ticket.id)
            work.addresses.add(waiting)
    saying = Saying("whitelist-by-hand", {"account": account.name, "number": ticket.number})
    return Content(saying, document=Document(HANDED_OUT_NAME, list_cells(wishes)))


def _record(work: Work, ticket: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> Recorded:
    (outcome,) = outcomes
    account = outcome.subject.the_account
    if outcome.refused is not None:
        return Recorded(outcome.refused.as_saying())
    if not isinstance(outcome.answer, tuple):
        raise TypeError("added addresses come as entries")
    listed = work.addresses.list_of_account(account.id)
    for entry in outcome.answer:
        known = find_listed(listed, entry.wish)
        if known is not None:
            work.addresses.remove(known.id)
        number = known.number if known else work.addresses.next_number(account.team_id)
        work.addresses.add(address_of(account, number, entry, AddressStatus.ACTIVE, now))
    return Recorded(
        Saying("result-whitelisted", {"count": len(outcome.answer), "account": account.name}),
        door=press("button-view-details", "ask", "pending", ticket.number),
    )


ADD_ADDRESSES = Operation(
    action=Action.WHITELIST_ADD,
    prepare=_prepare,
    check=_check,
    perform=_perform,
    by_word=_by_word,
    hand_out=_hand_out,
    record=_record,
)
