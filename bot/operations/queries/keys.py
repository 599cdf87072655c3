"""What `/keys` and `/key` show: our list, and what is not the same at an exchange."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from bot.operations.drifts.guard import by_key, find_open, mark_differing
from bot.operations.drifts.lookup import list_rows
from bot.operations.keys.rotation import Pair, both_work, find_pair, pairs_among
from bot.operations.lookup.accounts import list_by_main, named_account
from bot.operations.lookup.keys import KeyRow, named_keys, team_keys, which_key
from bot.operations.model.operation import Actor, Question
from bot.rules.key_list import KeyFilter, KeySearch
from bot.rules.key_terms import is_expired
from bot.rules.pages import Page, cut_page
from bot.rules.verdict import Refused
from storage.records import Account, Action, Drift, Key, Membership, Message, Person, Stage, Team, Ticket
from storage.work import Work


@dataclass(frozen=True, slots=True)
class KeysSeen:
    """`/keys`: one page of what was searched for, most urgent first."""

    team: Team
    search: KeySearch
    page: Page[KeyRow]
    count: int
    """Number of keys that fit, on all pages."""
    total: int
    """Number of keys of the team."""
    ended: int
    """Number of those that fit and have expired."""
    accounts: Sequence[Account]
    """Accounts that have keys."""
    rotations: Mapping[UUID, Pair]
    """Open rotations, by the id of each of their keys."""
    differing: Mapping[UUID, Message]
    """What is said beside a key with a drift, by key id."""
    under_way: Sequence[Ticket]
    """Running tickets that are creating keys now."""


@dataclass(frozen=True, slots=True)
class KeySeen:
    """`/key NAME`."""

    key: Key
    reader: Membership | None
    """Who looks."""
    account: Account
    made_by: Person | None
    rotation: Pair | None
    drift: Drift | None
    differs: Message | None
    both_work: bool
    """Whether both keys of the rotation work."""


def see_keys(work: Work, actor: Actor, words: Sequence[str], page: int) -> KeysSeen:
    """Keys that fit the words: `expiring` or `withdraw`, then an account's name, or parts of names, ids and numbers."""
    team, now = actor.the_team, actor.now
    keys, accounts = team_keys(work, actor), work.accounts.by_id(team.id)
    with_keys = {key.account_id: accounts[key.account_id] for key in keys}
    search = read_search(words, with_keys.values())
    open_drifts = work.drifts.list_open(team.id)
    fitting = list_rows(keys, open_drifts, accounts, now, search)
    shown, drifts = cut_page(fitting, page), by_key(open_drifts)
    return KeysSeen(
        team,
        search,
        shown,
        len(fitting),
        len(keys),
        sum(is_expired(row.judged.expires_at, now) for row in fitting),
        [account for account in list_by_main(list(accounts.values())) if account.id in with_keys],
        pairs_among(work, [row.key for row in shown.items]),
        {
            row.key.id: mark_differing(row.account, row.key, drifts[row.key.id], now)
            for row in shown.items
            if row.key.id in drifts
        },
        _list_under_way(work, actor),
    )


def read_search(words: Sequence[str], accounts: Iterable[Account]) -> KeySearch:
    """Understand the words of `/keys`. Words that are no filter and no account's name are searched for."""
    only, rest = KeyFilter.ALL, list(words)
    if rest and rest[0].lower() in set(KeyFilter):
        only = KeyFilter(rest.pop(0).lower())
    return replace(read_words(rest, accounts), only=only)


def read_words(words: Sequence[str], accounts: Iterable[Account]) -> KeySearch:
    """Understand words as an account's name, or else as what is searched for."""
    named = named_account(words, accounts)
    return KeySearch(account_id=named.id) if named is not None else KeySearch(words=tuple(words))


def _list_under_way(work: Work, actor: Actor) -> list[Ticket]:
    return [
        ticket
        for ticket in work.tickets.list_open(actor.the_team.id)
        if ticket.action in {Action.KEY_CREATE, Action.KEY_ROTATE} and ticket.stage is Stage.RUNNING
    ]


def see_key(work: Work, actor: Actor, name: str) -> KeySeen | Refused | Question:
    """Return one key by remark, access id or number. Without a name ask which."""
    if not name:
        return which_key(work, actor, "key")
    found = named_keys(work, actor, [name], command="key")
    if not isinstance(found, list):
        return found
    (key, *_), drift = found, find_open(work, found[0])
    account = work.accounts.get(key.account_id)
    differs = mark_differing(account, key, drift, actor.now) if drift else None
    pair = find_pair(work, key)
    both = pair is not None and both_work(work, pair.old, pair.new, actor.now)
    made_by = work.people.find(key.made_by) if key.made_by is not None else None
    return KeySeen(key, actor.membership, account, made_by, pair, drift, differs, both)
