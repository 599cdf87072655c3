"""A CoinEx without the rest of the town, on real time, for anybody's own client.

It must not know where it is typed.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.sandbox.coinex.server import CoinExServer
from bot.sandbox.coinex.state import as_span, open_account
from bot.sandbox.coinex.switches import Switches, UnbindExpiry


class RealTime:
    """The clock of the machine."""

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        return datetime.now(UTC)


class CoinExAlone:
    """One main user with sub-accounts, and a key pair that is printed; nothing is kept.

    `switches` are fields of Switches, spans among them in seconds; `troubles` say which call of every so many goes
    wrong how.
    """

    def __init__(
        self,
        main_ips: Sequence[str],
        sub_accounts: Sequence[str],
        switches: Mapping[str, object],
        troubles: Mapping[str, int],
    ) -> None:
        self._server = CoinExServer(RealTime(), switches=_read_switches(switches))
        self._sub_accounts = tuple(sub_accounts)
        born = self._server.now - as_span(self._server.switches.activation_delay)
        self._key = open_account(self._server.state, sub_accounts, born, main_ips)
        for kind, nth in troubles.items():
            self._server.faults.happen_every(kind, nth)

    async def start(self, port: int) -> None:
        """Listen on loopback; raises OSError when the port is taken."""
        await self._server.start(port)

    async def stop(self) -> None:
        """Hang up."""
        await self._server.stop()

    def describe(self) -> list[tuple[str, str]]:
        """What a client needs, each with its name."""
        return [
            ("API", self._server.base_url),
            ("Access id", self._key.access_id),
            ("Secret", self._key.secret_key),
            ("Sub-accounts", " ".join(self._sub_accounts)),
        ]


def _read_switches(given: Mapping[str, object]) -> Switches:
    values: dict[str, Any] = dict(given)
    for name in ("activation_delay", "clock_ahead"):
        if name in values:
            values[name] = timedelta(seconds=values[name])
    if "unbind_expiry" in values:
        values["unbind_expiry"] = UnbindExpiry(values["unbind_expiry"])
    return Switches(**values)
