"""A sub-account that its exchange no longer lists: notify once, and report its keys as vanished."""

from dataclasses import replace
from datetime import datetime

from bot.operations.accounts.reconcile import Before, note_keys
from bot.operations.lookup.accounts import exchange_name
from bot.operations.model.notifications import tell_team
from storage.records import Account, Arg, ConnectionStatus, Message, MessageKind
from storage.work import Work


def note_vanished(work: Work, account: Account, now: datetime) -> None:
    """Notify without changing anything: a person removes its keys, or the account appears again."""
    keys = work.keys.list_of_account(account.id)
    if account.standing is not ConnectionStatus.GONE:
        account = replace(account, standing=ConnectionStatus.GONE)
        work.accounts.save(account)
        args: dict[str, Arg] = {"exchange": exchange_name(account.kind), "account": account.name, "keys": len(keys)}
        tell_team(work, account.team_id, Message("sub-account-gone", args), now, kind=MessageKind.NEWS)
    note_keys(work, Before(account, keys), (), now)
