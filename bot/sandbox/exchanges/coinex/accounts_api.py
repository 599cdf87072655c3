"""Calls about the calling account and about sub-accounts."""

import re

from bot.sandbox.exchanges.coinex.call import Ask, paged
from bot.sandbox.exchanges.coinex.responses import InvalidParameter, Result
from bot.sandbox.exchanges.coinex.state import PERMISSIONS, SUB_ACCOUNTS_LIMIT, SubAccount

_NAME = re.compile(r"[A-Za-z0-9-]{3,26}")


def is_name(text: str) -> bool:
    """Whether a sub-account may have this name."""
    return _NAME.fullmatch(text) is not None


def tell_user(ask: Ask) -> Result:
    """The main user's id."""
    return Result({"user_id": ask.user.user_id})


def tell_user_type(ask: Ask) -> Result:
    """Whether the key is a main account's or a sub-account's."""
    name = ask.the_caller.key.sub_user_name
    return Result({"user_type": "SUB_ACCOUNT" if name else "NORMAL", "sub_user_name": name})


def list_sub_accounts(ask: Ask) -> Result:
    """List sub-accounts that are not frozen, or the frozen ones if asked."""
    is_frozen, name = ask.parameters.truth("is_frozen", default=False), ask.parameters.text("sub_user_name", "")
    found = [
        account
        for account in ask.user.sub_accounts.values()
        if account.is_frozen == is_frozen and name in {"", account.sub_user_name}
    ]
    return paged(ask, [_show(account) for account in found])


def add_sub_account(ask: Ask) -> Result:
    """Create a sub-account. Its name is its only id."""
    name, permissions = ask.parameters.text("sub_user_name"), list(PERMISSIONS)
    accounts = ask.user.sub_accounts
    if not is_name(name) or name in accounts or len(accounts) >= SUB_ACCOUNTS_LIMIT:
        raise InvalidParameter("sub_user_name")
    if ask.parameters.has("permissions"):
        wanted = ask.parameters.given["permissions"]
        if not isinstance(wanted, list) or not all(one in PERMISSIONS for one in wanted):
            raise InvalidParameter("permissions")
        permissions = wanted
    accounts[name] = SubAccount(name, permissions, remark=ask.parameters.remark())
    return Result({})


def freeze(ask: Ask) -> Result:
    """Freeze a sub-account: it may not trade, and its keys stay."""
    _get(ask).is_frozen = True
    return Result({})


def unfreeze(ask: Ask) -> Result:
    """Undo the freeze."""
    _get(ask).is_frozen = False
    return Result({})


def _get(ask: Ask) -> SubAccount:
    account = ask.user.sub_accounts.get(ask.parameters.text("sub_user_name"))
    if account is None:
        raise InvalidParameter("sub_user_name")
    return account


def _show(account: SubAccount) -> dict[str, object]:
    return {
        "sub_user_name": account.sub_user_name,
        "is_frozen": account.is_frozen,
        "is_authorized": True,
        "permissions": list(account.permissions),
        "balance_usd": "0",
    }
