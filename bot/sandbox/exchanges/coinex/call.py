"""An admitted call, as its handlers see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.exchanges.coinex.auth import Caller
from bot.sandbox.exchanges.coinex.parameters import Parameters
from bot.sandbox.exchanges.coinex.responses import Result
from bot.sandbox.exchanges.coinex.state import CoinExState, MainUser
from bot.sandbox.exchanges.coinex.switches import Switches


@dataclass(frozen=True, slots=True)
class Ask:
    """Everything a handler needs. `now` is in milliseconds."""

    state: CoinExState
    switches: Switches
    coins: Sequence[dict[str, Any]]
    parameters: Parameters
    now: int
    caller_ip: str
    caller: Caller | None = None

    @property
    def the_caller(self) -> Caller:
        """The caller of a signed call."""
        if self.caller is None:
            raise TypeError("nobody signed this call")
        return self.caller

    @property
    def user(self) -> MainUser:
        """The main user of the caller, also for a sub-account."""
        return self.the_caller.user


def paged(ask: Ask, rows: Sequence[object]) -> Result:
    """One page of rows."""
    page, limit = ask.parameters.number("page", 1), ask.parameters.number("limit", 10)
    limit = min(limit, ask.switches.longest_page)
    first = (page - 1) * limit
    return Result(list(rows[first : first + limit]), {"total": len(rows), "has_next": first + limit < len(rows)})
