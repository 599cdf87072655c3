"""The CoinEx of the sandbox as facts for the page.

It must not know how they are drawn.
"""

from bot.sandbox.coinex.server import CoinExServer
from bot.sandbox.coinex.state import KEYS_LIMIT, Key, MainUser


def show_coinex(server: CoinExServer) -> dict[str, object]:
    """Its address, and each main user with the keys that open the account, sub-accounts and how full they are."""
    return {
        "base_url": server.base_url,
        "users": [_show_user(user, server.now) for user in server.state.users.values()],
    }


def _show_user(user: MainUser, now: int) -> dict[str, object]:
    main_keys = [key for key in user.keys.values() if key.sub_user_name is None]
    return {
        "user_id": user.user_id,
        "main_keys": [_show_key(key, now) | {"secret_key": key.secret_key} for key in main_keys],
        "sub_accounts": [
            {
                "name": account.sub_user_name,
                "is_frozen": account.is_frozen,
                "keys": [_show_key(key, now) for key in user.list_keys(account.sub_user_name)],
                "keys_limit": KEYS_LIMIT,
            }
            for account in user.sub_accounts.values()
        ],
    }


def _show_key(key: Key, now: int) -> dict[str, object]:
    return {
        "access_id": key.access_id,
        "remark": key.remark,
        "ip_whitelist": list(key.ip_whitelist),
        "expires_at": key.expires_at,
        "is_expired": key.is_expired(now),
    }
