"""What people do on CoinEx's own web page, and CoinEx's mood, for people who try the sandbox."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from itertools import count

from bot.sandbox.exchanges.coinex.csv_upload import read_entries
from bot.sandbox.exchanges.coinex.server import CoinExServer
from bot.sandbox.exchanges.coinex.state import KEYS_LIMIT, Key, MainUser, as_span
from bot.sandbox.exchanges.faults import Trouble
from bot.sandbox.telegram.refusals import Impossible

BOUND_TO = "25.10.0.77"
"""The address that one click binds to a key: a public one, near the one of all callers."""


class Mood(StrEnum):
    """How CoinEx answers every call."""

    WORKS = "up"
    BUSY = "3008"
    BROKEN = Trouble.BAD_GATEWAY.value
    SILENT = Trouble.CUT_BEFORE.value
    LOST = Trouble.CUT_AFTER.value


def set_mood(server: CoinExServer, mood: str) -> None:
    """Set CoinEx's mood from now on. Raises Impossible."""
    if mood not in set(Mood):
        raise Impossible(f"A CoinEx cannot be {mood}.")
    server.faults.clear()
    if mood != Mood.WORKS:
        server.faults.happen_every(mood, 1)
    server.changes.ring()


def find_mood(server: CoinExServer) -> str:
    """CoinEx's present mood. WORKS if only some calls fail."""
    return server.faults.find_constant() or Mood.WORKS.value


def change(server: CoinExServer, what: str, user_id: str, name: str) -> None:
    """One click on the page. `name`: a sub-account's, the api_id of a key, or a sheet. Raises Impossible."""
    user = server.state.users.get(user_id)
    if user is None:
        raise Impossible("CoinEx has no such user.")
    if what in _OF_THE_USER:
        _OF_THE_USER[what](server, user, name)
    elif what in _OF_KEYS:
        key = next((key for key in user.keys.values() if str(key.api_id) == name), None)
        if key is None:
            raise Impossible("That key is gone.")
        _OF_KEYS[what](server, user, key)
    else:
        raise Impossible(f"Nobody can {what} there.")
    server.save()


def _add_key(server: CoinExServer, user: MainUser, name: str) -> None:
    there = user.list_keys(_known(user, name))
    if len(there) >= KEYS_LIMIT:
        raise Impossible(f"{name} has {KEYS_LIMIT} keys already.")
    remarks = {key.remark for key in there}
    remark = next(remark for number in count(1) if (remark := f"page-{number}") not in remarks)
    term = as_span(server.switches.term)
    server.state.add_key(user, name, server.now, remark=remark, trade_enabled=True, term=term)


def _freeze(_: CoinExServer, user: MainUser, name: str) -> None:
    account = user.sub_accounts[_known(user, name)]
    account.is_frozen = not account.is_frozen


def _enter(server: CoinExServer, user: MainUser, sheet: str) -> None:
    """An address that is on the whitelist already stays there once."""
    entries = read_entries(sheet, server.coins)
    user.whitelist = list(dict.fromkeys([*user.whitelist, *entries]))


def _empty(_: CoinExServer, user: MainUser, __: str) -> None:
    user.whitelist.clear()


def _known(user: MainUser, name: str) -> str:
    if name not in user.sub_accounts:
        raise Impossible("CoinEx has no such sub-account.")
    return name


def _bind(_: CoinExServer, __: MainUser, key: Key) -> None:
    key.ip_whitelist, key.expires_at = [BOUND_TO], 0


def _unbind(server: CoinExServer, _: MainUser, key: Key) -> None:
    key.ip_whitelist, key.expires_at = [], server.now + as_span(server.switches.term)


def _save_again(server: CoinExServer, _: MainUser, key: Key) -> None:
    """Saving an unbound key on the page restarts its term."""
    if not key.ip_whitelist:
        key.expires_at = server.now + as_span(server.switches.term)


def _delete(_: CoinExServer, user: MainUser, key: Key) -> None:
    del user.keys[key.api_id]


_OF_THE_USER: Mapping[str, Callable[[CoinExServer, MainUser, str], None]] = {
    "add": _add_key,
    "freeze": _freeze,
    "enter": _enter,
    "empty": _empty,
}
_OF_KEYS: Mapping[str, Callable[[CoinExServer, MainUser, Key], None]] = {
    "bind": _bind,
    "unbind": _unbind,
    "save": _save_again,
    "delete": _delete,
}
