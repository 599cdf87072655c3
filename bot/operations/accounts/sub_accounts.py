"""Store the sub-accounts of a main account and their keys, as the exchange lists them."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from uuid import uuid4

from bot.exchanges.main_account import SubAccount
from bot.operations.drifts.merge import keep_name
from bot.operations.lookup.accounts import free_name
from bot.rules.drift import name_for
from bot.rules.key_terms import live_after_create
from storage.records import Account, ConnectionStatus, Key, KeyFacts
from storage.work import Work


def follow_sub_account(work: Work, main: Account, seen: SubAccount, now: datetime) -> Account:
    """Return the account of a sub-account: the known one brought up to date, or a new one."""
    known = {account.remote_id: account for account in work.accounts.list_sub_accounts(main.id)}
    account = known.get(seen.remote_id)
    if account is not None:
        account = replace(account, standing=ConnectionStatus.CONNECTED, is_frozen=seen.is_frozen)
        work.accounts.save(account)
        return account
    account = Account(
        id=uuid4(),
        team_id=main.team_id,
        name=free_name(seen.name, main.kind, [one.name for one in work.accounts.list_of(main.team_id)]),
        kind=main.kind,
        created_at=now,
        remote_id=seen.remote_id,
        main_id=main.id,
        is_frozen=seen.is_frozen,
    )
    work.accounts.add(account)
    return account


def take_in_keys(
    work: Work, account: Account, remotes: Sequence[KeyFacts], now: datetime, *, is_first: bool
) -> Sequence[Key]:
    """Take in the unknown keys of a first connection.

    Later only a key that was managed by hand moves here. Every other new key is a drift that a person has to adopt.
    """
    known = {key.remote_id for key in work.keys.list_of_account(account.id)}
    return [
        take_in(work, account, remote, now)
        for remote in remotes
        if remote.remote_id not in known and (is_first or _find_tracked(work, account, remote.access_id) is not None)
    ]


def take_in(work: Work, account: Account, remote: KeyFacts, now: datetime) -> Key:
    """Turn a key of the exchange into one of ours. A key that was managed by hand moves here."""
    here, tracked = work.keys.list_of_account(account.id), _find_tracked(work, account, remote.access_id)
    is_long_live = now >= (remote.live_at or live_after_create(remote.created_at))
    wanted = tracked.remark if tracked else remote.remark
    name = name_for(wanted, remote.remote_id, remote.access_id, [key.remark for key in here])
    key = Key(
        **asdict(replace(remote, remark=name)),
        id=tracked.id if tracked else uuid4(),
        team_id=account.team_id,
        account_id=account.id,
        number=tracked.number if tracked else work.keys.next_number(account.team_id),
        # The activation of an old key is not news.
        announced_live_at=now if is_long_live else None,
    )
    if tracked is not None:
        work.keys.save(key)
        keep_name(work, key, remote, now)
    else:
        work.keys.add(key)
    return key


def _find_tracked(work: Work, account: Account, access_id: str) -> Key | None:
    """Find the same key among those managed by hand."""
    others = (key for key in work.keys.list_of_team(account.team_id) if key.account_id != account.id)
    return next((key for key in others if key.access_id.casefold() == access_id.casefold()), None)
