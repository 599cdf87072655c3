"""Read a call's parameters. A wrong one is answered `Invalid Parameter: <name>`.

Unknown fields are ignored.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address

from bot.sandbox.exchanges.coinex.responses import InvalidParameter
from bot.sandbox.exchanges.coinex.state import IPS_LIMIT, REMARK_LIMIT

_DIGITS = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Parameters of a query, where all is text, or of a JSON body, where `"1"` is not a number."""

    given: Mapping[str, object]
    is_query: bool = False

    def has(self, name: str) -> bool:
        """Whether it was given at all."""
        return self.given.get(name) is not None

    def text(self, name: str, default: str | None = None) -> str:
        """Text. Required unless there is a default."""
        value = self.given.get(name, default)
        if not isinstance(value, str) or (default is None and not value):
            raise InvalidParameter(name)
        return value

    def number(self, name: str, default: int | None = None) -> int:
        """A whole number from 1 on. Required unless there is a default."""
        value = self.given.get(name, default)
        if self.is_query and isinstance(value, str) and _DIGITS.fullmatch(value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise InvalidParameter(name)
        return value

    def truth(self, name: str, default: bool | None = None) -> bool:
        """A boolean. Required unless there is a default."""
        value = self.given.get(name, default)
        if self.is_query and isinstance(value, str):
            value = {"true": True, "false": False}.get(value)
        if not isinstance(value, bool):
            raise InvalidParameter(name)
        return value

    def ips(self, name: str) -> list[str]:
        """Addresses, at most fifty, without ranges and without one machine's interface (`%eth0`)."""
        value = self.given.get(name)
        if not isinstance(value, list) or len(value) > IPS_LIMIT:
            raise InvalidParameter(name)
        for ip in value:
            try:
                ip_address(ip if isinstance(ip, str) and "%" not in ip else "")
            except ValueError:
                raise InvalidParameter(name) from None
        return value

    def remark(self) -> str:
        """A remark, which may be empty or missing."""
        remark = self.text("remark", "")
        if len(remark) > REMARK_LIMIT:
            raise InvalidParameter("remark")
        return remark
