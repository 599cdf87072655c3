"""A call that was let in, as those who answer it see it.

It must not know how it came.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.exchanges.coinex.auth import Guest
from bot.sandbox.exchanges.coinex.parameters import Parameters
from bot.sandbox.exchanges.coinex.responses import Result
from bot.sandbox.exchanges.coinex.state import CoinExState, MainUser
from bot.sandbox.exchanges.coinex.switches import Switches


@dataclass(frozen=True, slots=True)
class Ask:
    """Everything an answer may need; `now` is milliseconds."""

    state: CoinExState
    switches: Switches
    coins: Sequence[dict[str, Any]]
    parameters: Parameters
    now: int
    caller_ip: str
    guest: Guest | None = None

    @property
    def the_guest(self) -> Guest:
        """Who asks; a signed call has one."""
        if self.guest is None:
            raise TypeError("nobody signed this call")
        return self.guest

    @property
    def user(self) -> MainUser:
        """The main user who asks, or whose sub-account does."""
        return self.the_guest.user


def paged(ask: Ask, rows: Sequence[object]) -> Result:
    """One page of rows."""
    page, limit = ask.parameters.number("page", 1), ask.parameters.number("limit", 10)
    limit = min(limit, ask.switches.longest_page)
    first = (page - 1) * limit
    return Result(list(rows[first : first + limit]), {"total": len(rows), "has_next": first + limit < len(rows)})
