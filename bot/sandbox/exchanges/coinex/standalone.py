"""A CoinEx without the rest of the sandbox, on real time, for any client."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.sandbox.clock import Watch
from bot.sandbox.exchanges.coinex.accounts_api import is_name
from bot.sandbox.exchanges.coinex.server import CoinExServer
from bot.sandbox.exchanges.coinex.state import SUB_ACCOUNTS_LIMIT, Key, as_span, open_account
from bot.sandbox.exchanges.coinex.switches import Switches, UnbindExpiry
from bot.sandbox.telegram.refusals import Impossible


class RealTime:
    """The clock of the machine."""

    def now(self) -> datetime:
        """The present time, aware UTC."""
        return datetime.now(UTC)


class CoinExAlone:
    """One main user with sub-accounts, and a printed key pair. Nothing is saved. Raises Impossible.

    `whitelist` has chains and addresses for withdrawals. `switches` are fields of Switches, with spans in seconds.
    `troubles` say which call of every so many fails and how.
    """

    def __init__(  # noqa: PLR0913 - what an account begins with
        self,
        main_ips: Sequence[str],
        sub_accounts: Sequence[str],
        whitelist: Sequence[tuple[str, str]],
        switches: Mapping[str, object],
        troubles: Mapping[str, int],
        *,
        clock: Watch | None = None,
    ) -> None:
        _check_names(sub_accounts)
        self.server = CoinExServer(clock or RealTime(), switches=_read_switches(switches))
        self._sub_accounts = tuple(sub_accounts)
        self._key = self._open_account(main_ips)
        self._whitelist(whitelist)
        for kind, nth in troubles.items():
            self.server.faults.happen_every(kind, nth)

    async def start(self, port: int) -> None:
        """Listen on loopback. Raises OSError if the port is taken."""
        await self.server.start(port)

    async def stop(self) -> None:
        """Stop listening."""
        await self.server.stop()

    def describe(self) -> list[tuple[str, str]]:
        """What a client needs, each with its name."""
        return [
            ("API", self.server.base_url),
            ("Access id", self._key.access_id),
            ("Secret", self._key.secret_key),
            ("Sub-accounts", " ".join(self._sub_accounts)),
        ]

    def _open_account(self, ips: Sequence[str]) -> Key:
        """Its key works already. Unbound it has its whole term left."""
        server, switches = self.server, self.server.switches
        key = open_account(server.state, self._sub_accounts, server.now, ips)
        key.created_at = server.now - as_span(switches.activation_delay)
        key.expires_at = 0 if ips else server.now + as_span(switches.term)
        return key

    def _whitelist(self, entries: Sequence[tuple[str, str]]) -> None:
        chains = {one["chain"] for row in self.server.coins for one in row.get("chains", [])}
        for chain, address in entries:
            if chain not in chains:
                raise Impossible(f"There is no chain {chain} here, only {', '.join(sorted(chains))}.")
            (user,) = self.server.state.users.values()
            user.whitelist.append((chain, address))


def _check_names(names: Sequence[str]) -> None:
    for name, count in Counter(names).items():
        if not is_name(name):
            raise Impossible(f"The name of a sub-account is 3 to 26 letters, digits and -, and {name!r} is not.")
        if count > 1:
            raise Impossible(f"There can be one sub-account {name} only.")
    if len(names) > SUB_ACCOUNTS_LIMIT:
        raise Impossible(f"A main account has {SUB_ACCOUNTS_LIMIT} sub-accounts at most, not {len(names)}.")


def _read_switches(given: Mapping[str, object]) -> Switches:
    values: dict[str, Any] = dict(given)
    for name in ("activation_delay", "clock_ahead", "term"):
        if name in values:
            values[name] = timedelta(seconds=values[name])
    if "unbind_expiry" in values:
        values["unbind_expiry"] = UnbindExpiry(values["unbind_expiry"])
    return Switches(**values)
