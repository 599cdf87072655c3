"""The calls about keys of sub-accounts."""

from bot.sandbox.exchanges.coinex.call import Ask, paged
from bot.sandbox.exchanges.coinex.responses import InvalidParameter, Result
from bot.sandbox.exchanges.coinex.state import KEYS_LIMIT, Key, SubAccount, as_span
from bot.sandbox.exchanges.coinex.switches import UnbindExpiry
from bot.sandbox.exchanges.refusal import Refusal


def list_keys(ask: Ask) -> Result:
    """Newest first, without secrets."""
    account = _sub_account(ask)
    return paged(ask, [_show(key, ask.now) for key in ask.user.list_keys(account.sub_user_name)])


def show_key(ask: Ask) -> Result:
    """One key with its secret."""
    return _with_secret(_key(ask), ask.now)


def create_key(ask: Ask) -> Result:
    """Create a key. With IPs it does not expire. In both cases it takes a while to work."""
    account, ips = _sub_account(ask), ask.parameters.ips("ip_whitelist")
    can_trade, remark = ask.parameters.truth("trade_enabled"), ask.parameters.remark()
    if len(ask.user.list_keys(account.sub_user_name)) >= KEYS_LIMIT:
        raise InvalidParameter("sub_user_name")
    _demand_permission(account)
    key = ask.state.add_key(
        ask.user,
        account.sub_user_name,
        ask.now,
        ip_whitelist=ips,
        trade_enabled=can_trade,
        remark=remark,
        term=as_span(ask.switches.term),
    )
    return _with_secret(key, ask.now)


def edit_key(ask: Ask) -> Result:
    """Change the given fields. With IPs a key does not expire, and removing all of them starts a term."""
    account, key, given = _sub_account(ask), _key(ask), ask.parameters
    if key.sub_user_name != account.sub_user_name:
        raise InvalidParameter("api_id")
    ips = given.ips("ip_whitelist") if given.has("ip_whitelist") else key.ip_whitelist
    can_trade = given.truth("trade_enabled", key.trade_enabled)
    remark = given.remark() if given.has("remark") else key.remark
    _demand_permission(account)
    key.expires_at = _end_after_edit(ask, key, ips)
    key.ip_whitelist, key.trade_enabled, key.remark = list(ips), can_trade, remark
    return _with_secret(key, ask.now)


def delete_key(ask: Ask) -> Result:
    """Delete a key."""
    del ask.user.keys[_key(ask).api_id]
    return Result({})


def _end_after_edit(ask: Ask, key: Key, ips: list[str]) -> int:
    if ips:
        return 0
    term = as_span(ask.switches.term)
    if key.ip_whitelist:
        is_fresh = ask.switches.unbind_expiry is UnbindExpiry.FROM_NOW
        return (ask.now if is_fresh else key.created_at) + term
    return ask.now + term if ask.switches.edit_extends else key.expires_at


def _sub_account(ask: Ask) -> SubAccount:
    account = ask.user.sub_accounts.get(ask.parameters.text("sub_user_name"))
    if account is None:
        raise InvalidParameter("sub_user_name")
    return account


def _key(ask: Ask) -> Key:
    key = ask.user.keys.get(ask.parameters.number("api_id"))
    if key is None or key.sub_user_name is None:
        raise InvalidParameter("api_id")
    return key


def _demand_permission(account: SubAccount) -> None:
    if "API" not in account.permissions:
        raise Refusal(4512)


def _show(key: Key, now: int) -> dict[str, object]:
    return {
        "api_id": key.api_id,
        "created_at": key.created_at,
        "access_id": key.access_id,
        "ip_whitelist": list(key.ip_whitelist),
        "trade_enabled": key.trade_enabled,
        "withdraw_enabled": key.withdraw_enabled,
        "is_expired": key.is_expired(now),
        "expires_at": key.expires_at,
        "remark": key.remark,
    }


def _with_secret(key: Key, now: int) -> Result:
    return Result(_show(key, now) | {"secret_key": key.secret_key})
