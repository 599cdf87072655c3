"""Remove an address from the whitelist: the API can no longer withdraw to it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from bot.exchanges.exchange import Exchange, Reference
from bot.operations.lookup.addresses import named_address, steps, which_address
from bot.operations.model.notifications import who
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request, Subject
from bot.operations.ticket.screens import close_screens
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Address, Arg, Message, MessageContent, Ticket
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    if not request.words:
        return which_address(work, actor, "removeaddress")
    address = named_address(work, actor, " ".join(request.words), "removeaddress")
    if not isinstance(address, Address):
        return address
    shown = {
        "coin": address.coin,
        "chain": address.chain,
        "address": address.address,
        "memo": address.memo,
        "remark": address.remark or None,
    }
    return Prepared(
        payload={"address_id": str(address.id), "remote_id": address.remote_id, **shown},
        plan=Message("plan-remove-address", shown),
        subjects=[address.account_id],
    )


def _check(work: Work, _: Actor, payload: Mapping[str, object]) -> Verdict:
    if work.addresses.find(UUID(str(payload["address_id"]))) is None:
        return Refused(Reason.ADDRESS_GONE, {"address": str(payload["address"])})
    return Allowed()


async def _perform(exchange: Exchange, reference: Reference, ticket: Ticket, _: Subject) -> None:
    await exchange.whitelist.remove_address(reference, str(ticket.payload["remote_id"]))


def _by_word(_: Ticket, __: Subject, ___: datetime) -> None:
    return None


def _hand_out(work: Work, ticket: Ticket, _: datetime) -> MessageContent:
    """Build the steps on the exchange's page."""
    account = work.accounts.get(UUID(str(ticket.parts[0].subject_id)))
    memo = ticket.payload["memo"]
    args = {**steps(ticket, account), "address": str(ticket.payload["address"]), "memo": str(memo) if memo else None}
    return MessageContent(Message("remove-by-hand", args))


def _record(work: Work, ticket: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> Recorded:
    (outcome,) = outcomes
    if outcome.refused is not None:
        return Recorded(outcome.refused.as_saying())
    address_id = UUID(str(ticket.payload["address_id"]))
    address = work.addresses.find(address_id)
    if address is not None:
        said: dict[str, Arg] = {"address": address.address, "who": who(work.people.get(ticket.user_id)), "at": now}
        close_screens(work, address, Message("screen-address-removed", said), now)
    work.addresses.remove(address_id)
    return Recorded(Message("result-address-removed", {"address": str(ticket.payload["address"])}))


REMOVE_ADDRESS = Operation(
    action=Action.WHITELIST_REMOVE,
    prepare=_prepare,
    check=_check,
    perform=_perform,
    attested=_by_word,
    instructions=_hand_out,
    record=_record,
)
