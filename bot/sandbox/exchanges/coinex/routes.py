"""The table of all calls: how each is made, and its handler."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.sandbox.exchanges.coinex.accounts_api import (
    add_sub_account,
    freeze,
    list_sub_accounts,
    tell_user,
    tell_user_type,
    unfreeze,
)
from bot.sandbox.exchanges.coinex.call import Ask
from bot.sandbox.exchanges.coinex.coins import describe_coin, list_coins, show_coin
from bot.sandbox.exchanges.coinex.keys import create_key, delete_key, edit_key, list_keys, show_key
from bot.sandbox.exchanges.coinex.responses import Result
from bot.sandbox.exchanges.coinex.withdrawals import cancel_withdrawal, list_withdrawals, withdraw

QUERY, MODIFY, HISTORY = "query", "modify", "history"
"""Calls that share one bucket."""


@dataclass(frozen=True, slots=True)
class Route:
    """One call."""

    answer: Callable[[Ask], Result]
    group: str = ""
    is_signed: bool = True
    is_main_only: bool = False


def _public(answer: Callable[[Ask], Result]) -> Route:
    return Route(answer, is_signed=False)


def _main(answer: Callable[[Ask], Result], group: str) -> Route:
    return Route(answer, group, is_main_only=True)


ROUTES: Mapping[tuple[str, str], Route] = MappingProxyType(
    {
        ("GET", "/ping"): _public(lambda _: Result({"result": "pong"})),
        ("GET", "/time"): _public(lambda ask: Result({"timestamp": ask.now})),
        ("GET", "/maintain/info"): _public(lambda _: Result([])),
        ("GET", "/test/ip"): _public(lambda ask: Result({"ip": ask.caller_ip})),
        ("GET", "/assets/all-deposit-withdraw-config"): _public(list_coins),
        ("GET", "/assets/deposit-withdraw-config"): _public(show_coin),
        ("GET", "/assets/info"): _public(describe_coin),
        ("GET", "/account/info"): Route(tell_user),
        ("GET", "/account/subs/info"): Route(tell_user_type, QUERY),
        ("GET", "/account/subs"): _main(list_sub_accounts, QUERY),
        ("POST", "/account/subs"): _main(add_sub_account, MODIFY),
        ("POST", "/account/subs/frozen"): _main(freeze, MODIFY),
        ("POST", "/account/subs/unfrozen"): _main(unfreeze, MODIFY),
        ("GET", "/account/subs/api"): _main(list_keys, QUERY),
        ("GET", "/account/subs/api-detail"): _main(show_key, QUERY),
        ("POST", "/account/subs/api"): _main(create_key, MODIFY),
        ("POST", "/account/subs/edit-api"): _main(edit_key, MODIFY),
        ("POST", "/account/subs/delete-api"): _main(delete_key, MODIFY),
        ("GET", "/assets/withdraw"): _main(list_withdrawals, HISTORY),
        ("POST", "/assets/withdraw"): _main(withdraw, MODIFY),
        ("POST", "/assets/cancel-withdraw"): _main(cancel_withdrawal, MODIFY),
    }
)
PATHS = frozenset(path for _, path in ROUTES)
