"""Find the account and the addresses of a command on the whitelist, and turn rows into a payload."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from uuid import UUID, uuid4

from bot.operations.lookup.accounts import has_whitelist
from bot.operations.model.button_data import CommandPress, encode, more, typed
from bot.operations.model.operation import Actor, Question
from bot.rules.addresses import check_address
from bot.rules.addresses.characters import bare_address
from bot.rules.coin_table import CoinTable, read_coin_table, shipped_table
from bot.rules.exchange_terms import TERMS
from bot.rules.key_lookup import join_words
from bot.rules.known_addresses import KnownAddresses, split_memo
from bot.rules.remark import fold
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import (
    Account,
    AccountKind,
    Action,
    Address,
    AddressFacts,
    AddressStatus,
    AddressType,
    AddressWish,
    Arg,
    Message,
    Stage,
    Ticket,
)
from storage.serialization import wish_of
from storage.work import Work

CHOICES = 12
"""Most addresses offered as buttons. In a longer list an address is named by number."""


def list_whitelists(work: Work, actor: Actor) -> list[Account]:
    """The team's accounts with a whitelist."""
    return [account for account in work.accounts.list_of(actor.the_team.id) if has_whitelist(account)]


def the_account(work: Work, actor: Actor, names: Sequence[str]) -> Account | Refused:
    """Return the account of the whitelist: the named one, or the only one that has a whitelist."""
    accounts = list_whitelists(work, actor)
    meant = [account for account in accounts if not names or fold(account.name) == fold(" ".join(names))]
    if not meant:
        known = [account.name for account in accounts]
        return Refused(Reason.ACCOUNT_UNKNOWN, {"account": " ".join(names)[:50], "accounts": known})
    if len(meant) > 1:
        return Refused(Reason.ACCOUNT_WHICH, {"accounts": [account.name for account in meant]})
    return meant[0]


def ask_which_account(work: Work, actor: Actor, refused: Refused, before: str = "") -> Refused | Question:
    """Ask which account, with one button each that says its name after `before`. Other refusals stay."""
    if refused.reason is not Reason.ACCOUNT_WHICH:
        return refused
    names = [account.name for account in list_whitelists(work, actor)]
    choices = [(Message("choice-account", {"account": name}), more(f"{before}{join_words([name])}")) for name in names]
    if any(encode(press) is None for _, press in choices):
        return refused
    return Question(Message("ask-which-whitelist"), choices)


def whose_people(account: Account) -> str:
    """Exchange of the users in inter-user transfers. The embedded registry follows CoinEx's rules."""
    return TERMS.get(account.kind, TERMS[AccountKind.COINEX]).name


def coin_table(work: Work, account: Account) -> CoinTable:
    """Coins and chains that the account's exchange last reported, or the shipped ones."""
    told = work.coins.find(account.kind.value)
    return shipped_table() if told is None else _read_told(told) or shipped_table()


@lru_cache(maxsize=4)
def _read_told(told: str) -> CoinTable | None:
    return read_coin_table(json.loads(told))


def team_addresses(work: Work, actor: Actor) -> list[Address]:
    """The team's addresses, by number."""
    return work.addresses.list_of_team(actor.the_team.id)


def list_under_way(work: Work, actor: Actor) -> list[Ticket]:
    """Running tickets that are adding addresses now."""
    return [
        ticket
        for ticket in work.tickets.list_open(actor.the_team.id)
        if ticket.action is Action.WHITELIST_ADD and ticket.stage is Stage.RUNNING
    ]


def list_entered(work: Work, actor: Actor) -> list[Address]:
    """List addresses that are on a whitelist. An approved but waiting one is removed with its ticket."""
    visible = team_addresses(work, actor)
    return [address for address in visible if address.status is not AddressStatus.NOT_YET_ENTERED]


def named_address(work: Work, actor: Actor, name: str, command: str) -> Address | Refused | Question:
    """Return the one address with this number, remark or destination, in any notation."""
    known = list_entered(work, actor)
    wanted = name.strip().strip('"')
    number = wanted.removeprefix("#")
    matches = [one for one in known if number.isdecimal() and str(one.number) == number]
    matches = matches or [one for one in known if one.remark and fold(one.remark) == fold(wanted)]
    matches = matches or [one for one in known if wanted == one.address or _is_same(one, wanted)]
    match matches:
        case [one]:
            return one
        case []:
            return Refused(Reason.ADDRESS_UNKNOWN, {"name": wanted[:60]})
    return Question(
        Message("ask-which-of-addresses", {"name": wanted[:60]}), _choices(work, matches[:CHOICES], command)
    )


def _is_same(address: Address, typed: str) -> bool:
    return (
        address.chain is not None and check_address(address.chain, bare_address(typed)).canonical == address.canonical
    )


def which_address(work: Work, actor: Actor, command: str) -> Question | Refused:
    """Ask which address, with buttons for a short list. Refused without any address."""
    known = list_entered(work, actor)
    if not known:
        return Refused(Reason.ADDRESSES_NONE)
    choices = _choices(work, known[:CHOICES], command)
    return Question(Message("ask-which-address", {"command": command}), choices)


def _choices(work: Work, addresses: Sequence[Address], command: str) -> list[tuple[Message, CommandPress]]:
    """Return one choice each, with the account's name where the addresses are in several accounts."""
    is_apart = len({one.account_id for one in addresses}) > 1
    accounts = work.accounts.by_id(addresses[0].team_id) if is_apart else {}
    choices = []
    for one in addresses:
        account = accounts[one.account_id].name if is_apart else None
        args: dict[str, Arg] = {"number": one.number, "coin": one.coin, "address": one.address, "account": account}
        choices.append((Message("choice-address", args), typed(f"{command} {one.number}")))
    return choices


def wishes_of(payload: Mapping[str, object]) -> list[AddressWish]:
    """Addresses of a payload."""
    rows = payload["addresses"]
    if not isinstance(rows, list):
        raise TypeError("addresses is not a list")
    return [wish_of(row) for row in rows]


def account_of(work: Work, payload: Mapping[str, object]) -> Account:
    """Account of a payload."""
    return work.accounts.get(account_id_of(payload))


def account_id_of(payload: Mapping[str, object]) -> UUID:
    """Account id of a payload."""
    return UUID(str(payload["account_id"]))


def steps(ticket: Ticket, account: Account) -> dict[str, Arg]:
    """Arguments of the sentence with the steps on the exchange's page."""
    terms = TERMS[account.kind]
    return {
        "number": ticket.number,
        "account": account.name,
        "exchange": terms.name,
        "page": terms.whitelist_page,
        "batch": terms.takes_sheet,
    }


class Listed:
    """Addresses of a list, found by the real destination of the money in any notation, with any remark."""

    def __init__(self, addresses: Sequence[Address]) -> None:
        self._known = KnownAddresses(addresses)
        self._people = {one.canonical: one for one in reversed(addresses) if one.chain is None}

    def find(self, wish: AddressWish) -> Address | None:
        """Return the entry with exactly this destination, or None."""
        if wish.chain is None:
            return self._people.get(wish.canonical)
        coin = "" if wish.address_type == AddressType.UNIVERSAL else wish.coin
        bare, memo = split_memo(wish.canonical, wish.memo)
        return self._known.find(coin, wish.chain, bare).get(memo)


def refuse_listed(addresses: Sequence[Address], wishes: Sequence[AddressWish]) -> Verdict:
    """Refuse if one of the wishes is already in the list."""
    listed = Listed(addresses)
    for wish in wishes:
        if listed.find(wish) is not None:
            return Refused(Reason.ADDRESS_LISTED, {"address": wish.address})
    return Allowed()


def entry_by_word(wish: AddressWish, now: datetime) -> AddressFacts:
    """An entry of which only a person says that it is on the whitelist: nothing names it there."""
    return AddressFacts(**asdict(wish), remote_id="", created_at=now)


def address_of(
    account: Account, number: int, entry: AddressFacts, status: AddressStatus, *, ticket_id: UUID | None = None
) -> Address:
    """Build our record of an entry. `ticket_id` is the ticket that waits to enter it."""
    return Address(
        **asdict(entry),
        id=uuid4(),
        team_id=account.team_id,
        account_id=account.id,
        number=number,
        status=status,
        ticket_id=ticket_id,
    )


def is_proven(address: Address) -> bool:
    """Whether the address passed proofs here. An imported one did not, and adding it again proves it."""
    return address.status is not AddressStatus.IMPORTED
