"""What `/whitelist` shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.operations.lookup.accounts import named_account
from bot.operations.lookup.addresses import list_under_way, team_addresses
from bot.operations.model.operation import Actor
from bot.rules.address_search import search_addresses
from bot.rules.pages import Page, cut_page
from storage.records import Account, AccountKind, Address, Membership, Team, Ticket
from storage.work import Work


@dataclass(frozen=True, slots=True)
class AddressesSeen:
    """`/whitelist`: one page of the addresses that fit the search."""

    team: Team
    reader: Membership | None
    """Who looks."""
    page: Page[tuple[Address, Account]]
    count: int
    """Number of addresses that fit, on all pages."""
    total: int
    """Number of addresses of the team."""
    accounts: Sequence[Account]
    """Accounts that have addresses."""
    account: Account | None
    """The account to which the list is narrowed."""
    opened: tuple[Address, Account] | None
    """The address to show in place of the list."""
    under_way: Sequence[Ticket]
    """Running tickets that are adding addresses now."""


def see_addresses(work: Work, actor: Actor, words: Sequence[str], page: int) -> AddressesSeen:
    """Addresses of an account with this name, or those that the words fit. A last word such as `#7` opens one."""
    accounts = work.accounts.by_id(actor.the_team.id)
    visible = [(one, accounts[one.account_id]) for one in team_addresses(work, actor)]
    opened = next((pair for pair in visible if words and words[-1] == f"#{pair[0].number}"), None)
    wanted = words[:-1] if opened is not None else words
    with_addresses = {account.id: account for _, account in visible}
    named = named_account(wanted, with_addresses.values())
    found = [pair for pair in visible if pair[1] == named] if named else search_addresses(visible, wanted)
    return AddressesSeen(
        actor.the_team,
        actor.membership,
        cut_page(found, page),
        len(found),
        len(visible),
        list(with_addresses.values()),
        named,
        opened,
        list_under_way(work, actor),
    )


def list_addresses_at(work: Work, actor: Actor, kind: AccountKind) -> list[Address]:
    """The team's addresses at one exchange, by number."""
    there = {account.id for account in work.accounts.list_of(actor.the_team.id) if account.kind is kind}
    return [one for one in team_addresses(work, actor) if one.account_id in there]
