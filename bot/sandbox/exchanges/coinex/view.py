"""The CoinEx of the sandbox as facts for the page."""

from bot.sandbox.exchanges.coinex.server import CoinExServer
from bot.sandbox.exchanges.coinex.state import KEYS_LIMIT, Key, MainUser, as_span
from bot.sandbox.exchanges.coinex.web_page import find_mood


def show_coinex(server: CoinExServer) -> dict[str, object]:
    """Its address and mood, and each main user: account keys, whitelist, sub-accounts, their keys."""
    return {
        "base_url": server.base_url,
        "mood": find_mood(server),
        "users": [_show_user(user, server) for user in server.state.users.values()],
    }


def _show_user(user: MainUser, server: CoinExServer) -> dict[str, object]:
    main_keys = [key for key in user.keys.values() if key.sub_user_name is None]
    return {
        "user_id": user.user_id,
        "main_keys": [_show_key(key, server) | {"secret_key": key.secret_key} for key in main_keys],
        "whitelist": [{"chain": chain, "address": address} for chain, address in user.whitelist],
        "sub_accounts": [
            {
                "name": account.sub_user_name,
                "is_frozen": account.is_frozen,
                "keys": [_show_key(key, server) for key in user.list_keys(account.sub_user_name)],
                "keys_limit": KEYS_LIMIT,
            }
            for account in user.sub_accounts.values()
        ],
    }


def _show_key(key: Key, server: CoinExServer) -> dict[str, object]:
    live_at = key.created_at + as_span(server.switches.activation_delay)
    return {
        "api_id": key.api_id,
        "access_id": key.access_id,
        "remark": key.remark,
        "ip_whitelist": list(key.ip_whitelist),
        "expires_at": key.expires_at,
        "is_expired": key.is_expired(server.now),
        "is_activating": server.now < live_at,
    }
