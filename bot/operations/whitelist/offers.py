"""Addresses that a command may be for."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.operations.lookup.addresses import list_entered, named_address
from bot.operations.model.operation import Actor
from bot.rules.address_search import search_addresses
from bot.rules.verdict import Reason, Refused
from storage.records import Account, Action, Address
from storage.work import Work


@dataclass(frozen=True, slots=True)
class AddressRow:
    """An address in a list."""

    address: Address
    account: Account

    @property
    def number(self) -> int:
        """Its number in the team."""
        return self.address.number


def names_address(work: Work, actor: Actor, words: Sequence[str]) -> bool:
    """Whether the words name an address."""
    return not isinstance(named_address(work, actor, " ".join(words), ""), Refused)


def offer_addresses(work: Work, actor: Actor, _: Action, words: Sequence[str]) -> list[AddressRow] | Refused:
    """Addresses that the words find, whole words first. Refused without any address on a whitelist."""
    known, accounts = list_entered(work, actor), work.accounts.by_id(actor.the_team.id)
    found = search_addresses(((one, accounts[one.account_id]) for one in known), words)
    return [AddressRow(*pair) for pair in found] if known else Refused(Reason.ADDRESSES_NONE)
