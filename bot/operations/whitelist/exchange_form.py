"""Addresses in the form that the exchange's page accepts, and the list of those that were rewritten."""

from collections.abc import Sequence
from dataclasses import replace

from bot.operations.lookup.addresses import coin_table
from bot.rules.addresses import write_for_exchange
from storage.records import Account, AddressWish, Message
from storage.work import Work

SHOWN = 10


def as_exchange_takes(
    work: Work, account: Account, wishes: Sequence[AddressWish]
) -> tuple[Sequence[AddressWish], Sequence[Message]]:
    """Return the addresses in the exchange's form, and lines about those that were typed in another form."""
    table = coin_table(work, account)
    written: list[AddressWish] = []
    rewritten: list[Message] = []
    for wish in wishes:
        chain = table.chains.get(wish.chain.upper()) if wish.chain is not None else None
        has_memo = chain is not None and bool(chain.memo_label)
        address, memo = (
            (wish.address, wish.memo)
            if wish.chain is None
            else write_for_exchange(wish.chain, wish.address, wish.memo, has_memo=has_memo)
        )
        written.append(replace(wish, address=address, memo=memo))
        if address != wish.address:
            rewritten.append(Message("whitelist-rewritten", {"address": address, "memo": memo, "given": wish.address}))
    more = [Message("plan-more", {"count": len(rewritten) - SHOWN})] if len(rewritten) > SHOWN else []
    return written, [*rewritten[:SHOWN], *more]
