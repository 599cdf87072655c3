"""Record addresses that are already at the exchange. Nothing is added there, and none is proven here."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.operations.lookup.addresses import (
    account_of,
    address_of,
    entry_by_word,
    refuse_listed,
    wishes_of,
)
from bot.operations.model.operation import (
    Actor,
    Operation,
    PartOutcome,
    Prepared,
    Question,
    Recorded,
    RefusedWithFile,
    Request,
)
from bot.operations.whitelist.candidate import payload_of
from bot.operations.whitelist.csv_import import read_sheet
from bot.rules.verdict import Reason, Refused, Verdict
from storage.records import Action, AddressStatus, Message, Ticket
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question | RefusedWithFile:
    if request.sheet is None:
        return Refused(Reason.SHEET_MISSING)
    sheet = read_sheet(work, actor, request, request.sheet, Action.WHITELIST_IMPORT)
    if isinstance(sheet, Refused | RefusedWithFile | Question):
        return sheet
    plan = Message(
        "plan-import",
        {"account": sheet.account.name, "count": len(sheet.wanted), "addresses": sheet.wanted},
    )
    return Prepared(
        payload=payload_of(sheet.account.id, sheet.wanted, is_sheet=True),
        plan=request.sheet.note_on(plan, "plan-import-read-as"),
    )


def _check(work: Work, _: Actor, payload: Mapping[str, object]) -> Verdict:
    return refuse_listed(work.addresses.list_of_account(account_of(work, payload).id), wishes_of(payload))


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    account, wishes = account_of(work, ticket.payload), wishes_of(ticket.payload)
    numbers = work.addresses.next_numbers(account.team_id, len(wishes))
    work.addresses.add(
        *(
            address_of(account, number, entry_by_word(wish, now), AddressStatus.IMPORTED)
            for number, wish in zip(numbers, wishes, strict=True)
        )
    )
    return Recorded(Message("result-imported", {"count": len(wishes), "account": account.name}))


IMPORT_ADDRESSES = Operation(action=Action.WHITELIST_IMPORT, prepare=_prepare, check=_check, record=_record)
