"""Facts about each exchange: its name, pages, name lengths and number of keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.rules.key_terms import KEYS_LIMIT
from bot.rules.remark import REMARK_LIMIT
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import AccountKind, Action

KEY_CHANGES = frozenset({Action.KEY_RENEW, Action.KEY_EDIT, Action.KEY_BIND, Action.KEY_UNBIND, Action.KEY_DELETE})
"""What can be done to a key that only its owner can reach through an API."""
WHITELIST_CHANGES = frozenset({Action.WHITELIST_ADD, Action.WHITELIST_REMOVE})

_MARK = 10
"""Characters of a key's name that the mark of its ticket takes at an exchange."""


@dataclass(frozen=True, slots=True)
class Terms:
    """One exchange."""

    name: str
    """The name as people write it."""
    page: str
    """The page with its API keys."""
    documents: str
    """The documentation of its API."""
    whitelist_page: str
    """The page with the addresses that its API withdraws to."""
    takes_sheet: bool
    """Whether that page takes our sheet as it is. Otherwise rows are entered one by one."""
    not_listed_code: int
    """Its answer to a withdrawal to an address that is not on that page."""
    tells_address: bool
    """Whether it reports, without a key, the IP that it sees."""
    by_hand: frozenset[Action]
    """What people do on its page, because its API has no call for it."""
    keys_limit: int | None
    """How many keys a sub-account can have. None: undocumented."""
    permission: str | None = None
    """Permission that a main account's key needs to manage keys, as its page calls it.

    None: nothing special.
    """
    remark_limit: int = REMARK_LIMIT - _MARK

    def page_for(self, action: Action) -> str:
        """Return the page on which people change what the action is about."""
        return self.whitelist_page if action in WHITELIST_CHANGES else self.page


TERMS: Mapping[AccountKind, Terms] = MappingProxyType(
    {
        AccountKind.COINEX: Terms(
            name="CoinEx",
            page="https://www.coinex.com/apikey",
            documents="https://docs.coinex.com/api/v2/",
            whitelist_page="https://www.coinex.com/apikey",
            takes_sheet=True,
            not_listed_code=3310,
            tells_address=True,
            by_hand=frozenset({Action.KEY_RENEW, Action.WHITELIST_ADD, Action.WHITELIST_REMOVE}),
            keys_limit=KEYS_LIMIT,
        ),
        AccountKind.BYBIT: Terms(
            name="Bybit",
            page="https://www.bybit.com/app/user/api-management",
            documents="https://bybit-exchange.github.io/docs/v5/intro",
            whitelist_page="https://www.bybit.com/user/assets/money-address",
            takes_sheet=False,
            not_listed_code=131093,
            tells_address=False,
            by_hand=frozenset({Action.KEY_RENEW, Action.KEY_EDIT, Action.WHITELIST_ADD, Action.WHITELIST_REMOVE}),
            keys_limit=None,
            permission="Subaccount Transfer",
        ),
    }
)
"""Terms of outside exchanges. A kind that is missing here has our own rules.

Keys of sub-accounts never withdraw.

Source for Bybit: bybit-exchange.github.io/docs/v5/guide (its page of keys), /v5/asset/withdraw (its address book),
/v5/error and /v5/user/create-subuid-apikey (no permission to withdraw), checked 2026-11-25. That its address book does
not take our sheet follows only from the lack of documentation.
"""

CONNECTABLE = (AccountKind.COINEX, AccountKind.BYBIT)
"""Exchanges with a main account that people connect with `/connect`."""


def name_limit(kind: AccountKind) -> int:
    """How many characters the name of a key made there can have."""
    terms = TERMS.get(kind)
    return terms.remark_limit if terms else REMARK_LIMIT


def keys_limit(kind: AccountKind) -> int | None:
    """How many keys an account there can have. None: undocumented."""
    terms = TERMS.get(kind)
    return terms.keys_limit if terms else KEYS_LIMIT


def may_be_called(kind: AccountKind, remark: str) -> Verdict:
    """Check that a key there has room for the name, beside the mark of its ticket."""
    terms = TERMS.get(kind)
    if terms is None or len(remark) <= terms.remark_limit:
        return Allowed()
    return Refused(
        Reason.REMARK_TOO_LONG_THERE,
        {"exchange": terms.name, "length": len(remark), "limit": terms.remark_limit, "mark": _MARK},
    )


def may_create(kind: AccountKind, remark: str, *, withdraw: bool) -> Verdict:
    """Check that the exchange can make such a key, as far as that is known without asking it."""
    terms = TERMS.get(kind)
    if terms is not None and withdraw:
        return Refused(Reason.WITHDRAW_IMPOSSIBLE, {"exchange": terms.name})
    return may_be_called(kind, remark)
