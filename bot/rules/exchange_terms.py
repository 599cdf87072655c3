"""What is known of each exchange before it is asked: its name, its page, how long a name may be, what keys can do.

It must not know how an exchange is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.rules.remark import REMARK_LIMIT
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import AccountKind

_MARK = 10
"""Characters of a key's name that the mark of its ticket takes at an exchange."""


@dataclass(frozen=True, slots=True)
class Terms:
    """One exchange."""

    name: str
    """As people write it."""
    page: str
    """Where it keeps its API keys."""
    remark_limit: int = REMARK_LIMIT - _MARK
    keys_may_withdraw: bool = False


TERMS: Mapping[AccountKind, Terms] = MappingProxyType(
    {
        AccountKind.COINEX: Terms("CoinEx", "https://www.coinex.com/apikey"),
        AccountKind.BYBIT: Terms("Bybit", "https://www.bybit.com/app/user/api-management", keys_may_withdraw=True),
    }
)
"""Exchanges outside; what is not here has the house's own rules."""

CONNECTABLE = (AccountKind.COINEX,)
"""Those whose main account people connect with `/connect`."""


def name_limit(kind: AccountKind) -> int:
    """How many characters a key made there can have in its name."""
    terms = TERMS.get(kind)
    return terms.remark_limit if terms else REMARK_LIMIT


def may_create(kind: AccountKind, remark: str, *, withdraw: bool) -> Verdict:
    """Whether the exchange can make such a key, as far as that is known without asking it."""
    terms = TERMS.get(kind)
    if terms is None:
        return Allowed()
    if len(remark) > terms.remark_limit:
        return Refused(
            Reason.REMARK_TOO_LONG_THERE,
            {"exchange": terms.name, "length": len(remark), "limit": terms.remark_limit, "mark": _MARK},
        )
    if withdraw and not terms.keys_may_withdraw:
        return Refused(Reason.WITHDRAW_IMPOSSIBLE, {"exchange": terms.name})
    return Allowed()
