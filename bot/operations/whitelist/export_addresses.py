"""Export the whitelist as a CSV that can be imported again, to the requester in private."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.operations.lookup.addresses import team_addresses
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.rules.address_search import search_addresses
from bot.rules.address_sheet import list_cells
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, AddressStatus, Document, Message, MessageContent, Ticket
from storage.work import Work

EXPORT_NAME = "whitelist.csv"


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    accounts = work.accounts.by_id(actor.the_team.id)
    entered = [
        (address, accounts[address.account_id])
        for address in team_addresses(work, actor)
        if address.chain is not None and address.status is not AddressStatus.NOT_YET_ENTERED
    ]
    found = [address for address, _ in search_addresses(entered, request.words)]
    if not found:
        return Refused(Reason.ADDRESSES_NONE)
    return Prepared(
        payload={"address_ids": [str(address.id) for address in found]},
        plan=Message("plan-export", {"count": len(found)}),
        accounts=[address.account_id for address in found],
    )


def _check(_: Work, __: Actor, ___: Mapping[str, object]) -> Verdict:
    return Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], __: datetime) -> Recorded:
    if ticket.team_id is None:
        raise TypeError("a whitelist is a team's")
    wanted = ticket.payload["address_ids"]
    ids = {str(one) for one in wanted} if isinstance(wanted, Sequence) else set()
    found = [address for address in work.addresses.list_of_team(ticket.team_id) if str(address.id) in ids]
    document = Document(EXPORT_NAME, list_cells(found))
    private = MessageContent(Message("whitelist-export", {"count": len(found)}), document=document)
    return Recorded(Message("result-exported", {"count": len(found)}), private=private)


EXPORT_ADDRESSES = Operation(action=Action.WHITELIST_EXPORT, prepare=_prepare, check=_check, record=_record)
